"""Reading sector codes the way people, spreadsheets and other programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
