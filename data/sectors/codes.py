"""Reading sector codes the way people, spreadsheets and other programs write them.

WZ 2025 codes and what they were in WZ 2008.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.files import read_table

# A year needs a space behind it, so that "WZ 25.62" stays a code.
_SCHEME = re.compile(
    r"^\s*(?:(?:WZ|NACE|Abschnitt|Section|Branche)[\s\-:.]*)?"
    r"(?:Rev\.?\s*(?P<revision>2(?:\.[01])?)[\s:\-]+)?(?:\(?(?P<year>20(?:08|25))\)?[\s:\-]+)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^(?P<section>[A-V])?\s*"
    r"(?:(?P<dotted>\d{1,2}(?:\.\d{1,2}(?:\.\d)?)?)|(?P<plain>\d{2,5}))?\.?$"
)


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code in canonical form, with the section and the classification's year if written."""

    code: str
    section: str | None
    year: int | None


def level_of(code: str) -> int:
    """Return the level of a canonical code: ``C`` 1, ``25`` 2, ``25.6`` 3, ``25.62`` 4, 5."""
    return 1 if code.isalpha() else len(code.replace(".", ""))


def stem(code: str) -> str:
    """Return what all codes below ``code`` (a division or finer) start with."""
    return code + "." if level_of(code) in (2, 4) else code


def read_code(text: str) -> WrittenCode | None:
    """Return the code that ``text`` writes, or None if it is no code but words.

    ``2562``, ``25.62``, ``C 25.62``, ``WZ 25.62``, ``WZ 2025: 25.53`` and ``1.11`` (the zero
    lost in a spreadsheet) are read. Whether the code exists is not asked here.
    """
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :].strip() if scheme else text.strip()
    match = _CODE.match(rest.upper())
    if match is None or not (match["section"] or match["dotted"] or match["plain"]):
        return None
    year = _year(scheme)
    digits = _dotted(match["dotted"], match["plain"])
    if digits is None:
        return WrittenCode(match["section"], None, year)
    return WrittenCode(digits, match["section"], year)


def _year(scheme: re.Match[str] | None) -> int | None:
    if scheme is None or not (scheme["year"] or scheme["revision"]):
        return None
    return 2025 if scheme["year"] == "2025" or scheme["revision"] == "2.1" else 2008


def _dotted(dotted: str | None, plain: str | None) -> str | None:
    if dotted and "." in dotted:
        return dotted if dotted[1] != "." else "0" + dotted
    digits = plain or dotted
    if digits is None:
        return None
    parts = (digits[:2], digits[2:4], digits[4:])
    return ".".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class NewSubclass:
    """A WZ 2025 sub-class; ``targets`` maps WZ 2008 sub-classes to "whole, not only a part"."""

    code: str
    section: str
    de: str
    targets: dict[str, bool]


class Wz2025:
    """The mapping onto WZ 2008. Use `load_wz2025`."""

    def __init__(self, subclasses: Iterable[NewSubclass]) -> None:
        self.subclasses = tuple(subclasses)

    def __contains__(self, code: str) -> bool:
        return bool(self._below(code))

    def targets(self, code: str) -> dict[str, bool]:
        """Return the WZ 2008 sub-classes of a WZ 2025 code of any level; empty if unknown."""
        merged: dict[str, bool] = {}
        for new in self._below(code):
            for target, whole in new.targets.items():
                merged[target] = merged.get(target, False) or whole
        return merged

    def _below(self, code: str) -> list[NewSubclass]:
        if code.isalpha():
            return [new for new in self.subclasses if new.section == code]
        if len(code) < 2:
            return []
        return [n for n in self.subclasses if n.code == code or n.code.startswith(stem(code))]


@lru_cache(maxsize=1)
def load_wz2025() -> Wz2025:
    """Load the mapping once per process (about 5 ms)."""
    return Wz2025(
        NewSubclass(
            row["code"],
            row["section"],
            row["de"],
            {code.rstrip("*"): not code.endswith("*") for code in row["wz2008"].split(";")},
        )
        for row in read_table("wz2025_map.csv")
    )
