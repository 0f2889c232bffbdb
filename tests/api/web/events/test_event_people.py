"""The participants of an event: from a spreadsheet, from what is stored, by hand; their wishes."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from data.events.event import Event, Interest
from tests.api.web.events.organiser import (
    PEOPLE,
    filled_event,
    new_event,
    page,
    post,
    said,
    service_of,
    undo,
    upload,
    version,
    workbook,
)

NewClient = Callable[..., TestClient]


def event_at(client: TestClient, base: str) -> Event:
    """Return the event that an address shows."""
    return service_of(client).events.get("default", base.rsplit("/", 1)[1])


def id_of(client: TestClient, base: str, name: str) -> str:
    """Return the id of a participant."""
    return next(p.id for p in event_at(client, base).participants if p.name == name)


def test_a_spreadsheet_changes_nothing_until_it_is_taken_over(client: TestClient) -> None:
    base = new_event(client)
    shown = upload(client, base, workbook(PEOPLE, [("Additiv Start", "Guss Werk", "muss")]))
    text = said(shown)
    assert "Alle Zellen sind in Ordnung." in text
    assert re.search(r'figure-value">6</span> <span class="figure-label">neu', text)
    assert event_at(client, base).participants == ()
    taken = post(client, shown.url.path, version=version(text))
    assert "„Gäste.xlsx“ ist übernommen" in said(taken)
    event = event_at(client, base)
    assert len(event.participants) == 6
    assert event.wishes[0].interest is Interest.MUST
    undo(client, taken)
    assert event_at(client, base).participants == ()


def test_wrong_cells_are_named_and_nothing_can_be_taken_over(client: TestClient) -> None:
    base = new_event(client)
    wrong = [*PEOPLE, ("Handel Haus", "Handel", "", "")]
    shown = upload(client, base, workbook(wrong))
    text = said(shown)
    assert "Teilnehmer, B8" in text
    assert "Handel" in text
    assert ">Übernehmen<" not in text
    refused = post(client, shown.url.path, version="1")
    assert refused.status_code == 422
    assert event_at(client, base).participants == ()


def test_no_file_and_no_spreadsheet_are_refused(client: TestClient) -> None:
    base = new_event(client)
    assert "zuerst eine Datei" in said(post(client, f"{base}/tabelle"), 422)
    assert "zu berichtigen" in said(upload(client, base, b"\x00\x01 no workbook"))


def test_a_spreadsheet_taken_over_twice_is_shown_again(client: TestClient) -> None:
    base = new_event(client)
    answer = upload(client, base, workbook(PEOPLE))
    seen = version(said(answer))
    said(post(client, answer.url.path, version=seen))
    again = said(post(client, answer.url.path, version=seen), 409)
    assert "Die Veranstaltung wurde inzwischen geändert." in again
    assert "Die Tabelle ändert nichts." in again


def test_a_spreadsheet_may_be_larger_than_a_form(new_client: NewClient) -> None:
    client = new_client(max_body_bytes=2048)
    base = new_event(client)
    assert len(workbook(PEOPLE)) > 2048
    assert "Alle Zellen sind in Ordnung." in said(upload(client, base, workbook(PEOPLE)))
    assert post(client, f"{base}/wuensche", wer="x" * 5000).status_code == 413


def test_one_thing_is_not_spoken_of_as_many(client: TestClient) -> None:
    base = filled_event(client)
    wrong = workbook([("Neu", "Keine", "", "")])
    assert "1 Stelle ist zu berichtigen" in said(upload(client, base, wrong))
    people = [p.id for p in event_at(client, base).participants]
    post(client, f"{base}/wuensche", wer=people[0], wen=people[3], wie="must")
    listed = page(client, f"{base}/wuensche")
    assert "1 Wunsch, " in listed
    assert "<caption>1 Wunsch</caption>" in listed


def test_the_template_holds_the_event_and_comes_back_unchanged(client: TestClient) -> None:
    base = filled_event(client)
    content = client.get(f"{base}/vorlage.xlsx").content
    rows = load_workbook(BytesIO(content))["Teilnehmer"].iter_rows(values_only=True)
    assert any("Guss Werk" in row for row in rows)
    assert "Die Tabelle ändert nichts." in said(upload(client, base, content))


def test_a_participant_is_added_changed_and_removed_by_hand(client: TestClient) -> None:
    base = filled_event(client)
    fields = {"name": "Laser Werk", "seite": "Industrie", "bedarfe": "Laser\n\nOptik", "da": "1"}
    fields |= {"kommt": "2099-03-10T09:25", "pausen": "3", "gruppen": "Metall; Laser"}
    answer = post(client, f"{base}/teilnehmer-neu", **fields)
    assert "Laser Werk ist eingetragen." in said(answer)
    who = event_at(client, base).participant(id_of(client, base, "Laser Werk"))
    assert who is not None
    assert (who.needs, who.away, who.groups) == (("Laser", "Optik"), (3,), ("Metall", "Laser"))
    at = f"{base}/teilnehmer/{who.id}"
    assert 'value="2099-03-10T09:25"' in page(client, at)
    wrong = fields | {"geht": "2099-03-10T09:00", "version": version(page(client, at))}
    text = said(post(client, at, **wrong), 422)
    assert "nicht nach der Ankunft" in text
    assert 'value="2099-03-10T09:00"' in text
    gone = post(client, f"{at}/entfernen")
    assert "Laser Werk ist nicht mehr dabei." in said(gone)
    undo(client, gone)
    assert event_at(client, base).participant(who.id) == who


def test_an_unknown_profile_is_refused_and_a_known_one_lends_its_name(client: TestClient) -> None:
    base = filled_event(client)
    fields = {"seite": "Industrie", "da": "1", "profil": "Gibt es nicht"}
    assert "nicht bekannt" in said(post(client, f"{base}/teilnehmer-neu", **fields), 422)
    hidden = fields | {"profil": "Verborgene Gießerei (fremd-own)"}
    assert "nicht bekannt" in said(post(client, f"{base}/teilnehmer-neu", **hidden), 422)
    known = fields | {"profil": "Offene Gießerei (fremd-public)"}
    said(post(client, f"{base}/teilnehmer-neu", **known))
    assert event_at(client, base).participants[-1].name == "Offene Gießerei"
    assert event_at(client, base).participants[-1].profile_id == "fremd-public"


def test_participants_are_linked_to_profiles_of_their_name_that_may_be_seen(
    client: TestClient,
) -> None:
    base = new_event(client)
    rows = [("Offene Giesserei GmbH", "Industrie"), ("Verborgene Gießerei", "Industrie")]
    shown = upload(client, base, workbook([(*row, "", "") for row in rows]))
    post(client, shown.url.path, version=version(said(shown)))
    text = page(client, f"{base}/verknuepfen")
    assert "fremd-public" in text
    assert "fremd-own" not in text
    ids = [p.id for p in event_at(client, base).participants]
    answer = post(client, f"{base}/verknuepfen", wer=ids)
    assert "1 Profile verknüpft" in said(answer)
    assert [p.profile_id for p in event_at(client, base).participants] == ["fremd-public", None]


def test_stored_profiles_become_participants(client: TestClient) -> None:
    base = new_event(client)
    text = page(client, f"{base}/bestand?q=Gießerei")
    assert "Offene Gießerei" in text
    assert "Verborgene Gießerei" not in text
    added = post(client, f"{base}/bestand", profil="fremd-public", seite="Industrie")
    assert "1 Teilnehmer eingetragen." in said(added)
    assert event_at(client, base).participants[0].side == "Industrie"
    assert "ist dabei" in page(client, f"{base}/bestand?q=Offene")
    assert post(client, f"{base}/bestand", profil="fremd-own").status_code == 404


def test_the_type_ahead_offers_what_may_be_seen(client: TestClient) -> None:
    base = new_event(client)
    text = page(client, f"{base}/profile?profil=gießerei")
    assert "fremd-public" in text
    assert "fremd-own" not in text


def test_a_wish_is_entered_replaced_and_taken_back(client: TestClient) -> None:
    base = filled_event(client)
    first = {"wer": "Additiv Start", "wen": "Guss Werk", "wie": "would"}
    assert "möchte treffen" in said(post(client, f"{base}/wuensche", **first))
    said(post(client, f"{base}/wuensche", **(first | {"wie": "must"})))
    (wish,) = event_at(client, base).wishes
    assert wish.interest is Interest.MUST
    gone = post(client, f"{base}/wuensche/entfernen", wer=wish.who, wen=wish.whom)
    assert event_at(client, base).wishes == ()
    undo(client, gone)
    assert event_at(client, base).wishes == (wish,)


def test_a_wish_of_somebody_unknown_is_shown_again(client: TestClient) -> None:
    base = filled_event(client)
    wrong = {"wer": "Niemand", "wen": "Guss Werk", "wie": "must"}
    text = said(post(client, f"{base}/wuensche", **wrong), 422)
    assert "„Niemand“ ist kein Teilnehmer" in text
    same = {"wer": "Guss Werk", "wen": "Guss Werk", "wie": "must"}
    assert "Niemand trifft sich selbst" in said(post(client, f"{base}/wuensche", **same), 422)


def test_a_list_of_participants_can_be_searched(client: TestClient) -> None:
    base = filled_event(client)
    text = page(client, f"{base}/teilnehmer?q=werk&seite=Industrie")
    assert text.count("/entfernen") == 3
    assert "Dazu gibt es nichts." in page(client, f"{base}/teilnehmer?q=xyz")
