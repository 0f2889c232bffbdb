"""Cells of spreadsheets that are written row by row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Value = str | int | float | dt.date | dt.time | None


class Share(float):
    """A part of a whole, 0..1, written as a percentage."""


def cell_of(sheet: Any, value: Value) -> Any:
    """Return a cell; text stays text even when edited, also if it begins like a formula."""
    content: Any = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, content)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
