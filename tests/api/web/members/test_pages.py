"""The list of members: one's own alone, the most urgent first, and files of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.work.roster import RECENT, Roster, Wanted
from api.work.service import Service
from data.exchange.completeness import Gap
from data.profiles import Profile
from data.store.profiles import open_store

HTML = {"Accept": "text/html"}
NewClient = Callable[..., TestClient]


def read(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def rows(text: str) -> list[str]:
    """Return the names in the table of members."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', text)


def firm(id: str, **changes: object) -> Profile:
    return Profile.model_validate({"id": id, "name": f"Firma {id}", "kind": "company"} | changes)


def put(client: TestClient, *profiles: Profile) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    service.store.put(profiles)
    service.follow()
    return service


def test_members_are_ones_own_alone(new_client: NewClient) -> None:
    client = new_client()
    text = read(client, "/mitglieder")
    assert rows(text)
    assert "gießerei" not in text.lower()
    assert rows(read(new_client(tenant="kammer"), "/mitglieder?folge=name")) == [
        "Netzwerkgießerei",
        "Offene Gießerei",
        "Verborgene Gießerei",
    ]


def test_the_most_urgent_come_first_and_say_what_is_missing(new_client: NewClient) -> None:
    client = new_client()
    put(client, firm("leer"), firm("alt", valid_until=dt.date(2020, 1, 1)))
    text = read(client, "/mitglieder")
    assert rows(text)[:2] == ["Firma alt", "Firma leer"]
    assert "kaum auffindbar" in text
    assert "neue Gültigkeit (abgelaufen), Angebot, Bedarf, Ort" in text
    assert rows(read(client, "/mitglieder?fehlt=expired")) == ["Firma alt"]
    assert rows(read(client, "/mitglieder?q=firma+LEER")) == ["Firma leer"]
    assert rows(read(client, "/mitglieder?art=facility&q=firma")) == []
    assert "Kein Mitglied passt" in read(client, "/mitglieder?q=gibtesnicht")


def test_pages_hold_fifty_and_keep_what_was_asked(new_client: NewClient) -> None:
    client = new_client()
    put(client, *(firm(f"p{i:03}") for i in range(120)))
    first = read(client, "/mitglieder?q=firma&folge=name")
    assert rows(first) == [f"Firma p{i:03}" for i in range(50)]
    assert "/mitglieder?q=firma&folge=name&seite=2" in first
    assert len(rows(read(client, "/mitglieder?q=firma&folge=name&seite=99"))) == 20
    assert client.get("/mitglieder?seite=0&art=nichts&folge=x", headers=HTML).status_code == 200


def test_a_deleted_member_comes_back(new_client: NewClient) -> None:
    client = new_client()
    service = put(client, firm("weg"))
    answer = client.post("/mitglieder/weg/loeschen", headers=HTML)
    assert "„Firma weg“ wurde gelöscht." in unescape(answer.text)
    assert service.store.owners(["weg"]) == {}
    assert client.post("/mitglieder/weg/wiederherstellen", headers=HTML).status_code == 200
    assert service.store.get("weg").name == "Firma weg"
    assert service.find(service.viewer, text="Firma weg").total == 1


def test_nobody_touches_the_members_of_others(new_client: NewClient) -> None:
    client = new_client()
    for profile_id in ("fremd-public", "fremd-own", "gibt-es-nicht"):
        told = []
        for method, path in (
            ("GET", "bearbeiten"),
            ("POST", "bearbeiten"),
            ("POST", "loeschen"),
            ("POST", "wiederherstellen"),
            ("POST", "fassung/1"),
        ):
            answer = client.request(method, f"/mitglieder/{profile_id}/{path}", headers=HTML)
            assert answer.status_code == 404, (profile_id, path)
            told.append(unescape(answer.text).replace(profile_id, "ID"))
        assert "Ein Mitglied mit der Kennung 'ID' gibt es nicht." in told[0]
    assert "gelöscht" not in read(client, "/mitglieder?geloescht=fremd-own")


def test_without_a_tenant_there_are_no_members(new_client: NewClient) -> None:
    client = new_client(tenant=None)
    for path in ("/mitglieder", "/mitglieder/neu", "/mitglieder/import", "/mitglieder/export.csv"):
        assert client.get(path, headers=HTML).status_code == 403, path


def test_the_export_holds_ones_own_and_the_template_opens(new_client: NewClient) -> None:
    client = new_client(tenant="kammer")
    lines = client.get("/mitglieder/export.jsonl").text.splitlines()
    assert len(lines) == 3
    assert all('"owner":"kammer"' in line for line in lines)
    assert "Offene Gießerei" in client.get("/mitglieder/export.csv").text
    book = load_workbook(BytesIO(client.get("/mitglieder/export.xlsx").content))
    assert book.active is not None
    assert book.active.max_row == 4
    template = client.get("/mitglieder/vorlage.xlsx")
    assert load_workbook(BytesIO(template.content)).sheetnames[0] == "Betriebe"
    assert client.get("/mitglieder/export.exe").status_code == 422


def test_the_roster_keeps_in_step_with_the_store(tmp_path: Path) -> None:
    today = dt.date(2027, 1, 1)
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite'}") as store:
        roster = Roster(store)
        store.put([firm("a"), firm("b"), firm("c", owner="kammer")])
        assert [m.id for m, _ in roster.find("default", Wanted(sort="name"), today)] == ["a", "b"]
        store.put([firm("a", size="micro", owner="default")])
        store.delete(["b"])
        store.put([firm("d", valid_until=dt.date(2027, 1, 2))])
        found = roster.find("default", Wanted(sort=RECENT), today)
        assert [m.id for m, _ in found] == ["d", "a"]
        assert Gap.SIZE not in found[1][1].gaps
        assert Gap.EXPIRED not in found[0][1].gaps
        later = roster.find("default", Wanted(gap=Gap.EXPIRED), dt.date(2027, 1, 3))
        assert [m.id for m, _ in later] == ["d"]
        assert roster.overview("kammer", today).total == 1
