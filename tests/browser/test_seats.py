"""A participant's own page on a phone, by touch and without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.work.service import Service, open_service
from api.work.settings import Settings
from data.clock import ZONE
from data.events.event import Event
from tests.browser.conftest import PATIENCE_MS, served
from tests.support.arranged import moved
from tests.support.planned import event, plan

pytestmark = pytest.mark.browser
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An installation without profiles: the page needs none."""
    home = tmp_path_factory.mktemp("seats")
    settings = Settings.model_validate({"home": home, "model": "hashing", "poll_seconds": 0})
    with open_service(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def place(service: Service) -> Iterator[str]:
    """The address of its server."""
    with served(service) as found:
        yield found


@pytest.fixture(scope="module")
def kept(service: Service) -> Event:
    """An event whose first meeting is on, with a plan that changed."""
    now = dt.datetime.now(ZONE).replace(tzinfo=None, second=0, microsecond=0)
    made = service.events.add(moved(event(), now - dt.timedelta(minutes=10)))
    service.events.keep_plan("default", plan(("s1", "i1", 0, 0), ("s1", "i2", 1, 0)))
    service.events.keep_plan(
        "default", plan(("s1", "i1", 0, 0), ("s2", "i1", 2, 0), note="Kühne & Söhne fehlt")
    )
    return made


@contextmanager
def phone(browser: Browser, place: str, *, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        base_url=place, viewport=PHONE, has_touch=True, java_script_enabled=scripts
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_a_phone_shows_the_meeting_that_is_on_and_saves_answers_at_once(
    browser: Browser, service: Service, place: str, kept: Event
) -> None:
    address = f"/termine/{service.events.token_of('default', kept.id, 's1')}"
    with phone(browser, place) as page:
        page.goto(address)
        now = page.get_by_role("region", name="Jetzt")
        expect(now).to_contain_text("Stahlbau Öder")
        expect(now).to_be_in_viewport()
        expect(page.get_by_role("region", name="Geändert am")).to_contain_text(
            "Abgesagt: Gespräch mit Kühne & Söhne"
        )
        page.get_by_text("Wie war das Gespräch?").tap()
        asked = page.get_by_role("group", name="Haben Sie sich getroffen?")
        asked.get_by_label("Ja").tap()
        expect(page.get_by_role("status")).to_have_text("✓ Gespeichert")
        page.get_by_role("group", name="in Kontakt").get_by_label("Vielleicht").tap()
        page.get_by_label("Notiz").fill("Muster bis Juli")
        page.get_by_label("Notiz").blur()
        page.wait_for_load_state("networkidle")
        page.reload()
        page.get_by_text("Wie war das Gespräch?").click()
        expect(asked.get_by_label("Ja")).to_be_checked()
        expect(page.get_by_label("Vielleicht")).to_be_checked()
        expect(page.get_by_label("Notiz")).to_have_value("Muster bis Juli")
        _check(page)
        entries = Calendar.from_ical(page.request.get(f"{address}/termine.ics").body()).events
        assert sorted(str(e["STATUS"]) for e in entries) == ["CANCELLED", "CONFIRMED"]


def test_without_scripts_the_form_is_sent_and_comes_back_at_its_place(
    browser: Browser, service: Service, place: str, kept: Event
) -> None:
    with phone(browser, place, scripts=False) as page:
        page.goto(f"/termine/{service.events.token_of('default', kept.id, 'i1')}")
        page.get_by_text("Wie war das Gespräch?").tap()
        page.get_by_role("group", name="Haben Sie sich getroffen?").get_by_label("Nein").tap()
        page.get_by_role("button", name="Speichern").tap()
        expect(page).to_have_url(f"{page.url.split('?')[0]}?gesagt=s1#antwort-s1")
        expect(page.get_by_text("✓ Gespeichert")).to_be_in_viewport()
        expect(page.get_by_label("Nein").first).to_be_checked()


def test_a_wrong_address_is_told_so_on_a_phone(browser: Browser, place: str) -> None:
    with phone(browser, place) as page:
        page.goto("/termine/falsch")
        expect(page.get_by_text("Unter dieser Adresse gibt es keine Termine")).to_be_visible()
        _check(page)


def _check(page: Page) -> None:
    """Check that nothing sticks out, and that axe finds nothing serious."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
