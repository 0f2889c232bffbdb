"""An organiser of the tests: an event of some firms, made and planned on the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from io import BytesIO

from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import Workbook

from api.work.jobs import jobs_of
from api.work.service import Service
from data.events.event import Participant

HTML = {"Accept": "text/html"}
NEW = {
    "name": "Probetag",
    "ort": "Cottbus",
    "datum": "2099-03-10",
    "von": "09:00",
    "bis": "10:40",
    "dauer": "20",
    "pause": "5",
    "tische": "3",
    "seiten": "zwei",
    "seite-1": "Startups",
    "seite-2": "Industrie",
}
"""Four slots: 9:00, 9:25, 9:50, 10:15."""
PEOPLE = (
    ("Additiv Start", "Startups", "3D-Druck von Ersatzteilen aus Metall", "Pilotkunden für Druck"),
    ("Sensor Start", "Startups", "Sensoren für die Überwachung von Maschinen", "Testmaschinen"),
    ("Robo Start", "Startups", "Roboter für das Schweißen", "Betriebe mit Schweißarbeiten"),
    ("Guss Werk", "Industrie", "Gießen von Ersatzteilen", "3D-Druck für Modelle aus Metall"),
    ("Dreh Werk", "Industrie", "Drehen und Fräsen an Testmaschinen", "Sensoren an Maschinen"),
    ("Bau Werk", "Industrie", "Stahlbau mit Schweißarbeiten", "Roboter für das Schweißen"),
)
Row = Sequence[str]


def service_of(client: TestClient) -> Service:
    """Return the service behind a client."""
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def page(client: TestClient, path: str, status: int = 200) -> str:
    """Return what a page says."""
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def post(client: TestClient, path: str, **fields: object) -> Response:
    """Send a form and follow to the page that it leads to."""
    return client.post(path, data=fields, headers=HTML)


def said(answer: Response, status: int = 200) -> str:
    """Return what an answer says as a page."""
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def new_event(client: TestClient, **fields: str) -> str:
    """Set up an event and return its address."""
    answer = post(client, "/veranstaltungen/neu", **(NEW | fields))
    assert answer.status_code == 200, answer.text
    return answer.url.path


def workbook(people: Sequence[Row], wishes: Sequence[Row] = ()) -> bytes:
    """Return a spreadsheet of participants and wishes."""
    book = Workbook()
    sheet = book.create_sheet("Teilnehmer", 0)
    for row in (("Name", "Seite", "Angebote", "Bedarfe"), *people):
        sheet.append(list(row))
    wanted = book.create_sheet("Wünsche", 1)
    for row in (("Wer", "Wen", "Wunsch"), *wishes):
        wanted.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client: TestClient, base: str, content: bytes, name: str = "Gäste.xlsx") -> Response:
    """Send a spreadsheet to be looked through."""
    return client.post(f"{base}/tabelle", files={"datei": (name, content)}, headers=HTML)


def version(text: str) -> str:
    """Return the version that the forms of a page were made for."""
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found, text
    return found[1]


def filled_event(client: TestClient, **fields: str) -> str:
    """Set up an event of six firms and return its address."""
    base = new_event(client, **fields)
    store = service_of(client).events
    event = store.get("default", base.rsplit("/", 1)[1])
    people = tuple(
        Participant(
            id=name.casefold().replace(" ", "-"),
            name=name,
            side=side,
            offers=(has,),
            needs=(wants,),
        )
        for name, side, has, wants in PEOPLE
    )
    store.save(event.model_copy(update={"participants": people}))
    return base


def wait(client: TestClient) -> None:
    """Wait until no job works any more."""
    for job in jobs_of(service_of(client))._jobs.values():
        assert job.wait(60)


def plan(client: TestClient, base: str) -> str:
    """Make a plan and return the page of it."""
    said(post(client, f"{base}/plan"))
    wait(client)
    return page(client, f"{base}/plan")


def figures(text: str) -> dict[str, str]:
    """Return the figures of a page by what they count."""
    found = re.findall(r'figure-value">([^<]+)</span> <span class="figure-label">([^<]+)', text)
    return {label: value for value, label in found}


def undo(client: TestClient, answer: Response) -> str:
    """Press the button that takes back what was just done."""
    text = said(answer)
    found = re.search(r'action="([^"]+/zurueck)".*?name="stand" value="(\d+)"', text)
    assert found, text
    return said(post(client, found[1], stand=found[2], weiter=answer.url.path))
