"""The page of needs: what it shows to whom, its filters, and the spreadsheet."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.app import create_app
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.profiles import Profile
from data.store.profiles import open_store
from matcher.needs.gaps import Survey, survey
from tests.api.conftest import browser

HONEY = "Sortenreiner Honig aus pestizidarmen Lagen, 800 Kilogramm im Jahr"
WELDING = "Laserschweißen von Aluminium für dünne Bleche"
OYSTERS = "Austernzüchter mit Salzwasserbecken für einen Versuch"
FORMULA = "=HYPERLINK(Tiefbohrwerk bis vier Meter)"
PROFILES = [
    ("mine", "default", "public", "17291", "metal", "need", WELDING),
    ("mine-2", "default", "public", "17291", "metal", "need", OYSTERS),
    ("mine-3", "default", "public", "17268", "metal", "need", FORMULA),
    ("mine-4", "default", "public", "17268", "metal", "need", HONEY),
    ("mine-5", "default", "public", "10115", "metal", "offer", "Kupferschmiede für Brennblasen"),
    ("welder", "kammer", "public", "10115", "metal", "offer", WELDING),
    ("beekeeper", "kammer", "public", "16278", "food", "offer", HONEY),
    ("hidden", "kammer", "own", "17291", "food", "offer", OYSTERS),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def made(row: tuple[str, ...]) -> Profile:
    id, owner, visibility, plz, cluster, role, text = row
    return Profile.model_validate(
        {
            "id": id,
            "name": f"Firma {id}",
            "kind": "company",
            "owner": owner,
            "visibility": visibility,
            "places": [{"postcode": plz}],
            "clusters": [cluster],
            "statements": [{"role": role, "text": text}],
        }
    )


@contextmanager
def opened(folder: Path) -> Iterator[Service]:
    settings = Settings.model_validate({"home": folder, "model": "hashing", "poll_seconds": 0})
    with open_store(settings.store_url) as store:
        store.put(map(made, PROFILES))
    with open_service(settings) as service:
        yield service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """For tests that change nothing."""
    with opened(tmp_path_factory.mktemp("needs")) as service:
        yield service


@pytest.fixture
def client(shared: Service) -> Iterator[TestClient]:
    with browser(create_app(shared)) as made_client:
        yield made_client


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service of one's own, for which nothing was compared yet."""
    with opened(tmp_path) as fresh:
        yield fresh


@pytest.fixture
def own(service: Service) -> Iterator[TestClient]:
    with browser(create_app(service)) as made_client:
        yield made_client


def text_of(client: TestClient, path: str) -> str:
    """Return a page once it is done, without its tags."""
    for _ in range(200):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        if "<progress" not in answer.text:
            return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
        time.sleep(0.05)
    raise AssertionError(f"{path} does not get done")


def shown(client: TestClient, path: str) -> list[str]:
    """Return the ids of the profiles that the list shows first in each entry."""
    text_of(client, path)
    return re.findall(r'<h3[^>]*><a href="/profil/([^"]+)"', client.get(path).text)


def test_a_need_that_nobody_visible_answers_is_open(client: TestClient) -> None:
    assert set(shown(client, "/bedarfe")) == {"mine-2", "mine-3"}
    text = text_of(client, "/bedarfe")
    assert "2 von 4 Bedarfen haben noch keine klare Antwort." in text
    assert "Firma hidden" not in text


def test_whoever_sees_more_gets_another_answer(service: Service, own: TestClient) -> None:
    assert "mine-2" in shown(own, "/bedarfe?wer=alle")
    service.settings = service.settings.model_copy(update={"tenant": "kammer"})
    with browser(create_app(service)) as other:
        assert "mine-2" not in shown(other, "/bedarfe?wer=alle")


def test_the_survey_is_made_once(own: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made_for: list[object] = []

    def counted(*args: Any) -> Survey:
        made_for.append(args[1])
        return survey(*args)

    monkeypatch.setattr("api.work.needs.survey.survey", counted)
    for path in ("/bedarfe", "/bedarfe/angebote", "/bedarfe?region=Berlin", "/bedarfe/chancen"):
        text_of(own, path)
    assert len(made_for) == 1


def test_a_change_of_the_data_makes_a_new_one(own: TestClient, service: Service) -> None:
    assert "mine-2" in shown(own, "/bedarfe")
    service.store.put([made(("oyster", "kammer", "public", "17291", "food", "offer", OYSTERS))])
    service.follow()
    assert "mine-2" not in shown(own, "/bedarfe")


def test_a_page_does_not_wait_for_a_long_survey(
    own: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*args: Any) -> Survey:
        args[3](1, 4)
        go_on.wait(10)
        return survey(*args)

    monkeypatch.setattr("api.work.needs.survey.survey", slow)
    monkeypatch.setattr("api.web.needs.pages.AT_ONCE_SECONDS", 0.2)
    waiting = own.get("/bedarfe?region=Uckermark").text
    assert re.search(r'<progress[^>]* value="25"', waiting)
    assert 'hx-get="/bedarfe?region=Uckermark"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    go_on.set()
    assert "mine-2" in shown(own, "/bedarfe?region=Uckermark")


def test_a_survey_that_fails_is_told_and_tried_again(
    own: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: object) -> Survey:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr("api.work.needs.survey.survey", failing)
        answer = own.get("/bedarfe", headers={"Accept": "text/html"})
        assert answer.status_code >= 400
        assert "unerwarteter Fehler" in answer.text
    assert "mine-2" in shown(own, "/bedarfe")


def test_a_counterpart_may_be_asked_to_be_near(client: TestClient) -> None:
    assert "mine" in shown(client, "/bedarfe?umkreis=kreis")
    text = text_of(client, "/bedarfe?umkreis=kreis&stand=fern")
    assert "Anzahl dort: Berlin: 1." in text
    assert shown(client, "/bedarfe?umkreis=kreis&stand=fern") == ["mine"]
    assert "mine-4" not in shown(client, "/bedarfe?umkreis=kreis")


def test_filters_narrow_the_list(client: TestClient) -> None:
    assert shown(client, "/bedarfe?region=Templin&branche=Metall") == ["mine-3"]
    assert shown(client, "/bedarfe?art=craft") == []
    assert "Kein Profil in dieser Auswahl nennt einen Bedarf." in text_of(
        client, "/bedarfe?art=craft"
    )


def test_a_field_with_an_error_keeps_what_was_typed(client: TestClient) -> None:
    answer = client.get("/bedarfe?region=Ukermark&branche=Schmiedekunst")
    assert answer.status_code == 200
    assert 'value="Ukermark"' in answer.text
    assert 'aria-describedby="problem-region region-hint"' in answer.text
    assert "Meinten Sie" in answer.text
    assert 'id="problem-sector"' in answer.text


def test_nonsense_in_the_address_is_left_out(client: TestClient) -> None:
    path = "/bedarfe?seite=-3&art=drache&umkreis=mond&wer=niemand&stand=x&ebene=y"
    assert set(shown(client, path)) == {"mine-2", "mine-3"}
    assert set(shown(client, "/bedarfe?seite=99999999999999999")) == {"mine-2", "mine-3"}


def test_an_entry_leads_to_a_search_and_can_be_kept(own: TestClient) -> None:
    text_of(own, "/bedarfe")
    page = own.get("/bedarfe").text
    search = unescape(re.findall(r'href="(/\?q=[^"]+)"', page)[0])
    answer = own.get(search)
    assert answer.status_code == 200
    whose = re.findall(r"ohne=([\w-]+)", search)[0]
    assert f"/profil/{whose}?" not in answer.text  # nobody is the partner for their own need
    assert f"/profil/{whose}?" in own.get(search.replace(f"&ohne={whose}", "")).text
    kept = own.post("/suchen", data={"search_address": search, "name": "Austern"})
    assert kept.status_code == 200
    assert "Austern" in kept.text


def test_an_offer_that_nobody_asks_for_is_unasked(client: TestClient) -> None:
    assert shown(client, "/bedarfe/angebote") == ["mine-5"]
    everybody = shown(client, "/bedarfe/angebote?wer=alle")
    assert "welder" not in everybody
    assert "/?profil=Firma+mine-5" in client.get("/bedarfe/angebote").text


def test_a_chance_joins_two_clusters_and_says_why(client: TestClient) -> None:
    text = text_of(client, "/bedarfe/chancen")
    assert "Firma mine-4 ↔ Firma beekeeper" in text
    assert "Firma welder" not in text
    assert "Honig" in text


def test_the_tenants_own_cluster_is_no_other(own: TestClient, service: Service) -> None:
    tenant = service.people.tenant("default").model_copy(update={"cluster": "food"})
    service.people.save_tenant(tenant)
    assert shown(own, "/bedarfe/chancen?wer=eigene") == []
    assert shown(own, "/bedarfe/chancen?wer=alle") != []


def test_the_overview_counts_and_leads_to_the_list(client: TestClient) -> None:
    text = text_of(client, "/bedarfe/ueberblick")
    assert "4 Bedarfe" in text
    assert "2 davon ohne Antwort" in text
    page = client.get("/bedarfe/ueberblick").text
    cell = unescape(re.findall(r'<td[^>]*><a href="([^"]+)"', page)[0])
    assert cell == "/bedarfe?region=Landkreis+Uckermark&branche=Cluster+Metall"
    assert set(shown(client, cell)) == {"mine-2", "mine-3"}
    assert "1 davon ungefragt" in text


def test_the_spreadsheet_holds_all_with_its_filters(client: TestClient) -> None:
    answer = client.get("/bedarfe/export.xlsx?region=Uckermark")
    assert answer.headers["Content-Type"] == XLSX
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == [
        "Angaben",
        "Offene Bedarfe",
        "Ungefragte Angebote",
        "Chancen zwischen Clustern",
        "Überblick",
    ]
    about = {row[0].value: row[1].value for row in book["Angaben"].iter_rows()}
    assert about["Region des Betriebs"] == "Landkreis Uckermark"
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", str(about["Stand"]))
    cells = {cell.value: cell for row in book["Offene Bedarfe"].iter_rows() for cell in row}
    assert cells[FORMULA].data_type == "s"
    assert OYSTERS in cells
    assert "Firma hidden" not in cells
    assert book["Chancen zwischen Clustern"]["C2"].value == "Firma beekeeper"
    assert [c.value for c in book["Überblick"][2]] == ["Landkreis Uckermark", "Metall", 4, 2, 0, 0]


def test_the_page_is_for_advisers_and_speaks_english(
    client: TestClient, new_client: Callable[..., TestClient]
) -> None:
    text_of(client, "/bedarfe")
    assert "2 of 4 needs have no clear answer yet." in text_of(client, "/bedarfe?lang=en")
    for path in ("/bedarfe", "/bedarfe/chancen", "/bedarfe/export.xlsx"):
        assert new_client(tenant="").get(path).status_code == 403
