"""`changes_between`: what one plan does otherwise than another, and whom to tell what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data.events.event import Event
from data.events.plans import Meeting, Plan


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
