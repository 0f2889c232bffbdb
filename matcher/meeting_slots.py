"""Slots as people say them, and what counts as a pause between two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from data.events.event import Slot

PAUSE = dt.timedelta(minutes=15)
"""Between two slots, this long or longer is a pause; less is the time to change tables."""


def clock(start: dt.datetime, end: dt.datetime) -> str:
    """Return a time of the day from and to, e.g. ``10:20–10:40``."""
    return f"{start:%H:%M}–{end:%H:%M}"


def slot_text(slot: Slot) -> str:
    """Return a slot as people say it."""
    return clock(slot.start, slot.end)


def unbroken_runs(slots: Sequence[Slot]) -> tuple[tuple[int, ...], ...]:
    """Return the longest runs of slots that follow each other without a pause."""
    runs: list[list[int]] = []
    for number, slot in enumerate(slots):
        if runs and slot.start - slots[number - 1].end < PAUSE:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(tuple(run) for run in runs)
