"""The columns of a file with a few of their cells, for people to say what each one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data.importing.columns import NOTHING_CHOSEN, Chosen, Header, header_of, spot
from data.importing.csv_file import read_csv
from data.importing.sources import EXAMPLE_SHEET, JSONL
from data.importing.tables import HEADER_WITHIN, Rows, find_header
from data.importing.xlsx_file import is_xlsx, open_xlsx, sheets

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
    """Return the tables of a CSV or XLSX file; none for JSONL, whose fields are known.

    Raises `ProfileError` where the file cannot be read.
    """
    if is_xlsx(path):
        with open_xlsx(path) as book:
            named = ((title, rows) for title, rows in sheets(book) if title != EXAMPLE_SHEET)
            return [found for title, rows in named for found in _looked(title, rows, chosen)]
    if Path(name).suffix.lower() in JSONL:
        return []
    return list(_looked(None, read_csv(path), chosen))


def _looked(title: str | None, rows: Rows, chosen: Chosen) -> Iterator[LookedSheet]:
    first = [row for row in islice(rows, ROWS) if any(text.strip() for text in row[1])]
    header, _ = find_header(iter(first), chosen)
    if header is None or "name" not in header.fields:
        header = _likely(first, chosen) or header
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
