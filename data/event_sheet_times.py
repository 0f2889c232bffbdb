"""Times in an event's spreadsheet, as people and Excel write them: days, hours, breaks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from openpyxl.utils.datetime import from_excel

from data.errors import ProfileError
from data.event_sheet_notes import short, shown
from data.events import Slot
from data.importing.tables import as_text

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?:[:.]\d{2})?)?\s*(uhr|h)?", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"(?:[A-Za-zäöü]{2,10}\.?,?\s+)?(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TO = re.compile(r"\s*(?:–|—|-|\bbis\b|\bto\b)\s*", re.IGNORECASE)
_SERIALS = (20_000, 80_000)
"""Excel's numbers of days from 1954 to 2119: what is between them is a date."""


def day_of(value: object) -> dt.date:
    """Return a day: a date of Excel, ``02.10.2026`` or ``2026-10-02``."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if _is_serial(value):
        return _from_serial(value).date()
    day, rest = _day(str(value))
    if day is None or rest:
        raise ProfileError(
            f"'{shown(value)}' ist kein Tag; erwartet wird ein Datum wie 02.10.2026.",
            f"'{shown(value)}' is not a day; expected is a date like 02.10.2026 or 2026-10-02.",
        )
    return day


def moment_of(value: object, day: dt.date | None) -> dt.datetime:
    """Return a time with its day; where the cell names none it is ``day``.

    Understands times and dates of Excel, ``14:30``, ``14.30 Uhr``, ``02.10.2026 14:30``.
    """
    own, time = _moment(value, day)
    if time is None:
        raise ProfileError(
            f"'{shown(value)}' ist keine Uhrzeit; erwartet wird z. B. 14:30 oder 02.10.2026 14:30.",
            f"'{shown(value)}' is not a time; expected is e.g. 14:30 or 02.10.2026 14:30.",
        )
    if own is None:
        raise ProfileError(
            f"Zu '{shown(value)}' fehlt der Tag; erwartet wird z. B. 02.10.2026 14:30.",
            f"'{shown(value)}' needs a day; expected is e.g. 02.10.2026 14:30.",
        )
    return dt.datetime.combine(own, time)


def _moment(value: object, day: dt.date | None) -> tuple[dt.date | None, dt.time | None]:
    if isinstance(value, dt.datetime):
        if value.year <= 1900:  # a time of more than 24 hours, as Excel keeps it
            return day, value.time()
        if value.time() == dt.time() and day and not 0 <= (value.date() - day).days <= 1:
            return value.date(), None  # "9.10" for ten past nine has become the ninth of October
        return value.date(), _whole(value).time()
    if isinstance(value, dt.time):
        return day, _whole(dt.datetime.combine(dt.date(2000, 1, 1), value)).time()
    if isinstance(value, dt.timedelta):
        value = value / dt.timedelta(days=1)
    if _is_serial(value):
        moment = _from_serial(value)
        return moment.date(), moment.time()
    if isinstance(value, float) and 0 <= value < 1:
        return day, _whole(dt.datetime(2000, 1, 1) + dt.timedelta(days=value)).time()
    own, rest = _day(as_text(value))
    return own or day, _clock(rest)


def _is_serial(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and _SERIALS[0] < float(str(value)) < _SERIALS[1]


def _from_serial(value: object) -> dt.datetime:
    return _whole(from_excel(value))


def _whole(moment: dt.datetime) -> dt.datetime:
    """Return a moment to the second: fractions of a day are never exact."""
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _clock(text: str) -> dt.time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None or (found[2] is None and found[3] is None and len(text.strip()) > 2):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _day(text: str) -> tuple[dt.date | None, str]:
    """Return the day a text begins with, and the rest of the text."""
    text = text.strip()
    german, iso = _GERMAN_DAY.match(text), _ISO_DAY.match(text)
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            found, end = dt.date(year, int(german[2]), int(german[1])), german.end()
        elif iso:
            found, end = dt.date(int(iso[1]), int(iso[2]), int(iso[3])), iso.end()
        else:
            return None, text
    except ValueError:
        return None, text
    return found, re.sub(r"^(?:T|,|\s|um\b|at\b)+", "", text[end:])


def breaks_of(value: object, slots: Sequence[Slot]) -> tuple[int, ...]:
    """Return the slots in which somebody has a break.

    A cell holds times like ``12:00-13:00; 15:00-15:30`` (on every day of the event, or on the
    day named before them) or numbers of slots, counted from 1.
    """
    parts = [part.strip() for part in re.split(r"[;\r\n]+", as_text(value)) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"\d{1,2}(?:\s*,\s*\d{1,2})+", parts[0]):
        parts = parts[0].split(",")
    away: set[int] = set()
    for part in parts:
        away |= _break(part.strip(), slots)
    return tuple(sorted(away))


def _break(part: str, slots: Sequence[Slot]) -> set[int]:
    if part.isdecimal():
        if 1 <= int(part) <= len(slots):
            return {int(part) - 1}
        raise _no_break(part, slots)
    day, rest = _day(part)
    ends = _TO.split(re.sub(r"^(?:von|from)\s", "", rest, flags=re.IGNORECASE))
    times = [_clock(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None or times[0] >= times[1]:
        raise _no_break(part, slots)
    begin, end = times[0], times[1]
    return {
        i
        for i, slot in enumerate(slots)
        for of in ({day} if day else {slot.start.date(), slot.end.date()})
        if slot.start < dt.datetime.combine(of, end) and dt.datetime.combine(of, begin) < slot.end
    }


def _no_break(part: str, slots: Sequence[Slot]) -> ProfileError:
    return ProfileError(
        f"'{short(part)}' ist keine Pause; erwartet werden Zeiten wie 12:00-13:00; 15:00-15:30 "
        f"oder Nummern der Zeiten von 1 bis {len(slots)}.",
        f"'{short(part)}' is not a break; expected are times like 12:00-13:00; 15:00-15:30 or "
        f"numbers of the times from 1 to {len(slots)}.",
    )
