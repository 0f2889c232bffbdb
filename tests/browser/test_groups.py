"""The page of groups as a cluster manager uses it: a team, somebody else for a role, a gap."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
IDEA = "Gehäuse für Sensoren: Kunststoff spritzgießen, Elektronik bestücken, Quantenverschränkung"


def role_of(card: Locator) -> str:
    """Return the role without the number that stands on the map."""
    return card.locator(".role-name").inner_text().lstrip("0123456789 ")


def findings(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_team_is_put_together_and_one_of_it_exchanged(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/gruppen")
    assert findings(page) == []
    page.get_by_label("Ihr Vorhaben").fill(IDEA)
    page.get_by_role("button", name="Gruppe vorschlagen").click()
    title = page.get_by_role("heading", name="Vorschlag", exact=True)
    expect(title).to_be_in_viewport()  # nobody has to look for the answer below the form
    expect(page.get_by_role("heading", name="Was noch fehlt")).to_be_visible()
    expect(page.locator(".group-gaps")).to_contain_text("Quantenverschränkung")
    card = page.locator(".team .member").filter(has=page.locator("details")).first
    role, before = role_of(card), card.get_by_role("heading").inner_text()
    card.locator("summary").click()
    other = card.locator(".alternatives li").first
    name = other.get_by_role("link").first.inner_text()
    assert name != before
    other.get_by_role("link", name="einsetzen").click()
    changed = page.locator(".team .member").filter(has=page.get_by_role("link", name=name))
    expect(changed.locator("h3", has_text=name)).to_be_visible()
    assert role_of(changed) == role
    assert findings(page) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
