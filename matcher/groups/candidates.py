"""Who could take a role: the engine's suggestions for it that are worth naming."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from data.errors import NotFoundError, RequestError
from data.text import fold
from matcher.advice.weighing import worth
from matcher.engine import Matcher
from matcher.groups.request import PLACE_RULES, Member, RoleAsked
from matcher.groups.wanted import wanted
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import Claim, Suggestion
from matcher.search.rules import slot_of

FLOOR = 0.32
"""Least worth of a member who names the role in its own words: rather a gap is named than a poor
member. On the sample's development questions half of those above were judged to fit, and 1 in 8
of those below."""
SURE, PROOF = 0.6, 0.35
"""Least worth, and least strength of the sentence that proves it, of a member who does not name
it: a bare word such as "Wärmebehandlung" is near to all that has to do with heat. Judgement, by
reading what stood on both sides."""
RELATIVE = 0.35
"""Least share of the worth of a role's best."""
KEPT = 10
"""So many candidates of a role are weighed against those of the others."""
ASKED = 40
"""So many suggestions are asked for."""
LEAST_STEM = 4
_ENDING = re.compile(r"(?:ierung|ungen|ung|erinnen|erin|erei|ern|er|ei|ik|iker|en|es|e|n|s)$")
_COMMON = frozenset(
    "partn anbiet herstell hersteller firma betrieb unternehm nutz anwend expert fachleut "
    "spezialist technik techn bau werk jemand dienst leist dienstleist industri gmbh".split()
)
_OWN = (*PLACE_RULES, Rule.SECTOR, Rule.KIND, Rule.SIZE)


@dataclass(frozen=True)
class Pool:
    """The candidates of a role, best first."""

    role: RoleAsked
    rules: tuple[Constraint, ...]
    found: tuple[Member, ...]


def rules_for(role: RoleAsked, group: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Return the rules on a role's members: its own ones replace the group's of the same sort."""
    own = {_sort(rule) for rule in role.constraints if rule.rule in _OWN}
    return (*(rule for rule in group if _sort(rule) not in own), *role.constraints)


def _sort(rule: Constraint) -> str:
    return "place" if rule.rule in PLACE_RULES else str(rule.rule)


class Finder(Protocol):
    """How candidates of a role are found."""

    def __call__(
        self,
        role: RoleAsked,
        rules: Sequence[Constraint],
        within: Collection[str] | None = None,
    ) -> list[Member]:
        """Return who is worth naming for a role under rules, best first."""


def pool_of(
    finder: Finder,
    role: RoleAsked,
    group: Sequence[Constraint],
    wanted: Collection[str],
    forced: Sequence[Member],
) -> Pool:
    """Return who may take a role: the best, whoever of ``wanted`` fits, and who was set for it."""
    rules = rules_for(role, group)
    kept = finder(role, rules)[:KEPT]
    for more in (finder(role, rules, within=wanted) if wanted else [], forced):
        known = {member.suggestion.profile_id for member in kept}
        kept += [m for m in more if m.suggestion.profile_id not in known]
    chosen = [
        m.model_copy(update={"chosen": True}) if m.suggestion.profile_id == role.member else m
        for m in kept
    ]
    return Pool(role, rules, tuple(chosen))


def worthy(found: Sequence[Member], text: str) -> list[Member]:
    """Return those who may be said to take a role, best first."""
    good = [member for member in found if may_take(member, text)]
    least = RELATIVE * max((member.worth for member in good), default=0.0)
    kept = [member for member in good if member.worth >= least]
    return sorted(kept, key=lambda m: (-m.worth, m.suggestion.profile_id))


def may_take(member: Member, text: str) -> bool:
    """Say whether it is proved that somebody can take a role; by likeness without a proof."""
    if member.holds:
        return True
    claim = member.suggestion.claim
    if claim is None:
        return _is_alike(member, text)
    return claim is not Claim.NEAR and wanted(text).is_said(*_said(member))


def _said(member: Member) -> tuple[str, list[str]]:
    """Return a member's name, and its statements that are shown for the role."""
    suggestion = member.suggestion
    return suggestion.name, [pair.theirs for pair in suggestion.evidence if pair.gain == "mine"]


def _is_alike(member: Member, text: str) -> bool:
    if member.worth < FLOOR:
        return False
    if is_named(member, text):
        return True
    pairs = [pair for pair in member.suggestion.evidence if pair.gain == "mine"]
    # A single word, such as the short name of a project, proves nothing.
    proof = max((pair.strength for pair in pairs if " " in pair.theirs), default=0.0)
    return member.worth >= SURE and proof >= PROOF


def is_named(member: Member, text: str) -> bool:
    """Say whether a member names what was asked, in its name or in the sentences shown."""
    name, said = _said(member)
    return names(text, " ".join([name, *said]))


def names(role: str, said: str) -> bool:
    """Say whether a text holds the stem of one of the role's telling words, alone or in another."""
    folded = fold(said)
    return any(stem in folded for stem in _stems(role))


def _stems(role: str) -> set[str]:
    words = re.findall(r"\w+(?:-(?!\w))?", role)
    whole = [fold(word) for word in words if not word.endswith("-")]
    nouns = [fold(word) for word in words if word[:1].isupper() and not word.endswith("-")]
    stems = {_stem(word) for word in nouns or whole} - _COMMON
    return {stem for stem in stems if len(stem) >= LEAST_STEM}


def _stem(word: str) -> str:
    """Return a word without its ending, or whole where too little were left: "Statik", "Maler"."""
    stem = _ENDING.sub("", word)
    return stem if len(stem) > LEAST_STEM or word == f"{stem}en" else word


def search(
    matcher: Matcher,
    viewer: Viewer,
    text: str,
    rules: Sequence[Constraint],
    exclude: Collection[str],
    language: str,
    within: Collection[str] | None = None,
    asked: int = ASKED,
) -> list[Member]:
    """Ask the engine who can do something, best first."""
    if exclude:
        rules = (*rules, Constraint(rule=Rule.EXCLUDE, values=tuple(exclude)))
    request = MatchRequest(
        question=text,
        read_question=False,
        goal=Goal.SOLUTION,
        constraints=tuple(rules),
        k=asked,
        language="en" if language == "en" else "de",
    )
    found = matcher.suggest(request, viewer, within=within).suggestions
    return [Member(suggestion=s, worth=round(_worth(s), 4)) for s in found]


def _worth(suggestion: Suggestion) -> float:
    """Return the worth of a suggestion, 0 for those who seek the same or say only their name."""
    mine = [pair.theirs for pair in suggestion.evidence if pair.gain == "mine"]
    telling = [text for text in mine if fold(text) not in fold(suggestion.name)]
    return worth(suggestion) if telling or not suggestion.evidence else 0.0


def check_set(
    matcher: Matcher,
    viewer: Viewer,
    ids: Collection[str],
    rules: Sequence[Constraint],
) -> None:
    """Refuse members that were set though they break a rule, or that do not exist.

    Raises:
        NotFoundError: there is no such profile for this viewer.
        RequestError: it breaks a rule that every member must keep.
    """
    if not ids:
        return
    matcher = matcher.still()
    for profile_id in ids:
        if slot_of(matcher.snapshot.catalog, profile_id, viewer) is None:
            raise NotFoundError(
                f"Das Profil '{profile_id}' gibt es nicht.",
                f"There is no profile '{profile_id}'.",
            )
    whole = MatchRequest(question="?", read_question=False, constraints=tuple(rules))
    allowed = set(matcher.allowed(whole, viewer))
    for profile_id in ids:
        if profile_id not in allowed:
            raise RequestError(
                f"'{profile_id}' soll dabei sein, hält aber eine Regel nicht ein. Bitte die Regel "
                "weiter fassen oder das Mitglied weglassen.",
                f"'{profile_id}' shall be a member but breaks a rule. Please widen the rule or "
                "leave the member out.",
            )
