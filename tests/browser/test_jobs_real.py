"""Both jobs over 18,415 real organisations, read by the language model, as a person does them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.work.service import open_service
from api.work.settings import Settings
from data.profiles import Visibility
from matcher.request import Viewer
from tests.browser import advising, managing
from tests.browser.desk import ADVISER, CHAMBER, MANAGER, Desk, furnished, look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.model]
CORPUS = Path(__file__).parents[3] / "shared" / "eval" / "efre_verbund_dev" / "corpus.jsonl"
ORGANISATIONS = 18_415
READY = os.environ.get("HOME_OF_REAL_JOBS")
"""An installation that holds the corpus already, which saves the minutes of reading it."""
NEED = "Wir möchten Aluminium mit dem Laser schweißen und suchen dafür Rat"
FIRM = "Metallbau Torgelow"
QUESTION = "Wer kann Bauteile aus Aluminium mit dem Laser schweißen?"
MISSING = "Wir suchen Züchter von Brieftauben, die auf Hochzeiten fliegen"
NAME = "Brieftauben Probe"
NEWCOMER = {
    "id": "neu-brieftauben",
    "name": NAME,
    "kind": "startup",
    "statements": [{"role": "offer", "text": "Zucht von Brieftauben, die auf Hochzeiten fliegen"}],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with all of them."""
    if not CORPUS.exists():
        pytest.skip(f"NO REAL ORGANISATIONS: {CORPUS} is missing; nothing real was tried")
    if READY:
        return Path(READY)
    made = tmp_path_factory.mktemp("real")
    with open_service(settings_of(made)) as service:
        report = service.import_file(CORPUS, Viewer(tenant="efre"), visibility=Visibility.PUBLIC)
    assert report.created == ORGANISATIONS
    return made


def settings_of(home: Path) -> Settings:
    """Return the settings of an installation in which everybody must sign in."""
    return Settings.model_validate({"home": home, "poll_seconds": 0, "sign_in": "local"})


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[Desk]:
    """The installation, served."""
    with furnished(settings_of(home)) as found:
        yield found


@pytest.fixture
def address(desk: Desk) -> str:
    """Where the page is served."""
    return desk.address


def test_an_adviser_gets_a_sheet_out_for_a_craft_firm(page: Page, desk: Desk) -> None:
    (firm,) = desk.service.find(Viewer(tenant=CHAMBER), text=FIRM).profiles
    sign_in(page, ADVISER)
    advising.compose(page, firm.name, NEED)
    for part in ("Forschung und Testfelder", "Firmen, die helfen können"):
        helper = page.get_by_role("region", name=part).get_by_role("listitem").first
        expect(helper.get_by_role("heading", level=3)).to_be_visible()
        reason = helper.get_by_role("paragraph").filter(has_text=re.compile("„.+“"))
        expect(reason.first).to_be_visible()
    made = advising.revise(page, NEED)
    advising.finish(page)
    advising.check_files(page, firm.name, made)
    advising.check_log(desk, page, firm.id, made)


def test_an_adviser_searches_and_tells_what_became_of_it(page: Page) -> None:
    sign_in(page, ADVISER)
    advising.search(page, QUESTION, "Brandenburg")
    advising.relax(page, "Prenzlau")
    advising.tell(page)
    advising.search(page, QUESTION, "Brandenburg")
    advising.more_like_the_first(page)
    advising.compare_two(page)
    advising.onto_a_sheet(page)


def test_a_manager_keeps_members_and_brings_them_together(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    sign_in(page, MANAGER)
    managing.hand_in(page, tmp_path)
    managing.put_right(page)
    managing.fill_a_gap(page, MISSING)
    managing.from_need_to_search(page, MISSING, "Brieftauben")
    answer = page.request.post("/v1/profiles", data=NEWCOMER, headers=desk.as_chamber)
    assert answer.status == 201, answer.text()
    managing.follow_news(page, "Brieftauben", NAME)
    managing.check_outcomes(page)
    managing.take_back(page, "Blechwerk Stille", "Zerspanung Spreetal")


def test_how_fast_the_pages_are_is_told(home: Path, tmp_path: Path) -> None:
    """The benchmark over the same installation: it is printed here, and judged by people."""
    figures = tmp_path / "pages.json"
    command = ("bench", "--pages", "--queries", "15", "--json", str(figures))
    done = subprocess.run(
        [Path(sys.executable).with_name("partnermatch"), *command],
        env=os.environ | {"PARTNERMATCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)  # noqa: T201 - what this test is for
    told = json.loads(figures.read_text())
    assert told["profiles"] >= ORGANISATIONS
    assert told["milliseconds"]["results"]["p50"] > 0


def test_a_stored_firm_gets_a_page_of_results(page: Page, desk: Desk) -> None:
    sign_in(page, ADVISER)
    (firm,) = desk.service.find(Viewer(tenant=CHAMBER), text=FIRM).profiles
    page.goto(f"/?profil={firm.id}")
    expect(page.get_by_role("heading", name=f"Vorschläge für {firm.name}")).to_be_visible()
    expect(advising.results(page)).to_have_count(10)
    look(page, "bit19_betrieb")
