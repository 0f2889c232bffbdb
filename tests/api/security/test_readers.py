"""What leaves the house names to its readers nobody whom they may not know, and tells its maker."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default as POLICY
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pypdf import PdfReader

from api.work.readers import Why, kept_back
from api.work.searches import keep
from api.work.service import Service
from data.office.searches import Owner
from data.office.sheets import Sheet
from data.profiles import Profile
from matcher.request import Viewer
from matcher.visibility.veil import PREFIX

NEED = "Wer kann Aluminium mit dem Laser schweißen?"
HIDDEN = {
    "eigen": ("Zylka", "own", "default"),
    "vermittelt": ("Quastenberg", "intermediary", "default"),
    "netz": ("Wrobelski", "network", "default"),
    "fremd-netz": ("Dombrowskaja", "network", "kammer"),
    "fremd-vermittelt": ("Achterberg", "intermediary", "kammer"),
}
"""Welders that readers outside may not know: a name, visibility and owner each."""
SECRET = re.compile("|".join((*(name for name, _, _ in HIDDEN.values()), PREFIX)))
OPEN = "Laserschweißerei Offenbar"
PAGE = {"Accept": "text/html"}
FEEDS = ("atom", "rss")


def welder(id: str, name: str, **fields: Any) -> Profile:
    """Return a firm that answers the need and says its name all over."""
    said = "Wir schweißen Aluminium mit dem Laser"
    given = {"id": id, "name": name, "kind": "company"}
    statements = [{"role": "offer", "text": said}, {"role": "need", "text": f"{said}, gesucht"}]
    return Profile.model_validate({**given, "statements": statements, **fields})


def hidden() -> list[Profile]:
    """Return all of `HIDDEN`."""
    return [
        welder(id, f"{name} Laser GmbH", visibility=visibility, owner=owner)
        for id, (name, visibility, owner) in HIDDEN.items()
    ]


@pytest.fixture
def client(new_client: Callable[..., TestClient]) -> TestClient:
    """A client of a service with hidden welders and one whom everybody may know."""
    made = new_client()
    add(made, *hidden(), welder("offen", OPEN))
    return made


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def add(client: TestClient, *profiles: Profile) -> None:
    service_of(client).store.put(profiles)
    service_of(client).follow()


def sheet_of(client: TestClient) -> Sheet:
    """Return a new sheet on which everybody is ticked."""
    sent = {"anliegen": NEED, "name": "Tischlerei", "plz": "16225"}
    made = client.post("/beratung/neu", data=sent, headers=PAGE, follow_redirects=False)
    number = re.search(r"/beratung/([^?#]+)", made.headers["location"])
    assert number is not None
    store = service_of(client).sheets
    for id in (*HIDDEN, "offen"):
        seen = service_of(client).find(Viewer(tenant="default"), limit=200).profiles
        wanted = id if not id.startswith("fremd-ver") else None
        chosen = wanted or next(p.id for p in seen if p.id.startswith(PREFIX))
        sheet = store.get("default", number[1])
        ticked = {f"e-{e.id}-in": "1" for e in sheet.content.entries}
        known = {f"e-{e.id}": "1" for e in sheet.content.entries}
        form = {"version": str(sheet.version), "tun": "save", "headline": "Bogen"}
        name = service_of(client).get(chosen, Viewer(tenant="default")).name
        more = {"neu-profil": f"{name} ({chosen})"}
        address = f"/beratung/{sheet.id}"
        answer = client.post(address, data=form | known | ticked | more, follow_redirects=False)
        assert answer.status_code == 303, answer.text
    return store.get("default", number[1])


def outputs(client: TestClient, sheet: Sheet) -> dict[str, str]:
    """Return the text of everything that goes out of a sheet."""
    texts = {}
    for ending in ("pdf", "docx", "eml"):
        answer = client.get(f"/beratung/{sheet.id}/bogen.{ending}")
        assert answer.status_code == 200
        texts[ending] = text_in(ending, answer.content)
    page = unescape(client.get(f"/beratung/{sheet.id}", headers=PAGE).text)
    mailto = re.search(r'href="(mailto:[^"]+)"', page)
    mail = re.search(r'<textarea id="mailtext"[^>]*>(.*?)</textarea>', page, re.S)
    assert mailto is not None
    assert mail is not None
    return texts | {"mailto": unquote(mailto[1]), "mail": mail[1]}


def text_in(ending: str, content: bytes) -> str:
    """Return what a person reads in a file."""
    if ending == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if ending == "docx":
        return "\n".join(p.text for p in Document(BytesIO(content)).paragraphs)
    if ending == "xlsx":
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        return str(list(sheet.iter_rows(values_only=True)))
    message = message_from_bytes(content, policy=POLICY)
    body = message.get_body(("plain",))
    assert body is not None
    (attached,) = message.iter_attachments()
    return str(body.get_content()) + text_in("pdf", attached.get_content())


def test_a_sheet_names_to_the_firm_only_whom_it_may_know(client: TestClient) -> None:
    sheet = sheet_of(client)
    ticked = {e.name.split()[0] for e in sheet.content.entries if e.included}
    assert {name for name, _, _ in HIDDEN.values()} - ticked == {"Achterberg"}, "as a veil shows it"
    for kind, text in outputs(client, sheet).items():
        assert SECRET.search(text) is None, kind
    told = unescape(client.get(f"/beratung/{sheet.id}", headers=PAGE).text)
    card = told[told.index('id="zurueck"') :]
    for name in ("Zylka", "Quastenberg", "Wrobelski", "Dombrowskaja"):
        assert f"<strong>{name} Laser GmbH</strong>" in card
    assert card.count("<strong>Unternehmen") == 1, "and who is known without a name"


def test_who_agreed_is_named_if_our_own_house_keeps_the_profile(client: TestClient) -> None:
    sheet = sheet_of(client)
    form = {"version": str(sheet.version), "tun": "save", "headline": "Bogen"}
    for entry in sheet.content.entries:  # also for those whom it is not ours to name
        form |= {f"e-{entry.id}{end}": "1" for end in ("", "-in", "-agreed")}
    client.post(f"/beratung/{sheet.id}", data=form)
    sheet = service_of(client).sheets.get("default", sheet.id)
    for kind, text in outputs(client, sheet).items():
        for name, _, owner in HIDDEN.values():
            assert (name in text) is (owner == "default"), (kind, name)


def test_what_became_confidential_does_not_go_out_again(client: TestClient) -> None:
    sheet = sheet_of(client)
    chosen = next(e for e in sheet.content.entries if e.profile_id == "offen")
    assert chosen.included
    form = {"version": str(sheet.version), "tun": "finish", "headline": "Bogen"}
    form |= {f"e-{e.id}{end}": "1" for e in sheet.content.entries for end in ("", "-in")}
    client.post(f"/beratung/{sheet.id}", data=form)
    assert all(OPEN in text for text in outputs(client, sheet).values())
    log = service_of(client).feedback.log
    assert {event.profile_id for event in log.events(tenant="default")} & {*HIDDEN} == set()
    add(client, welder("offen", OPEN, visibility="own"))
    assert not any(OPEN in text for text in outputs(client, sheet).values())


@pytest.mark.parametrize("tab", ["", "/gleicher-bedarf", "/auftrag"])
def test_the_table_of_a_group_names_public_profiles_alone(client: TestClient, tab: str) -> None:
    add(client, *(welder(f"offen-{i}", f"{OPEN} {i}") for i in range(3)))
    sent: dict[str, Any] = {"text": "Aluminium mit dem Laser schweißen", "min": "3"}
    if not tab:
        sent = {"text": "Gehäuse", "rolle": NEED, "rollenart": "", "anzahl": "2", "fest": "eigen"}
    if tab == "/auftrag":
        bath = [{"role": "offer", "text": "Wir bauen Bäder altersgerecht um"}]
        trade = {"kind": "craft", "trades": ["A-24"], "places": [{"postcode": "16816"}]}
        made = trade | {"statements": bath}
        add(client, welder("bad", "Zylka Laser GmbH", visibility="own", **made))
        add(client, welder("bad-offen", OPEN, **made))
        sent = {"text": "Bad altersgerecht umbauen", "ort": "Neuruppin", "km": "50"}
    if tab == "/gleicher-bedarf":
        sent |= {"km": "egal", "mit": "eigen"}
    page = client.get(f"/gruppen{tab}", params=sent, headers=PAGE)
    assert page.status_code == 200
    answer = client.get(f"/gruppen{tab}/export.xlsx", params=sent)
    assert answer.status_code == 200
    text = text_in("xlsx", answer.content)
    assert SECRET.search(text) is None
    assert OPEN in text
    assert "Nicht in der Tabelle" in page.text
    assert "<strong>Zylka Laser GmbH</strong>: nur für die eigene" in page.text


def test_a_feed_names_public_profiles_alone_and_its_owner_sees_the_rest(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    owner = Owner("default")
    search, _ = keep(service_of(client), owner, "Laser", f"/?q={NEED}&k=50", "de")
    add(client, *hidden(), welder("offen", OPEN))
    page = client.get(f"/suchen/{search.id}", headers=PAGE).text
    for kind in FEEDS:
        feed = client.get(f"/suchen/feed/{search.token}.{kind}").text
        assert OPEN in feed
        assert SECRET.search(feed) is None
    section = page[page.index('id="feed"') :]
    for name in ("Zylka", "Quastenberg", "Wrobelski", "Dombrowskaja"):
        assert f"<strong>{name} Laser GmbH</strong>" in section


def test_the_feed_of_a_search_for_a_hidden_profile_does_not_tell_of_it(
    new_client: Callable[..., TestClient],
) -> None:
    client = new_client()
    add(client, hidden()[0])
    search, _ = keep(service_of(client), Owner("default"), "", "/?profil=eigen&k=50", "de")
    assert "Zylka" in search.name
    add(client, welder("offen", OPEN))
    for kind in FEEDS:
        feed = client.get(f"/suchen/feed/{search.token}.{kind}").text
        assert OPEN in feed
        assert SECRET.search(feed) is None


def test_it_is_said_why_somebody_is_kept_back(client: TestClient) -> None:
    viewer = Viewer(tenant="default")
    found = kept_back(service_of(client), viewer, [*HIDDEN, "offen", "niemand"])
    assert "offen" not in found
    assert {id: (back.why, back.ours) for id, back in found.items()} == {
        "eigen": (Why.OWN, True),
        "vermittelt": (Why.INTERMEDIARY, True),
        "netz": (Why.NETWORK, True),
        "fremd-netz": (Why.NETWORK, False),
        "fremd-vermittelt": (Why.GONE, False),  # nobody else knows it under its own id
        "niemand": (Why.GONE, False),
    }
