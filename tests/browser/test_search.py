"""The search as a person uses it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
QUESTION = "Wer kann Aluminium mit dem Laser schweißen?"
ASKED = "/?q=Wer+kann+Aluminium+mit+dem+Laser+schweißen?"
FEW = "/?q=Wer+pr%C3%BCft+Bauteile%3F&ort=Prenzlau&km=10&art=research"


def test_asking_in_a_region_shows_partners_with_evidence(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Wen suchen Sie?").fill(QUESTION)
    page.get_by_role("combobox", name="Region").fill("Brandenburg")
    page.get_by_role("button", name="Partner vorschlagen").click()
    first = page.locator(".suggestion").first
    expect(first.get_by_text("Ihre Frage").first).to_be_visible()
    expect(first.get_by_text("Deren Angebot").first).to_be_visible()
    expect(first.get_by_text("Für den Partner")).to_be_visible()
    expect(first.get_by_text("Region: Brandenburg")).to_be_visible()
    expect(page.locator(".suggestion")).to_have_count(10)
    expect(first.locator(".terms table")).to_be_hidden()
    first.get_by_text("So entsteht die Bewertung").click()
    expect(first.locator(".terms table")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Brandenburg", exact=True)).to_be_checked()


def test_a_chosen_region_can_be_dropped_and_another_added(page: Page) -> None:
    page.goto(f"{ASKED}&region=Berlin")
    page.get_by_role("checkbox", name="Berlin", exact=True).uncheck()
    page.get_by_role("combobox", name="Region").fill("Uckermark")
    page.get_by_role("button", name="Partner vorschlagen").click()
    expect(page.get_by_role("checkbox", name="Uckermark", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Berlin", exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "typed", "offered"),
    [
        ("Region", "Ucker", "Landkreis Uckermark"),
        ("Branche, Gewerk oder Cluster", "Brot backen", "Bäcker (A-30)"),
        ("Partner für einen Betrieb", "Armaturenfabrik", "Armaturenfabrik"),
    ],
)
def test_suggestions_come_while_typing(page: Page, label: str, typed: str, offered: str) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name=label, exact=True)
    field.press_sequentially(typed)
    expect(page.get_by_role("option", name=re.compile(re.escape(offered))).first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_plain_words_become_a_sector_by_keyboard_and_the_count_follows(page: Page) -> None:
    page.goto("/")
    count = page.locator("#anzahl")
    expect(count).to_contain_text("noch ohne Regel")
    field = page.get_by_role("combobox", name="Branche, Gewerk oder Cluster")
    field.press_sequentially("wir fräsen Kunststoff")
    option = page.locator(".options:visible [role=option]").first
    expect(option).to_be_visible()
    chosen = option.get_attribute("data-value") or ""
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name=chosen)).to_be_checked()
    expect(field).to_have_value("")
    expect(count).to_contain_text("die Regeln")
    strictness = page.get_by_role("radiogroup", name="Wie streng gilt das: Branche")
    strictness.get_by_text("wenn möglich").click()
    expect(count).to_contain_text("noch ohne Regel")


def test_the_count_says_what_is_not_understood_yet(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Region").press_sequentially("Ucke")
    expect(page.locator("#anzahl")).to_contain_text("noch nicht verstanden: „Ucke“")


def test_a_rule_is_taken_away_by_its_chip_and_the_form_follows(page: Page) -> None:
    page.goto(f"{ASKED}&region=Brandenburg&art=craft")
    page.get_by_role("link", name="Handwerksbetrieb entfernen").click()
    expect(page.get_by_role("checkbox", name="Handwerksbetrieb", exact=True)).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Brandenburg", exact=True)).to_be_checked()
    assert "art=craft" not in page.url
    page.go_back()
    expect(page.get_by_role("checkbox", name="Handwerksbetrieb", exact=True)).to_be_checked()


def test_more_suggestions_go_on_at_the_first_new_one(page: Page) -> None:
    page.goto(ASKED)
    page.get_by_role("link", name="Mehr Vorschläge zeigen").click()
    expect(page.locator(".suggestion")).to_have_count(20)
    expect(page.locator("#name-11 a")).to_be_focused()
    assert "anzahl=20" in page.url


def test_the_comparison_appears_once_something_is_ticked(page: Page) -> None:
    page.goto(ASKED)
    button = page.get_by_role("button", name="Vergleichen")
    expect(button).to_be_hidden()
    page.get_by_label("zum Vergleich").first.check()
    page.get_by_label("zum Vergleich").nth(1).check()
    button.click()
    page.wait_for_url(re.compile(r"/vergleich\?.*mit=.*mit="))


def test_on_a_phone_the_results_follow_the_question(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{ASKED}&region=Brandenburg")
    expect(page.get_by_role("combobox", name="Region")).to_be_hidden()
    expect(page.get_by_role("heading", name="Vorschläge")).to_be_in_viewport()
    page.get_by_text("Regeln: Ort, Branche, Art, Größe").click()
    region = page.get_by_role("combobox", name="Region")
    region.press_sequentially("Ucker")
    expect(page.locator("#anzahl")).to_contain_text("„Ucker“")
    expect(page.locator(".options:visible [role=option]").first).to_be_in_viewport()
    expect(region).to_be_in_viewport()


def test_a_misspelt_region_is_put_right_with_one_click(page: Page) -> None:
    page.goto(f"{ASKED}&region=Ukermark")
    field = page.get_by_role("combobox", name="Region")
    expect(field).to_have_value("Ukermark")
    expect(field).to_have_accessible_description(re.compile("keine bekannte Region"))
    page.locator("form").get_by_role("link", name="Uckermark").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    assert "Uckermark" in page.url


def test_too_few_partners_are_remedied_with_one_click(page: Page) -> None:
    page.goto(FEW)
    few = page.locator(".suggestion").count()
    assert few < 10
    expect(page.get_by_role("rowheader", name="Umkreis bis 10 km um Prenzlau")).to_be_visible()
    page.locator(".relax-most").click()
    expect(page.locator(".suggestion").nth(few)).to_be_visible()


def test_switching_the_language_keeps_the_search(page: Page) -> None:
    page.goto(f"{ASKED}&region=Brandenburg")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Suggestions")).to_be_visible()
    expect(page.get_by_label("Whom are you looking for?")).to_have_value(QUESTION)
    page.get_by_role("button", name="Suggest partners").click()
    expect(page.locator(".suggestion").first.get_by_text("Their offer").first).to_be_visible()
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", name="Vorschläge")).to_be_visible()


def test_from_a_suggestion_to_its_profile_and_its_partners(page: Page) -> None:
    page.goto(ASKED)
    link = page.locator(".suggestion h3 a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.locator("main").get_by_role("link", name="Partner finden").click()
    expect(page.get_by_role("heading", name=f"Vorschläge für {name}")).to_be_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Wen suchen Sie?")).to_be_focused()
    page.keyboard.type(QUESTION)
    region = page.get_by_role("combobox", name="Region")
    for _ in range(20):
        page.keyboard.press("Tab")
        if region.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type("Brandenburg")
    expect(page.locator(".options:visible [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("region=Brandenburg"))
    summary = page.locator(".terms summary").first
    for _ in range(90):
        page.keyboard.press("Tab")
        if summary.evaluate("element => element === document.activeElement"):
            break
    expect(summary).to_be_focused()
    assert summary.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator(".terms table").first).to_be_visible()


def test_without_javascript_nothing_is_missing(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Wen suchen Sie?").fill(QUESTION)
    page.get_by_label("Branche, Gewerk oder Cluster").fill("Zerspanung")
    page.get_by_role("button", name="Partner vorschlagen").click()
    expect(page.get_by_role("checkbox", name="Zerspanung", exact=True)).to_be_checked()
    expect(page.locator(".suggestion").first).to_be_visible()
    context.close()


PAGES = ["/", ASKED, f"{FEW}&lang=en", f"{ASKED}&region=Ukermark", "/ueber", "/profil/arm-001"]


@pytest.mark.parametrize("width", [360, 1024, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_at_any_width(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(page: Page, path: str) -> None:
    page.goto(path)
    for summary in page.locator("main summary").locator("visible=true").all():
        summary.click()
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert serious == [], [(v["id"], v["nodes"][0]["html"]) for v in serious]


def test_what_is_printed_is_the_question_and_the_result(page: Page) -> None:
    page.goto(ASKED)
    page.emulate_media(media="print")
    expect(page.locator("#formular")).to_be_hidden()
    expect(page.locator(".pair-actions").first).to_be_hidden()
    expect(page.locator(".summary").get_by_text(QUESTION)).to_be_visible()
    expect(page.locator(".suggestion").first).to_be_visible()
