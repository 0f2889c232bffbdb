"""A plan as files, as the organiser downloads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from api.app import create_app
from api.work.service import open_service
from data.events.event import Event
from data.events.plans import Answer, Plan
from data.feedback.outcomes import new_id
from tests.api.conftest import browser, fill, settings_in
from tests.support.arranged import arrange, path_of, service_of
from tests.support.planned import event, plan

NAME = "startups-treffen-industrie"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("files")
    settings = settings_in(folder, public_url="https://partner.example/pm/")
    fill(settings, 10)
    with open_service(settings) as service, browser(create_app(service)) as opened:
        yield opened


@pytest.fixture
def made(client: TestClient) -> Event:
    return arrange(client)


def of(made: Event, planned: Plan) -> Plan:
    """Return a plan as one of another event."""
    return planned.model_copy(update={"event": made.id})


def test_the_workbook_of_the_present_plan(client: TestClient, made: Event) -> None:
    service_of(client).events.answer("default", made.id, Answer(who="s1", whom="i1", met=True))
    answer = client.get(f"/veranstaltungen/{made.id}/plan.xlsx")
    assert answer.headers["content-disposition"] == f'attachment; filename="Plan-{NAME}.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:2] == ["Nach Teilnehmer", "Nach Tisch"]
    assert "Rückmeldungen" in book.sheetnames


def test_all_sheets_carry_the_address_of_the_own_page(client: TestClient, made: Event) -> None:
    answer = client.get(f"/veranstaltungen/{made.id}/plan.pdf")
    assert answer.headers["content-disposition"] == f'inline; filename="Terminblaetter-{NAME}.pdf"'
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 4
    assert f"https://partner.example/pm{path_of(client, made, 's2')}" in pages[0]


def test_who_called_off_without_a_meeting_gets_no_sheet(client: TestClient, made: Event) -> None:
    gone = made.participants[1].model_copy(update={"present": False})
    people = (made.participants[0], gone, *made.participants[2:])
    events = service_of(client).events
    events.save(made.model_copy(update={"participants": people}))
    events.keep_plan("default", of(made, plan(("s1", "i1", 0, 0))))
    content = client.get(f"/veranstaltungen/{made.id}/plan.pdf").content
    assert len(PdfReader(io.BytesIO(content)).pages) == 3


def test_one_sheet_and_one_calendar(client: TestClient, made: Event) -> None:
    sheet = client.get(f"/veranstaltungen/{made.id}/teilnehmer/i1.pdf")
    assert f'"Termine-stahlbau-oeder-{NAME}.pdf"' in sheet.headers["content-disposition"]
    assert "Stahlbau Öder" in PdfReader(io.BytesIO(sheet.content)).pages[0].extract_text()
    calendar = client.get(f"/veranstaltungen/{made.id}/teilnehmer/i1.ics")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(calendar.content).events) == 2


def test_calendars_cancel_what_an_earlier_plan_had(client: TestClient, made: Event) -> None:
    service_of(client).events.keep_plan("default", of(made, plan(("s2", "i1", 0, 0))))
    content = client.get(f"/veranstaltungen/{made.id}/kalender.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = Calendar.from_ical(archive.read("stahlbau-oeder-i1.ics"))
    assert [str(e["STATUS"]) for e in found.events] == ["CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize(
    "file", ["plan.xlsx", "plan.pdf", "kalender.zip", "teilnehmer/s1.pdf", "teilnehmer/s1.ics"]
)
def test_without_a_plan_there_is_no_file(client: TestClient, made: Event, file: str) -> None:
    bare = service_of(client).events.add(event(id=new_id("e")))
    answer = client.get(f"/veranstaltungen/{bare.id}/{file}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "gibt es noch keinen Plan" in answer.text


@pytest.mark.parametrize("ending", ["pdf", "ics"])
def test_an_unknown_participant_is_named(client: TestClient, made: Event, ending: str) -> None:
    answer = client.get(f"/veranstaltungen/{made.id}/teilnehmer/x9.{ending}")
    assert answer.status_code == 404
    assert "keinen Teilnehmer mit der Kennung 'x9'" in answer.text


def test_another_tenants_event_does_not_exist(
    client: TestClient,
) -> None:
    other = service_of(client).events.add(event(id=new_id("e"), tenant="kammer"))
    answer = client.get(f"/veranstaltungen/{other.id}/plan.xlsx")
    assert answer.status_code == 404
    assert "Startups treffen" not in answer.text
