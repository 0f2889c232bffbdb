"""An advice sheet from the firm to the PDF, as an adviser does it."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
NEED = "Wir suchen Hilfe beim Schweißen von Edelstahl"


def compose(page: Page, name: str = "Metallbau Müller") -> str:
    """Compose a sheet for a firm that is not stored and return its address."""
    page.goto("/beratung/neu")
    page.get_by_text("Der Betrieb ist nicht im Bestand").click()
    page.get_by_label("Name des Betriebs").fill(name)
    page.get_by_label("Postleitzahl").fill("14770")
    page.get_by_label("Gewerk").fill("Metallbauer (A-13)")
    page.get_by_label("Was braucht der Betrieb?").fill(NEED)
    page.get_by_role("button", name="Bogen zusammenstellen").click()
    expect(page.get_by_role("heading", name=f"Beratungsbogen: {name}")).to_be_visible()
    return page.url.split("?")[0]


def text_of(page: Page, address: str) -> str:
    """Return the text of a sheet's PDF."""
    answer = page.request.get(f"{address}/bogen.pdf")
    assert answer.ok
    pages = PdfReader(io.BytesIO(answer.body())).pages
    assert len(pages) <= 2
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_from_a_stored_firm_to_the_pdf(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Beratungsbögen").click()
    page.get_by_role("link", name="Neuer Beratungsbogen").click()
    firm = page.get_by_label("Betrieb aus dem Bestand")
    firm.press_sequentially("Schlosserei am Oderdeich")
    option = page.locator("#betriebe option").first
    expect(option).to_be_attached()
    firm.fill(option.get_attribute("value") or "")
    firm.blur()
    page.get_by_role("link", name="Wir wüssten gern, welches Pulver").click()
    expect(page.get_by_label("Was braucht der Betrieb?")).to_have_value(re.compile("Pulver"))
    page.get_by_role("button", name="Bogen zusammenstellen").click()
    expect(page.get_by_text("Der Bogen ist zusammengestellt.")).to_be_visible()
    page.get_by_label("Überschrift").fill("Für die Schlosserei am Oderdeich")
    page.get_by_text("Aus dem Bestand oder in eigenen Worten").click()
    page.get_by_label("oder: Name in eigenen Worten").fill("Innung des Metallhandwerks")
    page.get_by_role("button", name="Ergänzen").click()
    expect(page.get_by_role("heading", name="Innung des Metallhandwerks")).to_be_visible()
    address = page.url.split("?")[0]
    text = text_of(page, address)
    assert "Für die Schlosserei am Oderdeich" in text
    assert "Innung des Metallhandwerks" in text
    page.get_by_role("button", name="Fertigstellen").first.click()
    expect(page.get_by_text("Der Bogen ist fertig.")).to_be_visible()
    expect(page.get_by_role("button", name="Speichern")).to_have_count(0)
    assert "Entwurf" not in text_of(page, address)
    page.goto("/beratung?stand=final")
    expect(page.get_by_role("link", name="Schlosserei am Oderdeich GmbH").first).to_be_visible()


def test_a_change_is_undone_and_a_deleted_sheet_comes_back(page: Page) -> None:
    address = compose(page, "Schlosserei Rückwärts")
    page.get_by_label("Überschrift").fill("Ein Versehen")
    page.get_by_role("button", name="Speichern").first.click()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_label("Überschrift")).to_have_value("Partner für Schlosserei Rückwärts")
    page.get_by_role("button", name="Löschen").click()
    expect(page.get_by_text("Der Bogen ist gelöscht.")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.get_by_label("Überschrift")).to_be_visible()


def test_two_tabs_lose_nothing(page: Page) -> None:
    address = compose(page)
    other = page.context.new_page()
    other.goto(address)
    page.get_by_label("Überschrift").fill("Aus dem ersten Fenster")
    page.get_by_role("button", name="Speichern").first.click()
    other.get_by_label("Überschrift").fill("Aus dem zweiten Fenster")
    other.get_by_role("button", name="Speichern").first.click()
    expect(other.get_by_role("alert")).to_contain_text("liegen als Fassung 3 daneben")
    expect(other.get_by_label("Überschrift")).to_have_value("Aus dem ersten Fenster")
    other.get_by_role("link", name="Meine Fassung ansehen").click()
    expect(other.get_by_role("heading", name="Aus dem zweiten Fenster")).to_be_visible()
    other.get_by_role("button", name="Diese Fassung zurückholen").click()
    expect(other.get_by_label("Überschrift")).to_have_value("Aus dem zweiten Fenster")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/beratung/neu")
    page.get_by_label("Betrieb aus dem Bestand").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the fields of a firm that is not stored
    for typed in ("Schmiede Tastatur", "14770", "Metallbauer (A-13)", NEED):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
        page.keyboard.press("Escape")
    send = page.get_by_role("button", name="Bogen zusammenstellen")
    for _ in range(12):
        page.keyboard.press("Tab")
        if send.evaluate("element => element === document.activeElement"):
            break
    expect(send).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Beratungsbogen: Schmiede Tastatur")).to_be_visible()
    headline = page.get_by_label("Überschrift")
    headline.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Ganz ohne Maus")
    page.keyboard.press("Enter")  # saves
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    link = page.get_by_role("link", name="PDF", exact=True)
    link.focus()
    assert link.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    assert "Ganz ohne Maus" in text_of(page, page.url.split("?")[0])


def test_without_javascript_nothing_is_missing(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    compose(page, "Tischlerei ohne Skript")
    page.get_by_text("Aus dem Bestand oder in eigenen Worten").click()
    for name in ("Erste Hilfe", "Zweite Hilfe"):
        if not page.get_by_label("oder: Name in eigenen Worten").last.is_visible():
            page.get_by_text("Aus dem Bestand oder in eigenen Worten").click()
        page.locator("#neu-name").fill(name)
        page.get_by_role("button", name="Ergänzen").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    part = page.locator("section", has=page.get_by_role("heading", name="Firmen, die helfen"))
    own = part.get_by_role("heading", level=3).filter(has_text="Hilfe")
    expect(own).to_have_text(["Erste Hilfe", "Zweite Hilfe"])
    part.get_by_role("button", name="Zweite Hilfe nach oben").click()
    expect(own).to_have_text(["Zweite Hilfe", "Erste Hilfe"])
    context.close()


@pytest.fixture
def sheet(page: Page) -> str:
    """The address of a draft."""
    return compose(page)


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_nothing_sticks_out_at_any_width(page: Page, sheet: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/beratung", "/beratung/neu?betrieb=mhw-002", sheet, f"{sheet}?fassung=1"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_axe_finds_nothing_serious(page: Page, sheet: str) -> None:
    page.get_by_label("Überschrift").fill("Zweite Fassung")
    page.get_by_role("button", name="Speichern").first.click()
    for path in ("/beratung", "/beratung/neu", sheet, f"{sheet}?fassung=1", f"{sheet}?lang=en"):
        page.goto(path)
        for summary in page.locator("main summary").all():
            summary.click()
        found = Axe().run(page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], [(path, v["id"], v["nodes"][0]["html"]) for v in serious]


def test_what_is_printed_is_the_sheet(page: Page, sheet: str) -> None:
    page.get_by_role("button", name="Fertigstellen").first.click()
    expect(page.get_by_text("Der Bogen ist fertig.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Partner für Metallbau Müller")).to_be_visible()
    expect(page.get_by_role("heading", name="Ausgeben")).to_be_hidden()
