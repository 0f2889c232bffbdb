"""Events for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data.events.event import Event
from data.events.plans import Meeting, Plan, Proof

DAY = dt.datetime(2026, 9, 24, 10)


def slots(count: int, minutes: int = 20) -> list[dict[str, Any]]:
    """Return times one after the other, from ten o'clock."""
    step = dt.timedelta(minutes=minutes)
    return [{"start": DAY + n * step, "end": DAY + (n + 1) * step} for n in range(count)]


def event_of(**changes: Any) -> Event:
    """Return a small event of two sides, four participants, three slots and two rooms."""
    fields: dict[str, Any] = {
        "tenant": "hwk",
        "name": "Innovationstag",
        "sides": ["Startups", "Industrie"],
        "slots": slots(3),
        "tables": [{"name": "T1", "room": "Saal"}, {"name": "T2", "room": "Foyer"}],
        "participants": [
            {"id": "s1", "name": "Alpha", "side": "Startups"},
            {"id": "s2", "name": "Beta", "side": "Startups"},
            {"id": "i1", "name": "Gießerei", "side": "Industrie"},
            {"id": "i2", "name": "Dreherei", "side": "Industrie"},
        ],
        "wishes": [{"who": "i1", "whom": "s1", "interest": "must"}],
    }
    return Event.model_validate(fields | changes)


def plan_of(event: Event, **changes: Any) -> Plan:
    """Return a plan of two meetings."""
    fields: dict[str, Any] = {
        "event": event.id,
        "version": event.version,
        "meetings": (
            Meeting(a="s1", b="i1", slot=0, table=0),
            Meeting(a="s2", b="i2", slot=0, table=1),
        ),
        "proof": Proof(value=2.5, bound=2.5, seconds=0.1, seed=1, optimal=True),
    }
    return Plan.model_validate(fields | changes)
