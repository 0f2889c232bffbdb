"""Advice sheets through their pages, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.work.service import Service
from api.work.sheets.reading import going_out
from data.feedback.outcomes import EventKind, seeker_key
from data.office.people import Tenant
from data.office.sheets import Entry, Section, Sheet, SheetState
from data.profiles import Kind, Profile, Role
from tests.api.conftest import OTHERS, browser

NEED = "Wir suchen Laserschweißen von Aluminium"
OTHER_NEED = "Hilfe bei Zeichnungen und Aufmaß vom Handy"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def client(new_client: Callable[..., TestClient]) -> TestClient:
    """A client of a service of its own, with a fair part of the sample."""
    return new_client()


@pytest.fixture
def reader(shared: Service) -> Iterator[TestClient]:
    """A client of the shared service, for what changes nothing."""
    with browser(create_app(shared)) as opened:
        yield opened


@pytest.fixture
def service(client: TestClient) -> Service:
    """The service behind the client."""
    found: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return found


@pytest.fixture
def sheet(client: TestClient, service: Service) -> Sheet:
    """A fresh draft for a firm that is not stored, with an entry of the adviser's own."""
    made = made_by(service, new(client, name="Tischlerei Łuczak", plz="16225"))
    return edited(
        client, service, made, **{"neu-name": "Werner Beispiel", "neu-grund": "kennt das"}
    )


def new(client: TestClient, **fields: str) -> str:
    """Send the form of a new sheet and return where it leads."""
    sent = {"anliegen": NEED} | fields
    answer = client.post("/beratung/neu", data=sent, headers=PAGE, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def made_by(service: Service, address: str) -> Sheet:
    """Return the sheet that an address leads to."""
    found = re.search(r"/beratung/([^?#]+)", address)
    assert found is not None
    return service.sheets.get("default", found[1])


def form_of(sheet: Sheet) -> dict[str, str]:
    """Return what a browser sends when nothing was changed."""
    content = sheet.content
    sent = {name: getattr(content, name) for name in ("headline", "introduction", "closing")}
    sent |= {"adviser": content.adviser, "adviser_contact": content.adviser_contact}
    sent |= {f"gap-{section}": text for section, text in content.gaps.items()}
    for entry in content.entries:
        sent |= {f"e-{entry.id}": "1", f"e-{entry.id}-in": "1"} if entry.included else {}
        for name in ("reason", "gain", "next_step"):
            sent[f"e-{entry.id}-{name}"] = getattr(entry, name).replace("\n", "\r\n")
    return sent | {"version": str(sheet.version), "tun": "save"}


def send(client: TestClient, sheet: Sheet, **changes: str | None) -> str:
    """Send the form with changes (None: not sent) and return where it leads."""
    sent = {k: v for k, v in (form_of(sheet) | changes).items() if v is not None}
    address = f"/beratung/{sheet.id}"
    answer = client.post(address, data=sent, headers=PAGE, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def edited(client: TestClient, service: Service, sheet: Sheet, **changes: str | None) -> Sheet:
    """Send the form with changes and return the sheet as it is then."""
    send(client, sheet, **changes)
    return service.sheets.get("default", sheet.id)


def page(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def stranger(service: Service, sheet: Sheet) -> Profile:
    """Return a company that is not on a sheet yet."""
    known = {entry.profile_id for entry in sheet.content.entries}
    found = service.find(service.viewer, kind=Kind.COMPANY).profiles
    return next(p for p in found if p.id not in known and p.texts(Role.OFFER))


def own(sheet: Sheet) -> Entry:
    """Return the entry in the adviser's own words."""
    return next(entry for entry in sheet.content.entries if entry.profile_id is None)


def test_a_sheet_for_a_stored_firm(client: TestClient, service: Service) -> None:
    firm = service.find(service.viewer, limit=1).profiles[0]
    made = made_by(service, new(client, betrieb=f"{firm.name} ({firm.id})"))
    assert made.content.firm.profile_id == firm.id
    assert made.content.need == NEED
    assert firm.id not in {entry.profile_id for entry in made.content.entries}
    text = page(client, f"/beratung/{made.id}")
    assert f"Beratungsbogen: {firm.name}" in text
    assert firm.name in page(client, "/beratung?q=laserschweissen")
    shown = list(service.feedback.log.impressions(tenant="default"))
    assert [impression.seeker for impression in shown] == [firm.id] * len(Section)
    assert {impression.who for impression in shown} == {"admin"}
    listed = {item.profile_id for impression in shown for item in impression.shown}
    assert listed
    assert listed == {entry.profile_id for entry in made.content.entries}


def test_a_firm_that_is_not_stored_is_not_kept_as_a_profile(
    client: TestClient, service: Service
) -> None:
    before = service.find(service.viewer, limit=1).total
    address = new(client, name="Bäckerei Groß", plz="17291", gewerk="Bäcker (A-30)")
    made = made_by(service, address)
    assert made.content.firm.name == "Bäckerei Groß"
    assert made.content.firm.place == "Prenzlau"
    assert made.content.firm.trade == "Bäcker"
    assert service.find(service.viewer, limit=1).total == before
    shown = list(service.feedback.log.impressions(tenant="default"))
    assert {impression.question for impression in shown} == {NEED}
    assert "/mitglieder/neu?name=B%C3%A4ckerei" in page(client, f"/beratung/{made.id}")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Bitte einen Betrieb wählen"),
        ({"name": "A", "anliegen": " "}, "Bitte aufschreiben"),
        ({"name": "A", "anliegen": "x" * 4001}, "4001 Zeichen; möglich sind 4000"),
        ({"name": "A", "plz": "1429"}, "„1429“ ist keine Postleitzahl"),
        ({"name": "A", "plz": "00000"}, "„00000“ ist keine Postleitzahl"),
        ({"name": "A", "gewerk": "Zauberer"}, "Gewerk „Zauberer“"),
        ({"name": "A", "wo": "radius", "km": "weit"}, "„weit“ ist kein Umkreis"),
        ({"name": "A", "wo": "radius", "km": "30"}, "fehlt die Postleitzahl"),
        ({"name": "A", "wo": "only"}, "Bitte die Region nennen"),
        ({"name": "A", "wo": "prefer", "region": "Ukermark"}, "Ukermark"),
        ({"name": "A", "betrieb": "fremd-public"}, "entweder"),
        ({"betrieb": "Gibt es nicht"}, "„Gibt es nicht“ ist nicht im Bestand"),
        ({"betrieb": "fremd-own"}, "„fremd-own“ ist nicht im Bestand"),
    ],
)
def test_a_form_with_an_error_is_shown_again(
    reader: TestClient, fields: dict[str, str], said: str
) -> None:
    sent = {"anliegen": "Nur dieser Satz"} | fields
    answer = reader.post("/beratung/neu", data=sent, headers=PAGE)
    text = unescape(answer.text)
    assert answer.status_code == 422
    assert said in text
    assert 'aria-invalid="true"' in text
    for value in sent.values():
        assert value.strip()[:200] in text
    assert reader.get("/beratung", headers=PAGE).text.count('<th scope="row">') == 0


def test_rules_are_kept_and_said_on_the_sheet(client: TestClient, service: Service) -> None:
    made = made_by(service, new(client, name="A", plz="16225", wo="radius", km="30"))
    assert made.content.rules == ("Umkreis bis 30 km um 16225 Eberswalde",)
    assert all((entry.distance_km or 0) <= 30 for entry in made.content.entries)
    wished = made_by(service, new(client, name="A", wo="prefer", region="Lausitz; Berlin"))
    assert wished.content.constraints[0]["strength"] == "prefer"
    assert wished.content.rules == ("Region: Lausitz oder Berlin",)


def test_what_is_typed_is_kept_as_a_new_version(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    mine = own(sheet)
    assert (mine.name, mine.reason, mine.edited) == ("Werner Beispiel", "kennt das", True)
    assert sheet.version == 2
    changed = edited(
        client,
        service,
        sheet,
        headline="Neue Überschrift",
        **{f"e-{mine.id}-reason": "Zeile 1\r\nZeile 2", f"e-{mine.id}-in": None},
    )
    assert changed.version == 3
    assert changed.content.headline == "Neue Überschrift"
    assert own(changed).reason == "Zeile 1\nZeile 2"
    assert own(changed).included is False
    again = edited(client, service, changed)  # nothing changed: no version
    assert again.version == 3


def test_a_save_can_be_undone(client: TestClient, service: Service, sheet: Sheet) -> None:
    address = send(client, sheet, headline="Versehen")
    text = page(client, address)
    assert 'name="fassung" value="2"' in text
    sent = {"version": "3", "fassung": "2"}
    client.post(f"/beratung/{sheet.id}/zurueck", data=sent, headers=PAGE)
    now = service.sheets.get("default", sheet.id)
    assert now.content == sheet.content
    assert now.version == 4
    assert "Versehen" in page(client, f"/beratung/{sheet.id}?fassung=3")


def test_two_who_edit_are_told_and_both_versions_are_there(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    edited(client, service, sheet, headline="Von der einen")
    address = send(client, sheet, headline="Von dem anderen")
    assert address.endswith("beiseite=4")
    text = page(client, address)
    assert "liegen als Fassung 4 daneben" in text
    assert 'value="Von der einen"' in text
    assert "Von dem anderen" in page(client, f"/beratung/{sheet.id}?fassung=4")


def test_entries_move_within_their_section(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    second = edited(client, service, sheet, **{"neu-name": "Zweite Firma"})
    names = [entry.name for entry in second.content.of(Section.FIRMS)]
    last = second.content.of(Section.FIRMS)[-1]
    moved = edited(client, service, second, tun=f"up:{last.id}")
    assert [e.name for e in moved.content.of(Section.FIRMS)] == [*names[:-2], names[-1], names[-2]]
    back = edited(client, service, moved, tun=f"down:{last.id}")
    assert [e.name for e in back.content.of(Section.FIRMS)] == names
    gone = edited(client, service, back, tun=f"remove:{last.id}")
    assert [e.name for e in gone.content.of(Section.FIRMS)] == names[:-1]
    assert edited(client, service, gone, tun="up:gibt-es-nicht").version == gone.version


def test_a_profile_is_added_by_its_name(client: TestClient, service: Service, sheet: Sheet) -> None:
    other = stranger(service, sheet)
    changed = edited(client, service, sheet, **{"neu-profil": other.name})
    added = changed.content.entries[-1]
    assert (added.profile_id, added.section) == (other.id, Section.FIRMS)
    assert added.evidence in other.texts(Role.OFFER) + other.texts(Role.ABOUT)
    assert added.reason.startswith(("Bietet: „", "Arbeitet an: „"))
    hidden = form_of(changed) | {"neu-profil": "fremd-own", "neu-grund": "mein Satz"}
    answer = client.post(f"/beratung/{sheet.id}", data=hidden, headers=PAGE)
    assert answer.status_code == 422
    assert "mein Satz" in answer.text
    assert str(OTHERS[0]["name"]) not in answer.text


def test_what_is_too_long_is_said_and_nothing_typed_is_lost(
    client: TestClient, sheet: Sheet
) -> None:
    sent = form_of(sheet) | {"headline": "x" * 301, "closing": "Bis bald"}
    answer = client.post(f"/beratung/{sheet.id}", data=sent, headers=PAGE)
    assert answer.status_code == 422
    assert "301 Zeichen" in answer.text
    assert "x" * 301 in answer.text
    assert "Bis bald" in answer.text


def test_composing_anew_keeps_what_a_person_wrote(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    changed = edited(client, service, sheet, tun="recompose", introduction="Liebe Leute,")
    assert changed.content.introduction == "Liebe Leute,"
    assert own(changed).reason == "kennt das"
    assert changed.content.composed_at > sheet.content.composed_at
    ids = [entry.profile_id for entry in changed.content.entries if entry.profile_id]
    assert len(ids) == len(set(ids))


def test_who_came_only_near_goes_out_when_a_person_ticks_it(
    client: TestClient, service: Service
) -> None:
    need = "Wir suchen jemanden, der Papageien das Jodeln beibringt"
    sheet = made_by(service, new(client, name="Tischlerei Łuczak", plz="16225", anliegen=need))
    near = [entry for entry in sheet.content.entries if entry.near]
    assert near
    assert not any(entry.included for entry in near)
    assert near[0].section in sheet.content.gaps
    again = edited(client, service, sheet, tun="recompose")
    ids = [entry.profile_id for entry in again.content.entries]
    assert len(ids) == len(set(ids))
    (first, *_) = [entry for entry in again.content.entries if entry.near]
    ticked = edited(
        client, service, again, **{f"e-{first.id}": "1", f"e-{first.id}-in": "1"}, tun="recompose"
    )
    assert first.id in {entry.id for entry in ticked.content.of(first.section) if entry.included}


def test_a_final_sheet_is_frozen_and_its_partners_count_as_suggested(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    first = edited(client, service, sheet, **{"neu-profil": stranger(service, sheet).id})
    both = edited(client, service, first, **{"neu-profil": stranger(service, first).id})
    kept, out = both.content.entries[-2:]
    sheet = edited(client, service, both, **{f"e-{out.id}-in": None})
    assert "Fertigstellen" in page(client, f"/beratung/{sheet.id}")
    final = edited(client, service, sheet, tun="finish", headline="Zum Schluss")
    assert final.state is SheetState.FINAL
    assert final.content.headline == "Zum Schluss"
    events = list(service.feedback.log.events(tenant="default"))
    assert {event.kind for event in events} == {EventKind.SUGGESTED}
    suggested = {event.profile_id for event in events}
    told = [entry for entry in going_out(service, final).entries if entry.profile_id]
    assert suggested == {entry.profile_id for entry in told}
    assert kept.profile_id in suggested
    assert out.profile_id not in suggested
    text = page(client, f"/beratung/{sheet.id}")
    assert "Fertigstellen" not in text
    assert "Zum Schluss" in text
    answer = client.post(f"/beratung/{sheet.id}", data=form_of(final) | {"headline": "Doch"})
    assert answer.status_code == 422
    client.post(f"/beratung/{sheet.id}/kopie", headers=PAGE)
    copy = service.sheets.page("default", state=SheetState.DRAFT).sheets[0]
    assert service.sheets.get("default", copy.id).content == final.content


def test_who_declined_is_left_out_next_time_and_others_are_marked(
    client: TestClient, service: Service
) -> None:
    made = made_by(service, new(client, name="A", plz="16225"))
    known = [entry for entry in made.content.entries if entry.profile_id][:2]
    assert len(known) == 2
    for entry, kind in zip(known, ("declined", "contacted"), strict=True):
        report = {"profile_id": entry.profile_id, "question": NEED, "kind": kind}
        report |= {"reason": "too_far"} if kind == "declined" else {}
        assert client.post("/v1/feedback", json=report).status_code < 300
    again = made_by(service, new(client, name="A", plz="16225"))
    by_id = {entry.profile_id: entry for entry in again.content.entries}
    assert known[0].profile_id not in by_id
    assert by_id[known[1].profile_id].handled == "kontaktiert"


def test_a_suggestion_of_the_search_goes_to_the_open_draft(
    client: TestClient, service: Service
) -> None:
    firm = next(p for p in service.find(service.viewer).profiles if p.id != "fremd-public")
    sent = {"profil": "fremd-public", "betrieb": firm.id, "impression": ""}
    first = client.post("/beratung/aufnehmen", data=sent, headers=PAGE, follow_redirects=False)
    assert first.status_code == 303
    made = made_by(service, first.headers["location"])
    assert made.content.firm.profile_id == firm.id
    added = made.content.entries[-1]
    assert (added.profile_id, added.included) == ("fremd-public", True)
    text = page(client, first.headers["location"].split("#")[0])
    assert "„Offene Gießerei“ steht jetzt auf dem Bogen." in text
    assert "Rückgängig" in text
    client.post("/beratung/aufnehmen", data=sent | {"profil": "fremd-network"}, headers=PAGE)
    assert service.sheets.page("default").total == 1
    question = {"profil": "fremd-public", "anliegen": NEED}
    client.post("/beratung/aufnehmen", data=question, headers=PAGE)
    assert service.sheets.page("default").total == 2
    assert service.sheets.open_draft("default", seeker_key(None, NEED)) is not None
    assert client.post("/beratung/aufnehmen", data={"profil": "x"}).status_code == 422


def test_a_deleted_sheet_is_offered_back(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    answer = client.post(f"/beratung/{sheet.id}/loeschen", headers=PAGE)
    text = unescape(answer.text)
    assert "Der Bogen ist gelöscht." in text
    assert f"/beratung/{sheet.id}/wiederherstellen" in text
    assert "Tischlerei" not in text
    client.post(f"/beratung/{sheet.id}/wiederherstellen", headers=PAGE)
    assert "Tischlerei Łuczak" in page(client, "/beratung")


def test_the_files_are_handed_out(client: TestClient, sheet: Sheet) -> None:
    starts = {"pdf": b"%PDF-", "docx": b"PK", "eml": b"Subject:"}
    for ending, start in starts.items():
        answer = client.get(f"/beratung/{sheet.id}/bogen.{ending}")
        assert answer.content.startswith(start)
        name = answer.headers["content-disposition"]
        assert f"Beratungsbogen-tischlerei-luczak.{ending}" in name
    assert client.get("/beratung/b0/bogen.pdf").status_code == 404


def test_another_tenant_sees_no_sheet(client: TestClient, service: Service, sheet: Sheet) -> None:
    theirs = service.sheets.create("kammer", sheet.created_by, sheet.content)
    assert client.get(f"/beratung/{theirs.id}", headers=PAGE).status_code == 404
    assert client.post(f"/beratung/{theirs.id}/kopie", headers=PAGE).status_code == 404
    assert theirs.id not in page(client, "/beratung")


def test_options_come_while_typing(reader: TestClient) -> None:
    assert "Offene Gießerei (fremd-public)" in page(reader, "/beratung/neu/betriebe?betrieb=offen")
    assert "Verborgene" not in page(reader, "/beratung/neu/betriebe?betrieb=Gießerei")
    assert "Bäcker (A-30)" in page(reader, "/beratung/neu/gewerke?gewerk=bäck")
    assert "Gießerei" in page(reader, "/beratung/ergaenzen?neu-profil=offene")
    assert page(reader, "/beratung/neu/betriebe?betrieb=").strip() == ""


def test_who_is_met_through_an_intermediary_has_no_name(
    client: TestClient, service: Service, sheet: Sheet
) -> None:
    hidden = {
        "id": "fremd-hinter",
        "name": "Sternschnuppe Sensorik GmbH",
        "kind": "company",
        "owner": "kammer",
        "visibility": "intermediary",
        "places": [{"postcode": "16225", "name": "Eberswalde"}],
        "contact": {"office": "Vertrieb", "email": "post@sternschnuppe.example"},
        "statements": [{"role": "offer", "text": NEED}],
    }
    service.store.put([Profile.model_validate(hidden)])
    service.follow()
    service.people.save_tenant(Tenant(id="kammer", name="Kammer Nord"))
    made = made_by(service, new(client, name="A", plz="16225"))
    entry = next(e for e in made.content.entries if e.name.startswith("Unternehmen aus"))
    assert entry.next_step == "Um Vermittlung bitten: Anfrage über Kammer Nord."
    added = edited(client, service, sheet, **{"neu-profil": str(entry.profile_id)})
    assert added.content.entries[-1].next_step == entry.next_step
    for told in (made, added):
        assert "ternschnuppe" not in told.model_dump_json()
        assert "fremd-hinter" not in told.model_dump_json()


@pytest.fixture
def nobody(new_client: Callable[..., TestClient]) -> Iterator[TestClient]:
    """A client that acts for no tenant."""
    yield new_client(tenant=None)


def test_without_a_tenant_there_are_no_sheets(nobody: TestClient) -> None:
    assert nobody.get("/beratung", headers=PAGE).status_code == 403
    assert nobody.post("/beratung/neu", data={"name": "A", "anliegen": "B"}).status_code == 403
