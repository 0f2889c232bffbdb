"""What was a date to a spreadsheet and is none: 10.71 became October 1971, 10-49 October 1949.

A day and a month (``1-9``) get the year of typing; a month and a year (``10-49``) the first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data import clock

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january jaen jän jänner",
            "feb februar february",
            "mrz mär märz mar march maerz",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dez dec dezember december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00:00)?")
_GERMAN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[.\s-]*\s*([^\W\d]{3,9})\.?")
_MONTH_YEAR = re.compile(r"([^\W\d]{3,9})[.\s-]*(\d{2})")
_LONGEST = 30
"""Characters: a date is short."""
_NEAR = 3
"""Years: a date this near to now was typed as a day and a month."""


def typed(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pairs of numbers that may have been typed where a date stands, likely ones first.

    Nothing is yielded where ``text`` is no date.
    """
    text = text.strip()[:_LONGEST]
    if match := _DAY_MONTH.fullmatch(text):
        if month := _MONTHS.get(match[2].lower()):
            yield int(match[1]), month
    elif match := _MONTH_YEAR.fullmatch(text):
        if month := _MONTHS.get(match[1].lower()):
            yield month, int(match[2])
    elif match := _ISO.fullmatch(text):
        yield from _of_date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _GERMAN.fullmatch(text):
        yield from _of_date(int(match[3]), int(match[2]), int(match[1]))


def _of_date(year: int, month: int, day: int) -> Iterator[tuple[int, int]]:
    with_year = [(month, year % 100)] if day == 1 else []
    if abs(year - clock.today().year) <= _NEAR:
        yield (day, month)
        yield from with_year
    else:
        yield from with_year
        yield (day, month)
