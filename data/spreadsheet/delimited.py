"""CSV as Excel and others write it: the separator by the pattern of the rows, quotes never closed.

A quote that is opened and never closed would swallow the rows below it; here it ends at its line.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from data.spreadsheet.characters import encoding_of, lines
from data.spreadsheet.headings import header_of
from data.spreadsheet.report import Note, note

SEPARATORS = ";,\t|"
_SAMPLE = 200
"""Rows that are looked at for the separator."""
_MOST_LINES = 400
"""Lines in one cell: with more, the quote at its beginning was never closed."""
_FORMULA = "=+-@'\t\r"
"""A cell that begins with one of these is exported with an apostrophe before it."""
csv.field_size_limit(1 << 20)


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    separator: str
    width: int
    """Cells of most rows."""
    skip_lines: int
    """1 if the file begins with Excel's line ``sep=;``, which Excel does not count."""


def protect(text: str) -> str:
    """Mark a cell that a spreadsheet would run as a formula; `unprotect` undoes it."""
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


def unprotect(text: str) -> str:
    """Undo `protect`."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _FORMULA else text


def read_csv(path: Path, remarks: list[Note] | None = None) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield row number and cells; what had to be mended is told in ``remarks`` with its row.

    Raises `ProfileError` where the characters of the file cannot be read.
    """
    told = remarks if remarks is not None else []
    form = form_of(path)
    waiting: list[Note] = []
    physical = _unforced(lines(path, form.encoding, waiting), form.separator)
    for _ in range(form.skip_lines):
        next(physical, None)
    source = _Lines(physical)
    number = 0
    while (record := _record(source, form)) is not None:
        number += 1
        said = dict.fromkeys(waiting[source.told : source.reached])
        source.told = source.reached
        told.extend(replace(remark, row=number) for remark in said)
        if record.unclosed:
            told.append(replace(_UNCLOSED, row=number))
        yield number, [unprotect(cell) for cell in record.cells]


def form_of(path: Path) -> CsvForm:
    """Find encoding, separator and width of a CSV file."""
    encoding = encoding_of(path)
    first = list(islice((line for line, _ in lines(path, encoding, [])), _SAMPLE))
    named = re.match(r"sep=(.)\r?\n?$", first[0], re.IGNORECASE) if first else None
    if named:
        return CsvForm(encoding, named[1], _width(_rows(first[1:], named[1])), 1)
    separator = max(SEPARATORS, key=lambda mark: evenness(first, mark))
    return CsvForm(encoding, separator, _width(_rows(first, separator)), 0)


def evenness(first: Sequence[str], separator: str) -> float:
    """Return how evenly a separator cuts lines into rows, and how well it uncovers headings."""
    rows = [row for row in _rows(first, separator) if any(cell.strip() for cell in row)]
    width = _width(rows)
    if width < 2:
        return 0.0
    even = [row for row in rows if len(row) == width]
    known = max(header_of(0, row).known for row in even[:20])
    return len(even) / len(rows) * (1 - 1 / width) + 0.2 * min(known, 3)


def _rows(first: Iterable[str], separator: str) -> list[list[str]]:
    source = _Lines(_unforced(((line, 0) for line in first), separator))
    form = CsvForm("", separator, 0, 0)
    rows: list[list[str]] = []
    while (record := _record(source, form)) is not None:
        rows.append(record.cells)
    return rows


def _unforced(source: Iterable[tuple[str, int]], separator: str) -> Iterator[tuple[str, int]]:
    """Yield lines with ``="01067"``, by which Excel is made to keep zeros, as ``"01067"``."""
    mark = re.escape(separator)
    forced = re.compile(f'(^|{mark})="((?:[^"]|"")*)"(?={mark}|[\\r\\n]|$)')
    for line, told in source:
        yield (forced.sub(r'\1"\2"', line) if '="' in line else line), told


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Return the width most rows have; of equally frequent ones the larger."""
    counts = Counter(len(row) for row in rows if any(row))
    return max(counts, key=lambda width: (counts[width], width), default=0)


class _Lines:
    """Physical lines that can be put back."""

    def __init__(self, source: Iterable[tuple[str, int]]) -> None:
        self._source = iter(source)
        self._back: list[tuple[str, int]] = []
        self.reached = 0
        """How many remarks the lines taken so far have made."""
        self.told = 0

    def take(self) -> str | None:
        """Return the next line, None at the end."""
        line, self.reached = (
            self._back.pop() if self._back else next(self._source, (None, self.reached))
        )
        return line

    def put_back(self, taken: Sequence[tuple[str, int]]) -> None:
        """Return lines, so that they are taken again."""
        self._back.extend(reversed(taken))


class _Record(NamedTuple):
    cells: list[str]
    unclosed: bool = False


class _Parsed(NamedTuple):
    cells: list[str]
    is_open: bool = False
    """A quote waits for its end."""
    is_sound: bool = True
    """Every quote stands at the beginning or the end of its cell."""


def _record(source: _Lines, form: CsvForm) -> _Record | None:
    """Return the cells of the next row, None at the end."""
    line = source.take()
    if line is None:
        return None
    if '"' not in line:
        return _Record(line.rstrip("\r\n").split(form.separator))
    parsed = _parsed(line, form.separator)
    if not parsed.is_open:
        return _Record(parsed.cells)
    first = (line, source.reached)
    more = _more(source, line, form)
    if isinstance(more, _Parsed):
        return _Record(more.cells)
    source.put_back(more)
    source.reached = first[1]
    at = line.rfind('"')
    return _Record(_parsed(line[:at] + line[at + 1 :], form.separator).cells, unclosed=True)


def _more(source: _Lines, first: str, form: CsvForm) -> _Parsed | list[tuple[str, int]]:
    """Return the row that goes on after its first line, or the lines that are no part of it."""
    taken: list[tuple[str, int]] = []
    text, rows = first, 0
    while len(taken) < _MOST_LINES and (line := source.take()) is not None:
        taken.append((line, source.reached))
        text += line
        rows += _is_row(line, form)
        all_rows = rows == len(taken) and form.width > 2
        if all_rows and rows > 2:
            break
        parsed = _parsed(text, form.separator) if '"' in line else _OPEN
        if not parsed.is_open:
            return taken if all_rows or (rows and not parsed.is_sound) else parsed
    return taken


def _is_row(line: str, form: CsvForm) -> bool:
    """Tell whether a line alone is a row like the others: as wide, no quote within a cell."""
    if form.width < 2 or line.count(form.separator) < form.width - 1:
        return False
    if '"' not in line:
        return line.count(form.separator) == form.width - 1
    parsed = _parsed(line, form.separator)
    whole = parsed.is_sound and not any('"' in cell for cell in parsed.cells)
    return whole and (len(parsed.cells) == form.width or parsed.is_open)


_OPEN = _Parsed([], is_open=True)


def _parsed(text: str, separator: str) -> _Parsed:
    """Take one row apart; line breaks in quotes belong to a cell."""
    for strict in (True, False):
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=strict)
        try:
            found = list(rows)
        except csv.Error as problem:
            if "unexpected end of data" in str(problem):
                return _OPEN
            continue
        return _Parsed(found[0] if found else [], is_sound=strict)
    return _Parsed(text.rstrip("\r\n").replace('"', "").split(separator), is_sound=False)


_UNCLOSED = note(
    "Hier beginnt ein Anführungszeichen, das nicht geschlossen wird; die Zeile endet trotzdem "
    "hier. Bitte prüfen.",
    "a quotation mark begins here that is never closed; the row ends here all the same. Please "
    "check.",
)
