"""The judged cases of groups, events and skills, and what is told of them."""

from __future__ import annotations

from data.files import sample_profiles
from data.sectors.trades import load_trades
from evaluation.claims_of_groups import cases, of_skills


def test_skills_are_read_as_they_were_judged() -> None:
    judged = [case for case in cases("skills") if case["seen"]]
    assert of_skills(judged) == [
        f"skill: true 1.00 (0.91-1.00) of 40 judged (0 unjudged); missed 0; "
        f"statements read right {len(judged)} of {len(judged)}"
    ]


def test_a_wrong_reading_is_counted() -> None:
    case = {"role": "need", "text": "Wir suchen drei Dreher", "may": []}
    (told,) = of_skills([case | {"must": [["Dreher", "supply", "skilled", 3]]}])
    assert told.startswith("skill: true 0.00") and "missed 1" in told


def test_the_cases_speak_of_what_there_is() -> None:
    known = {profile.id for profile in sample_profiles()}
    for case in cases("roles"):
        assert set(case["good"]) | set(case["poor"]) <= known
        assert set(case["good"]).isdisjoint(case["poor"])
    assert {id for case in cases("pairs") for id in (case["a"], case["b"])} <= known
    assert all(load_trades().get(t) for case in cases("jobs") for t in case["must"] + case["may"])
