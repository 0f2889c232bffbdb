"""The one clock: the moment, the day where the users are, and both as they read them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
"""Where users live, whatever the machine's own zone: containers run in UTC."""


def now() -> dt.datetime:
    """Return this moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment as clocks in `ZONE` show it."""
    return moment.astimezone(ZONE)


def utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC."""
    return moment.astimezone(dt.UTC)


def today() -> dt.date:
    """Return the day it is in `ZONE`."""
    return local(now()).date()
