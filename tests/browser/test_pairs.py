"""What one does with a suggestion, as a person would: by mouse, by keyboard, without a script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser


def open_list(page: Page, question: str) -> Locator:
    """Open the suggestions for a question and return the first."""
    page.goto(f"/?q={question}")
    return page.locator(".suggestion").first


def test_a_click_is_kept_and_taken_back(page: Page) -> None:
    first = open_list(page, "Drehteile aus Messing")
    first.get_by_role("button", name="Getroffen").click()
    actions = first.locator(".pair-actions")
    expect(actions.get_by_role("status")).to_have_text("Notiert: getroffen. Rückgängig?")
    expect(actions.locator("button[value=met]")).to_have_attribute("aria-pressed", "true")
    expect(actions.locator("button[value=met]")).to_be_focused()
    expect(actions.get_by_text(re.compile(r"^getroffen am \d"))).to_be_visible()
    actions.get_by_role("button", name="Rückgängig: getroffen").click()
    expect(actions.get_by_role("status")).to_have_text("Zurückgenommen. Neuer Stand: offen.")
    expect(actions.locator("button[value=met]")).to_have_attribute("aria-pressed", "false")
    expect(actions.locator("button[value=suggested]")).to_be_focused()


def test_a_refusal_is_made_by_keyboard_alone(page: Page) -> None:
    first = open_list(page, "Verpackung aus Holz")
    first.locator("summary", has_text="Ablehnen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(first.get_by_label("Warum passt der Vorschlag nicht?")).to_be_focused()
    page.keyboard.type("Entf")
    page.keyboard.press("Tab")
    page.keyboard.type("90 km sind zu weit")
    page.keyboard.press("Enter")
    pill = first.locator(".pair-now")
    expect(pill).to_have_text(re.compile(r"abgelehnt am .*: Entfernung"))
    expect(first.get_by_role("button", name="Rückgängig: abgelehnt").first).to_be_focused()
    name = first.get_by_role("heading").inner_text()
    again = open_list(page, "Verpackung aus Holz")
    expect(again.get_by_role("heading")).not_to_have_text(name)
    page.goto("/?q=Verpackung aus Holz&bearbeitete=zeigen")
    expect(page.locator(".suggestion").first).to_contain_text("früher abgelehnt: Entfernung")


def test_notes_stand_in_the_history(page: Page) -> None:
    first = open_list(page, "Sensoren für Pumpen")
    first.locator("summary", has_text="Notiz").click()
    first.get_by_label("Notiz", exact=True).fill("Ruft im Mai an.\nMesse")
    first.get_by_role("button", name="Notiz festhalten").click()
    past = first.locator(".pair-past")
    expect(past).to_contain_text("Ruft im Mai an.")
    expect(past.locator("summary")).to_have_text("Verlauf (1)")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("#verlauf")).to_contain_text("auf die Frage „Sensoren für Pumpen“")


def test_more_of_one_and_none_of_another(page: Page) -> None:
    first = open_list(page, "Kunststoff prüfen")
    name = first.get_by_role("heading").inner_text()
    first.get_by_role("link", name=re.compile("Nicht so etwas")).click()
    expect(page).to_have_url(re.compile("nicht="))
    expect(page.locator(".suggestion h3", has_text=name)).to_have_count(0)
    second = page.locator(".suggestion").nth(1)
    liked = second.get_by_role("heading").inner_text()
    second.get_by_role("link", name=re.compile("Mehr davon")).click()
    expect(page).to_have_url(re.compile("nicht=.*wie=|wie=.*nicht="))
    page.locator("summary", has_text="So entsteht die Bewertung").first.click()
    expect(page.locator(".suggestion").first).to_contain_text(f"ähnlich wie {liked}")


def test_three_stand_side_by_side(page: Page) -> None:
    open_list(page, "Software für Werkstätten")
    names = [page.locator(".suggestion h3").nth(place).inner_text() for place in range(3)]
    for place in range(3):
        page.locator("input[name=mit]").nth(place).check()
    page.locator("#vergleich button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschläge im Vergleich")
    expect(page.get_by_role("columnheader")).to_have_text(names)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.get_by_role("rowheader", name="Passung")).to_be_visible()
    page.locator("button[value=contacted]").first.click()
    expect(page.get_by_text(re.compile(r"^kontaktiert am \d")).first).to_be_visible()


def test_without_a_script_it_works_as_well(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    first = open_list(page, "Möbel aus Eiche")
    name = first.get_by_role("heading").inner_text()
    first.locator("button[value=contacted]").click()
    expect(page).to_have_url(re.compile("#paar-"))
    told = page.locator(".suggestion", has_text=name)
    expect(told.locator(".pair-now")).to_contain_text("kontaktiert am")
    told.get_by_role("button", name="Rückgängig: kontaktiert").first.click()
    expect(page.locator(".pair-now")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_hinders_anybody(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    first = open_list(page, "Blech kanten und lackieren")
    first.locator("button[value=suggested]").click()
    expect(first.locator(".pair-now")).to_be_visible()
    for summary in first.locator(".pair-more > summary").all():
        summary.click()
    ids = [box.get_attribute("value") for box in page.locator("input[name=mit]").all()[:3]]
    found = [Axe().run(page)]
    page.goto("/vergleich?q=Blech&" + "&".join(f"mit={id}" for id in ids))
    found.append(Axe().run(page))
    for result in found:
        serious = [
            v for v in result.response["violations"] if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], result.generate_report()
