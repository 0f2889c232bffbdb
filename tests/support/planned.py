"""A small event with a plan, made by hand."""

from __future__ import annotations

import datetime as dt

from data.events.event import Event, Interest, Participant, Slot, Table, Wish
from data.events.plans import Meeting, Plan, Proof, Reason, pair_key

DAY = dt.datetime(2026, 6, 17, 9, 0)
PROOF = Proof(value=2.0, bound=2.0, seconds=0.1, seed=1, optimal=True)


def at(minutes: int) -> dt.datetime:
    """Return a moment of the day, minutes after nine."""
    return DAY + dt.timedelta(minutes=minutes)


def slot(start: int, length: int = 20) -> Slot:
    """Return a slot by minutes after nine."""
    return Slot(start=at(start), end=at(start + length))


def event(**changes: object) -> Event:
    """Return an event of four, with a coffee break after the second of four slots."""
    base: dict[str, object] = {
        "id": "e0000000000aa",
        "tenant": "default",
        "name": "Startups treffen Industrie",
        "place": "Kulturhaus, Potsdam",
        "sides": ("Startup", "Industrie"),
        "slots": (slot(0), slot(25), slot(75), slot(100)),
        "tables": (Table(name="1", room="Saal A"), Table(name="Fensterplatz", room="Saal B")),
        "participants": (
            Participant(id="s1", name="Lötwerk UG", side="Startup"),
            Participant(id="s2", name="=Formel GmbH", side="Startup", arrives=at(20)),
            Participant(id="i1", name="Stahlbau Öder", side="Industrie", away=(1,)),
            Participant(id="i2", name="Kühne & Söhne", side="Industrie", leaves=at(60)),
        ),
        "wishes": (
            Wish(who="s1", whom="i1", interest=Interest.MUST),
            Wish(who="i2", whom="s2", interest=Interest.WOULD),
        ),
    }
    return Event.model_validate(base | changes)


def plan(*meetings: tuple[str, str, int, int], number: int = 1, note: str = "") -> Plan:
    """Return a plan of the event; each meeting as (a, b, slot, table)."""
    planned = meetings or (("s1", "i1", 0, 0), ("s2", "i2", 1, 1), ("s2", "i1", 2, 0))
    reason = Reason(
        score=0.8,
        text="Lötwerk prüft Lötstellen, Stahlbau Öder sucht eine Prüfung.",
        for_a="Ein erster Kunde.",
        for_b="Geprüfte Lötstellen.",
        said_by_a="Wir prüfen Lötstellen; mit Kamera, in Sekunden",
        said_by_b="Wir suchen eine Prüfung für Lötstellen",
    )
    return Plan(
        event="e0000000000aa",
        number=number,
        version=1,
        meetings=tuple(Meeting(a=a, b=b, slot=s, table=t) for a, b, s, t in planned),
        proof=PROOF,
        reasons={pair_key("s1", "i1"): reason},
        note=note,
    )
