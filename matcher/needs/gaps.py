"""Gaps: needs that nobody answers and offers that nobody asks for, among what a viewer may see.

Both come from the same pairs: a need is unanswered if no statement of another profile answers it
strongly enough, and an offer is unasked if it answers nobody's need so. What profiles only
describe may answer a need; it is not listed as an offer that waits for somebody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from data.profiles import Profile, Role
from matcher.needs.answering import Answers, Side, Strengths, standing
from matcher.ranking.background import background_of
from matcher.request import Viewer
from matcher.search.rows import RowRole
from matcher.search.snapshot import Snapshot
from models.encoder import Progress

ANSWERS = 0.25
"""Strength from which a statement counts as an answer: where, on the sample's judged requests,
what tells those with a partner from those without is most reliable
(``evaluation.studies.gaps``)."""
NEAR = 0.2
"""Below it nobody comes near; between both somebody might, and a person should look."""
BLOCK = 256
"""Needs compared at a time: bounds memory."""
MAX_ANSWERS = 100
"""Statements kept for each need. Where so many answer, nobody counts them."""


class Counterpart(NamedTuple):
    """A statement of somebody else, and how well the two go together, 0..1."""

    profile: Profile
    text: str
    role: Role
    strength: float


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
    """Those that are strong enough, each profile once, the strongest first."""

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


class _Pair(NamedTuple):
    need: int
    answer: int
    strength: float


@dataclass
class _Collected:
    """The pairs found so far, by need and by answer."""

    strong: list[_Pair] = field(default_factory=list)
    nearest: dict[int, _Pair] = field(default_factory=dict)
    """need -> its best pair."""
    best: dict[int, _Pair] = field(default_factory=dict)
    """answer -> its best pair."""

    def add(self, first: int, found: Strengths) -> None:
        """Take up a block of needs that begins with need ``first``."""
        for row, strengths in enumerate(found):
            most = int(strengths.argmax())
            if strengths[most] >= 0:
                self.nearest[first + row] = _Pair(first + row, most, float(strengths[most]))
            enough = np.flatnonzero(strengths >= ANSWERS)
            enough = enough[np.argsort(-strengths[enough], kind="stable")[:MAX_ANSWERS]]
            self.strong += [_Pair(first + row, int(a), float(strengths[a])) for a in enough]
        rows = found.argmax(axis=0)
        for answer, (row, strength) in enumerate(
            zip(rows.tolist(), found.max(axis=0).tolist(), strict=True)
        ):
            known = self.best.get(answer)
            if strength >= 0 and (known is None or strength > known.strength):
                self.best[answer] = _Pair(first + row, answer, strength)


def survey(
    snapshot: Snapshot, viewer: Viewer, today: dt.date, progress: Progress | None = None
) -> Survey:
    """Compare all needs with all offers and descriptions that a viewer may see.

    ``progress`` counts needs.
    """
    allowed = standing(snapshot, viewer, today)
    needs = Side.of(snapshot, viewer, allowed, RowRole.NEED)
    answers = Answers(snapshot, background_of(snapshot.encoder), viewer, allowed)
    profiles = int(allowed.sum())
    found = _Collected()
    for start in range(0, len(needs), BLOCK):
        if len(answers):
            found.add(start, _strengths(needs, answers, slice(start, start + BLOCK)))
        if progress is not None:
            progress(min(start + BLOCK, len(needs)), len(needs))
    offers = answers.side
    stating = {*needs.slots.tolist()} | {
        slot
        for slot, s in zip(offers.slots.tolist(), offers.statements, strict=True)
        if s.role is Role.OFFER
    }
    return Survey(
        needs=_sorted(_needs(needs, offers, found)),
        offers=_sorted(_offers(needs, offers, found)),
        profiles=profiles,
        described=profiles - len(stating),
    )


def _strengths(needs: Side, answers: Answers, block: slice) -> Strengths:
    """Return the strengths of a block of needs; -1 between statements of one profile."""
    found = answers.strengths(needs.texts[block], needs.vectors[block])
    found[needs.slots[block][:, None] == answers.side.slots[None, :]] = -1
    return found


def _needs(needs: Side, offers: Side, found: _Collected) -> Iterable[Gap]:
    strong: dict[int, list[Counterpart]] = defaultdict(list)
    for pair in found.strong:
        strong[pair.need].append(_counterpart(offers, pair.answer, pair.strength))
    for i in range(len(needs)):
        best = found.nearest.get(i)
        nearest = _counterpart(offers, best.answer, best.strength) if best else None
        yield _gap(needs, i, nearest, strong.get(i, []))


def _offers(needs: Side, offers: Side, found: _Collected) -> Iterable[Gap]:
    strong: dict[int, list[Counterpart]] = defaultdict(list)
    for pair in found.strong:
        strong[pair.answer].append(_counterpart(needs, pair.need, pair.strength))
    for i, statement in enumerate(offers.statements):
        if statement.role is Role.OFFER:
            best = found.best.get(i)
            nearest = _counterpart(needs, best.need, best.strength) if best else None
            yield _gap(offers, i, nearest, strong.get(i, []))


def _counterpart(side: Side, position: int, strength: float) -> Counterpart:
    statement = side.statements[position]
    return Counterpart(side.profiles[position], statement.text, statement.role, strength)


def _gap(side: Side, position: int, nearest: Counterpart | None, strong: list[Counterpart]) -> Gap:
    ordered = sorted(strong, key=lambda c: (-c.strength, c.profile.id))
    once = {c.profile.id: c for c in reversed(ordered)}
    kept = sorted(once.values(), key=lambda c: (-c.strength, c.profile.id))
    statement = side.statements[position]
    return Gap(side.profiles[position], statement.text, statement.role, nearest, tuple(kept))


def _sorted(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(gaps, key=lambda gap: (gap.strength, gap.profile.id, gap.text)))
