"""The size of an organisation as people write it: a class, a headcount, a range."""

from __future__ import annotations

import re
from typing import NamedTuple

from data.errors import ProfileError
from data.exchange.values.dated import typed
from data.exchange.values.words import SIZES, choose, known_size
from data.profiles import SizeClass

_NUMBER = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_ABOUT = r"(?:ca\.?|circa|rund|etwa|about|~|zirka)?\s*"
_WHAT = (
    r"(?:\s*(?:mitarbeiter\w*|mitarbeitende\w*|beschäftigte\w*|beschaeftigte\w*|personen|ma|"
    r"employees|leute|vzä|vzae|fte|köpfe)\.?)?"
)
_YEAR = r"(?:\s*\(?(?:stand\s*)?(?:19|20)\d\d\)?)?"
_ONE = re.compile(rf"{_ABOUT}({_NUMBER}){_WHAT}{_YEAR}")
_RANGE = re.compile(
    rf"{_ABOUT}({_NUMBER})\s*(?:-|–|—|bis(?:\s+unter|\s+zu)?|to|\.\.\.?)\s*({_NUMBER}){_WHAT}{_YEAR}"
)
_ABOVE = re.compile(
    rf"(?:>=?|über|ueber|mehr als|ab|mindestens|more than|over)\s*({_NUMBER}){_WHAT}|"
    rf"({_NUMBER})\s*(?:\+|und mehr|u\. mehr|or more){_WHAT}"
)
_STAFF = re.compile(
    rf"({_NUMBER})\s*(?:x\s*)?(?:in\s)?(?:vollzeit\w*|teilzeit\w*|festangestellte\w*|angestellte\w*|"
    r"auszubildende\w*|azubis?|minijob\w*|aushilfen?|gesellen?|meister\w*|vz|tz)\.?"
)
_AND = re.compile(r"\s*(?:,|;|\+|/|und|sowie|&)\s*")
_LIMITS = ((10, SizeClass.MICRO), (50, SizeClass.SMALL), (250, SizeClass.MEDIUM))


_LONGEST = 80
"""Characters of a cell that are read: a size is short."""


class Size(NamedTuple):
    """A size class; ``remark`` holds German and English what was not sure about it."""

    value: SizeClass
    remark: tuple[str, str] | None = None


def size_of(text: str) -> SizeClass:
    """Return the size class of a word, a range or a number of employees. Raises ProfileError."""
    return read_size(text).value


def read_size(text: str) -> Size:
    """Return the size class of a cell, and what was not sure. Raises `ProfileError`."""
    if (known := known_size(text)) is not None:
        return Size(known)
    words = " ".join(text.lower().split())[:_LONGEST]
    if match := _ONE.fullmatch(words):
        return Size(_class_of(_number(match[1])))
    if match := _RANGE.fullmatch(words):
        return _of_range(_number(match[1]), _number(match[2]), text)
    if match := _ABOVE.fullmatch(words):
        least = _number(match[1] or match[2])
        if least >= 249:
            return Size(SizeClass.LARGE)
        raise _unclear(text)
    if (together := _together(words)) is not None:
        return Size(_class_of(together))
    for low, high in typed(text):
        if low < high:
            found = _of_range(low, high, text).value
            return Size(found, _was_date(text, low, high))
    return Size(choose(text, {}, SIZES, "Größe oder Zahl der Beschäftigten", "size or number"))


def _together(words: str) -> float | None:
    """Return how many ``3 Vollzeit, 2 Teilzeit`` are, None where a part says something else."""
    parts = [_STAFF.fullmatch(part) for part in _AND.split(words) if part]
    return sum(_number(part[1]) for part in parts if part) if parts and all(parts) else None


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?", text):
        text = re.sub(r"[.\s]", "", text)
    return float(text.replace(",", "."))


def _class_of(employees: float) -> SizeClass:
    return next((size for limit, size in _LIMITS if employees < limit), SizeClass.LARGE)


def _of_range(low: float, high: float, text: str) -> Size:
    """Return the class of the middle of a range; ``bis unter 50`` does not reach 50."""
    found = _class_of((low + high) / 2)
    ends = {_class_of(low), _class_of(high)}
    if ends == {found} or (_class_of(low) is found and _is_edge(high)):
        return Size(found)
    label = SIZES[found]
    return Size(
        found,
        (
            f"'{text}' reicht über mehrere Größenklassen; übernommen wird '{label}'.",
            f"'{text}' spans several size classes; '{found.value}' is taken.",
        ),
    )


def _is_edge(high: float) -> bool:
    return any(high in (limit, limit + 1) for limit, _ in _LIMITS)


def _was_date(text: str, low: int, high: int) -> tuple[str, str]:
    return (
        f"Die Tabelle hat aus der Größe ein Datum gemacht ({text}); übernommen wird {low}–{high}.",
        f"The spreadsheet made a date of the size ({text}); {low}–{high} is taken.",
    )


def _unclear(text: str) -> ProfileError:
    return ProfileError(
        f"'{text}' sagt nur, wie groß mindestens; möglich sind: {', '.join(SIZES.values())}.",
        f"'{text}' only says how large at least; possible are: {', '.join(SIZES.values())}.",
    )
