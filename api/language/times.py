"""Days and times of an event as an invitation writes them."""

from __future__ import annotations

import datetime as dt

from data.events.event import Event

DAYS = (
    ("Montag", "Monday"),
    ("Dienstag", "Tuesday"),
    ("Mittwoch", "Wednesday"),
    ("Donnerstag", "Thursday"),
    ("Freitag", "Friday"),
    ("Samstag", "Saturday"),
    ("Sonntag", "Sunday"),
)
MONTHS = (
    ("Januar", "January"),
    ("Februar", "February"),
    ("März", "March"),
    ("April", "April"),
    ("Mai", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("August", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Dezember", "December"),
)


def long_day(date: dt.date, language: str) -> str:
    """Return a day as it stands in an invitation."""
    half = 1 if language == "en" else 0
    weekday, month = DAYS[date.weekday()][half], MONTHS[date.month - 1][half]
    if language == "en":
        return f"{weekday}, {date.day} {month} {date.year}"
    return f"{weekday}, {date.day}. {month} {date.year}"


def event_days(event: Event) -> str:
    """Return the day of an event, or its first and last; empty without slots."""
    dates = sorted({slot.start.date() for slot in event.slots})
    ends = dates[:1] + dates[1:][-1:]
    return " – ".join(long_day(date, event.language) for date in ends)
