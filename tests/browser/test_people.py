"""The first account, a colleague, and signing in, as people do it; the keyboard is enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api.work.service import open_service
from api.work.settings import Settings
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
PASSWORD = "pferd batterie heftklammer"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A new installation without accounts or profiles."""
    settings = Settings.model_validate({"home": tmp_path, "model": "hashing", "poll_seconds": 0})
    with open_service(settings) as service, served(service) as found:
        yield found


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")]


def set_password(page: Page) -> None:
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD)
    assert faults(page) == []
    page.get_by_role("button", name="Festlegen und anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def sign_in(page: Page, login: str) -> None:
    """By keyboard alone: the first field has the focus."""
    expect(page.get_by_label("Anmeldename")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def test_from_the_first_account_to_a_colleague(page: Page, browser: Browser, address: str) -> None:
    page.goto("/verwaltung")
    assert faults(page) == []
    page.get_by_label("Anmeldename").fill("eva@kammer.example")
    page.get_by_label("Name (freiwillig)").fill("Eva Brandt")
    page.get_by_role("button", name="Konto anlegen").click()
    set_password(page)
    page.get_by_role("link", name="Verwaltung").click()
    page.get_by_label("Anmeldename").fill("max@kammer.example")
    page.get_by_label("Name (freiwillig)").fill("Max Muster")
    page.get_by_role("button", name="Konto anlegen").click()
    link = page.get_by_role("textbox", name="Link für Max Muster").input_value()
    assert faults(page) == []

    theirs = browser.new_context(base_url=address).new_page()
    theirs.goto(link)
    set_password(theirs)
    expect(theirs.get_by_role("link", name="Beratungsbögen")).to_be_visible()
    expect(theirs.get_by_role("link", name="Verwaltung")).to_have_count(0)
    theirs.get_by_role("link", name="Max Muster").click()
    assert faults(theirs) == []
    theirs.get_by_role("button", name="Abmelden").click()
    expect(theirs.get_by_role("status")).to_have_text("Sie sind abgemeldet.")
    assert faults(theirs) == []
    theirs.goto("/konto")
    sign_in(theirs, "max@kammer.example")
    expect(theirs).to_have_url(f"{address}/konto")

    page.get_by_role("button", name="Sperren Max Muster").click()
    expect(page.get_by_text("gesperrt")).to_be_visible()
    theirs.goto("/konto")
    expect(theirs.get_by_role("heading", name="Anmelden")).to_be_visible()
    theirs.context.close()


def test_keys_and_details_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/verwaltung/schluessel")
    page.get_by_label("Wofür?").fill("Mitgliederdatenbank mit einem langen Namen")
    page.get_by_role("button", name="Schlüssel anlegen").click()
    assert page.get_by_role("textbox", name="Ihr neuer Schlüssel").input_value().startswith("pm_")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("link", name="Einrichtung").click()
    page.get_by_label("Name der Einrichtung").fill("HWK Ostbrandenburg")
    page.get_by_role("textbox", name="Gebiet").fill("Uckermark\nBarnim")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_have_text("Gespeichert.")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
