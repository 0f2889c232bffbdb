"""How many profiles keep the rules of a search, without searching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from api.language.texts import translator
from api.language.values import whole
from api.work.asking.check import Checked
from api.work.asking.chips import label_of
from api.work.service import Service
from data import clock
from data.profiles import MAX_STATEMENT_CHARS, Profile
from matcher.reading.question import understand
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.search.catalog import Catalog, Mask
from matcher.search.rules import Allowed, Applied, apply, visible_to

PLACES_FIRST = (Rule.REGION, Rule.RADIUS, Rule.KIND, Rule.SIZE)
"""The order in which a person narrows a search down; all other rules come after."""
STATES: dict[Rule, Callable[[Profile], bool]] = {
    Rule.REGION: lambda profile: bool(profile.places),
    Rule.RADIUS: lambda profile: bool(profile.places),
    Rule.SECTOR: lambda profile: bool(profile.sectors or profile.trades or profile.clusters),
    Rule.SIZE: lambda profile: profile.size is not None,
}
"""Whether a profile says anything of what a rule asks for."""


@dataclass(frozen=True)
class Step:
    """How many profiles are left after one more rule."""

    constraint: Constraint
    left: int


@dataclass(frozen=True)
class Remaining:
    """What the rules leave of the profiles that a viewer may see and that are still valid."""

    total: int
    allowed: int
    steps: tuple[Step, ...]
    """The rules that must hold, one after the other, until nobody is left."""
    unstated: int = 0
    """How many of those before the last rule do not say what it asks for."""


def remaining(service: Service, viewer: Viewer, checked: Checked, language: str) -> Remaining:
    """Count what is left under the rules of a form as far as it is understood."""
    rules = (*checked.rules, *_read(checked))
    goal = Goal(checked.form.goal) if checked.form.goal else Goal.PARTNER
    catalog = service.corpus.snapshot.catalog
    allowed = apply(catalog, rules, checked.seeker, viewer, clock.today(), language, goal)
    steps, before = _steps(allowed)
    unstated = _unstated(catalog, steps, before)
    total, kept = int(allowed.standing.sum()), int(allowed.allowed.sum())
    return Remaining(total, kept, steps, unstated)


def profile_count(service: Service, viewer: Viewer) -> int:
    """Return how many profiles a viewer may see."""
    return int(visible_to(service.corpus.snapshot.catalog, viewer).sum())


def shortage(left: Remaining, language: str) -> str:
    """Return in plain words where the rules leave nobody; empty where they leave somebody."""
    t = translator(language)
    if not left.steps or left.steps[-1].left > 0:
        return ""
    *before, end = left.steps
    last = label_of(end.constraint, language)
    if not before:
        text = t("find_shortage_first")
    else:
        text = t("find_shortage_one" if before[-1].left == 1 else "find_shortage")
    kept = [label_of(step.constraint, language) for step in before]
    if left.unstated:
        what = t(f"find_unstated_{end.constraint.rule}")
        text += " " + t("find_unstated").format(count=whole(left.unstated, language), what=what)
    return text.format(
        left=whole(before[-1].left, language) if before else "",
        rules=t("find_and").join(
            f"„{label}“" if language == "de" else f"“{label}”" for label in kept
        ),
        rule=last,
    )


def _read(checked: Checked) -> Sequence[Constraint]:
    """Return the rules that the question names, if it is one."""
    question = checked.question
    if not question or len(question) > MAX_STATEMENT_CHARS:
        return ()
    request = MatchRequest(
        question=question,
        read_question=checked.form.read,
        unread=checked.form.unread,
        constraints=tuple(checked.rules),
    )
    return understand(request).rules


def _steps(allowed: Allowed) -> tuple[tuple[Step, ...], Mask]:
    """Return the steps until nobody is left, and who was left before the last one."""
    before = left = allowed.standing
    steps = []
    for rule in sorted((r for r in allowed.rules if r.is_must), key=_place_first):
        before, left = left, np.logical_and(left, rule.kept)
        steps.append(Step(rule.constraint, int(left.sum())))
        if not left.any():
            break
    return tuple(steps), before


def _unstated(catalog: Catalog, steps: Sequence[Step], before: Mask) -> int:
    if not steps or steps[-1].left > 0:
        return 0
    states = STATES.get(steps[-1].constraint.rule)
    if states is None:
        return 0
    return sum(not states(catalog.profile(slot)) for slot in np.flatnonzero(before).tolist())


def _place_first(rule: Applied) -> tuple[int, int]:
    known = rule.constraint.rule in PLACES_FIRST
    order = PLACES_FIRST.index(rule.constraint.rule) if known else len(PLACES_FIRST)
    return order, rule.position
