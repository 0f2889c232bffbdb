"""Both jobs from signing in to the file that goes out, clicked as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from api.work.settings import Settings
from data.files import sample_profiles
from data.profiles import Profile
from data.store.profiles import open_store
from matcher.request import Viewer
from tests.browser import advising, managing
from tests.browser.desk import (
    ADVISER,
    CLUSTER,
    HEAD,
    MANAGER,
    Desk,
    file_of,
    furnished,
    look,
    press,
    reach,
    sign_in,
)

pytestmark = pytest.mark.browser
FIRM = ("mhw-002", "Schlosserei am Oderdeich")
NEED = "Wir suchen Hilfe beim Schweißen von Edelstahl, damit sich weniger verzieht"
MISSING = "Wir suchen Sternprojektoren für ein Planetarium im Kuppelbau"
NAME = "Planetarien Probe"
NEWCOMER = {
    "id": "neu-planetarium",
    "name": NAME,
    "kind": "startup",
    "statements": [{"role": "offer", "text": "Sternprojektoren für Planetarien und Kuppelbau"}],
}
SECRET = Profile.model_validate(
    {
        "id": "geheim-1",
        "name": "Geheimguss Spree",
        "kind": "company",
        "visibility": "own",
        "statements": [{"role": "offer", "text": "Geheimer Guss von Aluminium, Laserschweißen"}],
    }
)
QUESTION = "Wer kann Aluminium mit dem Laser schweißen?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The whole sample, with nothing told of it yet."""
    home = tmp_path_factory.mktemp("desk")
    settings = Settings.model_validate(
        {"home": home, "model": "hashing", "poll_seconds": 0, "sign_in": "local"}
    )
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles()))
    with furnished(settings) as found:
        yield found


@pytest.fixture
def address(desk: Desk) -> str:
    """Where the page is served."""
    return desk.address


def test_an_adviser_gets_a_sheet_out(page: Page, desk: Desk) -> None:
    sign_in(page, ADVISER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Guten Tag, Bit")
    look(page, "bit01_heute")
    advising.compose(page, FIRM[1], NEED)
    made = advising.revise(page, NEED)
    advising.finish(page)
    advising.check_files(page, FIRM[1], made)
    advising.check_log(desk, page, FIRM[0], made)


def test_an_adviser_searches_and_tells_what_became_of_it(page: Page) -> None:
    sign_in(page, ADVISER)
    advising.search(page, QUESTION, "Brandenburg")
    advising.relax(page, "Prenzlau")
    advising.tell(page)
    advising.search(page, QUESTION, "Brandenburg")
    advising.more_like_the_first(page)
    advising.compare_two(page)
    advising.onto_a_sheet(page)
    page.get_by_role("link", name="Heute").click()
    expect(page.get_by_role("main").get_by_text(QUESTION)).to_be_visible()


def test_a_manager_keeps_members_and_brings_them_together(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    sign_in(page, MANAGER)
    look(page, "clu01_heute")
    managing.hand_in(page, tmp_path)
    managing.put_right(page)
    managing.fill_a_gap(page, MISSING)
    managing.from_need_to_search(page, MISSING, "Planetarium")
    answer = page.request.post("/v1/profiles", data=NEWCOMER, headers=desk.as_chamber)
    assert answer.status == 201, answer.text()
    managing.follow_news(page, "Planetarium", NAME)
    managing.check_outcomes(page)
    managing.take_back(page, "Blechwerk Stille", "Zerspanung Spreetal")


def test_an_adviser_needs_no_mouse(page: Page) -> None:
    sign_in(page, ADVISER)
    press(page, page.get_by_role("link", name="Neuer Beratungsbogen"))
    reach(page, page.get_by_label("Betrieb aus dem Bestand"))
    page.keyboard.type("Schlosserei am Oderdeich GmbH")
    reach(page, page.get_by_label("Was braucht der Betrieb?"))
    page.keyboard.type(NEED)
    press(page, page.get_by_role("button", name="Bogen zusammenstellen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(FIRM[1])
    second = advising.entries(page).nth(1)
    left_out = second.get_by_role("heading").inner_text()
    press(page, second.get_by_label("kommt auf den Bogen"), "Space")
    third = advising.entries(page).nth(2)
    press(page, third.get_by_text("Text ändern"))
    reach(page, third.get_by_label("Warum er passt"))
    page.keyboard.press("Control+a")
    page.keyboard.type(advising.REASON)
    press(page, page.get_by_role("button", name="Speichern").last)
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    link = page.get_by_role("link", name="PDF", exact=True)
    reach(page, link)
    said = advising.said_in_pdf(file_of(page, link))
    assert advising.REASON in said
    assert left_out not in said


def test_a_manager_needs_no_mouse(page: Page, tmp_path: Path) -> None:
    chosen: list[FileChooser] = []
    # From the first page on: a key pressed before the browser knows of it opens nothing.
    page.on("filechooser", lambda chooser: chosen.append(chooser))
    sign_in(page, MANAGER)
    press(page, page.get_by_role("link", name="Mitglieder", exact=True).first)
    press(page, page.get_by_role("link", name="Tabelle einlesen"))
    page.wait_for_url("**/mitglieder/import")
    with page.expect_file_chooser():
        press(page, page.get_by_label("Datei hierher ziehen"))
    chosen[0].set_files(managing.member_list(tmp_path))
    press(page, page.get_by_role("button", name="Datei prüfen"))
    for label, right in managing.CORRECTIONS:
        reach(page, page.get_by_label(label))
        page.keyboard.press("Control+a")
        page.keyboard.type(right)
    press(page, page.get_by_role("button", name="Korrigierte Zeilen erneut prüfen"))
    expect(page.get_by_text("Alle Zeilen sind in Ordnung.")).to_be_visible()
    press(page, page.get_by_role("button", name="Übernehmen"))
    expect(page.get_by_role("heading", name="Übernommen")).to_be_visible()
    press(page, page.get_by_role("button", name="Ganze Einlesung rückgängig machen"))
    expect(page.get_by_text("Die Einlesung wurde rückgängig gemacht.")).to_be_visible()


def test_no_house_sees_what_is_another_houses(page: Page, browser: Browser, desk: Desk) -> None:
    desk.service.create(SECRET, Viewer(tenant=CLUSTER))
    sign_in(page, MANAGER)
    theirs = [("/profil/{}", SECRET.id), ("/mitglieder/{}/bearbeiten", SECRET.id)]
    theirs += [("/?profil={}", SECRET.id), *secrets(page)]
    other = browser.new_context(base_url=desk.address).new_page()
    sign_in(other, HEAD)
    counted = told(other, "/ergebnisse")
    for path, id in theirs:
        assert page.request.get(path.format(id)).ok
        found, missing = (told(other, path.format(asked), asked) for asked in (id, id[::-1]))
        assert found == missing, path
    for path in ("/heute", "/beratung", "/mitglieder", "/bedarfe", "/suchen", "/vermittlung"):
        assert "Geheim" not in told(other, path)[1], path
    assert told(other, "/ergebnisse") == counted
    other.context.close()


def secrets(page: Page) -> list[tuple[str, str]]:
    """Make a draft and a saved search; return where they are, and their ids."""
    page.goto("/beratung/neu")
    page.get_by_text("Der Betrieb ist nicht im Bestand").click()
    page.get_by_label("Name des Betriebs").fill("Geheimguss")
    page.get_by_label("Was braucht der Betrieb?").fill(NEED)
    page.get_by_role("button", name="Bogen zusammenstellen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Geheimguss")
    sheet = page.url.rpartition("/")[2].partition("?")[0]
    page.goto("/?q=Geheimguss")
    managing.keep_search(page, "Geheime Suche")
    page.get_by_role("link", name="Gemerkte Suchen").click()
    page.get_by_role("link", name="Geheime Suche", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Geheime Suche")
    return [
        ("/beratung/{}", sheet),
        ("/beratung/{}/bogen.pdf", sheet),
        ("/suchen/{}", page.url.rpartition("/")[2]),
    ]


def told(page: Page, path: str, id: str = "") -> tuple[int, str]:
    """Type an address; return its status, and what the page says beside the id asked for."""
    answer = page.goto(path)
    assert answer is not None
    text = page.get_by_role("main").inner_text()
    return answer.status, text.replace(id, "…") if id else text
