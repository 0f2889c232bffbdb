"""Tables of any format: find the header, skip empty rows, hand out rows of named cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from data.importing.columns import NOTHING_CHOSEN, Chosen, Header, header_of, spot
from data.importing.report import Note, note

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
    texts: Sequence[str] = ()
    """All cells in the order of the columns, empty and unknown ones too."""


@dataclass
class Table:
    """A sheet or a CSV file with a known header."""

    sheet: str | None
    header: Header
    body: Rows
    corrected: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """By number of the row and position of the column: what stands there instead."""
    empty_rows: int = field(default=0, init=False)
    """Empty rows between others, known after reading."""
    _nameless: set[int] = field(default_factory=set, init=False)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have content."""
        waiting = 0
        for number, texts in self.body:
            if not any(text.strip() for text in texts):
                waiting += 1
                continue
            self.empty_rows += waiting
            waiting = 0
            if number in self.corrected:
                texts = patched(texts, self.corrected[number])
            self._nameless.update(
                i
                for i, text in enumerate(texts)
                if text.strip() and (i >= len(self.header.names) or not self.header.names[i])
            )
            yield row_of(self.header, number, texts)

    def nameless(self) -> Iterator[Note]:
        """Tell about columns without a name that hold something; known after reading."""
        for position in sorted(self._nameless):
            yield note(
                f"Die {spot(position)} hat keine Überschrift und wird nicht übernommen.",
                f"The column {spot(position).split()[1]} has no name and is not imported.",
                column=spot(position),
            )


def row_of(header: Header, number: int, texts: Sequence[str]) -> Row:
    """Return a row with its cells under the fields of the header."""
    cells: dict[str, list[Cell]] = {}
    for name, known, text in zip(header.names, header.fields, texts, strict=False):
        if known is not None and text.strip():
            cells.setdefault(known, []).append(Cell(name, text))
    return Row(number, cells, texts)


def patched(texts: Sequence[str], corrected: Mapping[int, str]) -> list[str]:
    """Return cells with some of them replaced, by position."""
    long = [*texts, *[""] * (max(corrected, default=-1) + 1 - len(texts))]
    return [corrected.get(i, text) for i, text in enumerate(long)]


def find_header(
    rows: Iterable[tuple[int, Sequence[str]]], chosen: Chosen = NOTHING_CHOSEN
) -> tuple[Header | None, Rows]:
    """Return the row with most known columns among the first, and the rows after it."""
    rows = iter(rows)
    first: list[tuple[int, Sequence[str]]] = []
    for row in rows:
        first.append(row)
        if len(first) == HEADER_WITHIN:
            break
    best: Header | None = None
    for number, texts in first:
        header = header_of(number, texts, chosen)
        if "name" in header.fields and header.known > (best.known if best else 0):
            best = header
    if best is None:
        headers = [header_of(number, texts, chosen) for number, texts in first]
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
