from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from data.errors import RequestError
from data.events.event import checked
from tests.support.events import DAY, event_of, slots


def person(**fields: Any) -> dict[str, Any]:
    return {"participants": [{"id": "a", "name": "A", "side": "Startups"} | fields], "wishes": []}


def wished(*wishes: tuple[str, str, str]) -> dict[str, Any]:
    return {"wishes": [dict(zip(("who", "whom", "interest"), w, strict=True)) for w in wishes]}


TWICE = {"participants": [{"id": "a", "name": n, "side": "Startups"} for n in "AB"], "wishes": []}
OVERLAPPING = [*slots(2), {"start": DAY, "end": DAY.replace(hour=12)}]


@pytest.mark.parametrize(
    ("changes", "place", "part"),
    [
        ({"sides": ["A"], **person(side="A")}, ("sides",), "keine oder zwei"),
        ({"sides": ["A", "a"], **person(side="A")}, ("sides",), "keine oder zwei"),
        ({"slots": OVERLAPPING}, ("slots", 2), "24.09. 10:00.*24.09. 10:40"),
        ({"slots": [*reversed(slots(2))]}, ("slots", 1), "nacheinander"),
        ({"tables": [{"name": "T1"}, {"name": "t1"}]}, ("tables", 1, "name"), "zweimal.*t1"),
        ({"settings": {"at_most": 1, "at_least": 2}}, ("settings", "at_least"), "2 mehr.*1"),
        (TWICE, ("participants", 1, "id"), "zweimal vor: 'a'"),
        (person(side=""), ("participants", 0, "side"), "'A'.*''.*Startups, Industrie"),
        (person(side="Presse"), ("participants", 0, "side"), "Presse.*Startups, Industrie"),
        (person(rooms=["Saal", "Dach"]), ("participants", 0, "rooms", 1), "Dach.*Foyer, Saal"),
        (person(table="T9"), ("participants", 0, "table"), "T9.*T1, T2"),
        (person(table="T1", rooms=["Foyer"]), ("participants", 0, "table"), "Saal.*Foyer"),
        (person(away=[0, 3]), ("participants", 0, "away", 1), "Zeit 3.*aber 3"),
        (person(arrives=DAY, leaves=DAY), ("participants", 0, "leaves"), "24.09. 10:00"),
        (person(at_least=3, at_most=2), ("participants", 0, "at_least"), "3 mehr.*2"),
        (wished(("s1", "x", "must")), ("wishes", 0, "whom"), "'x'.*keines Teilnehmers"),
        (wished(("x", "s1", "must")), ("wishes", 0, "who"), "'x'.*keines Teilnehmers"),
        (wished(("s1", "s1", "must")), ("wishes", 0, "whom"), "'s1' selbst"),
        (
            wished(("s1", "i1", "must"), ("s1", "i1", "veto")),
            ("wishes", 1, "interest"),
            "'veto' und 'must'",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    changes: dict[str, Any], place: tuple[str | int, ...], part: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        event_of(**changes)
    found = {error["loc"]: error for error in caught.value.errors()}
    assert set(found) == {place}
    said = found[place]["ctx"]
    assert re.search(part, said["german"])
    assert said["english"] != said["german"]


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        event_of(**person(side="Presse", table="T9"), slots=[*reversed(slots(2))])
    assert [error["loc"] for error in caught.value.errors()] == [
        ("slots", 1),
        ("participants", 0, "side"),
        ("participants", 0, "table"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"sides": [], "wishes": []},
        {"slots": [], "tables": [], "participants": [], "wishes": []},
        person(table="T1", rooms=["Saal"], away=[2], at_least=1, at_most=1),
        wished(("s1", "i1", "must"), ("i1", "s1", "veto")),
        wished(("s1", "i1", "must"), ("s1", "i1", "must")),
    ],
)
def test_what_can_be_planned_or_explained_is_taken(changes: dict[str, Any]) -> None:
    event = event_of(**changes)
    assert checked(event) == event


def test_times_have_no_zone_and_end_after_they_begin() -> None:
    zoned = [{"start": "2026-09-24T10:00:00Z", "end": "2026-09-24T11:00:00"}]
    with pytest.raises(ValidationError, match="without a zone"):
        event_of(slots=zoned)
    with pytest.raises(ValidationError, match="without a zone"):
        event_of(**person(arrives="2026-09-24T10:00:00+02:00"))
    with pytest.raises(ValidationError, match="end after its start"):
        event_of(slots=[{"start": DAY, "end": DAY}])


def test_a_change_made_without_validation_is_looked_at_again() -> None:
    event = event_of()
    with pytest.raises(RequestError, match=r"^wishes\.0\.whom .*'s1'") as caught:
        checked(event.model_copy(update={"participants": event.participants[1:]}))
    assert caught.value.english.startswith("wishes.0.whom names 's1'")
    assert checked(event.without("s1")).wishes == ()
