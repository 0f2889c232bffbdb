"""The participants of an event's spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from data.errors import ProfileError
from data.events.cells import breaks_of, items_of, moment_of, number_of, one_of, text_of, yes_of
from data.events.event import MAX_PARTICIPANTS, MAX_SLOTS, Event, Participant
from data.events.tables import Line
from data.events.tables import Table as Lines
from data.events.wishes import Key, ids_of
from data.profiles import MAX_STATEMENT_CHARS
from data.spreadsheet.problems import Notes, Spot
from data.spreadsheet.tables import as_text
from data.text import fold

Reader = Callable[[object], Any]


@dataclass(frozen=True)
class PeopleRead:
    """The participants of the sheet with the rows they stand in."""

    sides: tuple[str, ...]
    people: tuple[Participant, ...]
    lines: tuple[tuple[Line, str | None], ...]


def people_of(tables: Sequence[Lines], event: Event, notes: Notes) -> PeopleRead:
    """Return the participants the sheets list.

    A column that is missing keeps what the event says of a participant; an empty cell clears it.
    """
    lines: list[tuple[Line, Key]] = []
    names: list[tuple[str, str]] = []
    for line in (line for table in tables for line in table.lines()):
        name = _name(line, notes)
        if name is not None:
            column = line.spot("firm")
            firm = notes.read(column, text_of, "") if column is not None else ""
            lines.append((line, (fold(name), fold(firm) if column is not None else None)))
            names.append((name, firm))
    if len(lines) > MAX_PARTICIPANTS:
        notes.refuse(
            lines[-1][0].sheet,
            f"Die Liste hat {len(lines)} Teilnehmer; erlaubt sind {MAX_PARTICIPANTS}.",
            f"the list has {len(lines)} participants; {MAX_PARTICIPANTS} are allowed.",
        )
        lines, names = lines[:MAX_PARTICIPANTS], names[:MAX_PARTICIPANTS]
    sides = event.sides or _sides([line for line, _ in lines], notes)
    readers = _readers(event, sides)
    before = {participant.id: participant for participant in event.participants}
    ids = ids_of(lines, event.participants, notes)
    people = []
    for (line, _), (name, firm), id in zip(lines, names, ids, strict=True):
        if id is not None:
            person = before.get(id, Participant(id=id, name=name))
            said = {"id": id, "name": name} | ({"firm": firm} if "firm" in line.cells else {})
            people.append(_person(person.model_copy(update=said), line, readers, notes))
    rows = tuple((line, id) for (line, _), id in zip(lines, ids, strict=True))
    return PeopleRead(sides, tuple(people), rows)


def _name(line: Line, notes: Notes) -> str | None:
    """Return the name, or the organisation where only that is given."""
    name = notes.read(line.cells["name"][0], text_of, None)
    firms = line.filled("firm")
    if name == "" and firms:
        name = notes.read(firms[0], text_of, None)
    if name == "":
        notes.wrong(
            line.cells["name"][0],
            ProfileError(
                "Der Name fehlt; erwartet wird der Name des Betriebs oder der Einrichtung.",
                "the name is missing; expected is the name of the firm or institution.",
            ),
        )
        return None
    return name


def _person(person: Participant, line: Line, readers: dict[str, Reader], notes: Notes) -> Any:
    changes: dict[str, Any] = {}
    for field, reader in readers.items():
        if field not in line.cells:
            continue
        spots = line.filled(field)
        empty = Participant.model_fields[field].default
        read = [notes.read(spot, reader, empty) for spot in spots]
        if isinstance(empty, tuple):
            changes[field] = _joined(field, read, spots, notes)
        else:
            changes[field] = read[0] if read else empty
    if changes.get("side") is None:
        changes.pop("side", None)
    changed = person.model_copy(update=changes)
    if changed.arrives and changed.leaves and changed.leaves <= changed.arrives:
        spot = (line.filled("leaves") or line.filled("arrives") or [line.first()])[0]
        notes.wrong(spot, _leaves_early(changed.arrives, changed.leaves))
    return changed


def _joined(field: str, read: list[Any], spots: list[Spot], notes: Notes) -> tuple[Any, ...]:
    items = tuple(item for part in read for item in part)
    if field == "away":
        return tuple(sorted(set(items)))
    if len(items) > _MOST_ITEMS:
        notes.wrong(
            spots[-1],
            ProfileError(
                f"Mit den Spalten davor sind das {len(items)} Einträge; erlaubt sind "
                f"{_MOST_ITEMS}.",
                f"with the columns before these are {len(items)} entries; {_MOST_ITEMS} are "
                "allowed.",
            ),
        )
    return items


_MOST_ITEMS = 20


def _readers(event: Event, sides: tuple[str, ...]) -> dict[str, Reader]:
    days = {day for slot in event.slots for day in (slot.start.date(), slot.end.date())}
    day = days.pop() if len(days) == 1 else None
    number = partial(number_of, least=0, most=MAX_SLOTS)
    readers: dict[str, Reader] = {
        "profile_id": _profile,
        "offers": items_of,
        "needs": items_of,
        "question": partial(text_of, most=MAX_STATEMENT_CHARS),
        "arrives": partial(_moment, day=day),
        "leaves": partial(_moment, day=day),
        "away": partial(breaks_of, slots=event.slots),
        "at_most": number,
        "at_least": number,
        "groups": partial(items_of, longest=200),
        "rooms": partial(_rooms, rooms=[table.room for table in event.tables]),
        "table": partial(
            one_of,
            known=[table.name for table in event.tables],
            what=("ein Tisch des Blatts 'Tische'", "a table of the sheet 'Tables'"),
        ),
        "present": yes_of,
    }
    if sides:
        what = ("eine Seite der Veranstaltung", "a side of the event")
        readers["side"] = partial(one_of, known=sides, what=what)
    return readers


def _moment(value: object, day: dt.date | None) -> dt.datetime:
    return moment_of(value, day)


def _profile(value: object) -> str | None:
    return text_of(value, 100) or None


def _rooms(value: object, rooms: Sequence[str]) -> tuple[str, ...]:
    known = [room for room in rooms if room]
    what = ("ein Raum des Blatts 'Tische'", "a room of the sheet 'Tables'")
    return tuple(one_of(item, known, what) for item in items_of(value, longest=200))


def _sides(lines: Sequence[Line], notes: Notes) -> tuple[str, ...]:
    """Return the two sides that the lists name, where the event has none."""
    spots = [spot for line in lines for spot in line.filled("side")]
    names: dict[str, str] = {}
    for spot in spots:
        text = as_text(spot.value).strip()
        names.setdefault(fold(text), text)
    if not names:
        return ()
    head = spots[0]
    said = ", ".join(f"'{name}'" for name in list(names.values())[:6])
    if len(names) == 2 and all(len(name) <= 200 for name in names.values()):
        notes.remark(
            head.sheet,
            f"Die Veranstaltung hatte keine Seiten; übernommen werden {said}: Treffen gibt es "
            "nur zwischen beiden.",
            f"The event had no sides; taken are {said}: only across them are there meetings.",
        )
        return tuple(names.values())
    notes.remark(
        head.sheet,
        f"Die Spalte mit den Seiten nennt {len(names)} verschiedene ({said}); eine Veranstaltung "
        "hat keine oder zwei. Die Spalte wird nicht übernommen: Alle dürfen sich treffen.",
        f"The column of sides names {len(names)} ({said}); an event has none or two. The column "
        "is not taken: everybody may meet everybody.",
        head.cell,
    )
    return ()


def _leaves_early(arrives: dt.datetime, leaves: dt.datetime) -> ProfileError:
    return ProfileError(
        f"Wer um {leaves:%H:%M} geht, kann nicht um {arrives:%H:%M} kommen; erwartet wird eine "
        "Zeit danach.",
        f"who leaves at {leaves:%H:%M} cannot arrive at {arrives:%H:%M}; expected is a later time.",
    )
