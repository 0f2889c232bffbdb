"""The columns of a file with a few of their cells, for people to say what each one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data.exchange.json_lists import are_profiles, as_rows, listed, table_of_lines
from data.exchange.reading import Reading
from data.spreadsheet.books import opened_book
from data.spreadsheet.cleaning import cleaned
from data.spreadsheet.delimited import read_csv
from data.spreadsheet.finding import HEADER_WITHIN, find_header
from data.spreadsheet.formats import Format, format_of, unzipped
from data.spreadsheet.headings import (
    NOTHING_CHOSEN,
    Chosen,
    Header,
    Rows,
    header_of,
    spot,
)

ROWS = 40
"""So many rows are looked at."""
SAMPLES = 3
MAX_SAMPLE = 60


@dataclass(frozen=True)
class LookedColumn:
    """A column: its name as written (or its letter), its field, some of its cells."""

    name: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True)
class LookedSheet:
    """A table of a file; ``name`` is None where there are no sheets."""

    name: str | None
    header_row: int
    columns: tuple[LookedColumn, ...]

    @property
    def can_be_read(self) -> bool:
        """Whether there is a column of names, without which no row is a profile."""
        return any(column.field == "name" for column in self.columns)


def look(path: Path, name: str, chosen: Chosen = NOTHING_CHOSEN) -> list[LookedSheet]:
    """Return the tables of a file; none for lines of JSON, whose fields are known.

    Raises `ProfileError` where the file cannot be read.
    """
    with unzipped(path, name) as (inner, inner_name):
        form = format_of(inner, inner_name)
        if form is Format.LINES:
            objects = listed(inner)
            if objects is None:
                lines = table_of_lines(inner)
                return list(_looked(None, lines, chosen)) if lines is not None else []
            if are_profiles(objects):
                return []
            return list(_looked(None, iter(as_rows(objects)), chosen))
        if form is Format.TEXT:
            return list(_looked(None, read_csv(inner), chosen))
        with opened_book(inner) as sheets:
            shown = [sheet for sheet in sheets if Reading().left_out(sheet) is None]
            return [found for s in shown for found in _looked(s.title, s.shown_rows, chosen)]


def _looked(title: str | None, rows: Rows, chosen: Chosen) -> Iterator[LookedSheet]:
    first = [row for row in islice(cleaned(rows), ROWS) if any(text.strip() for text in row[1])]
    header, _ = find_header(iter(first), chosen, title)
    if header is None or "name" not in header.fields:
        header = header or _likely(first, chosen)
    if header is not None:
        below = [texts for number, texts in first if number > header.row]
        yield LookedSheet(title, header.row, tuple(_columns(header, below)))


def _likely(first: Sequence[tuple[int, Sequence[str]]], chosen: Chosen) -> Header | None:
    """Return the row that looks most like a header: the most cells that are words."""
    headers = [header_of(number, texts, chosen) for number, texts in first[:HEADER_WITHIN]]
    words = [sum(name[:1].isalpha() for name in header.names) for header in headers]
    return headers[words.index(max(words))] if headers else None


def _columns(header: Header, below: Sequence[Sequence[str]]) -> Iterator[LookedColumn]:
    width = max([len(header.names), *map(len, below)])
    for i in range(width):
        name = header.names[i] if i < len(header.names) else ""
        cells = (texts[i].strip() for texts in below if i < len(texts))
        samples = tuple(islice((_short(text) for text in cells if text), SAMPLES))
        if name or samples:
            known = header.fields[i] if i < len(header.fields) else None
            yield LookedColumn(name or spot(i), known, samples)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SAMPLE else line[: MAX_SAMPLE - 1] + "…"
