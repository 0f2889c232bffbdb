"""Saved searches and outcomes as a person uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
QUESTION = "Wer baut Unterwasserroboter zur Inspektion von Schleusentoren?"
NEW = {
    "id": "neu-schleuse",
    "name": "Schleusenrobotik Probe",
    "kind": "startup",
    "statements": [
        {"role": "offer", "text": "Unterwasserroboter zur Inspektion von Schleusentoren"}
    ],
}


@pytest.fixture
def search(page: Page) -> Iterator[Page]:
    """A page with a saved search; a firm that answers it came afterwards."""
    page.goto("/")
    page.get_by_label("Wen suchen Sie?").fill(QUESTION)
    page.get_by_role("button", name="Partner vorschlagen").click()
    page.get_by_text("Suche merken").click()
    name = page.get_by_label("Name der Suche")
    expect(name).to_have_value(QUESTION)
    name.fill("Schleusen")
    page.get_by_role("button", name="Merken", exact=True).click()
    expect(page.get_by_text("„Schleusen“ ist gemerkt")).to_be_visible()
    assert page.request.post("/v1/profiles", data=NEW).status == 201
    page.goto("/suchen")
    yield page
    page.request.delete(f"/v1/profiles/{NEW['id']}")
    page.goto("/suchen")
    page.get_by_role("button", name=re.compile("Löschen ?: Schleusen")).click()
    expect(page.get_by_text("Die Suche ist gelöscht")).to_be_visible()


def test_a_saved_search_tells_exactly_who_came(search: Page) -> None:
    row = search.locator(".search-row").filter(has_text="Schleusen")
    expect(row.get_by_text("1 neu", exact=True)).to_be_visible()
    search.get_by_role("link", name="Alle neuen Treffer").click()
    expect(search.locator(".match")).to_have_count(1)
    expect(search.get_by_role("link", name="Schleusenrobotik Probe")).to_be_visible()
    search.get_by_role("link", name="Schleusen", exact=True).click()
    expect(search.locator(".match").first.get_by_text("neu", exact=True)).to_be_visible()
    search.get_by_role("button", name="Als gesehen markieren").click()
    expect(search.get_by_text("nichts Neues")).to_be_visible()
    search.get_by_role("button", name="Rückgängig").click()
    expect(search.get_by_text("1 neu", exact=True)).to_be_visible()


def test_a_search_is_renamed_deleted_and_brought_back(search: Page) -> None:
    search.get_by_role("link", name=re.compile("Einstellungen ?: Schleusen")).click()
    search.get_by_label("Name der Suche").fill("Schleusen und Wehre")
    search.get_by_label("Neue Treffer per E-Mail").select_option("täglich")
    search.get_by_role("button", name="Speichern").click()
    expect(search.get_by_role("heading", level=1)).to_have_text("Schleusen und Wehre")
    search.get_by_role("link", name="Gemerkte Suchen").first.click()
    expect(search.get_by_text("E-Mail: täglich")).to_be_visible()
    search.get_by_role("button", name=re.compile("Löschen ?: Schleusen und")).click()
    expect(search.get_by_text("Die Suche ist gelöscht")).to_be_visible()
    search.get_by_role("button", name="Rückgängig").click()
    expect(search.get_by_role("link", name="Schleusen und Wehre", exact=True)).to_be_visible()


def test_the_pages_of_searches_are_accessible_at_any_width(search: Page) -> None:
    href = search.get_by_role("link", name="Schleusen", exact=True).get_attribute("href")
    for path in ("/suchen", "/suchen/neues", str(href)):
        search.goto(path)
        _is_sound(search)


def test_outcomes_are_shown_and_taken_along(page: Page, tmp_path: Path) -> None:
    shown = page.request.post("/v1/suggestions", data={"question": QUESTION}).json()
    first = shown["suggestions"][0]["profile_id"]
    report = {"impression_id": shown["impression_id"], "profile_id": first, "kind": "contacted"}
    assert page.request.post("/v1/feedback", data=report).ok
    page.goto("/ergebnisse")
    funnel = page.get_by_role("region", name="Was aus den Vorschlägen dieses")
    row = funnel.get_by_role("row", name=re.compile("^kontaktiert"))
    expect(row.get_by_role("cell").first).to_have_text(re.compile("[1-9]"))
    page.get_by_label("Zeitraum", exact=True).select_option("dieser Monat")
    page.get_by_label("Branche", exact=True).select_option("Cluster")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_label("Zeitraum", exact=True)).to_have_value("monat")
    _is_sound(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Als Excel-Datei").click()
    file = tmp_path / "ergebnisse.xlsx"
    waiting.value.save_as(file)
    assert load_workbook(file).sheetnames[0] == "Überblick"


def _is_sound(page: Page) -> None:
    """Check that nothing sticks out, and that axe finds nothing serious."""
    for width in (360, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert serious == [], [(v["id"], v["nodes"][0]["html"]) for v in serious]
