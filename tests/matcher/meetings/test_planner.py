"""Plans keep every hard rule, are as good as can be, and say how good they are."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import event as note
from hypothesis import strategies as st

from data.errors import RequestError
from data.events.event import Event, Settings, Table, Wish
from data.events.plans import Meeting, Plan
from matcher.meetings.check import broken
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.planner import Stage, make_plan
from tests.support.meeting_strategies import (
    best_of_all,
    event_of,
    events,
    person,
    scores_of,
    shortfall_of,
    slots_of,
    value_of,
)

RIVALS = frozenset({frozenset({"p0", "p1"})})
calm = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def planned(event: Event, seed: int, **more: object) -> Plan:
    scores = scores_of(len(event.participants), seed)
    return make_plan(event, scores, rivals=RIVALS, workers=1, **more)  # type: ignore[arg-type]


@calm
@given(events(people=9, slots=5), st.integers(0, 9))
def test_every_rule_is_kept_or_the_event_is_refused(event: Event, seed: int) -> None:
    scores = scores_of(len(event.participants), seed)
    try:
        plan = planned(event, seed)
    except InfeasibleError:
        note("refused")
        return
    note("planned")
    assert broken(event, plan.meetings, scores=scores, rivals=RIVALS) == ()
    assert plan.proof.value == pytest.approx(value_of(event, plan.meetings, scores))
    assert plan.proof.value <= plan.proof.bound + 1e-9


@calm
@given(events(people=4, slots=2), st.integers(0, 9))
def test_small_plans_are_the_best_of_all(event: Event, seed: int) -> None:
    scores = scores_of(len(event.participants), seed)
    best = best_of_all(event, scores, RIVALS)
    if best is None:
        note("refused")
        with pytest.raises(InfeasibleError) as refused:
            planned(event, seed)
        assert refused.value.conflicts
        return
    plan = planned(event, seed)
    note("planned")
    assert -shortfall_of(event, plan.meetings) == best[0]
    assert plan.proof.value == pytest.approx(best[1], abs=2e-3)
    assert plan.proof.bound >= best[1] - 1e-9


@calm
@given(events(people=8, slots=4, rich=False), st.integers(0, 9), st.data())
def test_locked_meetings_stay_where_they_are(event: Event, seed: int, data: st.DataObject) -> None:
    try:
        before = planned(event, seed).meetings
    except InfeasibleError:
        return
    locked = [m.model_copy(update={"locked": True}) for m in before if data.draw(st.booleans())]
    plan = planned(event, seed + 1, locked=locked)
    assert {m for m in plan.meetings if m.locked} == set(locked)
    assert broken(event, plan.meetings, rivals=RIVALS, locked=locked) == ()


@calm
@given(events(people=9, slots=5))
def test_the_same_seed_gives_the_same_plan(event: Event) -> None:
    try:
        assert planned(event, 1).meetings == planned(event, 1).meetings
    except InfeasibleError as refused:
        with pytest.raises(InfeasibleError, match="Kein Plan") as again:
            planned(event, 1)
        assert again.value.conflicts == refused.conflicts


def test_a_larger_event_is_near_the_bound_and_repeatable() -> None:
    people = [person(n, side=("A", "B")[n % 2], away=(n % 6,)) for n in range(20)]
    event = event_of(
        people, 6, sides=("A", "B"), settings=Settings(at_most=4, at_least=3, in_a_row=3)
    )
    plans = [planned(event, 3) for _ in range(2)]
    assert plans[0].meetings == plans[1].meetings
    assert plans[0].proof.gap < 0.01
    assert shortfall_of(event, plans[0].meetings) == 0
    assert {m.a for m in plans[0].meetings} <= {p.id for p in people if p.side == "A"}


def test_nobody_stays_below_the_minimum_while_another_could_give_one_up() -> None:
    # p3 is worth nothing to anybody; by value alone it would get no meeting.
    scores = np.full((4, 4), 0.9)
    scores[3, :] = scores[:, 3] = 0.01
    np.fill_diagonal(scores, 0)
    people = [person(n) for n in range(4)]
    tables = (Table(name="Tisch"),)
    fair = event_of(people, 3, tables=tables, settings=Settings(at_least=1))
    plan = make_plan(fair, scores, workers=1)
    assert all(any(p.id in m.pair for m in plan.meetings) for p in people)
    free = make_plan(event_of(people, 3, tables=tables), scores, workers=1)
    assert not any("p3" in m.pair for m in free.meetings)
    assert free.proof.value > plan.proof.value
    assert plan.proof.optimal


def test_people_who_stay_at_tables_and_rooms_share_the_space_that_is_there() -> None:
    # Two stay at one table: they take turns. A third cannot leave the room that has one table.
    tables = (Table(name="A", room="oben"), Table(name="B", room="unten"))
    people = [
        person(0, table="A"),
        person(1, table="A"),
        person(2, rooms=("unten",)),
        *(person(n) for n in range(3, 8)),
    ]
    event = event_of(people, 4, tables=tables)
    plan = planned(event, 2)
    assert broken(event, plan.meetings) == ()
    assert len(plan.meetings) == 8
    assert plan.proof.gap < 0.01


def test_must_wishes_come_before_any_value() -> None:
    scores = scores_of(6, 1)
    scores[0, 1] = scores[1, 0] = 0.0
    people = [person(n) for n in range(6)]
    must = (Wish(who="p0", whom="p1", interest="must"),)
    event = event_of(people, 1, tables=(Table(name="T"),), wishes=must)
    assert [m.pair for m in make_plan(event, scores, workers=1).meetings] == [
        frozenset({"p0", "p1"})
    ]


def test_more_musts_than_slots_are_refused_with_the_rules_in_conflict() -> None:
    must = tuple(Wish(who="p0", whom=f"p{n}", interest="must") for n in (1, 2, 3))
    event = event_of([person(n) for n in range(4)], 2, wishes=must)
    with pytest.raises(InfeasibleError) as refused:
        make_plan(event, scores_of(4), workers=1)
    assert refused.value.conflicts


def test_a_locked_meeting_against_a_veto_is_refused() -> None:
    veto = (Wish(who="p1", whom="p0", interest="veto"),)
    event = event_of([person(n) for n in range(4)], 2, wishes=veto)
    locked = [Meeting(a="p0", b="p1", slot=0, table=0, locked=True)]
    with pytest.raises(InfeasibleError):
        make_plan(event, scores_of(4), locked=locked, workers=1)


def test_who_called_off_keeps_what_is_locked_and_gets_nothing_new() -> None:
    people = [person(0, present=False), *(person(n) for n in range(1, 5))]
    event = event_of(people, 3)
    had = Meeting(a="p0", b="p1", slot=0, table=0, locked=True)
    plan = make_plan(event, scores_of(5), locked=[had], workers=1)
    assert [m for m in plan.meetings if "p0" in m.pair] == [had]
    assert broken(event, plan.meetings, locked=[had]) == ()


def test_slots_that_have_begun_take_no_new_meetings() -> None:
    event = event_of([person(n) for n in range(6)], 4)
    plan = make_plan(event, scores_of(6), since=slots_of(4)[2].start, workers=1)
    assert {m.slot for m in plan.meetings} == {2, 3}


def test_progress_tells_value_and_bound_and_a_stop_ends_with_a_legal_plan() -> None:
    event = event_of([person(n) for n in range(30)], 8)
    stages: list[Stage] = []
    stop = threading.Event()
    stop.set()
    plan = make_plan(event, scores_of(30), workers=1, progress=stages.append, stop=stop)
    assert broken(event, plan.meetings) == ()
    assert [s.step for s in stages] == ["rules", "pairs", "slots", "pauses", "tables", "done"]
    assert stages[-1].value == plan.proof.value
    assert all(a.seconds <= b.seconds for a, b in pairwise(stages))


@pytest.mark.parametrize("missing", ["slots", "tables"])
def test_an_event_without_times_or_tables_is_refused_in_words(missing: str) -> None:
    event = event_of([person(0), person(1)]).model_copy(update={missing: ()})
    with pytest.raises(RequestError, match="es gibt noch keine"):
        make_plan(event, scores_of(2))
