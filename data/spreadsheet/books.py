"""Workbooks of any kind (.xlsx, .xls, .xlsb, .ods) as sheets of rows of text.

Merged cells are filled downwards; a formula without a result and an error value are told; a cell
that links somewhere knows where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.errors import ProfileError
from data.spreadsheet.cleaning import Linked, clean_cell
from data.spreadsheet.formats import damaged
from data.spreadsheet.headings import Rows
from data.spreadsheet.report import Note, note
from data.spreadsheet.sheet_xml import Scan, scans_of
from data.spreadsheet.tables import as_text

MAX_COLUMNS = 2000
MAX_CELLS = 10_000_000
"""Cells of a sheet, empty ones between others included: so many fit into memory."""


class BookSheet(NamedTuple):
    """A sheet: its title, whether it is hidden, its rows, and what reading them has to say."""

    title: str
    hidden: bool
    values: Iterator[tuple[int, list[Any]]]
    """Number of the row as Excel counts, and its cells with their types; empty ones are ``""``."""
    remarks: list[Note]
    """Grows while the rows are read; each with its row."""
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of the rows that are hidden, by hand or by a filter, as far as the format tells."""

    @property
    def rows(self) -> Rows:
        """Return the rows as texts; a cell that links somewhere knows where."""
        return ((number, [_text(value) for value in row]) for number, row in self.values)

    @property
    def shown_rows(self) -> Rows:
        """Return the rows that are not hidden; each hidden one with content is a remark."""
        for number, texts in self.rows:
            if number not in self.hidden_rows:
                yield number, texts
            elif any(text.strip() for text in texts):
                self.remarks.append(replace(_HIDDEN_ROW, row=number))


@contextmanager
def opened_book(path: Path) -> Iterator[Iterator[BookSheet]]:
    """Open a workbook and yield its sheets. Raises `ProfileError` if it cannot be read."""
    scans = scans_of(path)
    for title, scan in scans.items():
        _check(title, scan.height, scan.width)
    with _guarded(path), path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        try:
            yield _sheets(path, book, scans)
        finally:
            book.close()


def typed_sheets(path: Path) -> Iterator[tuple[str, Iterator[list[object]]]]:
    """Yield the sheets that are not hidden and their rows as values; an empty cell is None.

    Raises `ProfileError` if the workbook cannot be read.
    """
    with opened_book(path) as sheets:
        for sheet in sheets:
            if not sheet.hidden:
                yield sheet.title, (list(map(_typed, row)) for _, row in sheet.values)


def _typed(value: Any) -> object:
    if isinstance(value, str):
        return clean_cell(value) if value.strip() else None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sheets(path: Path, book: CalamineWorkbook, scans: dict[str, Scan]) -> Iterator[BookSheet]:
    for data in book.sheets_metadata:
        if data.typ is not SheetTypeEnum.WorkSheet:
            continue
        remarks: list[Note] = []
        hidden = data.visible is not SheetVisibleEnum.Visible
        scan = scans.get(data.name, Scan())
        rows = _rows(path, book, data.name, scan, remarks)
        below = frozenset(row + 1 for row in scan.hidden)
        yield BookSheet(data.name, hidden, rows, remarks, below)


def _rows(
    path: Path, book: CalamineWorkbook, title: str, scan: Scan, remarks: list[Note]
) -> Iterator[tuple[int, list[Any]]]:
    with _guarded(path):
        sheet = book.get_sheet_by_name(title)
        if sheet.start is None:
            return
        _check(title, sheet.total_height, sheet.total_width)
        above = _merged(sheet)
        before = [""] * sheet.start[1]
        last = -1
        filled: dict[tuple[int, int], Any] = {}
        for i, values in enumerate(sheet.iter_rows()):
            row = [*before, *values]
            for place in above.get(i, ()):
                _fill(row, i, place, filled)
            last = i
            _tell(scan.uncomputed.get(i, ()), i, remarks)
            for column, target in scan.links.get(i, ()):
                if column < len(row):
                    row[column] = Linked(_text(row[column]), target)
            yield i + 1, row
        for i, columns in scan.uncomputed.items():
            if i > last:  # below the last value
                _tell(columns, i, remarks)


def _merged(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Return by row the columns of cells merged downwards, with the row they begin in."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            for row in range(top, min(bottom, sheet.total_height + top) + 1):
                found.setdefault(row, []).append((left, top))
    return found


def _fill(row: list[Any], i: int, place: tuple[int, int], filled: dict[Any, Any]) -> None:
    column, top = place
    if column >= len(row):
        return
    if i == top:
        filled[place] = row[column]
    elif row[column] == "" and place in filled:
        row[column] = filled[place]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime) and (value.hour or value.minute):
        return f"{value:%Y-%m-%d %H:%M}"
    return as_text(value)


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Turn whatever the reader raises on damaged files into one sentence."""
    try:
        yield
    except ProfileError:
        raise
    except python_calamine.PasswordError as error:
        raise ProfileError(
            "Die Datei ist mit einem Kennwort geschützt. Bitte den Schutz entfernen und neu "
            "speichern.",
            "the file is protected by a password. Please remove it and save the file again.",
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError, TypeError, OverflowError) as error:
        raise damaged(path) from error


def _check(title: str, height: int, width: int) -> None:
    if width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise ProfileError(
            f"Das Blatt '{title}' reicht über {height} Zeilen und {width} Spalten; erlaubt sind "
            f"{MAX_COLUMNS} Spalten und {MAX_CELLS} Zellen. Bitte leere Zeilen und Spalten "
            "löschen.",
            f"sheet '{title}' spans {height} rows and {width} columns; {MAX_COLUMNS} columns and "
            f"{MAX_CELLS} cells are allowed. Please delete empty rows and columns.",
        )


def _tell(columns: Iterable[int], row: int, remarks: list[Note]) -> None:
    remarks.extend(replace(_uncomputed(row, column), row=row + 1) for column in columns)


_HIDDEN_ROW = note(
    "Die Zeile ist ausgeblendet (von Hand oder durch einen Filter) und wird nicht übernommen; "
    "bitte einblenden oder ausdrücklich wählen.",
    "The row is hidden (by hand or by a filter) and not imported; please unhide it or choose it.",
)


def _uncomputed(row: int, column: int) -> Note:
    from openpyxl.utils import get_column_letter

    cell = f"{get_column_letter(column + 1)}{row + 1}"
    return note(
        f"Zelle {cell}: Formel ohne Ergebnis oder Fehlerwert; bitte einmal in Excel öffnen und "
        "speichern oder den Wert eintragen.",
        f"cell {cell}: a formula without a result, or an error; please open and save the file in "
        "Excel once, or enter the value.",
        value=cell,
    )
