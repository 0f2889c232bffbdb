"""Members as a person keeps them: a spreadsheet put right, a profile written, changes undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
LIST = """Mitgl.-Nr.;Firma;Typ;PLZ;Was wir können
b1;Bäckerei Öhlmann;Handwerk;15230;Brot aus alten Getreidesorten backen
b2;;Handwerk;15230;Schaufenster und Vitrinen verglasen
"""


def upload(page: Page, folder: Path) -> None:
    """Drop a spreadsheet in and wait until it is checked."""
    path = folder / "Mitglieder Süd.csv"
    path.write_bytes(LIST.encode("cp1252"))
    page.goto("/mitglieder/import")
    page.get_by_label("Datei hierher ziehen").set_input_files(path)
    page.get_by_role("button", name="Datei prüfen").click()
    expect(page.get_by_role("heading", name="Ergebnis der Prüfung")).to_be_visible()


def serious(page: Page) -> list[str]:
    """Return what axe-core finds grave on a page."""
    found = Axe().run(page).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]


def test_a_spreadsheet_is_put_right_taken_over_and_undone(page: Page, tmp_path: Path) -> None:
    upload(page, tmp_path)
    expect(page.get_by_text("Diese Spalten wurden nicht erkannt")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("Mitgl.-Nr.", exact=True).select_option(label="Kennung")
    page.get_by_label("Was wir können", exact=True).select_option(label="Angebot")
    page.get_by_role("button", name="Zuordnung merken").click()
    expect(page.get_by_text("Diese Spalten wurden nicht erkannt")).to_have_count(0)
    address = page.url
    page.get_by_label("Firma, Zeile 3").fill("Glaserei Süß")
    page.get_by_role("button", name="Korrigierte Zeilen erneut prüfen").click()
    expect(page.get_by_text("Alle Zeilen sind in Ordnung.")).to_be_visible()
    page.goto(address)  # nothing is lost by going away
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_role("heading", name="Übernommen")).to_be_visible()
    page.get_by_role("link", name="Sehen, welchen Mitgliedern").click()
    page.get_by_label("Suchen").fill("Glaserei Süß")
    expect(page.get_by_role("link", name="Glaserei Süß")).to_be_visible()
    expect(page.locator("table.members tbody tr")).to_have_count(1)
    page.goto(address)
    page.get_by_role("button", name="Ganze Einlesung rückgängig machen").click()
    expect(page.get_by_text("Die Einlesung wurde rückgängig gemacht.")).to_be_visible()
    page.goto("/mitglieder?q=Glaserei+Süß")
    expect(page.get_by_text("Kein Mitglied passt")).to_be_visible()


def test_a_statement_is_tried_while_it_is_typed(page: Page) -> None:
    page.goto("/mitglieder/neu")
    page.get_by_label("Name", exact=True).fill("Tischlerei am Kanal")
    page.get_by_label("Ort hinzufügen").press_sequentially("1729")
    expect(page.locator("#ort-liste option").first).to_be_attached()
    page.get_by_label("Ort hinzufügen").fill("17291 Prenzlau")
    first = page.get_by_role("group", name="Aussage 1")
    first.get_by_label("In einem Satz").press_sequentially("Holz")
    expect(first.get_by_text("Noch sehr kurz")).to_be_visible()
    first.get_by_label("In einem Satz").fill("Treppen und Möbel aus Eiche für Hotels bauen")
    expect(first.locator(".finds li")).to_have_count(3)
    assert serious(page) == []
    page.get_by_role("group", name="Aussage 2").get_by_role("button", name="Entfernen").click()
    expect(page.locator(".statement")).to_have_count(1)
    page.get_by_role("button", name="Bedarf hinzufügen").click()
    second = page.get_by_role("group", name="Aussage 2")
    second.get_by_label("In einem Satz").fill("Lackiererei für kleine Serien gesucht")
    expect(second.locator(".finds li").first).to_be_visible()
    second.get_by_role("button", name="Nach oben").click()
    expect(page.get_by_role("group", name="Aussage 1").locator("textarea")).to_have_value(
        re.compile("Lackiererei")
    )
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_role("heading", name="Tischlerei am Kanal")).to_be_visible()
    page.get_by_label("Stelle oder Funktion").fill("Werkstatt")
    page.get_by_label("Stelle oder Funktion").press("Enter")  # saves and removes nothing
    expect(page.get_by_text("Erledigt: Ansprechstelle.")).to_be_visible()
    expect(page.locator(".statement")).to_have_count(2)
    page.get_by_role("button", name="Löschen").click()
    expect(page.get_by_text("„Tischlerei am Kanal“ wurde gelöscht.")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("heading", name="Tischlerei am Kanal")).to_be_visible()
    page.get_by_role("button", name="Löschen").click()


def test_all_works_without_javascript(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    upload(page, tmp_path)
    page.get_by_label("Firma, Zeile 3").fill("Glaserei Süß")
    page.get_by_role("button", name="Korrigierte Zeilen erneut prüfen").click()
    expect(page.get_by_text("Alle Zeilen sind in Ordnung.")).to_be_visible()
    page.get_by_role("button", name="Verwerfen").click()
    page.goto("/mitglieder/neu")
    page.get_by_label("Name", exact=True).fill("Ohne Skript")
    first = page.get_by_role("group", name="Aussage 1")
    first.get_by_label("In einem Satz").fill("Treppen und Möbel aus Eiche für Hotels bauen")
    first.get_by_role("button", name="Wirkung zeigen").click()
    expect(page.locator(".finds li")).to_have_count(3)
    page.get_by_role("button", name="Angebot hinzufügen").click()
    expect(page.locator(".statement")).to_have_count(3)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ohne Skript")
    context.close()


@pytest.mark.parametrize("path", ["/mitglieder", "/mitglieder/neu", "/mitglieder/import"])
@pytest.mark.parametrize("width", [360, 1440])
def test_pages_fit_and_have_no_grave_fault(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
