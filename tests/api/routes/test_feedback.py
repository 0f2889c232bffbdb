"""Feedback over HTTP: what was shown is written down, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from api.routes.examples import INLINE, REPORTS
from api.work.feedback import impression_of
from api.work.service import Service, open_service
from data.feedback.outcomes import Impression
from data.store.feedback import FeedbackStore
from matcher.request import MatchRequest, Viewer
from tests.api.conftest import HOST, fill, settings_in

QUESTION = "Laserschweißen von Aluminium"
MakeClient = Callable[..., TestClient]


@pytest.fixture
def own(new_client: MakeClient) -> TestClient:
    """A client of a service that may be written to."""
    return new_client()


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def log_of(client: TestClient) -> FeedbackStore:
    return service_of(client).feedback.log


def ask(client: TestClient, **body: Any) -> Any:
    answer = client.post("/v1/suggestions", json={"question": QUESTION, "k": 3} | body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def tell(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/feedback", json=body)


def test_what_is_shown_is_written_down(own: TestClient) -> None:
    rule = {"rule": "kind", "values": ["company", "craft"]}
    answer = ask(own, constraints=[rule], who="BIT")
    kept = log_of(own).impression(answer["impression_id"])
    assert (kept.tenant, kept.who, kept.question) == ("default", "BIT", QUESTION)
    assert (kept.goal, kept.constraints) == ("solution", (rule,))
    assert kept.versions.model_dump() == answer["versions"]
    shown = [item.model_dump() for item in kept.shown]
    assert shown == [
        {
            "position": suggestion["rank"],
            "profile_id": suggestion["profile_id"],
            "score": suggestion["score"],
            "features": suggestion["features"],
        }
        for suggestion in answer["suggestions"]
    ]
    assert len(shown) == 3


def test_who_only_measures_leaves_no_trace(own: TestClient) -> None:
    assert ask(own, record=False)["impression_id"] is None
    service = service_of(own)
    service.suggest(MatchRequest(question=QUESTION), service.viewer)
    assert own.get("/ready").status_code == 200
    assert log_of(own).counts().impressions == 0


def test_a_profile_that_is_not_stored_is_kept_as_text(own: TestClient) -> None:
    answer = own.post("/v1/suggestions", json=INLINE).json()
    kept = log_of(own).impression(answer["impression_id"])
    assert kept.seeker is None
    assert kept.question is not None
    assert kept.question.startswith("Metallbau Muster GmbH Laserschweißen von Aluminium")


def test_feedback_on_a_list_is_given_read_and_taken_back(own: TestClient) -> None:
    answer = ask(own)
    partner = answer["suggestions"][0]["profile_id"]
    given = tell(own, impression_id=answer["impression_id"], profile_id=partner, kind="contacted")
    assert given.status_code == 201
    event = given.json()
    assert (event["question"], event["tenant"]) == (QUESTION, "default")
    pair = {"seeker": QUESTION, "profile_id": partner}
    assert own.get("/v1/feedback", params=pair).json() == {"state": "contacted", "events": [event]}
    assert own.delete(f"/v1/feedback/{event['id']}").status_code == 204
    assert own.get("/v1/feedback", params=pair).json() == {"state": None, "events": []}
    assert own.delete(f"/v1/feedback/{event['id']}").status_code == 404


def test_a_cooperation_nobody_suggested_can_be_told(own: TestClient) -> None:
    seeker, partner = (p["id"] for p in own.get("/v1/profiles?limit=2").json()["items"])
    assert tell(own, seeker=seeker, profile_id=partner, kind="cooperation").status_code == 201
    pair = {"seeker": seeker, "profile_id": partner}
    assert own.get("/v1/feedback", params=pair).json()["state"] == "cooperation"
    for unknown in ({"seeker": "nie"}, {"profile_id": "fremd-own"}):
        answer = tell(own, **{**pair, "kind": "met", **unknown})
        assert answer.status_code == 404
        assert next(iter(unknown.values())) in answer.json()["detail"]


def test_what_does_not_fit_is_told_in_both_languages(own: TestClient) -> None:
    answer = ask(own)
    ids = [suggestion["profile_id"] for suggestion in answer["suggestions"]]
    unknown = {"impression_id": "i0", "profile_id": ids[0], "kind": "met"}
    assert tell(own, **unknown).status_code == 404
    foreign = unknown | {"impression_id": answer["impression_id"], "profile_id": "fremd-own"}
    for headers, word in (
        ({"Accept-Language": "de"}, "Erwartet"),
        ({"Accept-Language": "en"}, "Expected"),
    ):
        told = own.post("/v1/feedback", json=foreign, headers=headers)
        assert told.status_code == 422
        for named in ("fremd-own", answer["impression_id"], word, *ids):
            assert named in told.json()["detail"]
    unreasoned = unknown | {"kind": "declined"}
    assert "braucht 'reason'" in tell(own, **unreasoned).json()["detail"]
    askerless = {"profile_id": ids[0], "kind": "met"}
    assert "braucht genau eines von 'seeker'" in tell(own, **askerless).json()["detail"]


def test_examples_are_whole_reports(own: TestClient) -> None:
    for example in REPORTS.values():
        answer = tell(own, **(example["value"] or {}))
        assert answer.status_code == 404  # what they name is not stored here
        assert "kennung" in answer.json()["detail"].lower()


def test_tenants_do_not_meet(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'both.sqlite'}"
    both = [
        settings_in(tmp_path / tenant, tenant=tenant, database_url=url) for tenant in ("hwk", "ihk")
    ]
    fill(both[0], 10)
    with (
        open_service(both[0]) as first,
        open_service(both[1]) as second,
        TestClient(create_app(first), base_url=HOST) as hwk,
        TestClient(create_app(second), base_url=HOST) as ihk,
    ):
        answer = ask(hwk)
        body = {
            "impression_id": answer["impression_id"],
            "profile_id": answer["suggestions"][0]["profile_id"],
            "kind": "met",
        }
        assert tell(ihk, **body).status_code == 404
        event = tell(hwk, **body).json()
        pair = {"seeker": QUESTION, "profile_id": body["profile_id"]}
        assert ihk.get("/v1/feedback", params=pair).json()["events"] == []
        assert ihk.delete(f"/v1/feedback/{event['id']}").status_code == 404
        operator = Viewer(everything=True)
        kept = first.feedback.history(QUESTION, body["profile_id"], operator)
        assert [found.id for found in kept] == [event["id"]]
        second.feedback.undo(event["id"], operator)
        assert hwk.get("/v1/feedback", params=pair).json()["events"] == []


def test_without_a_tenant_nothing_is_kept(new_client: MakeClient) -> None:
    client = new_client(tenant="")
    answer = ask(client)
    assert answer["suggestions"]
    assert answer["impression_id"] is None
    partner = answer["suggestions"][0]["profile_id"]
    assert tell(client, question="x", profile_id=partner, kind="met").status_code == 403
    assert client.delete("/v1/feedback/e0").status_code == 403
    pair = {"seeker": "x", "profile_id": partner}
    assert client.get("/v1/feedback", params=pair).json()["events"] == []
    assert log_of(client).counts().impressions == 0


def test_a_database_that_takes_nothing_costs_no_suggestion(
    own: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    service = service_of(own)
    engine = create_engine(service.settings.store_url)
    with engine.begin() as connection:
        refusal = "SELECT RAISE(ABORT, 'database or disk is full')"
        connection.exec_driver_sql(
            f"CREATE TRIGGER full BEFORE INSERT ON impressions BEGIN {refusal}; END"
        )
    engine.dispose()
    with caplog.at_level(logging.WARNING):
        answer = ask(own)
    assert len(answer["suggestions"]) == 3
    assert answer["impression_id"] is None
    assert "is full; nothing was stored" in caplog.text


def test_the_record_of_a_long_profile_is_cut(shared: Service) -> None:
    long = {"role": "offer", "text": "Drehen und Fräsen " * 200}
    inline = {"id": "x", "name": "X", "kind": "craft", "statements": [long] * 20}
    request = MatchRequest.model_validate({"profile": inline})
    made = impression_of(request, shared.suggest(request, shared.viewer), "hwk")
    assert isinstance(made, Impression)
    assert made.question is not None
    assert 19_000 < len(made.question) <= 20_000
