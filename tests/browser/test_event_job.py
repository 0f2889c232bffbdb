"""An organiser plans an event of 60 from a spreadsheet to the printed sheets, by clicks alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.work.identity import UserRole
from api.work.service import open_service
from api.work.settings import Settings
from data.files import sample_profiles
from data.store.profiles import open_store
from tests.browser import organising
from tests.browser.conftest import served
from tests.browser.desk import sign_in
from tests.support.people import PASSWORD, account

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORGANISER = "messe@cluster.example"
NAME = "Startups treffen Industrie"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole sample, and one organiser."""
    home = tmp_path_factory.mktemp("events")
    settings = Settings.model_validate(
        {"home": home, "model": "hashing", "poll_seconds": 0, "sign_in": "local"}
    )
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles()))
    with open_service(settings) as service, served(service) as found:
        account(service, ORGANISER, UserRole.ORGANISER, "default", PASSWORD)
        yield found


def test_an_organiser_plans_an_event_of_sixty(
    page: Page, browser: Browser, address: str, tmp_path: Path
) -> None:
    seats = organising.seats_of(sample_profiles(), 28, 32)
    young, firms = seats[0][0], [name for name, _ in seats[28:]]
    sign_in(page, ORGANISER)
    organising.set_up(page, NAME)
    wishes = [(young, firm, "muss") for firm in firms[:14]]
    organising.bring_guests(page, organising.guest_list(tmp_path, seats, wishes), 60)
    organising.link_all(page, 60)
    organising.plan_in_vain(page, young)
    organising.solve_by_a_button(page)
    organising.look_around(page, young)
    organising.hold_a_meeting(page, young)
    organising.somebody_is_missing(page, firms[20])
    link = organising.hand_out(page, NAME, young)
    organising.open_on_a_phone(browser, address, link, young)
    organising.look_back(page)
