"""Events on their pages: the list, a new one, its times, tables and rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.work.identity import UserRole
from api.work.service import open_service
from data.events.event import Event
from tests.api.conftest import fill, settings_in
from tests.api.web.events.organiser import (
    HTML,
    NEW,
    filled_event,
    new_event,
    page,
    post,
    said,
    service_of,
    undo,
    version,
)
from tests.support.people import account, signed_in

NewClient = Callable[..., TestClient]
PARTS = (
    "",
    "/angaben",
    "/regeln",
    "/teilnehmer",
    "/teilnehmer-neu",
    "/tabelle",
    "/verknuepfen",
    "/bestand",
    "/wuensche",
    "/starke-paare",
    "/plan",
    "/tag",
    "/unterlagen",
    "/danach",
)


def event_at(client: TestClient, base: str) -> Event:
    """Return the event that an address shows."""
    return service_of(client).events.get("default", base.rsplit("/", 1)[1])


def test_an_empty_list_says_how_to_begin(new_client: NewClient) -> None:
    text = page(new_client(), "/veranstaltungen")
    assert "In drei Schritten" in text
    assert "Neue Veranstaltung" in text


def test_times_and_tables_make_themselves(client: TestClient) -> None:
    lunch = {"bis": "12:00", "mittag-von": "09:45", "mittag-bis": "10:30"}
    event = event_at(client, new_event(client, **lunch))
    starts = [f"{slot.start:%H:%M}" for slot in event.slots]
    assert starts == ["09:00", "09:25", "10:30", "10:55", "11:20"]
    assert [table.name for table in event.tables] == ["Tisch 1", "Tisch 2", "Tisch 3"]
    assert event.sides == ("Startups", "Industrie")


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Bitte ausfüllen."),
        ("datum", "31.02.2099", "ist kein Tag"),
        ("bis", "08:00", "Das Ende muss nach dem Anfang liegen."),
        ("dauer", "zwanzig", "keine ganze Zahl"),
        ("dauer", "200", "kein einziges Gespräch"),
        ("mittag-von", "12:00", "Anfang und Ende der Mittagspause"),
        ("seite-2", "startups", "verschiedene Namen"),
        ("tische", "0", "keine ganze Zahl"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    client: TestClient, field: str, typed: str, message: str
) -> None:
    text = said(post(client, "/veranstaltungen/neu", **(NEW | {field: typed})), 422)
    assert message in text
    assert 'aria-invalid="true"' in text
    assert 'value="Probetag"' in text or field == "name"


def test_an_event_is_copied_deleted_and_brought_back(client: TestClient) -> None:
    base = filled_event(client)
    copied = post(client, f"{base}/kopieren")
    assert "Kopie von Probetag" in said(copied)
    assert len(event_at(client, copied.url.path).participants) == 6
    gone = said(post(client, f"{base}/loeschen"))
    assert "Die Veranstaltung ist gelöscht." in gone
    assert client.get(base, headers=HTML).status_code == 404
    assert "wieder da" in said(post(client, f"{base}/wiederherstellen"))
    assert "Probetag" in page(client, base)


def test_what_is_missing_is_said_and_leads_there(client: TestClient) -> None:
    base = new_event(client)
    text = page(client, base)
    assert "Es fehlen Teilnehmer." in text
    assert f'href="{base}/teilnehmer"' in text
    refused = said(post(client, f"{base}/plan"), 422)
    assert "Es fehlen Teilnehmer." in refused


def test_nobody_is_left_without_a_meeting_by_default(client: TestClient) -> None:
    base = filled_event(client)
    assert event_at(client, base).settings.at_least == 3
    assert "Mindestzahl" not in page(client, f"{base}/plan")
    store, made = service_of(client).events, event_at(client, base)
    fewer = made.settings.model_copy(update={"at_least": 0})
    made = store.save(made.model_copy(update={"settings": fewer}))
    text = page(client, f"{base}/plan")
    assert "1 Hinweis vor dem Planen" in text
    assert "reichen für 4 Gespräche je Teilnehmer" in text
    one_table = made.tables[:1]
    too_many = fewer.model_copy(update={"at_least": 3})
    store.save(made.model_copy(update={"settings": too_many, "tables": one_table}))
    assert "zu viel: Zeiten und Tische reichen für 1." in page(client, f"{base}/plan")


def test_every_page_opens_for_an_empty_event(client: TestClient) -> None:
    base = new_event(client)
    for part in PARTS:
        for language in ("de", "en"):
            text = page(client, f"{base}{part}?lang={language}")
            assert "Probetag" in text
            assert text.count("<h1") == 1, part


def test_renamed_sides_and_tables_are_renamed_for_everybody(client: TestClient) -> None:
    base = filled_event(client)
    fields = {"name": "Probetag", "seiten": "zwei", "seite-1": "Gründer", "seite-2": "Industrie"}
    fields |= {"teil": "basis", "version": version(page(client, f"{base}/angaben"))}
    changed = post(client, f"{base}/angaben", **fields)
    assert {p.side for p in event_at(client, base).participants} == {"Gründer", "Industrie"}
    undo(client, changed)
    assert {p.side for p in event_at(client, base).participants} == {"Startups", "Industrie"}


def test_slots_are_changed_row_by_row(client: TestClient) -> None:
    base = new_event(client)
    fields = {"teil": "zeiten", "version": "1"}
    for i, (begins, ends) in enumerate((("10:00", "10:15"), ("", ""), ("9:00", "9:30"))):
        fields |= {f"tag-{i}": "2099-03-10", f"von-{i}": begins, f"bis-{i}": ends}
    said(post(client, f"{base}/angaben", **fields))
    assert [f"{s.start:%H:%M}" for s in event_at(client, base).slots] == ["09:00", "10:00"]
    wrong = fields | {"bis-0": "9:00", "version": "2"}
    text = said(post(client, f"{base}/angaben", **wrong), 422)
    assert "Das Ende muss nach dem Anfang liegen." in text
    assert len(event_at(client, base).slots) == 2


def test_a_form_opened_before_somebody_else_saved_is_shown_again(client: TestClient) -> None:
    base = new_event(client)
    fields = {"mindestens": "2", "sekunden": "10", "version": "1"}
    said(post(client, f"{base}/regeln", **fields))
    text = said(post(client, f"{base}/regeln", **(fields | {"mindestens": "3"})), 422)
    assert "inzwischen an anderer Stelle geändert" in text
    assert 'name="mindestens" type="text" value="3"' in text
    assert event_at(client, base).settings.at_least == 2


def test_rules_that_contradict_each_other_are_refused(client: TestClient) -> None:
    base = new_event(client)
    fields = {"mindestens": "3", "hoechstens": "2", "version": "1"}
    text = said(post(client, f"{base}/regeln", **fields), 422)
    assert "mehr als das Höchste" in text


def test_only_the_last_change_is_undone(client: TestClient) -> None:
    base = new_event(client)
    post(client, f"{base}/regeln", mindestens="2", version="1")
    post(client, f"{base}/regeln", mindestens="3", version="2")
    answer = post(client, f"{base}/zurueck", stand="2", weiter=f"{base}/regeln")
    assert answer.status_code in (409, 422)
    assert event_at(client, base).settings.at_least == 3


def test_events_of_another_house_do_not_exist(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, sign_in="local")
    fill(settings, 10)
    with open_service(settings) as service:
        own = signed_in(service, account(service, "a@x.example", UserRole.ORGANISER, "eins"))
        other = signed_in(service, account(service, "b@x.example", UserRole.ORGANISER, "zwei"))
        base = own.post("/veranstaltungen/neu", data=NEW).headers["location"].partition("?")[0]
        assert own.get(base).status_code == 200
        for part in PARTS:
            assert other.get(f"{base}{part}").status_code == 404, part
        for action in ("loeschen", "kopieren", "plan", "zurueck", "regeln", "unterlagen/links"):
            assert other.post(f"{base}/{action}").status_code == 404, action
        assert "Probetag" not in other.get("/veranstaltungen").text
        adviser = signed_in(service, account(service, "c@x.example", UserRole.ADVISER, "eins"))
        assert adviser.get(base).status_code == 403
