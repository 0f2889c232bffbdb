"""Suggestions of one search side by side."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.work.service import Service
from matcher.request import MatchRequest, Viewer

SEARCH = {"q": "Laserschweißen von Aluminium"}


@pytest.fixture
def ids(shared: Service) -> list[str]:
    """The ids that the search of these tests finds, best first."""
    request = MatchRequest(question=SEARCH["q"])
    found = shared.matcher.suggest(request, Viewer(tenant="default"))
    return [s.profile_id for s in found.suggestions]


def shown(html: str) -> list[str]:
    """Return the ids of the columns."""
    head = html.partition("<thead")[2].partition("</thead>")[0]
    return re.findall(r'href="/profil/([^"?]+)', head)


def page(client: TestClient, *ids: str, **more: str) -> str:
    """Return the page that compares profiles."""
    answer = client.get("/vergleich", params=SEARCH | more | {"mit": list(ids)})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_scores_and_reasons_are_those_of_the_list(
    client: TestClient, shared: Service, ids: list[str]
) -> None:
    html = page(client, ids[4], ids[1])
    assert shown(html) == [ids[1], ids[4]]
    request = MatchRequest(question=SEARCH["q"])
    result = shared.matcher.suggest(request, Viewer(tenant="default"))
    text = re.sub(r"</?mark>", "", unescape(html))
    for place in (1, 4):
        suggestion = result.suggestions[place]
        assert suggestion.for_asker in text
        assert f"{suggestion.score:.2f}".replace(".", ",") in text
        assert all(pair.theirs in text for pair in suggestion.evidence)
    assert re.findall(r'<th scope="row" role="rowheader">([^<]+)', html) == [
        "Passung", "Für Sie", "Für den Partner", "Ort und Entfernung", "Belege",
        "Regeln und Wünsche", "Art", "Branche", "Größe", "Nächster Schritt", "Stand",
    ]  # fmt: skip


def test_more_than_three_are_too_many(client: TestClient, ids: list[str]) -> None:
    html = page(client, *ids[:5])
    assert shown(html) == ids[:3]
    assert "Nebeneinander passen drei." in html


def test_fewer_than_two_are_told_what_to_do(client: TestClient, ids: list[str]) -> None:
    assert "zwei oder drei Vorschläge auswählen" in page(client)
    assert shown(page(client, ids[0])) == [ids[0]]


def test_rules_and_visibility_hold(client: TestClient, ids: list[str]) -> None:
    html = page(client, ids[0], "fremd-own", "gibt-es-nicht")
    assert shown(html) == [ids[0]]
    assert "Nicht mehr in der Liste dieser Suche: 2." in html
    assert "Verborgene" not in html
    kept = shown(page(client, *ids[:3], art="facility"))
    assert len(kept) < 3


def test_one_is_taken_away_by_a_link(client: TestClient, ids: list[str]) -> None:
    html = page(client, *ids[2:5], ort="Potsdam", km="400")
    links = [unescape(link) for link in re.findall(r'small" href="(/vergleich\?[^"]+)"', html)]
    columns = shown(html)
    assert len(links) == len(columns) == 3
    for link, gone in zip(links, columns, strict=True):
        assert shown(client.get(link).text) == [id for id in columns if id != gone]


def test_a_search_that_is_wrong_says_so(client: TestClient, ids: list[str]) -> None:
    html = page(client, ids[0], ids[1], region="Nirgendland")
    assert "Nirgendland" in html
    assert shown(html) == []
    assert "Nicht mehr in der Liste" not in html
