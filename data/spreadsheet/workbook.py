"""A workbook or CSV file as sheets of cells with their types, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from data.errors import ProfileError
from data.spreadsheet.books import typed_sheets
from data.spreadsheet.cleaning import clean_cell
from data.spreadsheet.delimited import read_csv
from data.spreadsheet.formats import Format, format_of
from data.spreadsheet.problems import Uncomputed
from data.spreadsheet.readers import cells, is_ordinary, open_xlsx

MAX_BYTES = 20 << 20
MAX_UNPACKED = 100 << 20
MAX_CELLS = 400_000
"""Cells with content in a file: 600 participants and 20,000 wishes have far fewer."""


class Sheet(NamedTuple):
    """A sheet: its title (None for CSV) and the rows that hold something."""

    title: str | None
    rows: list[tuple[int, tuple[object, ...]]]
    """Number of the row as Excel counts, and its values; an empty cell is None."""


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a file that hold something.

    Raises `ProfileError` where it cannot be read or is larger than a list for an event can be.
    """
    size = path.stat().st_size
    if size == 0:
        raise ProfileError("Die Datei ist leer.", "the file is empty.")
    if size > MAX_BYTES:
        raise _too_large(f"{size >> 20} MB", f"{MAX_BYTES >> 20} MB")
    if format_of(path, "liste.csv") is Format.TEXT:
        found = [Sheet(None, _bounded(_csv(path), MAX_CELLS))]
    else:
        _check_unpacked(path)
        found = _xlsx(path) if is_ordinary(path) else _other_book(path)
    return [sheet for sheet in found if sheet.rows]


def _other_book(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook of another kind: .xls, .xlsb, .ods or strict .xlsx."""
    found: list[Sheet] = []
    left = MAX_CELLS
    for title, values in typed_sheets(path):
        rows = _bounded(map(tuple, values), left)
        left -= sum(value is not None for _, row in rows for value in row)
        found.append(Sheet(title, rows))
    return found


def _csv(path: Path) -> Iterator[tuple[object, ...]]:
    at = 0
    for number, texts in read_csv(path):
        for _ in range(number - at - 1):
            yield ()
        at = number
        yield tuple(clean_cell(text) if text.strip() else None for text in texts)


def _xlsx(path: Path) -> list[Sheet]:
    found: list[Sheet] = []
    left = MAX_CELLS
    with open_xlsx(path) as values, open_xlsx(path, formulas=True) as formulas:
        for sheet, computed in zip(values.worksheets, formulas.worksheets, strict=True):
            rows = _bounded(_values(cells(sheet), cells(computed)), left)
            left -= sum(value is not None for _, row in rows for value in row)
            found.append(Sheet(sheet.title, rows))
    return found


def _values(
    computed: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[object, ...]]:
    for row, written in zip_longest(computed, formulas, fillvalue=()):
        yield tuple(_value(cell, how) for cell, how in zip_longest(row, written))


def _value(cell: Any, how: Any) -> object:
    value = cell.value if cell is not None else None
    if value is None and how is not None and how.data_type == "f":
        return Uncomputed(str(how.value))
    if cell is not None and cell.data_type == "e":
        return Uncomputed(str(value))
    return None if isinstance(value, str) and not value.strip() else value


def _bounded(rows: Iterator[tuple[object, ...]], most: int) -> list[tuple[int, tuple[object, ...]]]:
    kept: list[tuple[int, tuple[object, ...]]] = []
    count = 0
    for number, row in enumerate(rows, start=1):
        filled = sum(value is not None for value in row)
        if not filled:
            continue
        count += filled
        if count > most:
            raise _too_large("mehr Zellen", f"{MAX_CELLS} Zellen")
        kept.append((number, row))
    return kept


def _check_unpacked(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile:
        return  # opening it says what is wrong
    if size > MAX_UNPACKED:
        raise _too_large(f"{size >> 20} MB", f"{MAX_UNPACKED >> 20} MB")


def _too_large(found: str, allowed: str) -> ProfileError:
    return ProfileError(
        f"Die Datei ist zu groß für eine Veranstaltung ({found}; erlaubt sind {allowed}). Bitte "
        "nur die Blätter der Veranstaltung behalten und leere Zeilen und Spalten löschen.",
        f"the file is too large for an event ({found.replace('mehr Zellen', 'more cells')}; "
        f"allowed are {allowed.replace('Zellen', 'cells')}). Please keep only the sheets of the "
        "event and delete empty rows and columns.",
    )
