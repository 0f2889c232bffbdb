"""The pages on which somebody tells what became of a suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.http.sending import local_path
from api.work.service import Service
from data import clock
from data.feedback.outcomes import Event
from matcher.request import MatchRequest, Viewer
from tests.support.feedback import event

NewClient = Callable[..., TestClient]
HTMX = {"HX-Request": "true"}
SEARCH = "/?q=Laserschwei%C3%9Fen&art=company"


@pytest.fixture
def client(new_client: NewClient) -> Iterator[TestClient]:
    """A client of a small service whose tenant is a chamber."""
    client = new_client(tenant="hwk")
    client.follow_redirects = False
    yield client


def service_of(client: TestClient) -> Service:
    """Return the service behind a client."""
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def told(client: TestClient) -> list[Event]:
    """Return all that is kept and not taken back."""
    return list(service_of(client).feedback.log.events())


def pair_of(client: TestClient) -> dict[str, str]:
    """Return the fields that name the first suggestion of a list that was written down."""
    service = service_of(client)
    request = MatchRequest(question="Laserschweißen")
    written, result = service.show(request, Viewer(tenant="hwk"))
    assert written is not None
    partner = result.suggestions[0].profile_id
    return {"impression_id": written, "profile_id": partner, "back": SEARCH}


def send(client: TestClient, fields: dict[str, str], headers: dict[str, str] | None = None) -> str:
    """Send the form as htmx does and return the answer."""
    answer = client.post("/paare", data=fields, headers=headers or HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_without_a_script_the_reader_comes_back_to_the_suggestion(client: TestClient) -> None:
    answer = client.post("/paare", data=pair_of(client) | {"kind": "contacted"})
    assert answer.status_code == 303
    place, anchor = answer.headers["location"].split("#")
    assert place == SEARCH + "&bearbeitete=zeigen"  # whoever was dealt with is left out otherwise
    assert re.fullmatch("paar-[0-9a-f]{12}", anchor)
    (event,) = told(client)
    assert (event.kind, event.question, event.tenant) == ("contacted", "Laserschweißen", "hwk")


def test_htmx_gets_the_pair_as_it_stands_now(client: TestClient) -> None:
    html = send(client, pair_of(client) | {"kind": "contacted"})
    assert "<html" not in html
    assert re.search(r'value="contacted" id="\S+" aria-pressed="true" autofocus', html)
    assert re.search(r"Notiert: kontaktiert\. Rückgängig", html)
    assert "zuruecknehmen" in html
    assert "wie=" in html


def test_a_second_click_tells_nothing_new(client: TestClient) -> None:
    pair = pair_of(client)
    for fields in ({"kind": "met"}, {"kind": "declined", "reason": "other"}):
        for _ in range(2):
            send(client, pair | fields)
    assert [event.kind for event in told(client)] == ["met", "declined"]
    send(client, pair | {"kind": "declined", "reason": "too_far"})
    assert len(told(client)) == 3


def test_what_was_told_is_taken_back(client: TestClient) -> None:
    pair = pair_of(client)
    send(client, pair | {"kind": "suggested"})
    html = send(client, pair | {"kind": "met"})
    (undo,) = set(re.findall(r"/paare/(\w+)/zuruecknehmen", html)) & {told(client)[-1].id}
    html = client.post(f"/paare/{undo}/zuruecknehmen", data=pair, headers=HTMX).text
    assert "Zurückgenommen. Neuer Stand: vorgeschlagen." in html
    assert [event.kind for event in told(client)] == ["suggested"]
    again = client.post(f"/paare/{undo}/zuruecknehmen", data=pair, headers=HTMX)
    assert again.status_code == 404


def test_declining_needs_a_reason_and_a_note_its_text(client: TestClient) -> None:
    pair = pair_of(client) | {"note": " "}
    html = send(client, pair | {"kind": "declined", "note": "zu teuer & alt"})
    assert "Bitte einen Grund wählen." in html
    assert 'value="zu teuer &amp; alt"' in html
    assert "Bitte eine Notiz schreiben." in send(client, pair | {"kind": "noted"})
    long = send(client, pair | {"kind": "noted", "note": "x" * 2001})
    assert "Die Notiz hat 2001 Zeichen. Möglich sind 2000." in long
    page = client.post("/paare", data=pair | {"kind": "declined"})
    assert page.status_code == 422
    assert "<html" in page.text and 'aria-invalid="true"' in page.text
    assert told(client) == []


def test_a_note_changes_nothing_else(client: TestClient) -> None:
    pair = pair_of(client)
    send(client, pair | {"kind": "contacted"})
    html = send(client, pair | {"kind": "noted", "note": "Ruft im Mai <an>"})
    assert "kontaktiert am" in html
    assert "Ruft im Mai &lt;an&gt;" in html
    assert "Verlauf (2)" in html


def test_a_list_that_could_not_be_written_down_is_no_hindrance(client: TestClient) -> None:
    partner = pair_of(client)["profile_id"]
    send(client, {"question": "Wer dreht?", "profile_id": partner, "kind": "met"})
    assert [(e.question, e.impression_id) for e in told(client)] == [("Wer dreht?", None)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "married"},
        {"kind": "declined", "reason": "ugly"},
        {"kind": "met", "impression_id": "i0"},
        {"kind": "met", "profile_id": "gibt-es-nicht"},
        {"kind": "met", "profile_id": "fremd-own"},
        {"kind": "met", "impression_id": ""},
    ],
)
def test_what_no_form_sends_is_refused(client: TestClient, wrong: dict[str, str]) -> None:
    answer = client.post("/paare", data=pair_of(client) | wrong, headers=HTMX)
    assert answer.status_code in (404, 422)
    assert told(client) == []


def test_a_profile_shows_what_became_of_its_pairs(client: TestClient) -> None:
    service = service_of(client)
    partner = pair_of(client)["profile_id"]
    log = service.feedback.log
    log.add(event("met", seeker=partner, profile_id="fremd-public", note="war gut"))
    log.add(event("contacted", seeker="fremd-own", profile_id=partner))
    log.add(event("contacted", question="Wer dreht <b>?", profile_id=partner))
    log.add(event("opened", question="Wer dreht?", profile_id=partner))
    log.add(event("met", seeker=partner, profile_id="fremd-network", tenant="ihk"))
    html = client.get(f"/profil/{partner}").text
    said = re.sub(r"<form.*?</form>|<[^>]+>|\s+", " ", html.split('id="verlauf"')[1], flags=re.S)
    assert " ".join(said.split()).startswith(
        "> Verlauf {day} getroffen Offene Gießerei war gut "
        "{day} kontaktiert für ein Profil, das Sie nicht sehen können "
        "{day} kontaktiert auf die Frage „Wer dreht &lt;b&gt;?“".format(
            day=clock.local(clock.now()).strftime("%d.%m.%Y")
        )
    )
    undo = re.findall(r'action="/paare/(\w+)/zuruecknehmen"', html)
    assert len(undo) == 3
    back = {"back": f"/profil/{partner}#verlauf"}
    answer = client.post(f"/paare/{undo[0]}/zuruecknehmen", data=back)
    assert answer.headers["location"] == f"/profil/{partner}#verlauf"
    assert "Offene Gießerei" not in client.get(f"/profil/{partner}").text


def test_who_only_reads_tells_nothing(new_client: NewClient) -> None:
    client = new_client(tenant=None)
    answer = client.post("/paare", data={"profile_id": "fremd-public", "kind": "met"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/?q=a&art=craft", "/?q=a&art=craft"),
        ("/profil/a", "/profil/a"),
        ("https://anderswo.example/", "/"),
        ("//anderswo.example/", "/"),
        ("/\\anderswo.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
        ("http://[", "/"),
    ],
)
def test_the_way_back_stays_on_the_site(address: str, expected: str) -> None:
    assert local_path(address) == expected
