"""The benchmark of meeting plans: fair events, fair rivals, honest medians."""

from __future__ import annotations

import json

import pytest

from data.events.event import Interest, checked
from evaluation.studies.event_maker import make_event
from evaluation.studies.meetings import Case, Row, main, measured, middle
from matcher.meetings.conflicts import explain


@pytest.mark.parametrize("two_sided", [True, False])
def test_an_event_is_sound_possible_and_the_same_for_its_seed(two_sided: bool) -> None:
    made = make_event(40, 12, two_sided=two_sided, seed=4)
    assert checked(made.event) == made.event
    assert explain(made.event, made.scores) == ()
    again = make_event(40, 12, two_sided=two_sided, seed=4)
    assert again.event.wishes == made.event.wishes
    assert make_event(40, 12, two_sided=two_sided, seed=5).event.wishes != made.event.wishes
    assert {wish.interest for wish in made.event.wishes} == set(Interest)


def test_every_way_to_plan_keeps_the_rules_and_the_planner_is_the_best() -> None:
    rows, day = measured(Case(20, 6, two_sided=False), seed=2, seconds=2)
    planner, *simple = rows
    assert len(simple) == 2
    assert all(row.broken == 0 for row in rows)
    assert planner.must == 100 and planner.first <= planner.total
    assert all(row.value <= planner.bound for row in rows)
    assert planner.value >= max(row.value for row in simple)
    assert 0 <= day.changed <= day.anew


def row(seconds: float, near: float | None) -> Row:
    return Row("a", "planner", seconds, near, 1, 1, 1, 0, 100, 0, 4, 5, 6, 7)


def test_what_was_never_near_counts_as_longer_than_all() -> None:
    assert middle([row(1, 2), row(3, None), row(2, 4)]) == row(2, 4)
    assert middle([row(1, 2), row(3, None), row(2, None)]).near is None


def test_the_table_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--size", "12x4", "--sides", "2", "--seconds", "2", "--seeds", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [line["plan"] for line in told["plans"]] == ["planner", "greedy", "round by round"]
    assert told["days"][0]["case"] == "12x4 2"
