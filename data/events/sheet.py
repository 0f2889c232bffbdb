"""The spreadsheet of an event: writing it, and reading what an organiser filled in.

`read_event_sheet` reads a workbook with the sheets Veranstaltung, Zeiten, Tische, Teilnehmer and
Wünsche, or any list of participants (XLSX or CSV). What a file does not name stays as it is in
the event.

What does not fit together in an event that was read, told at the cells it was read from.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.errors import ProfileError
from data.events.columns import COLUMNS, Kind, title_of
from data.events.event import Event, Interest, Participant, Slot, Wish, checked
from data.events.faults import Fault, faults_of
from data.events.frame import frame_of, slots_of, tables_of
from data.events.people import PeopleRead, people_of
from data.events.tables import Line, Table, sorted_out, table_of
from data.events.wishes import People, WishList, columns_in, read_columns, read_sheet, written_codes
from data.events.writing import write_event_sheet, write_template
from data.spreadsheet.problems import MAX_NOTES, Notes, Problem, Spot
from data.spreadsheet.workbook import Sheet, read_sheets

__all__ = ["Problem", "SheetRead", "read_event_sheet", "write_event_sheet", "write_template"]

_PARTS = {
    "sides": Kind.EVENT,
    "settings": Kind.EVENT,
    "slots": Kind.TIMES,
    "tables": Kind.TABLES,
    "participants": Kind.PEOPLE,
    "wishes": Kind.WISHES,
}


def tell_faults(
    event: Event, frame: Mapping[str, Spot], rows: PeopleRead | None, notes: Notes
) -> None:
    """Tell what does not fit together; nothing about cells that are known to be wrong."""
    lines = [line for line, id in rows.lines if id is not None] if rows is not None else []
    told = {(problem.sheet, problem.cell) for problem in notes.problems}
    kept: list[tuple[str, str]] = []
    for fault in faults_of(event):
        spot = _spot(fault, frame, lines)
        german, english = (
            f"{place} {text}."
            for place, text in zip(_place(fault), (fault.german, fault.english), strict=True)
        )
        if spot is None:
            kept.append((german, english))
        elif (spot.sheet, spot.cell) not in told:
            notes.wrong(spot, ProfileError(german, english))
    # What is kept from before may look wrong only because what goes with it was refused.
    if not notes.problems:
        for german, english in kept[:MAX_NOTES]:
            notes.refuse(None, german, english)


def _spot(fault: Fault, frame: Mapping[str, Spot], lines: Sequence[Line]) -> Spot | None:
    part, *path = fault.place
    if part == "sides":
        return frame.get("side_1") or frame.get("side_2")
    if part == "settings":
        return frame.get(str(path[0]))
    if part == "participants" and isinstance(path[0], int) and path[0] < len(lines):
        line = lines[path[0]]
        return line.spot(str(path[1])) or line.first()
    return None


def _place(fault: Fault) -> tuple[str, str]:
    part, *path = fault.place
    if part == "sides":
        return "'Seite 1' und 'Seite 2':", "'Side 1' and 'Side 2':"
    column = next(
        (c for c in COLUMNS[_PARTS[str(part)]] if c.field in [str(step) for step in path]), None
    )
    if column is None:
        return str(part), str(part)
    return f"'{column.german}'", f"'{column.english}'"


Tables = Mapping[Kind, Sequence[Table]]


@dataclass(frozen=True)
class SheetRead:
    """What a spreadsheet makes of an event."""

    event: Event | None
    """None where there are problems: half a list would be planned as if it were whole."""
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    """What was not taken, or taken otherwise than it stands there."""
    added: tuple[str, ...] = ()
    """Ids of participants that the event did not have."""
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def read_event_sheet(source: Path | BinaryIO, event: Event) -> SheetRead:
    """Return the event with what the spreadsheet says, or everything that is wrong with it."""
    notes = Notes()
    if not isinstance(source, Path):
        source.seek(0)
        with tempfile.NamedTemporaryFile() as file:
            shutil.copyfileobj(source, file)
            file.flush()
            return read_event_sheet(Path(file.name), event)
    try:
        found = sorted_out(read_sheets(source), notes)
    except ProfileError as error:
        notes.refuse(None, error.german, error.english)
        found = {}
    tables = _tables(found, notes)
    if not tables and Kind.EVENT not in found and not notes.problems:
        notes.refuse(None, *_nothing())
    read = _event(found, tables, event, notes)
    if notes.untold:
        notes.refuse(
            None,
            f"… und {notes.untold} weitere Stellen.",
            f"… and {notes.untold} more places.",
        )
    if notes.problems:
        return SheetRead(None, tuple(notes.problems), tuple(notes.remarks))
    before = {participant.id: participant for participant in event.participants}
    after = {participant.id: participant for participant in read.participants}
    return SheetRead(
        checked(read),
        (),
        tuple(notes.remarks),
        added=tuple(id for id in after if id not in before),
        changed=tuple(id for id, p in after.items() if before.get(id, p) != p),
        removed=tuple(id for id in before if id not in after),
    )


def _tables(found: Mapping[Kind, list[Sheet]], notes: Notes) -> Tables:
    tables: dict[Kind, list[Table]] = {}
    for kind, sheets in found.items():
        if kind is not Kind.PEOPLE and len(sheets) > 1:
            names = ", ".join(f"'{sheet.title}'" for sheet in sheets)
            title, title_en = title_of(kind, "de"), title_of(kind, "en")
            notes.refuse(
                None,
                f"Die Blätter {names} stehen für dasselbe; erwartet wird ein Blatt '{title}'.",
                f"the sheets {names} stand for the same; expected is one sheet '{title_en}'.",
            )
        if kind is Kind.EVENT:
            continue
        read = (table_of(sheet, kind, notes) for sheet in sheets)
        if kept := [table for table in read if table is not None]:
            tables[kind] = kept
    return tables


def _event(found: Mapping[Kind, list[Sheet]], tables: Tables, event: Event, notes: Notes) -> Event:
    read = event
    frame: dict[str, Spot] = {}
    if Kind.EVENT in found:
        read, frame = frame_of(found[Kind.EVENT][0], read, notes)
    if Kind.TIMES in tables:
        slots = slots_of(tables[Kind.TIMES][0], read, notes)
        moved = [_moved(participant, read.slots, slots) for participant in read.participants]
        read = read.model_copy(update={"slots": slots, "participants": tuple(moved)})
    if Kind.TABLES in tables:
        read = read.model_copy(update={"tables": tables_of(tables[Kind.TABLES][0], notes)})
    rows: PeopleRead | None = None
    if Kind.PEOPLE in tables:
        rows = people_of(tables[Kind.PEOPLE], read, notes)
        read = read.model_copy(update={"sides": rows.sides, "participants": rows.people})
    read = read.model_copy(update={"wishes": _wishes(tables, read, rows, notes)})
    tell_faults(read, frame, rows, notes)
    return read


def _moved(participant: Participant, old: Sequence[Slot], new: Sequence[Slot]) -> Participant:
    """Return the participant with breaks at the hours at which they were."""
    breaks = [old[i] for i in participant.away if i < len(old)]
    away = tuple(
        i
        for i, slot in enumerate(new)
        if any(slot.start < other.end and other.start < slot.end for other in breaks)
    )
    return participant.model_copy(update={"away": away})


def _wishes(
    tables: Tables, event: Event, rows: PeopleRead | None, notes: Notes
) -> tuple[Wish, ...]:
    wishes = WishList(notes)
    lines = rows.lines if rows is not None else ()
    people = People(event.participants, written_codes(lines))
    columns = columns_in(tables.get(Kind.PEOPLE, ()))
    if Kind.WISHES in tables:
        read_sheet(tables[Kind.WISHES][0], people, wishes, notes)
    else:
        wishes.keep(_kept(event, columns, notes))
    read_columns(lines, people, wishes, notes)
    return wishes.wishes()


def _kept(event: Event, columns: Sequence[Interest], notes: Notes) -> list[Wish]:
    """Return the wishes that the file says nothing about."""
    ids = {participant.id for participant in event.participants}
    wishes = [wish for wish in event.wishes if wish.interest not in columns]
    kept = [wish for wish in wishes if wish.who in ids and wish.whom in ids]
    if gone := len(wishes) - len(kept):
        notes.remark(
            None,
            f"{gone} Wünsche von oder an Teilnehmer, die nicht mehr in der Liste stehen, fallen "
            "weg.",
            f"{gone} wishes of or for participants who are no longer listed are dropped.",
        )
    return kept


def _nothing() -> tuple[str, str]:
    heads = [column for column in COLUMNS[Kind.PEOPLE] if column.field in ("name", "offers")]
    german = "' und '".join(column.german for column in heads)
    english = "' and '".join(column.english for column in heads)
    return (
        "In der Datei ist keine Liste von Teilnehmern zu erkennen; erwartet werden die Blätter "
        f"der Vorlage oder eine Tabelle mit Überschriften wie '{german}'.",
        "no list of participants was recognised in the file; expected are the sheets of the "
        f"template or a table with heads like '{english}'.",
    )
