"""The page of needs as a cluster manager uses it: tabs, filters, and from an entry to a search."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PATHS = [
    "/bedarfe",
    "/bedarfe/angebote?umkreis=kreis",
    "/bedarfe/chancen",
    "/bedarfe/ueberblick",
    "/bedarfe?region=Ukermark",
]


def done(page: Page, path: str) -> None:
    """Open a page and wait until it shows more than how far it is."""
    page.goto(path)
    expect(page.locator("#liste progress")).to_have_count(0, timeout=30_000)


def test_from_a_need_to_a_search_that_is_kept(page: Page) -> None:
    done(page, "/")
    page.get_by_role("link", name="Bedarfe & Angebote").click()
    expect(page.locator("#liste progress")).to_have_count(0, timeout=30_000)
    expect(page.get_by_role("heading", name="Offene Bedarfe")).to_be_visible()
    first = page.locator(".gap").first
    need = first.locator("blockquote").first.inner_text()
    first.get_by_role("link", name="Mit diesem Bedarf suchen").click()
    expect(page.locator("#q")).to_have_value(need)
    page.go_back()
    page.locator(".gap").first.get_by_role("button", name="Suche merken").click()
    expect(page).to_have_url(re.compile("/suchen"))


def test_the_list_is_narrowed_by_keyboard_alone(page: Page) -> None:
    done(page, "/bedarfe")
    page.locator(".filters summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Berlin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bedarfe?region=Berlin**")
    expect(page.get_by_text("Eingrenzen: ").first).to_contain_text("Berlin")
    for facts in page.locator(".gap header .quiet").all_inner_texts():
        assert "Berlin" in facts


def test_a_number_of_the_overview_leads_to_its_list(page: Page) -> None:
    done(page, "/bedarfe/ueberblick")
    cell = page.locator("table.heat td a").first
    number = int(cell.locator("strong").inner_text())
    cell.click()
    page.wait_for_url("**/bedarfe?region=**")
    parts = page.locator("#liste").get_by_role("link", name=f"niemand in Sicht ({number})")
    expect(parts.or_(page.get_by_role("heading", level=3).nth(number - 1)).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1024, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_at_any_width(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    done(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(page: Page, path: str) -> None:
    done(page, path)
    for summary in page.locator("main summary").locator("visible=true").all():
        summary.click()
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert serious == [], [(v["id"], v["nodes"][0]["html"]) for v in serious]
