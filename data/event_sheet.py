"""The spreadsheet of an event: writing it, and reading what an organiser filled in.

`read_event_sheet` reads a workbook with the sheets Veranstaltung, Zeiten, Tische, Teilnehmer and
Wünsche, or any list of participants (XLSX or CSV). What a file does not name stays as it is in
the event.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.errors import ProfileError
from data.event_sheet_columns import COLUMNS, Kind, title_of
from data.event_sheet_faults import tell_faults
from data.event_sheet_files import Sheet, read_sheets
from data.event_sheet_frame import frame_of, slots_of, tables_of
from data.event_sheet_ids import People, written_codes
from data.event_sheet_notes import Notes, Problem, Spot
from data.event_sheet_people import PeopleRead, people_of
from data.event_sheet_tables import Table, sorted_out, table_of
from data.event_sheet_wishes import WishList, columns_in, read_columns, read_sheet
from data.event_sheet_writing import write_event_sheet, write_template
from data.events import Event, Interest, Participant, Slot, Wish, checked

__all__ = ["Problem", "SheetRead", "read_event_sheet", "write_event_sheet", "write_template"]

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
