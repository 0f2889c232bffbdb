"""XLSX through openpyxl: cells with their types and their formulas, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data.spreadsheet.formats import DAMAGE, Format, damaged, format_of
from data.spreadsheet.headings import Rows
from data.spreadsheet.tables import as_text

MAX_ROWS = 1_048_576
"""Excel's own limit; a damaged file may claim more."""
_DAMAGE = (*DAMAGE, InvalidFileException, TypeError, SyntaxError)


@contextmanager
def open_xlsx(path: Path, formulas: bool = False) -> Iterator[Any]:
    """Open a workbook for streaming. Raises `ProfileError` if it is none that can be read.

    Cells hold what was last computed, or with ``formulas`` how it is computed.
    """
    if format_of(path, "workbook.xlsx") is not Format.BOOK:
        raise damaged()
    with path.open("rb") as file:  # an upload has no name, and openpyxl judges by its ending
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=not formulas)
        except _DAMAGE as error:
            raise damaged() from error
        try:
            yield book
        finally:
            book.close()


def sheets(book: Any) -> Iterator[tuple[str, Rows]]:
    """Yield name and rows of every sheet that holds cells."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones, and rows would be missing
        yield sheet.title, _rows(sheet)


def cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet as cells with their types."""
    sheet.reset_dimensions()
    try:
        yield from sheet.iter_rows(max_row=MAX_ROWS)
    except _DAMAGE as error:
        raise damaged() from error


def is_ordinary(path: Path) -> bool:
    """Tell whether a file is an .xlsx as Excel saves it unless asked otherwise."""
    try:
        with ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return False
            return b"purl.oclc.org/ooxml" not in archive.read("xl/workbook.xml")[:4096]
    except DAMAGE:
        return False


def _rows(sheet: Any) -> Rows:
    try:
        rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS)
        for number, row in enumerate(rows, start=1):
            yield number, [as_text(value) for value in row]
    except _DAMAGE as error:
        raise damaged() from error
