"""Calm days: the least waiting and walking the rules allow, with the same meetings."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import event as note
from hypothesis import strategies as st

from data.events.event import Event, Settings, Table
from data.events.plans import Meeting, Plan, Proof
from matcher.meetings.calm import WAIT, WALK, calmed, restless
from matcher.meetings.check import broken
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.draft import Draft
from matcher.meetings.figures import figures
from matcher.meetings.model import Limit
from matcher.meetings.planner import make_plan
from matcher.meetings.rules import Rules, rules_of
from matcher.meetings.search import Clock
from matcher.meetings.tables import Planned, rooms_of, tables_for, task_of
from tests.support.meeting_strategies import event_of, events, person, scores_of

calm = settings(max_examples=25, deadline=None, derandomize=True)
PROOF = Proof(value=0, bound=0, seconds=0, seed=1, optimal=False)


def limit_of(seed: int = 1) -> Limit:
    return Limit(seconds=20, effort=1, workers=1, seed=seed, stop=threading.Event())


def cost_of(event: Event, meetings: Sequence[Meeting]) -> int:
    """Return what waiting and walking cost, as an organiser reads it off the figures."""
    plan = Plan(event=event.id, version=1, meetings=tuple(meetings), proof=PROOF)
    told = figures(event, plan)
    return WAIT * told.waiting + WALK * told.room_changes


def seated(rules: Rules, tables: Mapping[Planned, int]) -> list[Meeting]:
    return [
        Meeting(a=rules.ids[m.i], b=rules.ids[m.j], slot=m.slot, table=table)
        for m, table in tables.items()
    ]


def least_of_all(event: Event, meetings: Sequence[Meeting], locked: Sequence[Meeting]) -> int:
    """Return the least cost of the same meetings by trying every slot and table."""
    places = list(product(range(len(event.slots)), range(len(event.tables))))
    tried = (
        [
            m if m in locked else m.model_copy(update={"slot": slot, "table": table})
            for m, (slot, table) in zip(meetings, chosen, strict=True)
        ]
        for chosen in product(places, repeat=len(meetings))
    )
    return min(cost_of(event, plan) for plan in tried if not broken(event, plan, locked=locked))


def calm_of(
    event: Event, meetings: Sequence[Meeting], locked: Sequence[Meeting] = (), seed: int = 1
) -> list[Meeting]:
    rules = rules_of(event, scores_of(len(event.participants)))
    number = {id: at for at, id in enumerate(rules.ids)}
    rooms = {}
    for m in meetings:
        i, j = sorted((number[m.a], number[m.b]))
        rooms[Planned(i, j, m.slot)] = int(rules.rooms[m.table])
    task = task_of(rules, locked)
    found = calmed(task, rooms_of(rules, locked), rooms, Clock(20), limit_of(seed))
    assert restless(task, found) <= restless(task, rooms)
    return seated(rules, tables_for(rules, sorted(found), locked, found))


@calm
@given(events(people=6, slots=3), st.integers(0, 9), st.data())
def test_small_plans_are_as_calm_as_can_be(event: Event, seed: int, data: st.DataObject) -> None:
    event = event.model_copy(
        update={"settings": event.settings.model_copy(update={"weakest": 0.0, "at_least": 0})}
    )
    scores = scores_of(len(event.participants), seed)
    try:
        meetings = make_plan(event, scores, workers=1).meetings
    except InfeasibleError:
        return
    must = {frozenset((w.who, w.whom)) for w in event.wishes if w.interest == "must"}
    meetings = tuple(sorted(meetings, key=lambda m: m.pair not in must)[:4])
    assume(meetings and must <= {m.pair for m in meetings})
    # Begin at any legal place.
    places = st.tuples(st.integers(0, len(event.slots) - 1), st.integers(0, len(event.tables) - 1))
    for at, m in enumerate(meetings):
        slot, table = data.draw(places)
        moved = m.model_copy(update={"slot": slot, "table": table})
        others = (*meetings[:at], moved, *meetings[at + 1 :])
        meetings = meetings if broken(event, others) else others
    locked = [m for m in meetings if data.draw(st.integers(0, 4)) == 0]
    found = calm_of(event, meetings, locked)
    assert {m.pair for m in found} == {m.pair for m in meetings}
    assert broken(event, found, locked=locked) == ()
    before, after = cost_of(event, meetings), cost_of(event, found)
    note("calmer" if after < before else "as calm as before")
    assert after == least_of_all(event, meetings, locked)


def test_two_circles_of_people_stay_in_a_room_each() -> None:
    tables = tuple(Table(name=f"T{n}", room="Saal" if n < 2 else "Empore") for n in range(4))
    people = [person(n) for n in range(8)]
    event = event_of(people, 3, tables=tables)
    # Two circles of four; each round has one of them in the other room, by halves.
    rounds = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
    meetings = [
        Meeting(a=f"p{circle + a}", b=f"p{circle + b}", slot=slot, table=2 * side + circle // 4)
        for slot, pairs in enumerate(rounds)
        for side, (a, b) in enumerate(pairs)
        for circle in (0, 4)
    ]
    assert broken(event, meetings) == ()
    assert cost_of(event, meetings) > 0
    found = calm_of(event, meetings)
    assert broken(event, found) == ()
    assert cost_of(event, found) == 0


def test_a_larger_plan_gets_calmer_and_keeps_rules_pairs_and_locked_meetings() -> None:
    tables = tuple(Table(name=f"T{n}", room="Saal" if n < 4 else "Empore") for n in range(7))
    people = [person(n, away=(n % 6,), rooms=("Saal",) if n % 9 == 0 else ()) for n in range(14)]
    people[1] = person(1, table="T5")
    event = event_of(people, 6, tables=tables, settings=Settings(at_most=4, in_a_row=2))
    rules = rules_of(event, scores_of(14))
    draft = Draft(task_of(rules, ()))
    pairs = np.argwhere(np.triu(rules.may_meet, 1)).tolist()
    for at in np.random.default_rng(1).permutation(len(pairs)).tolist():
        i, j = pairs[at]
        if draft.room_for(i, j):
            draft.place_plainly(i, j, range(6))
    meetings = seated(rules, tables_for(rules, draft.meetings(), ()))
    locked = meetings[::10]
    found = [calm_of(event, meetings, locked, seed=2) for _ in range(2)]
    assert found[0] == found[1]
    assert {m.pair for m in found[0]} == {m.pair for m in meetings}
    assert broken(event, found[0], locked=locked) == ()
    assert cost_of(event, found[0]) < cost_of(event, meetings)
