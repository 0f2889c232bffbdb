"""Improvement of a draft slot by slot."""

from __future__ import annotations

import threading
from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events.event import Event
from data.events.plans import Meeting
from matcher.meetings.check import broken
from matcher.meetings.draft import Draft, by_rounds
from matcher.meetings.model import Limit
from matcher.meetings.rules import rules_of
from matcher.meetings.search import beginning, rank, value_of
from matcher.meetings.tables import tables_for, task_of
from tests.support.meeting_strategies import SIDES, event_of, events, person, scores_of

calm = settings(max_examples=60, deadline=None, derandomize=True)
LIMIT = Limit(seconds=20, effort=1.0, workers=1, seed=1, stop=threading.Event())


@calm
@given(events(), st.integers(0, 5))
def test_a_round_loses_nothing_and_breaks_no_rule(event: Event, seed: int) -> None:
    scores = scores_of(len(event.participants), seed)
    rules = rules_of(event, scores)
    task = task_of(rules, ())
    start = beginning(task, LIMIT)
    if start is None:
        return
    better = by_rounds(start, rank, lambda: False)
    assert rank(better) >= rank(start)
    planned = better.meetings()
    tables = tables_for(rules, planned, ())
    meetings = [
        Meeting(a=rules.ids[m.i], b=rules.ids[m.j], slot=m.slot, table=tables[m]) for m in planned
    ]
    assert broken(event, meetings, scores=scores) == ()


@calm
@given(st.integers(2, 4), st.integers(0, 500))
def test_one_slot_of_two_sides_becomes_the_best_assignment(half: int, seed: int) -> None:
    people = [person(n, side=SIDES[n >= half]) for n in range(2 * half)]
    event = event_of(people, 1, sides=SIDES)
    scores = scores_of(2 * half, seed)
    task = task_of(rules_of(event, scores), ())
    found = by_rounds(Draft(task), rank, lambda: False)
    best = max(
        sum(float(scores[i, half + j]) for i, j in enumerate(order))
        for order in permutations(range(half))
    )
    assert np.isclose(value_of(task, found.meetings()), best)


def test_who_has_too_few_comes_before_who_is_worth_more() -> None:
    # p0 and p1 are worth most together, but p2 would be left without anybody.
    people = [person(0), person(1), person(2, at_least=1)]
    scores = np.array([[0, 0.9, 0.1], [0.9, 0, 0.0], [0.1, 0.0, 0]])
    task = task_of(rules_of(event_of(people, 1), scores), ())
    found = by_rounds(Draft(task), rank, lambda: False)
    assert set(found.slot) == {(0, 2)}


def test_nothing_more_is_tried_once_it_is_over() -> None:
    task = task_of(rules_of(event_of([person(0), person(1)], 1), scores_of(2)), ())
    assert by_rounds(Draft(task), rank, lambda: True).meetings() == []
