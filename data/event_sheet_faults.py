"""What does not fit together in an event that was read, told at the cells it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.errors import ProfileError
from data.event_faults import Fault, faults_of
from data.event_sheet_columns import COLUMNS, Kind
from data.event_sheet_notes import MAX_NOTES, Notes, Spot
from data.event_sheet_people import PeopleRead
from data.event_sheet_tables import Line
from data.events import Event

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
