"""The atlas in a browser: readable at every width, by keyboard, and built without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api.work.atlas.building import build
from api.work.service import open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.store.profiles import open_store
from tests.browser.conftest import served, tab

pytestmark = pytest.mark.browser
PATHS = (
    "/atlas",
    "/atlas/thema/t1",
    "/atlas/matrix?ebene=kreis&was=luecke&branche=section",
    "/atlas/fachkraefte",
    "/atlas/stoebern?rolle=need",
    "/atlas/buendeln",
    "/atlas/dubletten",
    "/atlas/versionen",
)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose atlas is built."""
    home: Path = tmp_path_factory.mktemp("atlas-browser")
    settings = Settings.model_validate({"home": home, "model": "hashing", "poll_seconds": 0})
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles())[::3])
    with open_service(settings) as service:
        build(service)
        with served(service) as address:
            yield address


@pytest.fixture
def page(browser: Browser, atlas: str) -> Iterator[Page]:
    with tab(browser, atlas) as opened:
        yield opened


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(path)
        for summary in page.locator("main summary").locator("visible=true").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], (path, [(v["id"], v["nodes"][0]["html"]) for v in serious])


def test_names_on_the_map_do_not_cover_each_other(page: Page) -> None:
    for width, name in ((360, "narrow"), (1280, "wide")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/atlas")
        expect(page.locator(f".atlas-map.{name}")).to_be_visible()
        texts = page.locator(f".atlas-map.{name} a > text:not(.sign)").all()
        boxes = [text.bounding_box() for text in texts]
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                assert a is not None and b is not None
                apart = (
                    a["x"] >= b["x"] + b["width"] - 1
                    or b["x"] >= a["x"] + a["width"] - 1
                    or a["y"] >= b["y"] + b["height"] - 1
                    or b["y"] >= a["y"] + a["height"] - 1
                )
                assert apart, (a, b)


def test_from_the_map_to_a_topic_to_partners_by_keyboard(page: Page) -> None:
    page.goto("/atlas")
    link = page.locator(".atlas-map.wide a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/atlas/thema/t"))
    page.get_by_role("link", name="Partner zu diesem Thema finden").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#q")).not_to_have_value("")


def test_the_atlas_is_built_from_its_page(page: Page) -> None:
    page.goto("/atlas")
    page.get_by_role("button", name="Atlas neu aufbauen").click()
    expect(page.get_by_text("Der Atlas ist fertig: Version")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Zum Atlas").click()
    expect(page.get_by_text("Seit Version")).to_be_visible()
