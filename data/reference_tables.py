"""Reading the tables of `data/reference`."""

from __future__ import annotations

import csv
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of `data/reference`, one dictionary per row."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds a list separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
