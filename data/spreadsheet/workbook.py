"""A workbook or CSV file as sheets of cells with their types, bounded.

What reading the spreadsheet of an event says: each cell that is wrong, and remarks.

Cells of spreadsheets that are written row by row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zipfile import BadZipFile, ZipFile

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from data.errors import PartnerMatchError, ProfileError
from data.spreadsheet.books import typed_sheets
from data.spreadsheet.cleaning import clean_cell
from data.spreadsheet.delimited import read_csv
from data.spreadsheet.formats import Format, format_of
from data.spreadsheet.readers import cells, is_ordinary, open_xlsx

MAX_NOTES = 200
"""So many problems are told; a list that is wrong throughout is wrong in one way."""
MAX_FOUND = 60
_T = TypeVar("_T")


class Problem(NamedTuple):
    """One thing about the spreadsheet: where it is, what was found, what is expected."""

    sheet: str | None
    cell: str
    """As Excel names it, e.g. ``F7``; empty where the whole sheet is meant."""
    found: str
    german: str
    english: str

    def text(self, language: str = "de") -> str:
        """Return place and sentence in ``language`` (``"de"`` or ``"en"``) as one line."""
        english = language == "en"
        parts = [
            self.sheet and (f"sheet '{self.sheet}'" if english else f"Blatt '{self.sheet}'"),
            self.cell and (f"cell {self.cell}" if english else f"Zelle {self.cell}"),
        ]
        where = ", ".join(part for part in parts if part)
        sentence = self.english if english else self.german
        if not where:
            return sentence
        return f"{where[0].upper()}{where[1:]}: {sentence}"


class Spot(NamedTuple):
    """A cell with what stands in it."""

    sheet: str | None
    row: int
    position: int
    value: object = None

    @property
    def cell(self) -> str:
        """Return its name as Excel has it."""
        return f"{get_column_letter(self.position + 1)}{self.row}"


@dataclass
class Notes:
    """Collects what there is to say; a problem refuses the spreadsheet, a remark does not."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    untold: int = 0

    def wrong(self, spot: Spot, error: PartnerMatchError) -> None:
        """Tell that a cell cannot be taken."""
        if len(self.problems) < MAX_NOTES:
            found = shown(spot.value)
            told = Problem(spot.sheet, spot.cell, found, error.german, error.english)
            self.problems.append(told)
        else:
            self.untold += 1

    def refuse(self, sheet: str | None, german: str, english: str) -> None:
        """Tell that a whole sheet, or the file, cannot be taken."""
        self.problems.append(Problem(sheet, "", "", german, english))

    def remark(self, sheet: str | None, german: str, english: str, cell: str = "") -> None:
        """Tell something that refuses nothing."""
        self.remarks.append(Problem(sheet, cell, "", german, english))

    def read(self, spot: Spot, reader: Callable[[object], _T], default: _T) -> _T:
        """Return what a cell says, or tell why it says nothing and return ``default``."""
        try:
            if isinstance(spot.value, Uncomputed):
                raise spot.value.error()
            return reader(spot.value)
        except ProfileError as error:
            self.wrong(spot, error)
            return default


@dataclass(frozen=True)
class Uncomputed:
    """A cell whose formula has no value, or whose value is an error."""

    text: str

    def error(self) -> ProfileError:
        """Return what there is to say about it."""
        return ProfileError(
            f"Die Formel '{short(self.text)}' hat keinen lesbaren Wert; erwartet wird ein Wert. "
            "Bitte in Excel neu berechnen und speichern oder den Wert eintragen.",
            f"the formula '{short(self.text)}' has no value that can be read; expected is a "
            "value. Please compute and save it in Excel, or enter the value.",
        )


def shown(value: object) -> str:
    """Return a cell as its reader would recognise it, as short text."""
    if isinstance(value, dt.datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, Uncomputed):
        return short(value.text)
    return "" if value is None else short(str(value))


def short(text: str) -> str:
    """Return the beginning of a text."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_FOUND else line[: MAX_FOUND - 1] + "…"


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


Value = str | int | float | dt.date | dt.time | None


class Share(float):
    """A part of a whole, 0..1, written as a percentage."""


def cell_of(sheet: Any, value: Value) -> Any:
    """Return a cell; text stays text even when edited, also if it begins like a formula."""
    content: Any = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, content)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
