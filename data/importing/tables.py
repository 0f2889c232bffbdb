"""Tables of any format: find the header, skip empty rows, hand out rows of named cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from data.importing.columns import Header, header_of

HEADER_WITHIN = 20
"""A header is looked for in so many rows: lists often begin with a title."""
Rows = Iterator[tuple[int, Sequence[str]]]
"""Row number as Excel counts, and the cells as text; an empty cell is ``""``."""


class Cell(NamedTuple):
    """A cell that is not empty, with the name of its column."""

    column: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by field; ``Angebot 1``, ``Angebot 2`` are one field."""

    number: int
    cells: dict[str, list[Cell]]


@dataclass
class Table:
    """A sheet or a CSV file with a known header."""

    sheet: str | None
    header: Header
    body: Rows
    empty_rows: int = field(default=0, init=False)
    """Empty rows between others, known after reading."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have content."""
        waiting = 0
        for number, texts in self.body:
            if not any(text.strip() for text in texts):
                waiting += 1
                continue
            self.empty_rows += waiting
            waiting = 0
            yield Row(number, self._cells(texts))

    def _cells(self, texts: Sequence[str]) -> dict[str, list[Cell]]:
        cells: dict[str, list[Cell]] = {}
        for name, known, text in zip(self.header.names, self.header.fields, texts, strict=False):
            if known is not None and text.strip():
                cells.setdefault(known, []).append(Cell(name, text))
        return cells


def find_header(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[Header | None, Rows]:
    """Return the row with most known columns among the first, and the rows after it."""
    rows = iter(rows)
    first: list[tuple[int, Sequence[str]]] = []
    for row in rows:
        first.append(row)
        if len(first) == HEADER_WITHIN:
            break
    best: Header | None = None
    for number, texts in first:
        header = header_of(number, texts)
        if "name" in header.fields and header.known > (best.known if best else 0):
            best = header
    if best is None:
        headers = [header_of(number, texts) for number, texts in first]
        best = max(headers, key=lambda header: header.known, default=None)
        if best is not None and best.known < 2:
            best = None
    if best is None:
        return None, chain(first, rows)
    number = best.row
    return best, chain((row for row in first if row[0] > number), rows)


def as_text(value: object) -> str:
    """Return a cell of a spreadsheet as its text; whole numbers have no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
