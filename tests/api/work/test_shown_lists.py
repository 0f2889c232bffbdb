"""What is shown is written down once, by those who advise; who was dealt with is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.work.identity import Identity, UserRole
from api.work.service import Service, open_service
from api.work.settings import Settings
from api.work.shown_lists import KEPT_SECONDS, ShownLists
from data.feedback.outcomes import EventKind, Report
from data.files import sample_profiles
from data.store.profiles import open_store
from matcher.request import Constraint, MatchRequest, Rule, Viewer

BROWSER = {"Accept": "text/html"}
REQUEST = MatchRequest(question="Laserschweißen", k=5)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A small service of its own, because lists are written down."""
    base = {"home": tmp_path, "model": "hashing", "poll_seconds": 0, "tenant": "hwk"}
    settings = Settings.model_validate(base)
    with open_store(settings.store_url) as store:
        store.put(list(sample_profiles())[::40])
    with open_service(settings) as opened:
        yield opened


def adviser(role: UserRole = UserRole.ADVISER, account: str = "a") -> Identity:
    return Identity(viewer=Viewer(tenant="hwk"), role=role, name="", account=account)


def lists(service: Service) -> list[list[int]]:
    """Return the positions shown in each list that was written down."""
    return [[s.position for s in i.shown] for i in service.feedback.log.impressions()]


def test_the_same_list_is_written_down_once_and_more_only_adds(service: Service) -> None:
    memory = ShownLists()
    result = service.suggest(REQUEST, adviser().viewer)
    first = memory.record(service, adviser(), REQUEST, result)
    assert memory.record(service, adviser(), REQUEST, result) == first
    longer = REQUEST.model_copy(update={"k": 8})
    more = memory.record(service, adviser(), longer, service.suggest(longer, adviser().viewer))
    assert lists(service) == [[1, 2, 3, 4, 5], [6, 7, 8]]
    assert {id: more[id] for id in first} == first
    assert len(set(more.values())) == 2


def test_who_moves_up_after_one_was_dealt_with_is_written_down_alone(service: Service) -> None:
    memory = ShownLists()
    result = service.suggest(REQUEST, adviser().viewer)
    memory.record(service, adviser(), REQUEST, result)
    gone = Constraint(rule=Rule.EXCLUDE, values=(result.suggestions[0].profile_id,))
    without = REQUEST.model_copy(update={"constraints": (gone,)})
    memory.record(service, adviser(), without, service.suggest(without, adviser().viewer))
    assert lists(service) == [[1, 2, 3, 4, 5], [5]]


def test_others_later_and_another_question_are_lists_of_their_own(service: Service) -> None:
    now = 0.0
    memory = ShownLists(clock=lambda: now)
    result = service.suggest(REQUEST, adviser().viewer)
    memory.record(service, adviser(), REQUEST, result)
    memory.record(service, adviser(account="b"), REQUEST, result)
    assert len(lists(service)) == 2
    other = REQUEST.model_copy(update={"question": "Tischler"})
    memory.record(service, adviser(), other, service.suggest(other, adviser().viewer))
    assert len(lists(service)) == 3
    now = KEPT_SECONDS - 1
    memory.record(service, adviser(), REQUEST, result)
    assert len(lists(service)) == 3
    now = KEPT_SECONDS + 1
    memory.record(service, adviser(), REQUEST, result)
    assert len(lists(service)) == 4


def test_nothing_is_written_down_for_readers(service: Service) -> None:
    result = service.suggest(REQUEST, adviser().viewer)
    assert ShownLists().record(service, adviser(UserRole.READER), REQUEST, result) == {}
    assert lists(service) == []


@pytest.fixture
def chamber(new_client: Callable[..., TestClient]) -> TestClient:
    """A client of a chamber that may advise."""
    return new_client(tenant="hwk")


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def test_only_the_page_of_results_writes_down(chamber: TestClient) -> None:
    log = service_of(chamber).feedback.log
    params = {"q": "Laserschweißen"}
    for path in ("/vorschlaege/anzahl", "/vorschlaege/profile", "/profil/fremd-public"):
        chamber.get(path, params=params, headers=BROWSER)
    chamber.get("/", params={"region": "Berlin"}, headers=BROWSER)
    assert log.counts().impressions == 0
    chamber.get("/", params=params, headers=BROWSER)
    chamber.get(
        "/", params=params | {"region_gilt": "muss"}, headers=BROWSER | {"HX-Request": "true"}
    )
    assert log.counts().impressions == 1
    (written,) = log.impressions()
    assert written.who == "admin"


def test_a_partner_dealt_with_is_hidden_until_it_is_asked_for(chamber: TestClient) -> None:
    service = service_of(chamber)
    question = "Laserschweißen von Aluminium"
    told = Report(kind=EventKind.CONTACTED, profile_id="fremd-public", question=question)
    before = chamber.get("/", params={"q": question}, headers=BROWSER).text
    assert "Offene Gießerei" in before
    service.feedback.give(told, Viewer(tenant="hwk"))
    hidden = unescape(chamber.get("/", params={"q": question}, headers=BROWSER).text)
    assert "Offene Gießerei" not in hidden
    assert "1 bereits bearbeiteter Partner ist ausgeblendet." in hidden
    assert "ausgeschlossen: 1" not in hidden
    shown = chamber.get("/", params={"q": question, "bearbeitete": "zeigen"}, headers=BROWSER).text
    assert "Offene Gießerei" in shown
