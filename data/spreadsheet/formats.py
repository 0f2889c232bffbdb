"""What a file is, by what stands in it: endings lie. What cannot be read is told a way out."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from data.errors import ProfileError

TEXT = frozenset((".csv", ".tsv", ".txt", ".tab"))
LINES = frozenset((".jsonl", ".ndjson", ".json"))
BOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods"))
MAX_UNPACKED = 300 << 20
"""Bytes: a file that unpacks to more is refused before it fills memory or disk."""
DAMAGE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
    ParseError,
)
"""What zipfile and the XML parser raise on files that are not as they should be."""
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 1 << 20
_OTHERS = (
    ("word/document.xml", "ein Word-Dokument", "a Word document"),
    ("ppt/presentation.xml", "eine PowerPoint-Datei", "a PowerPoint file"),
    ("Index/Document.iwa", "eine Datei von Apple Numbers oder Pages", "a file of Apple's Numbers"),
)


class Format(StrEnum):
    """How a file is read."""

    BOOK = "book"
    LINES = "lines"
    TEXT = "text"


def format_of(path: Path, name: str) -> Format:
    """Return how a file is read; ``name`` is what the user calls it.

    Raises `ProfileError` where it cannot be read, with what it is and what to do.
    """
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_OLE2):
        _check_old(path)
        return Format.BOOK
    if start.startswith(b"PK\x03\x04"):
        _check_zip(path)
        return Format.BOOK
    _refuse_known(start)
    if suffix in LINES:
        return Format.LINES
    if suffix in TEXT | BOOKS or (suffix == "" and b"\0" not in start):
        return Format.TEXT
    raise ProfileError(
        "Das Format ist nicht bekannt. Erwartet wird eine Datei .csv, .xlsx, .xls, .xlsb, .ods "
        "oder .jsonl; andere bitte mit Excel oder LibreOffice öffnen und als .xlsx speichern.",
        "the format is not known. Expected is a file .csv, .xlsx, .xls, .xlsb, .ods or .jsonl; "
        "please open others with Excel or LibreOffice and save them as .xlsx.",
    )


@contextmanager
def unzipped(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    """Yield the one table of a zip file and its name; any other file as it is.

    Raises `ProfileError` if there are several tables, none, or too large a one.
    """
    if Path(name).suffix.lower() != ".zip":
        yield path, name
        return
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "table"
        try:
            name = _extracted(path, inner)
        except DAMAGE as error:
            raise damaged() from error
        yield inner, name


def _extracted(path: Path, inner: Path) -> str:
    """Write the one table of a zip file to ``inner`` and return its name."""
    wanted = TEXT | LINES | BOOKS
    with ZipFile(path) as archive:
        tables = [
            entry
            for entry in archive.infolist()
            if Path(entry.filename).suffix.lower() in wanted
            and not entry.filename.startswith(("__MACOSX/", "."))
        ]
        if len(tables) != 1:
            raise _not_one(len(tables))
        left = tables[0].file_size
        _check_size(left)
        with archive.open(tables[0]) as packed, inner.open("wb") as out:
            while left > 0 and (chunk := packed.read(min(left, _CHUNK))):
                out.write(chunk)
                left -= len(chunk)
    return Path(tables[0].filename).name


def _refuse_known(start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"%pdf"):
        raise _other("ein PDF", "a PDF", pdf=True)
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        raise _other("eine HTML-Seite", "an HTML page")
    if head.startswith(b"<?xml") or head.startswith(b"<workbook"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            raise _other("eine XML-Tabelle von Excel 2003", "an XML spreadsheet of Excel 2003")
        if b"<html" in head:
            raise _other("eine HTML-Seite", "an HTML page")
        raise _other("eine XML-Datei", "an XML file")
    if head.startswith(b"{\\rtf"):
        raise _other("ein RTF-Text", "an RTF text")


def _check_zip(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            _check_size(sum(entry.file_size for entry in archive.infolist()))
    except DAMAGE as error:
        raise damaged() from error
    for part, german, english in _OTHERS:
        if part in names:
            raise _other(german, english)
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise damaged()


def _check_size(size: int) -> None:
    if size > MAX_UNPACKED:
        raise ProfileError(
            f"Entpackt hätte die Datei {size >> 20} MB; erlaubt sind "
            f"{MAX_UNPACKED >> 20} MB. Bitte in mehrere Dateien teilen.",
            f"unpacked the file would have {size >> 20} MB; {MAX_UNPACKED >> 20} MB "
            "are allowed. Please split it into several files.",
        )


def _check_old(path: Path) -> None:
    """Raise `ProfileError` for an OLE2 container that is protected or no spreadsheet."""
    content = _directory(path)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ProfileError(
            "Die Datei ist mit einem Kennwort geschützt. Bitte in Excel öffnen, den "
            "Schutz entfernen (Datei, Informationen, Arbeitsmappe schützen) und neu speichern.",
            "the file is protected by a password. Please open it in Excel, remove "
            "the protection (File, Info, Protect Workbook) and save it again.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        raise _other("ein altes Word-Dokument", "an old Word document")


def _directory(path: Path) -> bytes:
    """Return the directory of an OLE2 container: it names what the container holds."""
    with path.open("rb") as file:
        head = file.read(512).ljust(512, b"\0")
        (shift,) = struct.unpack_from("<H", head, 30)
        (sector,) = struct.unpack_from("<i", head, 48)
        file.seek((max(sector, 0) + 1) << min(shift, 12))
        return file.read(4096)


def _other(german: str, english: str, pdf: bool = False) -> ProfileError:
    way = "Bitte in Excel oder LibreOffice öffnen und als Excel-Arbeitsmappe (.xlsx) speichern."
    way_en = "Please open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
    if pdf:
        way = "Bitte die Tabelle als .xlsx oder .csv erbitten oder in Excel übertragen."
        way_en = "Please ask for the table as .xlsx or .csv, or copy it into Excel."
    return ProfileError(
        f"Das Format wird nicht gelesen: Die Datei ist {german}. {way}",
        f"the format is not read: the file is {english}. {way_en}",
    )


def _not_one(count: int) -> ProfileError:
    return ProfileError(
        f"Das Archiv enthält {count} Tabellen; erwartet wird eine. Bitte entpacken und einzeln "
        "einlesen.",
        f"the archive holds {count} tables; expected is one. Please unpack it and import them "
        "one by one.",
    )


_KINDS = (
    ("xl/workbook.bin", "binäre Excel-Arbeitsmappe (.xlsb)", "binary Excel workbook (.xlsb)"),
    ("content.xml", "OpenDocument-Tabelle (.ods)", "OpenDocument spreadsheet (.ods)"),
)


def named(path: Path) -> tuple[str, str]:
    """Return what a workbook claims to be, in German and English."""
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except DAMAGE:
        names = []
    kinds = [(german, english) for part, german, english in _KINDS if part in names]
    return kinds[0] if kinds else ("Excel-Arbeitsmappe", "Excel workbook")


def damaged(path: Path | None = None) -> ProfileError:
    """Return what to say of a workbook that cannot be read."""
    german, english = named(path) if path else ("Excel-Arbeitsmappe", "Excel workbook")
    return ProfileError(
        f"Die Datei ist keine lesbare {german} oder beschädigt. Bitte in Excel oder "
        "LibreOffice öffnen und neu als .xlsx speichern.",
        f"the file is not a readable {english}, or it is damaged. Please open it in Excel or "
        "LibreOffice and save it again as .xlsx.",
    )


def empty(path: Path) -> ProfileError:
    """Return what to say of a workbook in which no cell could be read."""
    german, english = named(path)
    return ProfileError(
        f"In dieser Datei ({german}) wurde keine Zelle mit Inhalt gefunden. Bitte in Excel oder "
        "LibreOffice öffnen und neu als .xlsx speichern.",
        f"no cell with content was found in this file ({english}). Please open it in Excel or "
        "LibreOffice and save it again as .xlsx.",
    )
