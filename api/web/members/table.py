"""The refused rows of a spreadsheet as a table whose faulty cells can be typed into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from api.work.uploads import Correction
from data.exchange.examining import Examined, RefusedRow, positions
from data.spreadsheet.report import Note, Severity

LONG = 60
"""From so many characters on, a cell is a field of several lines."""
MAX_CELL = 20_000
_CELL = re.compile(r"zelle-(\d{1,4})-(\d{1,4})")


@dataclass
class Cell:
    """One cell to type into."""

    name: str
    """Of the field in the form: number of the row in the list of refused ones, and column."""
    column: str
    text: str
    messages: list[str] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines."""
        return len(self.text) > LONG or "\n" in self.text


@dataclass(frozen=True)
class TableRow:
    """A refused row: what it is called, its faulty cells, and all others."""

    where: str
    title: str
    """The name of the firm in it, or what comes first."""
    messages: list[str]
    """About the row as a whole."""
    faulty: list[Cell]
    others: list[Cell]


def table_rows(found: Examined, rows: Sequence[RefusedRow], language: str) -> list[TableRow]:
    """Return the rows as they are shown; ``found`` says which columns they have."""
    numbers = {row.spot: i for i, row in enumerate(found.refused_rows)}
    return [_row(found, row, numbers[row.spot], language) for row in rows]


def corrections_of(
    found: Examined, before: Sequence[Correction], form: FormData
) -> list[Correction]:
    """Return the corrections with those of a form; a cell as it was in the file is none."""
    texts = {(entry.sheet, entry.row): dict(entry.texts) for entry in before}
    for name, value in form.items():
        match = _CELL.fullmatch(name)
        if match is None or not isinstance(value, str) or int(match[1]) >= len(found.refused_rows):
            continue
        row, column = found.refused_rows[int(match[1])], int(match[2])
        if column >= len(found.columns_of(row.sheet)):
            continue
        typed = value.replace("\r\n", "\n").strip()[:MAX_CELL]
        cells = texts.setdefault(row.spot, {})
        if typed == _text(row, column).strip():
            cells.pop(column, None)
        else:
            cells[column] = typed
    return [
        Correction(sheet=sheet, row=row, texts=cells)
        for (sheet, row), cells in texts.items()
        if cells
    ]


def _row(found: Examined, row: RefusedRow, number: int, language: str) -> TableRow:
    columns = found.columns_of(row.sheet)
    cells = [
        Cell(f"zelle-{number}-{i}", column.name, _text(row, i)) for i, column in enumerate(columns)
    ]
    general: list[str] = []
    faulty: dict[int, Cell] = {}
    for note in row.notes:
        if note.severity is not Severity.ERROR:
            continue
        at = _faulty(note, row, positions(note, columns))
        message = note.english if language == "en" else note.german
        if not at:
            general.append(message)
        for i in at:
            cells[i].messages.append(message)
            faulty[i] = cells[i]
    if not faulty and len(cells) == 1:
        faulty = {0: cells[0]}
    named = [i for i, column in enumerate(columns) if column.field == "name"]
    title = next((_text(row, i) for i in named if _text(row, i)), "")
    others = [cell for i, cell in enumerate(cells) if i not in faulty and cell.column]
    where = f"{row.row} ({row.sheet})" if row.sheet else str(row.row)
    return TableRow(where, title, general, [faulty[i] for i in sorted(faulty)], others)


def _faulty(note: Note, row: RefusedRow, at: list[int]) -> list[int]:
    """Of several columns with one name those count that hold what the note is about."""
    holding = [i for i in at if note.value is not None and _text(row, i) == note.value]
    return holding or at[:1]


def _text(row: RefusedRow, column: int) -> str:
    return row.texts[column] if column < len(row.texts) else ""
