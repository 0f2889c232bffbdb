"""Figures of a plan: how evenly meetings are spread, who waits, and which wishes it keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from data.events.event import Event, Interest, Participant
from data.events.plans import Plan
from matcher.meeting_rules import Scores


@dataclass(frozen=True)
class Spread:
    """Meetings per participant."""

    side: str
    """Empty: all participants."""
    participants: int
    smallest: int
    median: float
    largest: int

    @property
    def spread(self) -> int:
        """How many more meetings the first has than the last."""
        return self.largest - self.smallest


@dataclass(frozen=True)
class Kept:
    """Wishes of one kind. A wish both have for each other counts once."""

    asked: int
    kept: int


@dataclass(frozen=True)
class Figures:
    """What a plan is like, for those who are there."""

    meetings: int
    all: Spread
    sides: tuple[Spread, ...]
    below: tuple[str, ...]
    """Ids of those with fewer meetings than they should have."""
    without: tuple[str, ...]
    """Ids of those with no meeting."""
    waiting: int
    """Slots in which somebody is there and waits between two meetings, over all participants."""
    table_changes: int
    """Walks from one meeting to the next at another table, over all participants."""
    room_changes: int
    must: Kept
    would: Kept
    mean_score: float | None
    """Mean mutual score of the meetings, 0..1; None without scores or meetings."""


def figures(event: Event, plan: Plan, scores: Scores | None = None) -> Figures:
    """Return the figures of a plan of this event; ``scores`` (P, P) are mutual."""
    people = [p for p in event.participants if p.present]
    days: dict[str, dict[int, int]] = defaultdict(dict)
    for m in plan.meetings:
        days[m.a][m.slot] = days[m.b][m.slot] = m.table
    counts = {p.id: len(days[p.id]) for p in people}
    walks = [walk for p in people for walk in _walks(days[p.id])]
    rooms = [t.room for t in event.tables]
    return Figures(
        meetings=len(plan.meetings),
        all=_spread("", list(counts.values())),
        sides=tuple(
            _spread(side, [counts[p.id] for p in people if p.side == side]) for side in event.sides
        ),
        below=tuple(p.id for p in people if counts[p.id] < _least(event, p)),
        without=tuple(p.id for p in people if not counts[p.id]),
        waiting=sum(_waiting(event, p, days[p.id]) for p in people),
        table_changes=sum(a != b for a, b in walks),
        room_changes=sum(rooms[a] != rooms[b] for a, b in walks),
        must=_kept(event, plan, Interest.MUST),
        would=_kept(event, plan, Interest.WOULD),
        mean_score=_mean(event, plan, scores),
    )


def _spread(side: str, counts: Sequence[int]) -> Spread:
    if not counts:
        return Spread(side, 0, 0, 0.0, 0)
    return Spread(side, len(counts), min(counts), float(median(counts)), max(counts))


def _least(event: Event, who: Participant) -> int:
    return event.settings.at_least if who.at_least is None else who.at_least


def _walks(day: dict[int, int]) -> list[tuple[int, int]]:
    tables = [day[slot] for slot in sorted(day)]
    return list(pairwise(tables))


def _waiting(event: Event, who: Participant, day: dict[int, int]) -> int:
    """Return the slots without a meeting between the first and the last, its breaks aside."""
    if not day:
        return 0
    between = range(min(day), max(day))
    return sum(slot not in day and slot not in who.away for slot in between)


def _kept(event: Event, plan: Plan, interest: Interest) -> Kept:
    here = {p.id for p in event.participants if p.present}
    asked = {
        frozenset((wish.who, wish.whom))
        for wish in event.wishes
        if wish.interest is interest and {wish.who, wish.whom} <= here
    }
    return Kept(len(asked), len(asked & {m.pair for m in plan.meetings}))


def _mean(event: Event, plan: Plan, scores: Scores | None) -> float | None:
    if scores is None or not plan.meetings:
        return None
    place = {p.id: number for number, p in enumerate(event.participants)}
    total = sum(float(scores[place[m.a], place[m.b]]) for m in plan.meetings)
    return total / len(plan.meetings)
