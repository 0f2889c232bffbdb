"""XLSX as a stream of rows, sheet by sheet."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data.errors import ProfileError
from data.spreadsheet.headings import Rows
from data.spreadsheet.tables import as_text

MAX_ROWS = 1_048_576
"""Excel's own limit; a damaged file may claim more."""
MAX_UNPACKED = 2 << 30
"""Bytes: a file that unpacks to more is refused before it fills memory or disk."""
# What openpyxl, zipfile and the XML parser raise on files that are not as they should be.
_DAMAGE = (
    InvalidFileException,
    BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    SyntaxError,
)
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")


@contextmanager
def open_xlsx(path: Path, formulas: bool = False) -> Iterator[Any]:
    """Open a workbook for streaming. Raises `ProfileError` if it is none that can be read.

    Cells hold what was last computed, or with ``formulas`` how it is computed.
    """
    _check(path)
    with path.open("rb") as file:  # an upload has no name, and openpyxl judges by its ending
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=not formulas)
        except _DAMAGE as error:
            raise _damaged() from error
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
        raise _damaged() from error


def _rows(sheet: Any) -> Rows:
    try:
        rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS)
        for number, row in enumerate(rows, start=1):
            yield number, [as_text(value) for value in row]
    except _DAMAGE as error:
        raise _damaged() from error


def is_xlsx(path: Path) -> bool:
    """Tell by its first bytes whether a file is a workbook of Excel, old or new."""
    with path.open("rb") as file:
        start = file.read(8)
    return start.startswith(b"PK\x03\x04") or start == _OLE2


def _check(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE2:
            raise _protected_or_old(_directory(path))
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if "xl/workbook.xml" not in archive.namelist():
                raise _damaged()
    except BadZipFile as error:
        raise _damaged() from error
    if size > MAX_UNPACKED:
        raise ProfileError(
            f"Entpackt hätte die Datei {size >> 20} MB; erlaubt sind "
            f"{MAX_UNPACKED >> 20} MB. Bitte in mehrere Dateien teilen.",
            f"unpacked the file would have {size >> 20} MB; {MAX_UNPACKED >> 20} MB "
            "are allowed. Please split it into several files.",
        )


def _directory(path: Path) -> bytes:
    """Return the directory of an OLE2 container: it names what the container holds."""
    with path.open("rb") as file:
        head = file.read(512).ljust(512, b"\0")
        (shift,) = struct.unpack_from("<H", head, 30)
        (sector,) = struct.unpack_from("<I", head, 48)
        file.seek((sector + 1) << min(shift, 12))
        return file.read(4096)


def _protected_or_old(content: bytes) -> ProfileError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ProfileError(
            "Die Datei ist mit einem Kennwort geschützt. Bitte in Excel öffnen, den "
            "Schutz entfernen (Datei, Informationen, Arbeitsmappe schützen) und neu speichern.",
            "the file is protected by a password. Please open it in Excel, remove "
            "the protection (File, Info, Protect Workbook) and save it again.",
        )
    return ProfileError(
        "Das ist eine Datei des alten Excel (.xls). Bitte in Excel öffnen und als "
        "'Excel-Arbeitsmappe (.xlsx)' speichern.",
        "this is a file of the old Excel (.xls). Please open it in Excel and save "
        "it as 'Excel Workbook (.xlsx)'.",
    )


def _damaged() -> ProfileError:
    return ProfileError(
        "Die Datei ist keine lesbare Excel-Arbeitsmappe (.xlsx) oder beschädigt.",
        "the file is not a readable Excel workbook (.xlsx), or it is damaged.",
    )
