"""The pages of the atlas: what they show, count and hand out, and what they never tell."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.atlas.building import build
from api.work.atlas.shown import known_atlas
from api.work.jobs import jobs_of
from api.work.service import Service, open_service
from data.profiles import Role, Visibility
from matcher.atlas.counts import Selection
from matcher.request import Viewer
from tests.api.conftest import browser, fill, settings_in
from tests.support.atlas_profiles import profile

PATHS = (
    "/atlas",
    "/atlas?farbe=thema",
    "/atlas?farbe=luecke",
    "/atlas/thema/t1",
    "/atlas/matrix",
    "/atlas/matrix?ebene=kreis&land=land:12&branche=division&was=luecke",
    "/atlas/fachkraefte",
    "/atlas/fachkraefte?ebene=kreis",
    "/atlas/stoebern",
    "/atlas/stoebern?rolle=need&region=land:12&seite=2",
    "/atlas/buendeln",
    "/atlas/dubletten",
    "/atlas/versionen",
    "/atlas/aufbauen",
)
FORMULA = "=HYPERLINK(1) Kühlung von Rechenzentren mit Flusswasser"
ALIKE = "Lohnfertigung von Gehäusen aus Aluminium auf fünf Achsen"
SECRET = "Zylkatechnik für Raketenantriebe"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = settings_in(tmp_path_factory.mktemp("atlas-pages"))
    fill(settings, 240)
    with open_service(settings) as opened:
        hidden = [
            profile(f"h{i}", (Role.OFFER, f"{SECRET} {i}"), visibility=Visibility.OWN, owner="xy")
            for i in range(8)
        ]
        alike = [profile(f"g{i}", (Role.OFFER, ALIKE)) for i in range(3)]
        opened.store.put([*hidden, *alike, profile("formel", (Role.OFFER, FORMULA))])
        opened.follow()
        build(opened)
        build(opened)
        yield opened


@pytest.fixture(scope="module")
def pages(service: Service) -> Iterator[TestClient]:
    with browser(create_app(service)) as opened:
        yield opened


def text_of(client: TestClient, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, (path, answer.text[:500])
    return answer.text


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_in_both_languages_and_tells_nothing_hidden(
    pages: TestClient, path: str
) -> None:
    for language in ("de", "en"):
        text = text_of(pages, f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert f'<html lang="{language}">' in text
        assert "Zylka" not in text
        assert not re.search(r"<script(?! src)| style=| on[a-z]+=", text)
    pages.get("/atlas?lang=de")


def test_without_an_atlas_the_page_says_how_to_get_one(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    for path in ("/atlas", "/atlas/matrix", "/atlas/stoebern"):
        text = text_of(client, path)
        assert "Der Atlas ist noch nicht erstellt." in text
        assert 'action="/atlas/aufbauen"' in text
    assert "Der Atlas ist noch nicht erstellt." in text_of(client, "/atlas/versionen")
    reader = new_client(tenant=None)
    assert "Erstellen kann ihn die Verwaltung der Einrichtung" in text_of(reader, "/atlas")


def test_building_shows_its_progress_and_ends_with_a_version(service: Service) -> None:
    with browser(create_app(service)) as client:
        answer = client.post("/atlas/aufbauen", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/atlas/aufbauen")
        job = jobs_of(service).latest("default", "atlas")
        assert job is not None
        assert job.wait(60)
        assert f"Der Atlas ist fertig: Version {job.result}." in text_of(client, "/atlas/aufbauen")
        assert f'<th scope="row">{job.result}</th>' in text_of(client, "/atlas/versionen")


def test_the_map_has_every_topic_as_a_link_and_in_the_table(
    service: Service, pages: TestClient
) -> None:
    atlas = known_atlas(service, Viewer(tenant="default"))
    text = text_of(pages, "/atlas")
    wide = text[text.index('class="atlas-map wide"') : text.index('class="atlas-map narrow"')]
    for topic in atlas.model.topics:
        assert wide.count(f'href="/atlas/thema/{topic.id}"') == 1
        assert f'<th scope="row"><a href="/atlas/thema/{topic.id}">' in text
    assert "Seit Version" in text


def test_a_topic_shows_its_statements_and_where_they_come_from(
    service: Service, pages: TestClient
) -> None:
    atlas = known_atlas(service, Viewer(tenant="default"))
    topic = atlas.model.topics[0]
    hits = atlas.view.select(Selection(topic=topic.id, role=Role.OFFER))
    text = text_of(pages, f"/atlas/thema/{topic.id}")
    assert f'Angebote <span class="quiet">({len(hits)})</span>' in text
    assert f'href="/profil/{hits[0].profile.id}"' in text
    assert f'href="/?profil={hits[0].profile.id}"' in text
    missing = pages.get("/atlas/thema/t99999", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    assert "t99999" in missing.text


def test_browsing_narrows_and_turns_pages(service: Service, pages: TestClient) -> None:
    atlas = known_atlas(service, Viewer(tenant="default"))
    needs = atlas.view.select(Selection(role=Role.NEED))
    text = text_of(pages, "/atlas/stoebern?rolle=need")
    assert re.search(rf"{len(needs)} Aussagen von \d+ Profilen", text)
    assert "Seite 1 von" in text
    assert '<span class="pill role-offer">' not in text
    last = text_of(pages, "/atlas/stoebern?rolle=need&seite=99999")
    assert re.search(r"Seite (\d+) von \1", last)
    assert "Dazu gibt es keine Aussage" in text_of(pages, "/atlas/stoebern?thema=t0")
    assert "Aussagen von" in text_of(pages, "/atlas/stoebern?art=quatsch&seite=-1")


def test_the_matrix_has_the_numbers_of_the_atlas(service: Service, pages: TestClient) -> None:
    matrix = known_atlas(service, Viewer(tenant="default")).matrix("land", "cluster")
    text = text_of(pages, "/atlas/matrix?was=bedarfe")
    needs = matrix.cells["land:12", "cluster:metal"].needs
    assert needs > 0
    assert f'aria-label="Brandenburg, Metall: {needs}"' in text
    gap = text_of(pages, "/atlas/matrix?was=luecke&ebene=kreis&land=land:11")
    assert '<th scope="row">Berlin</th>' in gap
    assert "Barnim" not in gap


@pytest.mark.parametrize("name", ["themen", "matrix", "fachkraefte", "buendeln", "stoebern"])
def test_each_table_comes_as_csv_and_workbook_alike(pages: TestClient, name: str) -> None:
    answer = pages.get(f"/atlas/tabelle/{name}.csv")
    assert f"atlas-{name}.csv" in answer.headers["content-disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(BytesIO(pages.get(f"/atlas/tabelle/{name}.xlsx").content))
    cells = list(book.worksheets[0].iter_rows())
    assert len(cells) == len(rows) > 1
    assert [cell.value for cell in cells[0]] == rows[0]
    assert "Zylka" not in answer.text


def test_no_cell_is_run_as_a_formula(pages: TestClient) -> None:
    text = pages.get("/atlas/tabelle/stoebern.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    book = openpyxl.load_workbook(BytesIO(pages.get("/atlas/tabelle/stoebern.xlsx").content))
    found = [c for row in book.worksheets[0].iter_rows() for c in row if c.value == FORMULA]
    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)]
    assert pages.get("/atlas/tabelle/quatsch.csv").status_code == 422


def test_offers_that_say_the_same_stand_together(pages: TestClient) -> None:
    text = text_of(pages, "/atlas/buendeln")
    group = next(part for part in text.split('<section class="card"') if ALIKE in part)
    assert group.count(f'<p class="atlas-text">{ALIKE}</p>') == 3
    assert "3 Angebote" in group


def test_versions_are_compared(pages: TestClient) -> None:
    text = text_of(pages, "/atlas/versionen?von=1&bis=2")
    assert "Von Version 1 zu Version 2" in text
    assert "Die Themen sind gleich geblieben." in text
    assert "Von Version" in text_of(pages, "/atlas/versionen?von=77&bis=abc")
