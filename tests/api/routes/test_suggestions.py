"""Suggestions over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.routes.examples import INLINE, PROFILE, QUESTION
from data.places.regions import load_regions
from data.profiles import Profile

QUESTION_TEXT = "Wer kann Aluminium mit dem Laser schweißen?"


def ask(client: TestClient, **body: Any) -> Any:
    answer = client.post("/v1/suggestions", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_question_is_answered_with_reasons_that_add_up(client: TestClient) -> None:
    result = ask(client, question=QUESTION_TEXT, k=5)
    assert [s["rank"] for s in result["suggestions"]] == [1, 2, 3, 4, 5]
    for suggestion in result["suggestions"]:
        assert sum(t["value"] for t in suggestion["terms"]) == pytest.approx(
            suggestion["score"], abs=1e-3
        )
        assert suggestion["reason"]
    best = result["suggestions"][0]
    assert any("Laser" in e["theirs"] for e in best["evidence"])


def test_a_region_is_never_left(client: TestClient) -> None:
    result = ask(client, **QUESTION)
    brandenburg = load_regions().resolve("Brandenburg")
    assert result["suggestions"]
    for suggestion in result["suggestions"]:
        profile = Profile.model_validate(
            client.get(f"/v1/profiles/{suggestion['profile_id']}").json()
        )
        assert any(load_regions().contains(brandenburg, place) for place in profile.places)
        assert profile.kind in ("company", "craft")


def test_an_inline_profile_is_not_stored(client: TestClient) -> None:
    assert ask(client, **INLINE)["suggestions"]
    assert client.get(f"/v1/profiles/{PROFILE['id']}").status_code == 404


def test_the_language_is_the_readers_unless_the_body_says_one(client: TestClient) -> None:
    body = {"question": QUESTION_TEXT, "constraints": [{"rule": "kind", "values": ["craft"]}]}
    headers = {"Accept-Language": "en"}
    english = client.post("/v1/suggestions", json=body, headers=headers).json()
    german = client.post("/v1/suggestions", json=body | {"language": "de"}, headers=headers).json()
    assert english["rejected_by"][0]["rule"] == "kind: craft firm"
    assert german["rejected_by"][0]["rule"] == "Art: Handwerksbetrieb"


def test_profiles_of_others_are_suggested_only_if_they_are_visible(client: TestClient) -> None:
    found = {
        s["profile_id"]
        for s in ask(client, question="Laserschweißen Aluminium", k=100)["suggestions"]
    }
    assert {"fremd-network", "fremd-public"} <= found
    assert "fremd-own" not in found


def test_an_invisible_seeker_does_not_exist(client: TestClient) -> None:
    answer = client.post("/v1/suggestions", json={"profile_id": "fremd-own"})
    assert answer.status_code == 404


def test_the_viewer_cannot_be_chosen_by_the_caller(client: TestClient) -> None:
    body = {"question": "Guss", "viewer": {"everything": True}}
    answer = client.post("/v1/suggestions", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "body.viewer"


@pytest.mark.parametrize("k", [0, 101, -1, 1.5, "zehn"])
def test_k_is_bounded(client: TestClient, k: object) -> None:
    answer = client.post("/v1/suggestions", json={"question": "Guss", "k": k})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "body.k"


def test_a_misspelt_region_is_named_with_a_proposal(client: TestClient) -> None:
    rule = {"rule": "region", "values": ["Ukermark"]}
    answer = client.post("/v1/suggestions", json={"question": "Guss", "constraints": [rule]})
    assert answer.status_code == 422
    assert "Uckermark" in answer.json()["detail"]
