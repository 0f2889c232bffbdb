"""Small events in which rules get into each other's way."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.events.event import Event, Interest, Participant, Settings, Slot, Table, Wish
from data.events.plans import Meeting

MORNING = dt.datetime(2027, 3, 4, 9, 0)
ANY = Settings()
STEP = dt.timedelta(minutes=20)


def slots(number: int, pause_after: int | None = None) -> tuple[Slot, ...]:
    """Return slots of 20 minutes from 9:00, with half an hour of pause after one of them."""
    found = []
    start = MORNING
    for place in range(number):
        found.append(Slot(start=start, end=start + STEP))
        start += STEP + (dt.timedelta(minutes=30) if place == pause_after else dt.timedelta())
    return tuple(found)


def event(
    people: tuple[Participant, ...] | int,
    wishes: tuple[tuple[str, str, Interest], ...] = (),
    *,
    times: int = 4,
    tables: tuple[Table, ...] = (Table(name="1"), Table(name="2")),
    sides: tuple[str, ...] = (),
    settings: Settings = ANY,
) -> Event:
    """Return an event; participants given as a number are called p0, p1, …"""
    if isinstance(people, int):
        people = tuple(Participant(id=f"p{n}", name=f"Firma {n}") for n in range(people))
    return Event(
        id="e1",
        tenant="cluster",
        name="Treffen",
        sides=sides,
        slots=slots(times),
        tables=tables,
        participants=people,
        wishes=tuple(Wish(who=a, whom=b, interest=i) for a, b, i in wishes),
        settings=settings,
    )


def scores_of(size: int, seed: int = 0) -> NDArray[np.float64]:
    """Return mutual scores (P, P) that differ."""
    values = np.random.default_rng(seed).random((size, size))
    values = (values + values.T) / 2
    np.fill_diagonal(values, 0)
    return values


@st.composite
def tight_events(draw: st.DrawFn) -> Event:
    """Draw an event of up to 6 participants, 4 slots and 3 tables under every kind of rule."""
    size, number = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    times = slots(number, draw(st.none() | st.integers(0, 3)))
    rooms = ("A", "B")
    tables = tuple(
        Table(name=str(n), room=draw(st.sampled_from(rooms)), capacity=draw(st.integers(0, 2)))
        for n in range(draw(st.integers(1, 3)))
    )
    sides = draw(st.sampled_from([(), (), ("Start-ups", "Industrie")]))
    known = sorted({table.room for table in tables})
    people = tuple(_person(draw, n, times, tables, known, sides) for n in range(size))
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)),
            max_size=9,
            unique=True,
        )
    )
    wishes = tuple(
        Wish(
            who=f"p{a}",
            whom=f"p{b}",
            interest=draw(st.sampled_from([Interest.MUST] * 4 + [Interest.WOULD, Interest.VETO])),
        )
        for a, b in pairs
        if a != b
    )
    settings = Settings(
        at_most=draw(st.none() | st.integers(1, 3)),
        in_a_row=draw(st.none() | st.integers(1, 2)),
        same_firm=draw(st.booleans()),
        competitors=draw(st.booleans()),
        seconds=2,
    )
    return Event(
        id="e1",
        tenant="cluster",
        name="Treffen",
        sides=sides,
        slots=times,
        tables=tables,
        participants=people,
        wishes=wishes,
        settings=settings,
    )


def _person(
    draw: st.DrawFn,
    number: int,
    times: tuple[Slot, ...],
    tables: tuple[Table, ...],
    rooms: list[str],
    sides: tuple[str, ...],
) -> Participant:
    late = draw(st.sampled_from([None, None, times[len(times) // 2].start]))
    early = draw(st.sampled_from([None, None, times[-1].start]))
    table = draw(st.sampled_from([None, None, None, *tables]))
    room = draw(st.sampled_from([None, None, None, *rooms])) if table is None else None
    return Participant(
        id=f"p{number}",
        name=f"Firma {number}",
        firm=draw(st.sampled_from(["", "", "Havel AG"])),
        side=draw(st.sampled_from(sides)) if sides else "",
        arrives=late if early is None or late is None or late < early else None,
        leaves=early,
        away=tuple(sorted(draw(st.sets(st.integers(0, len(times) - 1), max_size=1)))),
        at_most=draw(st.none() | st.integers(1, 3)),
        groups=tuple(draw(st.sampled_from([(), (), ("Guss",)]))),
        rooms=(room,) if room else (),
        table=table.name if table else "",
        present=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def some_locked(draw: st.DrawFn, event: Event) -> tuple[Meeting, ...]:
    """Draw up to two locked meetings, possible or not."""
    found = []
    for _ in range(draw(st.integers(0, 2))):
        a, b = sorted(
            draw(st.sets(st.sampled_from(event.participants), min_size=2, max_size=2)),
            key=lambda p: p.id,
        )
        found.append(
            Meeting(
                a=a.id,
                b=b.id,
                slot=draw(st.integers(0, len(event.slots) - 1)),
                table=draw(st.integers(0, len(event.tables) - 1)),
                locked=True,
            )
        )
    return tuple(found)
