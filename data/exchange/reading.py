"""What somebody decided about a file before it is read, and what was read at one place of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.profiles import Profile
from data.spreadsheet.books import BookSheet
from data.spreadsheet.headings import Chosen, Header
from data.spreadsheet.report import Note, note
from data.spreadsheet.tables import EXAMPLE_SHEET

Spot = tuple[str | None, int]
"""Where a row stands: sheet and number."""


@dataclass(frozen=True)
class Reading:
    """What somebody decided about a file before it is read."""

    chosen: Chosen = field(default_factory=dict)
    corrected: Mapping[Spot, Mapping[int, str]] = field(default_factory=dict)
    """By row and position of the column: what stands there instead. A JSONL line is one column."""

    sheets: frozenset[str] = frozenset()
    """The sheets to read; all that are not hidden where none is named."""
    skipped: frozenset[str] = frozenset()
    """Sheets not to read."""
    hidden_rows: bool = False
    """Whether rows that are hidden are read too."""

    def left_out(self, sheet: BookSheet) -> Note | None:
        """Return why a sheet is not read, None if it is."""
        if sheet.title in self.skipped or (self.sheets and sheet.title not in self.sheets):
            return _SKIPPED
        if sheet.title == EXAMPLE_SHEET:
            return _EXAMPLE
        return _HIDDEN if sheet.hidden and sheet.title not in self.sheets else None

    def of_sheet(self, sheet: str | None) -> dict[int, Mapping[int, str]]:
        """Return the corrections of a sheet by row."""
        return {row: texts for (where, row), texts in self.corrected.items() if where == sheet}


@dataclass(frozen=True)
class Read:
    """What was read at one place of a file: a row, or a remark about a sheet."""

    sheet: str | None
    row: int | None
    notes: list[Note]
    profile: Profile | None = None
    is_data: bool = False
    """A row with content; without a profile it was refused."""
    header: Header | None = None
    """Of the row's table."""
    texts: Sequence[str] = ()
    """The row's cells in the order of the columns, or the line of a JSONL file."""


_SKIPPED = note("Das Blatt wurde ausgelassen.", "The sheet was left out.")
_HIDDEN = note(
    "Das Blatt ist ausgeblendet und wird nicht übernommen; bitte einblenden oder ausdrücklich "
    "wählen.",
    "The sheet is hidden and not imported; please unhide it or choose it.",
)
_EXAMPLE = note(
    "Das Blatt zeigt nur ein Beispiel und wird nicht übernommen.",
    "The sheet only shows an example and is not imported.",
)
