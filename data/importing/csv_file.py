"""CSV as Excel and others write it: encodings, separators, quoted line breaks."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from data.errors import ProfileError
from data.importing.columns import header_of
from data.importing.tables import HEADER_WITHIN

SEPARATORS = ";,\t|"
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_FORMULA = "=+-@'\t\r"
"""A cell that begins with one of these is exported with an apostrophe before it."""


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    separator: str
    skip_lines: int
    """1 if the file begins with Excel's line ``sep=;``, which Excel does not count."""


def protect(text: str) -> str:
    """Mark a cell that a spreadsheet would run as a formula; `unprotect` undoes it."""
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


def unprotect(text: str) -> str:
    """Undo `protect`."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _FORMULA else text


def read_csv(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield row number and cells. Raises `ProfileError` where the file cannot be read."""
    form = form_of(path)
    with path.open(encoding=form.encoding, newline="") as file:
        for _ in range(form.skip_lines):
            file.readline()
        number = 0
        rows = csv.reader(file, delimiter=form.separator)
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise ProfileError(
                    f"Zeile {number}: Hier bricht die Datei ab ({error}); "
                    "vermutlich fehlt ein schließendes Anführungszeichen.",
                    f"row {number}: the file breaks off here ({error}); "
                    "a closing quotation mark is probably missing.",
                ) from error
            yield number, [unprotect(cell) for cell in cells]


def form_of(path: Path) -> CsvForm:
    """Find encoding and separator of a CSV file."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    first = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if first:
        return CsvForm(encoding, first[1], 1)
    return CsvForm(encoding, max(SEPARATORS, key=lambda mark: _fit(sample, mark)), 0)


def encoding_of(path: Path) -> str:
    """Return UTF-8, UTF-16 or Windows-1252, whichever the whole file is valid in."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in start[1::2] and b"\0" not in start[::2]:
        candidates = ["utf-16-le"]
    elif b"\0" in start[::2] and b"\0" not in start[1::2]:
        candidates = ["utf-16-be"]
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        if _is_valid(path, encoding):
            return encoding
    raise ProfileError(
        "Die Zeichen der Datei sind nicht lesbar. Erwartet wird UTF-8, UTF-16 oder "
        "Windows-1252, z. B. aus Excel als 'CSV UTF-8' gespeichert.",
        "the characters of the file cannot be read. Expected is UTF-8, UTF-16 or "
        "Windows-1252, e.g. saved from Excel as 'CSV UTF-8'.",
    )


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """Return how many known columns, and how many at all, a separator gives the header."""
    best = (0, 0)
    try:
        for number, cells in enumerate(csv.reader(StringIO(sample), delimiter=separator), start=1):
            best = max(best, (header_of(number, cells).known, len(cells)))
            if number == HEADER_WITHIN:
                break
    except csv.Error:
        pass
    return best
