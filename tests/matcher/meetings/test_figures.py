"""Figures of a plan, counted by hand."""

from __future__ import annotations

import numpy as np

from data.events.event import Event, Settings, Table, Wish
from data.events.plans import Meeting, Plan, Proof
from matcher.meetings.figures import Kept, figures
from tests.support.meeting_strategies import SIDES, event_of, person

TABLES = (
    Table(name="A", room="oben"),
    Table(name="B", room="oben"),
    Table(name="C", room="unten"),
)


def plan(event: Event, *rows: tuple[int, int, int, int]) -> Plan:
    meetings = tuple(Meeting(a=f"p{a}", b=f"p{b}", slot=s, table=t) for a, b, s, t in rows)
    proof = Proof(value=1, bound=1, seconds=0, seed=1, optimal=True)
    return Plan(event=event.id, version=1, meetings=meetings, proof=proof)


def test_figures_of_a_small_plan() -> None:
    people = [
        person(0, side=SIDES[0], away=(2,)),
        person(1, side=SIDES[1]),
        person(2, side=SIDES[0]),
        person(3, side=SIDES[1]),
        person(4, side=SIDES[0], present=False),
        person(5, side=SIDES[1]),
    ]
    wishes = (
        Wish(who="p0", whom="p1", interest="must"),
        Wish(who="p0", whom="p3", interest="would"),
        Wish(who="p3", whom="p0", interest="would"),
        Wish(who="p2", whom="p5", interest="would"),
        Wish(who="p4", whom="p5", interest="must"),
    )
    event = event_of(
        people, 5, sides=SIDES, tables=TABLES, wishes=wishes, settings=Settings(at_least=2)
    )
    scores = np.full((6, 6), 0.5)
    scores[0, 1] = scores[1, 0] = 0.8
    told = figures(event, plan(event, (0, 1, 0, 0), (0, 3, 4, 2), (2, 3, 0, 1)), scores)
    assert told.meetings == 3
    assert (told.all.smallest, told.all.median, told.all.largest, told.all.spread) == (0, 1, 2, 2)
    assert [(s.side, s.participants, s.largest) for s in told.sides] == [
        (SIDES[0], 2, 2),
        (SIDES[1], 3, 2),
    ]
    assert told.below == ("p1", "p2", "p5")
    assert told.without == ("p5",)
    # p0 waits in slots 1 and 3, and has its break in 2; p3 waits in 1, 2 and 3.
    assert told.waiting == 5
    assert (told.table_changes, told.room_changes) == (2, 2)
    assert told.must == Kept(1, 1)
    assert told.would == Kept(2, 1)
    assert told.mean_score is not None and abs(told.mean_score - 0.6) < 1e-9


def test_a_plan_without_meetings_has_figures_too() -> None:
    event = event_of([])
    told = figures(event, plan(event))
    assert (told.meetings, told.all.participants, told.mean_score) == (0, 0, None)
