"""The page that the day begins with tells what is new, what waits and what needs care."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.work.service import Service
from data.feedback.outcomes import Event, now
from data.profiles import Profile

FIRM = {
    "id": "muster",
    "name": "Metallbau Muster",
    "kind": "craft",
    "statements": [{"role": "need", "text": "Wir suchen jemanden, der Edelstahl beizt."}],
}


@pytest.fixture
def client(new_client: Callable[..., TestClient]) -> TestClient:
    return new_client()


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def page(client: TestClient, path: str = "/heute") -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_quiet_day_says_so(client: TestClient) -> None:
    text = page(client)
    assert "Merken Sie sich eine Suche" in text
    assert "wartet länger als 30 Tage" in text
    assert "Kein Bogen ist in Arbeit" in text
    assert "Niemand wartet auf Ihre Antwort" in text
    assert 'aria-current="page">Heute' in text


def contacted(client: TestClient, days_ago: int, **fields: str) -> None:
    service = service_of(client)
    if service.store.owners([FIRM["id"]]) == {}:  # type: ignore[list-item]
        service.create(Profile.model_validate(FIRM), service.viewer)
    made = {
        "seeker": "muster",
        "profile_id": "fremd-public",
        "kind": "contacted",
        "tenant": "default",
        "time": now() - dt.timedelta(days=days_ago),
    }
    service.feedback.log.add(Event.model_validate(made | fields))


def test_a_contact_of_last_month_is_to_be_asked_after(client: TestClient) -> None:
    contacted(client, 40)
    text = page(client)
    assert 'href="/profil/fremd-public">Offene Gießerei' in text
    assert 'href="/profil/muster">Metallbau Muster' in text
    assert "seit 40 Tagen: kontaktiert" in text


def test_a_contact_of_last_week_is_left_in_peace(client: TestClient) -> None:
    contacted(client, 7)
    assert "seit 7 Tagen" not in page(client)


def test_a_partner_who_may_not_be_seen_any_more_is_not_named(client: TestClient) -> None:
    contacted(client, 40, profile_id="fremd-own")
    text = page(client)
    assert "Verborgene" not in text and "fremd-own" not in text
    assert "ein Profil, das es nicht mehr gibt" in text


def test_a_saved_search_with_a_new_match_is_named(client: TestClient) -> None:
    saved = client.post(
        "/suchen",
        data={"search_address": "/?q=Wer+beizt+Edelstahl%3F", "csrf": token(client)},
        follow_redirects=False,
    )
    assert saved.status_code == 303
    assert "haben nichts Neues gefunden" in page(client)
    newcomer = {
        "id": "neu",
        "name": "Beizerei Neu",
        "kind": "craft",
        "statements": [{"role": "offer", "text": "Wer Edelstahl beizt? Wir beizen Edelstahl."}],
    }
    service = service_of(client)
    service.create(Profile.model_validate(newcomer), service.viewer)
    text = page(client)
    assert "1 neuer Treffer" in text and "Wer beizt Edelstahl?" in text


def token(client: TestClient) -> str:
    text = page(client, "/?q=Wer+beizt+Edelstahl%3F")
    return text.partition('name="csrf" value="')[2].partition('"')[0]
