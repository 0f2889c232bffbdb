"""The times and tables of an event: made from a few figures, and changed without losing anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from data.events.event import MAX_SLOTS, Event, Participant, Slot, Table


@dataclass(frozen=True)
class DayPlan:
    """From when to when one day of an event has meetings."""

    date: dt.date
    begins: dt.time
    ends: dt.time
    minutes: int
    """Length of a meeting."""
    pause: int
    """Minutes between two meetings."""
    lunch: tuple[dt.time, dt.time] | None = None


def slots_of(day: DayPlan) -> tuple[Slot, ...]:
    """Return the slots of a day: as many as fit, none of them into lunch."""
    at = dt.datetime.combine(day.date, day.begins)
    last = dt.datetime.combine(day.date, day.ends)
    length, pause = dt.timedelta(minutes=day.minutes), dt.timedelta(minutes=day.pause)
    lunch = [dt.datetime.combine(day.date, time) for time in day.lunch or ()]
    found: list[Slot] = []
    while at + length <= last and len(found) <= MAX_SLOTS:
        if lunch and at < lunch[1] and at + length > lunch[0]:
            at = lunch[1]
            continue
        found.append(Slot(start=at, end=at + length))
        at += length + pause
    return tuple(found)


def numbered_tables(count: int, word: str, room: str = "") -> tuple[Table, ...]:
    """Return tables named by their numbers."""
    return tuple(Table(name=f"{word} {n}", room=room) for n in range(1, count + 1))


def with_slots(event: Event, slots: Sequence[Slot]) -> Event:
    """Return the event with other slots; who had a break then still has it."""
    return event.model_copy(
        update={
            "slots": tuple(slots),
            "participants": tuple(
                p.model_copy(update={"away": _moved_breaks(p, event.slots, slots)}) if p.away else p
                for p in event.participants
            ),
        }
    )


def _moved_breaks(who: Participant, old: Sequence[Slot], new: Sequence[Slot]) -> tuple[int, ...]:
    breaks = [old[i] for i in who.away if i < len(old)]
    return tuple(
        i
        for i, slot in enumerate(new)
        if any(slot.start < away.end and away.start < slot.end for away in breaks)
    )


def with_tables(event: Event, tables: Sequence[Table]) -> Event:
    """Return the event with other tables; what was renamed in its row is so for everybody.

    Who stays at a table, or in rooms, that are gone is free to be anywhere.
    """
    pairs = list(zip(event.tables, tables, strict=False))
    names = {t.name for t in tables}
    rooms = {t.room for t in tables}
    new_names = {old.name: new.name for old, new in pairs if old.name not in names}
    new_rooms = {old.room: new.room for old, new in pairs if old.room not in rooms and new.room}

    def moved(who: Participant) -> Participant:
        table = new_names.get(who.table, who.table)
        asked = (new_rooms.get(room, room) for room in who.rooms)
        kept = tuple(dict.fromkeys(room for room in asked if room in rooms))
        table = table if table in names else ""
        return who.model_copy(update={"table": table, "rooms": kept})

    people = tuple(moved(p) if p.table or p.rooms else p for p in event.participants)
    return event.model_copy(update={"tables": tuple(tables), "participants": people})


def with_sides(event: Event, sides: Sequence[str]) -> Event:
    """Return the event with other sides; who was on a renamed one is on the new one."""
    if len(sides) == len(event.sides):
        names = dict(zip(event.sides, sides, strict=True))
    else:
        names = {}
    first = sides[0] if sides else ""

    def side(who: Participant) -> str:
        if not sides:
            return ""
        return who.side if who.side in sides and not names else names.get(who.side, first)

    people = tuple(p.model_copy(update={"side": side(p)}) for p in event.participants)
    return event.model_copy(update={"sides": tuple(sides), "participants": people})
