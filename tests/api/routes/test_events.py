from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.routes.event_examples import CONTENT
from api.work.jobs import AT_ONCE, jobs_of
from api.work.service import Service, open_service
from tests.api.conftest import browser, fill, settings_in

PATIENCE = 60


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A small installation of its own."""
    settings = settings_in(tmp_path_factory.mktemp("events"))
    fill(settings, 10)
    with open_service(settings) as opened:
        yield opened


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with browser(create_app(service)) as opened:
        yield opened


def create(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = client.post("/v1/events", json={**CONTENT, **changes})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/v1/events/{answer.json()['id']}"
    made: dict[str, Any] = answer.json()
    return made


def change(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    fields = {name: event[name] for name in CONTENT} | {"version": event["version"]}
    return fields | changes


def planned(client: TestClient, event: dict[str, Any], **replan: Any) -> dict[str, Any]:
    """Plan an event and return the job when it is over."""
    at = f"/v1/events/{event['id']}"
    asked = client.post(f"{at}/replan", json=replan) if replan else client.post(f"{at}/plan")
    assert asked.status_code == 202, asked.text
    job = jobs_of(service_of(client)).get("default", asked.json()["id"])
    assert job.wait(PATIENCE)
    told: dict[str, Any] = client.get(asked.headers["Location"]).json()
    assert told["over"]
    return told


def service_of(client: TestClient) -> Service:
    found = client.app.state.running.service  # type: ignore[attr-defined]
    assert isinstance(found, Service)
    return found


@contextmanager
def all_busy(service: Service) -> Iterator[None]:
    """Let no further job begin."""
    free = threading.Event()
    busy = [
        jobs_of(service).start("default", lambda _: free.wait(PATIENCE)) for _ in range(AT_ONCE)
    ]
    try:
        yield
    finally:
        free.set()
        assert all(job.wait(PATIENCE) for job in busy)


def test_an_event_is_made_changed_undone_deleted_and_brought_back(client: TestClient) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}"
    assert client.get(at).json() == event
    second = client.put(at, json=change(event, place="Cottbus", note="Ort")).json()
    assert (second["version"], second["place"]) == (2, "Cottbus")
    assert client.post(f"{at}/undo").json()["place"] == "Potsdam"
    assert client.post(f"{at}/undo").status_code == 422
    assert event["id"] in [line["id"] for line in client.get("/v1/events").json()["events"]]
    assert client.delete(at).status_code == 204
    assert client.get(at).status_code == 404
    hidden = client.get("/v1/events", params={"deleted": True}).json()["events"]
    assert [line["id"] for line in hidden] == [event["id"]]
    assert client.post(f"{at}/restore").json()["version"] == 3
    assert client.get(at).status_code == 200


def test_who_changes_an_older_version_is_told(client: TestClient) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}"
    client.put(at, json=change(event, place="Cottbus"))
    late = client.put(at, json=change(event, place="Guben"))
    assert late.status_code == 409
    assert "Fassung 2" in late.json()["detail"]
    assert client.get(at).json()["place"] == "Cottbus"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "ist bei 'Klebfix' nicht bekannt: 'Presse'; möglich sind: Startups, Industrie"),
        ("en", "is not known for 'Klebfix': 'Presse'; possible are: Startups, Industrie"),
    ],
)
def test_every_fault_is_named_with_its_place(
    client: TestClient, language: str, expected: str
) -> None:
    people = deepcopy(CONTENT["participants"])
    people[1]["side"] = "Presse"
    wishes = [{"who": "i1", "whom": "x9", "interest": "would"}]
    body = {**CONTENT, "participants": people, "wishes": wishes}
    answer = client.post("/v1/events", json=body, params={"lang": language})
    assert answer.status_code == 422
    errors = {error["place"]: error["message"] for error in answer.json()["errors"]}
    assert errors["body.participants.1.side"] == expected
    assert set(errors) == {"body.participants.1.side", "body.wishes.0.whom"}


def test_a_zone_is_refused_in_german(client: TestClient) -> None:
    slots = [{"start": "2026-09-24T10:00:00Z", "end": "2026-09-24T11:00:00Z"}]
    errors = client.post("/v1/events", json={**CONTENT, "slots": slots}).json()["errors"]
    assert errors[0]["place"] == "body.slots.0.start"
    assert "Ortszeit ohne Zeitzone" in errors[0]["message"]


def test_a_plan_is_made_read_in_three_ways_and_another_chosen(client: TestClient) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}"
    assert client.get(f"{at}/plan").status_code == 404
    assert client.get(f"{at}/conflicts").json() == {"conflicts": []}
    told = planned(client, event)
    assert (told["plan"], told["error"], told["conflicts"]) == (1, None, [])
    plan = client.get(f"{at}/plan").json()
    met = {frozenset((m["a"], m["b"])): n for n, m in enumerate(plan["meetings"])}
    assert frozenset(("s1", "i1")) in met
    assert plan["by_participant"]["i1"] == sorted(met.values())
    assert [n for some in plan["by_slot"] for n in some] == list(range(len(plan["meetings"])))
    assert sorted(n for some in plan["by_table"].values() for n in some) == sorted(met.values())
    assert plan["proof"]["gap"] == pytest.approx(0, abs=0.01)
    assert plan["figures"]["must"] == {"asked": 1, "kept": 1}
    wished = plan["meetings"][met[frozenset(("s1", "i1"))]]
    assert wished["reason"]["text"]
    assert (wished["a_name"], wished["b_name"]) == ("Thermoblick", "Armaturenwerk")
    planned(client, event)
    assert [p["number"] for p in client.get(f"{at}/plans").json()["plans"]] == [2, 1]
    chosen = client.put(f"{at}/plan", json={"number": 1}).json()["plans"]
    assert [p["current"] for p in chosen] == [False, True]
    assert client.get(f"{at}/plan").json() == plan
    assert client.get(f"{at}/plan", params={"number": 2}).json()["number"] == 2
    assert client.get(f"{at}/plan", params={"number": 3}).status_code == 404


def test_one_planning_at_a_time_and_it_can_be_stopped(client: TestClient, service: Service) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}"
    with all_busy(service):
        asked = client.post(f"{at}/plan")
        second = client.post(f"{at}/plan")
        assert second.status_code == 409
        assert "wird gerade geplant" in second.json()["detail"]
        job = asked.headers["Location"]
        assert client.get(job).json()["over"] is False
        assert client.delete(job).status_code == 204
    assert jobs_of(service).get("default", asked.json()["id"]).wait(PATIENCE)
    told = client.get(job).json()
    assert (told["plan"], told["over"]) == (None, True)
    assert "angehalten" in told["error"]
    other = create(client)
    elsewhere = job.replace(event["id"], other["id"])
    assert client.get(elsewhere).status_code == 404
    assert client.delete(elsewhere).status_code == 404


def test_why_there_is_no_plan_is_told_with_what_would_help(client: TestClient) -> None:
    wishes = [
        {"who": "i1", "whom": "s1", "interest": "must"},
        {"who": "s1", "whom": "i1", "interest": "veto"},
    ]
    event = create(client, wishes=wishes)
    told = planned(client, event)
    assert told["plan"] is None
    assert told["error"].startswith("Kein Plan hält alle Regeln ein.")
    found = client.get(f"/v1/events/{event['id']}/conflicts").json()["conflicts"]
    assert found == told["conflicts"] != []
    assert found[0]["changes"]
    english = client.get(f"/v1/events/{event['id']}/conflicts", params={"lang": "en"}).json()
    assert english["conflicts"][0]["text"] != found[0]["text"]


def test_on_the_day_little_is_changed(client: TestClient) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}"
    early = planned_error(client, at)
    assert "noch keinen Plan" in early
    planned(client, event)
    people = [dict(person) for person in event["participants"]]
    people[1]["present"] = False
    client.put(at, json=change(event, participants=people))
    first = client.get(f"{at}/plan", params={"number": 1}).json()
    planned(client, event, fixed_before="2026-09-24T10:40:00")
    after_all = client.get(f"{at}/plan").json()
    assert after_all["by_participant"] == first["by_participant"]
    told = planned(client, event, note="Klebfix fehlt")
    plan = client.get(f"{at}/plan").json()
    assert (told["plan"], plan["number"], plan["note"]) == (3, 3, "Klebfix fehlt")
    kept = [(m["a"], m["b"], m["slot"], m["table"]) for m in plan["meetings"]]
    assert kept == [
        (m["a"], m["b"], m["slot"], m["table"])
        for m in first["meetings"]
        if "s2" not in (m["a"], m["b"])
    ]


def planned_error(client: TestClient, at: str) -> str:
    asked = client.post(f"{at}/replan", json={})
    job = jobs_of(service_of(client)).get("default", asked.json()["id"])
    assert job.wait(PATIENCE)
    return str(client.get(asked.headers["Location"]).json()["error"])


def test_what_became_of_a_meeting_is_told(client: TestClient) -> None:
    event = create(client)
    at = f"/v1/events/{event['id']}/answers"
    told = {"who": "i1", "whom": "s1", "met": True, "go_on": "yes"}
    assert client.post(at, json=told).status_code == 201
    found = client.get(at).json()["answers"]
    assert [(a["who"], a["whom"], a["go_on"]) for a in found] == [("i1", "s1", "yes")]
    assert client.post(at, json=told | {"whom": "x9"}).status_code == 404
