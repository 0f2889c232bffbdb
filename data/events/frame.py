"""The sheets of an event's spreadsheet that everybody shares: the event, times, tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from data.errors import ProfileError
from data.events.cells import day_of, moment_of, number_of, share_of, text_of, yes_of
from data.events.columns import Kind, column_of
from data.events.event import MAX_SLOTS, MAX_TABLES, Event, Settings, Slot, Table
from data.events.tables import Line
from data.events.tables import Table as Lines
from data.spreadsheet.problems import Notes, Spot
from data.spreadsheet.unwanted import plain
from data.spreadsheet.workbook import Sheet

_T = TypeVar("_T")
_LANGUAGES: Mapping[str, Literal["de", "en"]] = {
    "deutsch": "de", "german": "de", "de": "de", "englisch": "en", "english": "en", "en": "en",
}  # fmt: skip


def _language(value: object) -> Literal["de", "en"]:
    text = text_of(value)
    if (language := _LANGUAGES.get(plain(text))) is not None:
        return language
    raise ProfileError(
        f"'{text}' passt hier nicht; erwartet wird 'Deutsch' oder 'Englisch'.",
        f"'{text}' does not fit here; expected is 'German' or 'English'.",
    )


def _whole(least: int, most: int) -> Callable[[object], int]:
    return lambda value: number_of(value, least, most)


_RULES: Mapping[str, Callable[[object], Any]] = {
    "at_most": _whole(0, MAX_SLOTS),
    "at_least": _whole(0, MAX_SLOTS),
    "in_a_row": _whole(1, MAX_SLOTS),
    "same_firm": yes_of,
    "competitors": yes_of,
    "weakest": share_of,
    "seconds": _whole(1, 600),
    "seed": _whole(0, 2**31 - 1),
}
_KNOWN = ("name", "place", "language", "side_1", "side_2", *_RULES)


def frame_of(sheet: Sheet, event: Event, notes: Notes) -> tuple[Event, dict[str, Spot]]:
    """Return the event with what its sheet says, and the cells by field.

    What the sheet does not name stays as it was.
    """
    spots = _spots(sheet, notes)
    changes: dict[str, Any] = {}
    if (spot := spots.get("name")) is not None:
        changes["name"] = notes.read(spot, _name, event.name)
    if (spot := spots.get("place")) is not None:
        changes["place"] = notes.read(spot, text_of, "")
    if (spot := spots.get("language")) is not None and spot.value is not None:
        changes["language"] = notes.read(spot, _language, event.language)
    sides = [spots[side] for side in ("side_1", "side_2") if side in spots]
    if sides:
        read = (notes.read(spot, text_of, "") for spot in sides)
        changes["sides"] = tuple(side for side in read if side)
    standard = Settings()
    rules = {
        field: notes.read(spot, reader, getattr(standard, field))
        if spot.value is not None
        else getattr(standard, field)
        for field, reader in _RULES.items()
        if (spot := spots.get(field)) is not None
    }
    changes["settings"] = event.settings.model_copy(update=rules)
    return event.model_copy(update=changes), spots


def _spots(sheet: Sheet, notes: Notes) -> dict[str, Spot]:
    """Return the cells beside the words that are known, by field."""
    found: dict[str, Spot] = {}
    for number, values in sheet.rows:
        at = next(i for i, value in enumerate(values) if value is not None)
        head = values[at]
        field = column_of(Kind.EVENT, head) if isinstance(head, str) else None
        if isinstance(head, str) and plain(head) in ("seite1", "side1", "seite2", "side2"):
            field = f"side_{plain(head)[-1]}"
        value = values[at + 1] if at + 1 < len(values) else None
        if field is None:
            if value is not None and number > sheet.rows[0][0]:
                notes.remark(
                    sheet.title,
                    f"'{head}' ist nicht bekannt; die Zeile wird nicht gelesen.",
                    f"'{head}' is not known; the row is not read.",
                    Spot(sheet.title, number, at).cell,
                )
        elif field in found:
            notes.wrong(Spot(sheet.title, number, at, head), _twice(str(head)))
        else:
            found[field] = Spot(sheet.title, number, at + 1, value)
    return found


def _twice(head: str) -> ProfileError:
    return ProfileError(
        f"'{head}' steht zweimal da; erwartet wird eine Zeile davon.",
        f"'{head}' is there twice; expected is one such row.",
    )


def _name(value: object) -> str:
    if text := text_of(value):
        return text
    raise ProfileError(
        "Der Name der Veranstaltung fehlt; erwartet wird ein Text.",
        "the name of the event is missing; expected is a text.",
    )


def slots_of(table: Lines, event: Event, notes: Notes) -> tuple[Slot, ...]:
    """Return the times in which meetings take place, one after the other."""
    slots: list[Slot] = []
    day = event.slots[0].start.date() if event.slots and not table.has("day") else None
    for line in table.lines():
        named = line.spot("day")
        if named is not None and named.value is not None:
            own = notes.read(named, day_of, None)
            if own is None:
                continue
            day = own
        slot = _slot(line, day, slots[-1].end if slots else None, notes)
        if slot is not None:
            slots.append(slot)
            day = slot.start.date()
    return _bounded(slots, MAX_SLOTS, table, notes)


def _slot(line: Line, day: dt.date | None, before: dt.datetime | None, notes: Notes) -> Slot | None:
    first, last = line.cells["start"][0], line.cells["end"][0]
    start = notes.read(first, lambda value: moment_of(_given(value), day), None)
    if start is None:
        return None
    if before is not None and start < before:
        notes.wrong(first, _too_early(start, before))
        return None
    end = notes.read(last, lambda value: moment_of(_given(value), start.date()), None)
    if end is None:
        return None
    if end <= start:
        notes.wrong(
            last,
            ProfileError(
                f"Das Ende {end:%H:%M} liegt nicht nach dem Beginn {start:%H:%M}; erwartet wird "
                "eine spätere Zeit.",
                f"the end {end:%H:%M} is not after the start {start:%H:%M}; expected is a later "
                "time.",
            ),
        )
        return None
    return Slot(start=start, end=end)


def _given(value: object) -> object:
    if value is None:
        raise ProfileError(
            "Die Uhrzeit fehlt; erwartet wird z. B. 14:30.",
            "the time is missing; expected is e.g. 14:30.",
        )
    return value


def _too_early(start: dt.datetime, before: dt.datetime) -> ProfileError:
    return ProfileError(
        f"{start:%d.%m.%Y %H:%M} liegt vor dem Ende der vorigen Zeit ({before:%d.%m.%Y %H:%M}); "
        "erwartet werden Zeiten nacheinander, ohne Überschneidung.",
        f"{start:%d.%m.%Y %H:%M} is before the end of the time above ({before:%d.%m.%Y %H:%M}); "
        "expected are times one after the other that do not overlap.",
    )


def tables_of(table: Lines, notes: Notes) -> tuple[Table, ...]:
    """Return the tables at which meetings take place."""
    tables: list[Table] = []
    seen: set[str] = set()
    for line in table.lines():
        spot = line.cells["name"][0]
        name = notes.read(spot, text_of, None)
        if name is None:
            continue
        if not name or name.casefold() in seen:
            notes.wrong(spot, _no_table(name))
            continue
        seen.add(name.casefold())
        room, capacity = line.spot("room"), line.spot("capacity")
        seats = 1
        if capacity is not None and capacity.value is not None:
            seats = notes.read(capacity, _whole(0, 100), 1)
        where = notes.read(room, text_of, "") if room is not None else ""
        tables.append(Table(name=name, room=where, capacity=seats))
    return _bounded(tables, MAX_TABLES, table, notes)


def _no_table(name: str) -> ProfileError:
    if name:
        return ProfileError(
            f"Einen Tisch '{name}' gibt es schon; erwartet wird ein anderer Name.",
            f"there is a table '{name}' already; expected is another name.",
        )
    return ProfileError(
        "Der Name des Tisches fehlt; erwartet wird z. B. 'Tisch 1'.",
        "the table's name is missing; expected is e.g. 'Table 1'.",
    )


def _bounded(items: Sequence[_T], most: int, table: Lines, notes: Notes) -> tuple[_T, ...]:
    if len(items) > most:
        notes.refuse(
            table.title,
            f"Das Blatt hat {len(items)} Zeilen; erlaubt sind {most}.",
            f"the sheet has {len(items)} rows; {most} are allowed.",
        )
    return tuple(items[:most])
