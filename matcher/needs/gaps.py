"""Gaps: needs that nobody answers and offers that nobody asks for, among what a viewer may see.

Both come from the same pairs: a need is unanswered if no statement of another profile answers it,
and an offer is unasked if it answers nobody's need. Whether it does is proved (`matcher.needs.
proved`); with an encoder that nothing was measured for, likeness alone decides. What profiles only
describe may answer a need; it is not listed as an offer that waits for somebody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from data.profiles import Profile, Role
from matcher.engine import Matcher
from matcher.needs.answering import Answers, Side, Strengths, standing
from matcher.needs.collecting import Collected
from matcher.needs.proved import answered, statement_of
from matcher.ranking.background import background_of
from matcher.request import Viewer
from matcher.result import Suggestion
from matcher.search.rows import RowRole
from models.encoder import Progress

NEAR = 0.2
"""Where nothing is proved: below it nobody comes near; between it and `collecting.ANSWERS`
somebody might answer, and a person should look."""
BLOCK = 256
"""Needs compared at a time: bounds memory."""


class Counterpart(NamedTuple):
    """A statement of somebody else, and how well the two go together, 0..1."""

    profile: Profile
    text: str
    role: Role
    strength: float
    """Of a proved answer its probability."""


@dataclass(frozen=True)
class Gap:
    """A need or an offer with those on the other side."""

    profile: Profile
    text: str
    role: Role
    """``need`` or ``offer``."""
    nearest: Counterpart | None
    """The best on the other side, strong enough or not; None if there is nobody."""
    answers: tuple[Counterpart, ...]
    """Those that answer, each profile once, the strongest first."""
    is_empty: bool | None = None
    """Whether it is proved that nobody answers; None where nothing was proved."""

    @property
    def may_be_met(self) -> bool:
        """Whether somebody might answer after all, so that a person should look."""
        return self.strength >= NEAR if self.is_empty is None else not self.is_empty

    @property
    def strength(self) -> float:
        """Strength of the nearest, 0 if there is nobody."""
        return self.nearest.strength if self.nearest else 0.0


@dataclass(frozen=True)
class Survey:
    """All needs and offers that a viewer may see, the weakest met first."""

    needs: tuple[Gap, ...]
    offers: tuple[Gap, ...]
    profiles: int
    """Visible and valid profiles."""
    described: int
    """How many of them state neither a need nor an offer."""


def survey(
    matcher: Matcher, viewer: Viewer, today: dt.date, progress: Progress | None = None
) -> Survey:
    """Compare all needs with all offers and descriptions that a viewer may see.

    ``progress`` counts needs.
    """
    matcher = matcher.still()
    snapshot = matcher.snapshot
    allowed = standing(snapshot, viewer, today)
    needs = Side.of(snapshot, viewer, allowed, RowRole.NEED)
    answers = Answers(snapshot, background_of(snapshot.encoder), viewer, allowed)
    profiles = int(allowed.sum())
    offers, found = answers.side, Collected(answers.side)
    for start in range(0, len(needs), BLOCK):
        if len(answers):
            found.add(start, _strengths(needs, answers, slice(start, start + BLOCK)))
        if progress is not None and not matcher.is_proving:
            progress(min(start + BLOCK, len(needs)), len(needs))
    stating = {*needs.slots.tolist()} | {
        slot
        for slot, s in zip(offers.slots.tolist(), offers.statements, strict=True)
        if s.role is Role.OFFER
    }
    told = _needs(needs, offers, found)
    waiting = _offers(needs, offers, found)
    if matcher.is_proving:
        told = _proved(matcher, viewer, told, found, progress)
        waiting = _asked_for(waiting, told)
    return Survey(
        needs=_sorted(told),
        offers=_sorted(waiting),
        profiles=profiles,
        described=profiles - len(stating),
    )


def _proved(
    matcher: Matcher,
    viewer: Viewer,
    needs: Sequence[Gap],
    found: Collected,
    progress: Progress | None,
) -> list[Gap]:
    """Return the needs with what is proved of them, in the order given."""
    told = []
    for i, gap in enumerate(needs):
        near = {id: found.side.profiles[at] for id, at in found.tried.get(i, {}).items()}
        who = answered(matcher, gap.text, near, viewer)
        known = [_by_proof(near[s.profile_id], s) for s in who.fitting if s.profile_id in near]
        nearest = gap.nearest
        if who.nearest is not None and who.nearest.profile_id in near:
            nearest = _by_proof(near[who.nearest.profile_id], who.nearest)
        told.append(replace(gap, nearest=nearest, answers=tuple(known), is_empty=who.nothing_fits))
        if progress is not None:
            progress(i + 1, len(needs))
    return told


def _by_proof(profile: Profile, suggestion: Suggestion) -> Counterpart:
    text, role = statement_of(suggestion)
    return Counterpart(profile, text, role, suggestion.probability or 0.0)


def _asked_for(offers: Sequence[Gap], needs: Sequence[Gap]) -> list[Gap]:
    """Return the offers with the needs that they are proved to answer."""
    asked: dict[tuple[str, str], list[Counterpart]] = defaultdict(list)
    for need in needs:
        for answer in need.answers:
            asker = Counterpart(need.profile, need.text, Role.NEED, answer.strength)
            asked[answer.profile.id, answer.text].append(asker)
    told = []
    for offer in offers:
        askers = _once(asked[offer.profile.id, offer.text])
        nearest = askers[0] if askers else offer.nearest
        is_empty = not askers and offer.strength < NEAR
        told.append(replace(offer, nearest=nearest, answers=askers, is_empty=is_empty))
    return told


def _strengths(needs: Side, answers: Answers, block: slice) -> Strengths:
    """Return the strengths of a block of needs; -1 between statements of one profile."""
    found = answers.strengths(needs.texts[block], needs.vectors[block])
    found[needs.slots[block][:, None] == answers.side.slots[None, :]] = -1
    return found


def _needs(needs: Side, offers: Side, found: Collected) -> list[Gap]:
    strong: dict[int, list[Counterpart]] = defaultdict(list)
    for pair in found.strong:
        strong[pair.need].append(_counterpart(offers, pair.answer, pair.strength))
    told = []
    for i in range(len(needs)):
        best = found.nearest.get(i)
        nearest = _counterpart(offers, best.answer, best.strength) if best else None
        told.append(_gap(needs, i, nearest, strong.get(i, [])))
    return told


def _offers(needs: Side, offers: Side, found: Collected) -> list[Gap]:
    strong: dict[int, list[Counterpart]] = defaultdict(list)
    for pair in found.strong:
        strong[pair.answer].append(_counterpart(needs, pair.need, pair.strength))
    told = []
    for i, statement in enumerate(offers.statements):
        if statement.role is Role.OFFER:
            best = found.best.get(i)
            nearest = _counterpart(needs, best.need, best.strength) if best else None
            told.append(_gap(offers, i, nearest, strong.get(i, [])))
    return told


def _counterpart(side: Side, position: int, strength: float) -> Counterpart:
    statement = side.statements[position]
    return Counterpart(side.profiles[position], statement.text, statement.role, strength)


def _gap(side: Side, position: int, nearest: Counterpart | None, strong: list[Counterpart]) -> Gap:
    statement = side.statements[position]
    return Gap(side.profiles[position], statement.text, statement.role, nearest, _once(strong))


def _once(strong: Sequence[Counterpart]) -> tuple[Counterpart, ...]:
    """Return the strongest of each profile, the strongest first."""
    ordered = sorted(strong, key=lambda c: (-c.strength, c.profile.id))
    once = {c.profile.id: c for c in reversed(ordered)}
    return tuple(sorted(once.values(), key=lambda c: (-c.strength, c.profile.id)))


def _sorted(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(gaps, key=lambda gap: (gap.strength, gap.profile.id, gap.text)))
