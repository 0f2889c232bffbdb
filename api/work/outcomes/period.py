"""`Period`: the days that figures speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from data.errors import RequestError


class Span(StrEnum):
    """What somebody may choose."""

    MONTH = "monat"
    LAST_MONTH = "vormonat"
    QUARTER = "quartal"
    LAST_QUARTER = "vorquartal"
    YEAR = "jahr"
    LAST_YEAR = "vorjahr"
    FREE = "frei"


FIRST_YEAR = 1971
MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
LAST = {Span.LAST_MONTH: 1, Span.LAST_QUARTER: 3, Span.LAST_YEAR: 12}


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included, in the time of this machine."""

    first: dt.date
    last: dt.date

    @property
    def seconds(self) -> tuple[float, float]:
        """The moment it begins and the moment after it ended, POSIX seconds."""
        after = self.last + dt.timedelta(days=1)
        begin, end = (dt.datetime.combine(day, dt.time()) for day in (self.first, after))
        return begin.timestamp(), end.timestamp()


def period_of(span: Span, today: dt.date, first: str = "", last: str = "") -> Period:
    """Return the days of a span; ``first`` and ``last`` (ISO dates) count for `Span.FREE` alone.

    Raises:
        RequestError: a date is none, or the first day comes after the last.
    """
    if span is Span.FREE:
        return _free(first, last, today)
    if span in MONTHS:
        return Period(_beginning(today, MONTHS[span]), today)
    months = LAST[span]
    last_day = _beginning(today, months) - dt.timedelta(days=1)
    return Period(_beginning(last_day, months), last_day)


def _beginning(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month, quarter or year in which a day lies."""
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def _free(first: str, last: str, today: dt.date) -> Period:
    begin = _date(first) if first else dt.date(today.year, 1, 1)
    end = _date(last) if last else today
    if begin > end:
        raise RequestError(
            f"Der Zeitraum endet ({end:%d.%m.%Y}), bevor er beginnt ({begin:%d.%m.%Y}).",
            f"The period ends ({end:%d %b %Y}) before it begins ({begin:%d %b %Y}).",
        )
    return Period(begin, end)


def _date(text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year < dt.MAXYEAR:
        raise RequestError(
            f"„{text}“ ist kein Datum. Erwartet wird Jahr-Monat-Tag wie 2026-03-31.",
            f"“{text}” is no date. Expected is year-month-day such as 2026-03-31.",
        )
    return found
