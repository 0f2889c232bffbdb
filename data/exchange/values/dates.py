"""Dates as people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from data.errors import ProfileError
from data.spreadsheet.unwanted import plain

_FOREVER = frozenset("unbefristet unbegrenzt dauerhaft offen unlimited bisaufweiteres".split())


def date_of(text: str) -> dt.date | None:
    """Return a date: ``31.12.2027``, ``31.12.27``, ``2027-12-31``, ``12/2027`` (its last day).

    A whole number is the day as Excel counts. ``unbefristet`` is None.
    """
    text = text.strip()
    if plain(text) in _FOREVER:
        return None
    german = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d\d)", text)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text)
    month = re.fullmatch(r"(\d{1,2})[./](\d{4})", text)
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            return dt.date(year, int(german[2]), int(german[1]))
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if month:
            last = calendar.monthrange(int(month[2]), int(month[1]))[1]
            return dt.date(int(month[2]), int(month[1]), last)
        if re.fullmatch(r"[3-7]\d{4}(\.0)?", text):
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
    except ValueError:
        pass
    raise ProfileError(
        f"'{text}' ist kein Datum; erwartet wird z. B. 31.12.2027.",
        f"'{text}' is not a date; expected is e.g. 31.12.2027 or 2027-12-31.",
    )
