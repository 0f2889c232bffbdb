"""What reading the spreadsheet of an event says: each cell that is wrong, and remarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from openpyxl.utils import get_column_letter

from data.errors import PartnerMatchError, ProfileError

MAX_NOTES = 200
"""So many problems are told; a list that is wrong throughout is wrong in one way."""
MAX_FOUND = 60
_T = TypeVar("_T")


class Problem(NamedTuple):
    """One thing about the spreadsheet: where it is, what was found, what is expected."""

    sheet: str | None
    cell: str
    """As Excel names it, e.g. ``F7``; empty where the whole sheet is meant."""
    found: str
    german: str
    english: str

    def text(self, language: str = "de") -> str:
        """Return place and sentence in ``language`` (``"de"`` or ``"en"``) as one line."""
        english = language == "en"
        parts = [
            self.sheet and (f"sheet '{self.sheet}'" if english else f"Blatt '{self.sheet}'"),
            self.cell and (f"cell {self.cell}" if english else f"Zelle {self.cell}"),
        ]
        where = ", ".join(part for part in parts if part)
        sentence = self.english if english else self.german
        if not where:
            return sentence
        return f"{where[0].upper()}{where[1:]}: {sentence}"


class Spot(NamedTuple):
    """A cell with what stands in it."""

    sheet: str | None
    row: int
    position: int
    value: object = None

    @property
    def cell(self) -> str:
        """Return its name as Excel has it."""
        return f"{get_column_letter(self.position + 1)}{self.row}"


@dataclass
class Notes:
    """Collects what there is to say; a problem refuses the spreadsheet, a remark does not."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    untold: int = 0

    def wrong(self, spot: Spot, error: PartnerMatchError) -> None:
        """Tell that a cell cannot be taken."""
        if len(self.problems) < MAX_NOTES:
            found = shown(spot.value)
            told = Problem(spot.sheet, spot.cell, found, error.german, error.english)
            self.problems.append(told)
        else:
            self.untold += 1

    def refuse(self, sheet: str | None, german: str, english: str) -> None:
        """Tell that a whole sheet, or the file, cannot be taken."""
        self.problems.append(Problem(sheet, "", "", german, english))

    def remark(self, sheet: str | None, german: str, english: str, cell: str = "") -> None:
        """Tell something that refuses nothing."""
        self.remarks.append(Problem(sheet, cell, "", german, english))

    def read(self, spot: Spot, reader: Callable[[object], _T], default: _T) -> _T:
        """Return what a cell says, or tell why it says nothing and return ``default``."""
        try:
            if isinstance(spot.value, Uncomputed):
                raise spot.value.error()
            return reader(spot.value)
        except ProfileError as error:
            self.wrong(spot, error)
            return default


@dataclass(frozen=True)
class Uncomputed:
    """A cell whose formula has no value, or whose value is an error."""

    text: str

    def error(self) -> ProfileError:
        """Return what there is to say about it."""
        return ProfileError(
            f"Die Formel '{short(self.text)}' hat keinen lesbaren Wert; erwartet wird ein Wert. "
            "Bitte in Excel neu berechnen und speichern oder den Wert eintragen.",
            f"the formula '{short(self.text)}' has no value that can be read; expected is a "
            "value. Please compute and save it in Excel, or enter the value.",
        )


def shown(value: object) -> str:
    """Return a cell as its reader would recognise it, as short text."""
    if isinstance(value, dt.datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, Uncomputed):
        return short(value.text)
    return "" if value is None else short(str(value))


def short(text: str) -> str:
    """Return the beginning of a text."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_FOUND else line[: MAX_FOUND - 1] + "…"
