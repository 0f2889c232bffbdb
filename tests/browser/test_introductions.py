"""An introduction from both sides, as two people at two institutions click it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.work.service import open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.store.profiles import open_store

pytestmark = pytest.mark.browser
OWNER = "hwk-potsdam"
NEED = "Wir suchen eine Werkstatt, die starre Endoskope, Bohrer und Sägen repariert"


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve an installation on a free port of the loopback address."""
    with open_service(settings) as service, closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def sides(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, Page]]:
    """A tab of the institution that owns the profile, and one of another that looks for it."""
    base: dict[str, object] = {"home": tmp_path, "model": "hashing", "poll_seconds": 0}
    base["sign_in"] = "off"
    with open_store(Settings.model_validate(base).store_url) as store:
        store.put([p for p in sample_profiles() if p.id.startswith("ges-")])
    with ExitStack() as stack:
        pages = []
        for tenant in (OWNER, "cluster-optik"):
            settings = Settings.model_validate(base | {"tenant": tenant})
            address = stack.enter_context(serving(settings))
            context = stack.enter_context(browser.new_context(base_url=address))
            context.set_default_timeout(10_000)
            pages.append(context.new_page())
        yield pages[0], pages[1]


def check(page: Page) -> None:
    """No serious fault, and nothing sticks out on a telephone."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_introduction_from_both_sides(sides: tuple[Page, Page]) -> None:
    owner, asker = sides
    answer = asker.request.post("/v1/suggestions", data={"question": NEED, "k": 20}).json()
    veiled = next(s for s in answer["suggestions"] if s["veiled"])
    asker.goto(f"/vermittlung/anfragen?profil={veiled['profile_id']}")
    expect(asker.get_by_role("heading", level=1)).to_have_text(veiled["name"])
    check(asker)
    asker.get_by_role("button", name="Anfrage senden").click()
    expect(asker.get_by_text("Bitte sagen Sie, worum es geht")).to_be_visible()
    check(asker)
    asker.get_by_label("Worum geht es?").fill(NEED)
    asker.get_by_role("button", name="Anfrage senden").click()
    expect(asker.get_by_role("status")).to_contain_text("Die Anfrage ist gestellt")
    expect(asker.get_by_text("Görden")).to_have_count(0)
    check(asker)

    owner.goto("/vermittlung")
    expect(owner.get_by_text("cluster-optik bittet um Vermittlung")).to_be_visible()
    check(owner)
    owner.get_by_label("Ihr Satz dazu").fill("Gern, bitte anrufen.")
    owner.get_by_role("button", name="Zusagen").click()
    expect(owner.get_by_role("status")).to_contain_text("sieht jetzt Namen und Kontakt")

    asker.reload()
    link = asker.get_by_role("link", name="Chirurgiemechanik Görden")
    expect(link).to_be_visible()
    expect(asker.get_by_role("link", name="nachfolge@kammerberatung.example")).to_be_visible()
    check(asker)
    link.click()
    expect(asker.get_by_role("heading", level=1)).to_contain_text("Görden")

    owner.get_by_role("button", name="Rückgängig").click()
    expect(owner.get_by_role("status")).to_contain_text("wieder offen")
    asker.reload()
    expect(asker.get_by_role("heading", level=1)).to_have_text(veiled["name"])


def test_owners_look_at_their_profile_with_others_eyes(sides: tuple[Page, Page]) -> None:
    owner, _ = sides
    owner.goto("/vermittlung")
    owner.get_by_role("link", name="Chirurgiemechanik Görden").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("Ansicht der anderen")
    expect(owner.get_by_role("heading", level=2)).to_have_text(
        "Handwerksbetrieb aus Brandenburg an der Havel"
    )
    check(owner)
