"""Regions and sectors over HTTP, and the type-ahead behind the page."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.work.lookup import sector_options


def test_a_region_is_understood(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"text": "LOS"}).json()
    assert answer["resolved"]["name"] == "Landkreis Oder-Spree"
    assert answer["message"] is None


def test_a_misspelt_region_comes_with_a_proposal_in_the_readers_language(
    client: TestClient,
) -> None:
    params = {"text": "Ukermark", "lang": "en"}
    answer = client.get("/v1/regions", params=params).json()
    assert answer["resolved"] is None
    assert "Did you mean 'Uckermark'" in answer["message"]


def test_the_beginning_of_a_region_is_enough_for_suggestions(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"text": "Prenz", "limit": 3}).json()
    assert "Prenzlau" in [region["name"] for region in answer["suggestions"]]
    assert len(answer["suggestions"]) <= 3


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [("Zerspanung", "sector", "25.62"), ("Schreiner", "trade", "A-27"), ("25", "sector", "25")],
)
def test_a_sector_is_understood(client: TestClient, text: str, kind: str, code: str) -> None:
    resolved = client.get("/v1/sectors", params={"text": text}).json()["resolved"]
    assert (resolved["type"], resolved["code"]) == (kind, code)


def test_plain_words_find_sectors(client: TestClient) -> None:
    answer = client.get("/v1/sectors", params={"text": "Brot und Brötchen backen"}).json()
    assert answer["resolved"] is None
    assert answer["message"]
    assert "10.71" in [hit["code"] for hit in answer["matches"]]


def test_options_mix_clusters_trades_and_sectors() -> None:
    assert [o.type for o in sector_options("metall", "de")][:2] == ["cluster", "trade"]
    assert sector_options("25.6", "de")[0].code == "25.6"
    assert sector_options("", "de") == []
