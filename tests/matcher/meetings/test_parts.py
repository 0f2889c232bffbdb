"""The parts of the planner: space at tables, drafts, the relaxation, tables and pauses."""

from __future__ import annotations

import threading
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events.event import Event, Interest, Settings, Table, Wish
from matcher.meetings.calm import close_gaps, waiting
from matcher.meetings.check import broken
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.draft import Draft
from matcher.meetings.figures import figures
from matcher.meetings.model import Limit, Model
from matcher.meetings.pairs import aim_of, longest
from matcher.meetings.planner import make_plan
from matcher.meetings.rules import rules_of
from matcher.meetings.search import Clock
from matcher.meetings.tables import Planned, task_of
from tests.support.meeting_strategies import event_of, events, person, scores_of, slots_of

calm = settings(max_examples=60, deadline=None, derandomize=True)

ROOMS = ("A", "B", "C")


def _seated(event: Event, pairs: tuple[tuple[int, int], ...]) -> bool:
    """Whether the pairs find seats at the same time, by trying all."""
    people = event.participants
    seats = [t for t in event.tables for _ in range(t.capacity)]
    return any(
        all(
            who.table in ("", seat.name) and (not who.rooms or seat.room in who.rooms)
            for pair, seat in zip(pairs, order, strict=False)
            for who in (people[pair[0]], people[pair[1]])
        )
        for order in permutations(seats, len(pairs))
    )


@calm
@given(st.data())
def test_limits_of_space_admit_exactly_what_finds_tables(data: st.DataObject) -> None:
    tables = tuple(
        Table(name=f"T{n}", room=room, capacity=data.draw(st.integers(0, 2)))
        for n, room in enumerate(ROOMS)
    )
    people = []
    for n in range(8):
        rooms = tuple(sorted(data.draw(st.sets(st.sampled_from(ROOMS), max_size=2))))
        stays = data.draw(st.sampled_from(("", "", "", "T0", "T1"))) if not rooms else ""
        people.append(person(n, rooms=rooms, table=stays))
    event = event_of(people, 1, tables=tables)
    task = task_of(rules_of(event, scores_of(8)), ())
    order = data.draw(st.permutations(range(8)))
    pairs = tuple(
        (min(a, b), max(a, b))
        for a, b in zip(order[0::2], order[1::2], strict=True)
        if task.rules.may_meet[a, b]
    )
    for size in range(len(pairs) + 1):
        for some in combinations(pairs, size):
            kinds = [task.kind[pair] for pair in some]
            within = task.counts[:, kinds].sum(axis=1) <= task.room[:, 0]
            assert bool(within.all()) == _seated(event, some)


def test_a_locked_meeting_takes_a_seat_of_its_table() -> None:
    from data.events.plans import Meeting

    event = event_of([person(n) for n in range(6)], 2, tables=(Table(name="T"),))
    locked = [Meeting(a="p0", b="p1", slot=1, table=0, locked=True)]
    task = task_of(rules_of(event, scores_of(6)), locked)
    assert task.room.tolist() == [[1, 0]]


@calm
@given(events(people=8, slots=4, rich=False), st.integers(0, 5), st.data())
def test_drafts_stay_legal_whatever_is_placed_or_exchanged(
    event: Event, seed: int, data: st.DataObject
) -> None:
    scores = scores_of(len(event.participants), seed)
    rules = rules_of(event, scores)
    draft = Draft(task_of(rules, ()))
    pairs = [(int(i), int(j)) for i, j in np.argwhere(np.triu(rules.may_meet, 1))]
    for i, j in data.draw(st.permutations(pairs)) if pairs else []:
        draft.place(i, j, range(draft.slots))
    for who, one, other in product(range(draft.people), range(draft.slots), range(draft.slots)):
        if one != other and data.draw(st.booleans()):
            draft.exchange(who, one, other)
    meetings = draft.meetings()
    assert len({(m.i, m.j) for m in meetings}) == len(meetings)
    again = Draft(draft.task)
    for m in meetings:
        assert again.room_for(m.i, m.j) and again.fits(*m)
        again.put(*m)


def test_an_exchange_that_a_rule_is_against_changes_nothing() -> None:
    event = event_of([person(0), person(1), person(2, away=(1,)), person(3)], 2)
    draft = Draft(task_of(rules_of(event, scores_of(4)), ()))
    draft.put(0, 1, 1)
    draft.put(1, 2, 0)
    before = draft.meetings()
    assert draft.exchange(0, 1, 0) is None
    assert draft.meetings() == before


def test_a_round_robin_needs_exchanges_and_gets_every_meeting() -> None:
    # 5 x 5 across two sides in 5 slots: all 25 pairs fit, but hardly in the order they come.
    people = [person(n, side=("A", "B")[n % 2]) for n in range(10)]
    event = event_of(people, 5, sides=("A", "B"))
    rules = rules_of(event, scores_of(10))
    draft = Draft(task_of(rules, ()))
    plain = Draft(task_of(rules, ()))
    for i, j in np.argwhere(np.triu(rules.may_meet, 1)).tolist():
        assert draft.place(i, j, range(5))
        plain.place_plainly(i, j, range(5))
    assert len(draft.slot) == 25 > len(plain.slot)


@pytest.mark.parametrize(
    ("in_a_row", "lunch_after", "most"), [(2, None, 4), (2, 1, 5), (1, 2, 3), (6, None, 6)]
)
def test_how_often_somebody_can_be_busy_with_pauses(
    in_a_row: int, lunch_after: int | None, most: int
) -> None:
    slots = slots_of(6, lunch_after)
    event = event_of([person(0)], slots, settings=Settings(in_a_row=in_a_row))
    rules = rules_of(event, scores_of(1))
    assert longest(rules).tolist() == [_busiest(6, rules.windows)]
    assert longest(rules)[0] >= most - 1


def _busiest(slots: int, windows: tuple[tuple[int, ...], ...]) -> int:
    return max(
        sum(busy)
        for busy in product((0, 1), repeat=slots)
        if not any(all(busy[slot] for slot in window) for window in windows)
    )


def test_the_bound_of_a_smaller_shortfall_is_not_higher() -> None:
    scores = np.full((6, 6), 0.9)
    scores[5, :] = scores[:, 5] = 0.0
    np.fill_diagonal(scores, 0)
    event = event_of(
        [person(n) for n in range(6)], 2, tables=(Table(name="T"),), settings=Settings(at_least=1)
    )
    task = task_of(rules_of(event, scores), ())
    assert aim_of(task).shortfall == 2
    assert aim_of(task, 3).bound >= aim_of(task, 2).bound - 1e-9
    # Two meetings of 0.9 leave p5 out; they lack two as any two disjoint meetings do.
    assert aim_of(task).bound == pytest.approx(1.8, abs=1e-4)


def test_tables_are_kept_from_one_meeting_to_the_next() -> None:
    hosts = [person(n, side="A") for n in range(4)]
    guests = [person(n, side="B") for n in range(4, 8)]
    event = event_of([*hosts, *guests], 4, sides=("A", "B"))
    plan = make_plan(event, scores_of(8), workers=1)
    told = figures(event, plan)
    # 16 meetings, 24 walks: of the two who meet, one can always stay.
    assert (told.meetings, told.table_changes) == (16, 12)


def test_pauses_are_closed_with_the_same_meetings() -> None:
    event = event_of([person(n) for n in range(4)], 5)
    draft = Draft(task_of(rules_of(event, scores_of(4)), ()))
    for planned in (Planned(0, 1, 0), Planned(0, 2, 4), Planned(1, 3, 4)):
        draft.put(*planned)
    pairs = set(draft.slot)
    assert sum(waiting(draft, who) for who in range(4)) == 6
    close_gaps(draft, Clock(10))
    assert sum(waiting(draft, who) for who in range(4)) == 0
    assert set(draft.slot) == pairs


def test_time_that_is_up_still_gives_a_legal_plan() -> None:
    wishes = (Wish(who="p0", whom="p1", interest=Interest.MUST),)
    event = event_of([person(n) for n in range(60)], 12, wishes=wishes)
    event = event.model_copy(update={"settings": Settings(seconds=1)})
    plan = make_plan(event, scores_of(60), workers=1)
    assert broken(event, plan.meetings) == ()
    assert plan.meetings


def test_an_impossible_must_is_refused_at_once() -> None:
    wishes = (Wish(who="p0", whom="p1", interest=Interest.MUST),)
    people = [person(0, away=(0, 1)), person(1)]
    with pytest.raises(InfeasibleError):
        make_plan(event_of(people, 2, wishes=wishes), scores_of(2), workers=1)


def test_the_model_prefers_less_shortfall_to_any_value() -> None:
    scores = np.full((4, 4), 0.9)
    scores[3, :] = scores[:, 3] = 0.01
    np.fill_diagonal(scores, 0)
    people = [person(n, at_most=1 if n == 2 else None) for n in range(4)]
    people[3] = person(3, at_least=1, rooms=("hinten",))
    tables = (Table(name="T", room="hinten"),)
    rules = rules_of(event_of(people, 1, tables=tables), scores)
    model = Model(task_of(rules, ()), list(combinations(range(4), 2)), range(1), set())
    model.best()
    found = model.solve(Limit(10, 5, 1, 1, threading.Event()))
    assert found.proved and found.meetings is not None
    assert [3 in (m.i, m.j) for m in found.meetings] == [True]
    assert found.bound == pytest.approx(0.01, abs=1e-3)
