"""What the tests of whole jobs share: a house with people in it, and a person's hands and eyes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from api.work.identity import UserRole
from api.work.service import Service, open_service
from api.work.settings import Settings
from data.office.people import Tenant
from tests.browser.conftest import served
from tests.support.people import PASSWORD, account, key

PICTURES = os.environ.get("PICTURES_OF_JOBS")
"""A folder for pictures of every page visited, to look at; none are made without it."""
CHAMBER, CLUSTER = "hwk-muster", "metallcluster"
CHAMBER_NAME = "Handwerkskammer Muster"
ADVISER, HEAD, MANAGER = (
    "bit@hwk-muster.example",
    "leitung@hwk-muster.example",
    "desk@cluster.example",
)


@dataclass(frozen=True)
class Desk:
    """A running installation with two houses: a chamber of crafts and a cluster."""

    address: str
    service: Service
    key: str
    """Opens the API for the chamber."""

    @property
    def as_chamber(self) -> dict[str, str]:
        """What a program of the chamber sends along."""
        return {"Authorization": f"Bearer {self.key}"}


@contextmanager
def furnished(settings: Settings) -> Iterator[Desk]:
    """Open an installation, let people in, and serve it."""
    with open_service(settings) as service:
        _let_in(service)
        opens = key(service, UserRole.MANAGER, CHAMBER)
        with served(service) as address:
            yield Desk(address, service, opens)


def _let_in(service: Service) -> None:
    logo = BytesIO()
    Image.new("RGB", (300, 100), (0, 90, 140)).save(logo, "PNG")
    service.people.save_tenant(
        Tenant(
            id=CHAMBER,
            name=CHAMBER_NAME,
            kind="chamber",
            regions=("Brandenburg",),
            letterhead="Abteilung Technologie\nMusterstraße 1\n15230 Frankfurt (Oder)",
            email="bit@hwk-muster.example",
            logo=logo.getvalue(),
        )
    )
    service.people.save_tenant(
        Tenant(id=CLUSTER, name="Metallcluster Muster", kind="cluster", cluster="metal")
    )
    for login, role, tenant in (
        (ADVISER, UserRole.ADVISER, CHAMBER),
        (HEAD, UserRole.MANAGER, CHAMBER),
        (MANAGER, UserRole.MANAGER, CLUSTER),
    ):
        account(service, login, role, tenant, PASSWORD)


def sign_in(page: Page, login: str) -> None:
    """Come in by the front door; without a mouse, as the field for the name has the focus."""
    page.goto("/")
    expect(page.get_by_label("Anmeldename")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def look(page: Page, name: str) -> None:
    """Check the page in front at both widths: nothing sticks out, nothing hinders anybody."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        found = Axe().run(page).response["violations"]
        grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        said = [(name, width, fault["id"], fault["nodes"][0]["html"]) for fault in grave]
        assert said == [], said
    if PICTURES:
        _picture(page, name)


def _picture(page: Page, name: str) -> None:
    Path(PICTURES or "").mkdir(parents=True, exist_ok=True)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}_{width}.png", full_page=True, caret="initial")
    page.set_viewport_size({"width": 1280, "height": 900})


def reach(page: Page, wanted: Locator, most: int = 150) -> None:
    """Press Tab until something has the focus, and see that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    assert wanted.evaluate("element => getComputedStyle(element).outlineStyle") != "none"


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Reach something with Tab and press a key on it."""
    reach(page, wanted)
    page.keyboard.press(key)


def choose(field: Locator, typed: str) -> None:
    """Type into a field and take the option that begins with what was typed.

    The browser's own list cannot be clicked from here: its first option is put into the field, as
    choosing it does.
    """
    field.page.wait_for_load_state()  # nobody types before the page is ready
    field.press_sequentially(typed)
    if field.get_attribute("aria-autocomplete") == "list":
        begins = re.compile(rf"^{re.escape(typed)}\b")
        field.page.get_by_role("option", name=begins).first.click()
        return
    first = "field => field.list.options.length ? field.list.options[0].value : ''"
    field.page.wait_for_function(first, arg=field.element_handle())
    field.fill(field.evaluate(first))
    field.blur()


def file_of(page: Page, link: Locator) -> bytes:
    """Take along the file that a link leads to."""
    if link.get_attribute("type") == "application/pdf":
        # The browser shows it in a program of its own, so it is fetched in the browser's name.
        answer = page.request.get(link.get_attribute("href") or "")
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()
