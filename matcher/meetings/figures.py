"""Figures of a plan: how evenly meetings are spread, who waits, and which wishes it keeps.

`changes_between`: what one plan does otherwise than another, and whom to tell what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from data.events.event import Event, Interest, Participant
from data.events.plans import Meeting, Plan
from matcher.meetings.rules import Scores


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


class Moved(NamedTuple):
    """A pair that meets in another slot or at another table."""

    old: Meeting
    new: Meeting


class Note(NamedTuple):
    """What changes for one participant in one slot, as a sentence."""

    slot: int
    german: str
    english: str


@dataclass(frozen=True)
class Changes:
    """From one plan to the next."""

    removed: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    moved: tuple[Moved, ...]
    notes: Mapping[str, tuple[Note, ...]]
    """Participant id -> what to tell, in the order of the day; nobody who keeps everything."""

    @property
    def disturbed(self) -> int:
        """Meetings that are removed or moved."""
        return len(self.removed) + len(self.moved)


def changes_between(event: Event, old: Plan, new: Plan) -> Changes:
    """Return what changes from ``old`` to ``new``, both plans of ``event``."""
    before = {meeting.pair: meeting for meeting in old.meetings}
    after = {meeting.pair: meeting for meeting in new.meetings}
    both = [Moved(m, after[m.pair]) for m in old.meetings if m.pair in after]
    return Changes(
        removed=tuple(m for m in old.meetings if m.pair not in after),
        added=tuple(m for m in new.meetings if m.pair not in before),
        moved=tuple(m for m in both if _place(m.old) != _place(m.new)),
        notes=_notes(event, old, new),
    )


def _place(meeting: Meeting) -> tuple[int, int]:
    return meeting.slot, meeting.table


class _Seat(NamedTuple):
    """A meeting as one of the two sees it."""

    partner: str
    slot: int
    table: int


def _days(plan: Plan) -> dict[str, dict[int, _Seat]]:
    """Return participant id -> slot -> seat."""
    days: dict[str, dict[int, _Seat]] = {}
    for m in plan.meetings:
        days.setdefault(m.a, {})[m.slot] = _Seat(m.b, m.slot, m.table)
        days.setdefault(m.b, {})[m.slot] = _Seat(m.a, m.slot, m.table)
    return days


def _notes(event: Event, old: Plan, new: Plan) -> dict[str, tuple[Note, ...]]:
    before, after = _days(old), _days(new)
    words, notes = _Words(event), {}
    for person in event.participants:
        was, will = before.get(person.id, {}), after.get(person.id, {})
        lines = [
            words.note(slot, was, will)
            for slot in sorted(was.keys() | will.keys())
            if was.get(slot) != will.get(slot)
        ]
        if lines:
            notes[person.id] = tuple(lines)
    return notes


class _Words:
    """The sentences of one event."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.names = {person.id: person.name for person in event.participants}

    def note(self, slot: int, was: Mapping[int, _Seat], will: Mapping[int, _Seat]) -> Note:
        """Return what changes in a slot."""
        time = self._time(slot)
        german, english = self._change(was.get(slot), will.get(slot), was, will)
        return Note(slot, f"{time} {german}", f"{time} {english}")

    def _change(
        self,
        old: _Seat | None,
        new: _Seat | None,
        was: Mapping[int, _Seat],
        will: Mapping[int, _Seat],
    ) -> tuple[str, str]:
        if new is None:
            return self._gone(old, will) if old is not None else ("", "")
        name, place = self._name(new), (self._table(new, "Tisch"), self._table(new, "table"))
        if old is None:
            return self._came(new, was)
        if old.partner == new.partner:
            other = (self._table(old, "Tisch"), self._table(old, "table"))
            return (
                f"{name}: jetzt {place[0]} statt {other[0]}",
                f"{name}: now {place[1]} instead of {other[1]}",
            )
        return (
            f"statt {self._name(old)} jetzt {name}, {place[0]}",
            f"instead of {self._name(old)} now {name}, {place[1]}",
        )

    def _gone(self, old: _Seat, will: Mapping[int, _Seat]) -> tuple[str, str]:
        name = self._name(old)
        later = next((seat for seat in will.values() if seat.partner == old.partner), None)
        if later is not None:
            time = self._time(later.slot)
            return f"{name}: verlegt auf {time}", f"{name}: moved to {time}"
        return f"{name} entfällt", f"{name} is cancelled"

    def _came(self, new: _Seat, was: Mapping[int, _Seat]) -> tuple[str, str]:
        name, table = self._name(new), self._table(new, "Tisch")
        english = self._table(new, "table")
        before = next((seat for seat in was.values() if seat.partner == new.partner), None)
        if before is not None:
            time = self._time(before.slot)
            return f"{name}, {table} (bisher {time})", f"{name}, {english} (was {time})"
        return f"neu: {name}, {table}", f"new: {name}, {english}"

    def _name(self, seat: _Seat) -> str:
        return self.names.get(seat.partner, seat.partner)

    def _time(self, slot: int) -> str:
        known = slot < len(self.event.slots)
        return f"{self.event.slots[slot].start:%H:%M}" if known else f"{slot + 1}."

    def _table(self, seat: _Seat, word: str) -> str:
        tables = self.event.tables
        name = tables[seat.table].name if seat.table < len(tables) else str(seat.table + 1)
        return f"{word} {name}" if name.isdigit() else name
