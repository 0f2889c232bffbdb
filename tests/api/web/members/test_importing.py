"""Importing members: checked, corrected in place, taken over as a job, undone as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.work.jobs import jobs_of
from api.work.service import Service
from api.work.uploads import KEEP, Phase, uploads_of
from data.errors import NotFoundError
from data.profiles import Profile

HTML = {"Accept": "text/html"}
NewClient = Callable[..., TestClient]
LIST = """Nr;Firma;Typ;PLZ;Angebot;Bedarf
m1;Alpha Möbel;Handwerk;15230;Treppen aus Eiche bauen;Lackierer für Möbel
m2;;Handwerk;1523X;Dächer decken;
m3;;Handwerk;17291;Fenster einbauen;
m1;Delta Dach;Ufo;17291;Löten von Rinnen;
"""


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.running.service  # type: ignore[attr-defined]
    return service


def upload(client: TestClient, text: str = LIST, name: str = "C:\\Daten\\Liste.csv") -> str:
    """Send a file, wait until it is checked, and return the address of the upload."""
    files = {"datei": (name, text.encode("cp1252"), "text/csv")}
    answer = client.post("/mitglieder/import", files=files, headers=HTML)
    assert answer.status_code == 200, answer.text
    wait(client)
    return answer.url.path


def wait(client: TestClient) -> None:
    """Wait until no job works any more."""
    for job in jobs_of(service_of(client))._jobs.values():
        assert job.wait(30)


def page(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def figures(text: str) -> dict[str, int]:
    """Return the figures of a page by what they count."""
    found = re.findall(r'figure-value">(\d+)</span> <span class="figure-label">([^<]+)', text)
    return {label: int(value) for value, label in found}


def post(client: TestClient, path: str, **fields: str) -> str:
    answer = client.post(path, data=fields, headers=HTML)
    assert answer.status_code in (200, 422), answer.text
    wait(client)
    return unescape(client.get(answer.url.path, headers=HTML).text)


def test_a_file_is_checked_before_anything_changes(new_client: NewClient) -> None:
    client = new_client()
    before = service_of(client).store.revision()
    text = page(client, upload(client))
    assert "<h1>Liste.csv</h1>" in text
    assert figures(text) == {"neu": 1, "geändert": 0, "unverändert": 0, "abgelehnt": 3}
    assert 'value="1523X"' in text
    assert 'value="" aria-invalid="true"' in text
    assert "Der Name fehlt" in text
    assert service_of(client).store.revision() == before


def test_rows_are_corrected_in_place_taken_over_and_undone(new_client: NewClient) -> None:
    client = new_client()
    service = service_of(client)
    service.store.put([Profile.model_validate({"id": "m1", "name": "Alt", "kind": "craft"})])
    service.follow()
    address = upload(client)
    fields = {"zelle-0-1": "Beta Bau", "zelle-0-3": "15230", "zelle-1-1": "Gamma Glas"}
    text = post(client, f"{address}/zeilen", **fields, **{"zelle-2-2": "Handwerk"})
    assert figures(text) == {
        "neu": 2, "geändert": 1, "unverändert": 0, "abgelehnt": 1, "berichtigt": 2,
    }  # fmt: skip
    assert "Die Kennung 'm1' von Zeile 5 steht schon in Zeile 2" in text
    refused = client.get(f"{address}/abgelehnt.csv").content.decode("utf-8-sig")
    assert refused.splitlines()[1].startswith("m1;Delta Dach;Handwerk;17291;")
    text = post(client, f"{address}/zeilen", **{"zelle-2-0": "m4"})
    assert "Alle Zeilen sind in Ordnung." in text
    text = post(client, f"{address}/uebernehmen", umfang="alles")
    assert figures(text) == {"neu": 3, "geändert": 1, "unverändert": 0, "abgelehnt": 0}
    assert service.store.get("m3").name == "Gamma Glas"
    assert service.find(service.viewer, text="Gamma Glas").total == 1
    assert not uploads_of(service).file(uploads_of(service).of("default")[0]).exists()
    text = post(client, f"{address}/rueckgaengig")
    assert figures(text) == {"gelöscht": 3, "zurückgesetzt": 1}
    assert service.store.get("m1").name == "Alt"
    assert service.store.owners(["m2", "m3", "m4"]) == {}
    assert service.find(service.viewer, text="Gamma Glas").total == 0


def test_all_or_nothing_keeps_nothing_while_a_row_is_refused(new_client: NewClient) -> None:
    client = new_client()
    address = upload(client)
    answer = client.post(f"{address}/uebernehmen", data={"umfang": "alles"}, headers=HTML)
    assert answer.status_code == 422
    assert "Es wurde nichts übernommen: 3 Zeilen" in unescape(answer.text)
    assert service_of(client).store.owners(["m1"]) == {}
    text = post(client, f"{address}/uebernehmen", umfang="gutes")
    assert figures(text)["abgelehnt"] == 3
    assert service_of(client).store.owners(["m1", "m2"]) == {"m1": "default"}


def test_unknown_columns_are_asked_for_and_remembered(new_client: NewClient) -> None:
    client = new_client()
    address = upload(client, "Wer;Was;Intern\nAlpha;Treppen aus Eiche bauen;geheim\n")
    text = page(client, address)
    assert "keine Spalte mit dem Namen des Betriebs erkannt" in text
    assert "Es gibt noch keine Zeile" in text
    fields = {"spalte-0-0": "name", "spalte-0-1": "offer", "spalte-0-2": ""}
    text = post(client, f"{address}/spalten", **fields)
    assert figures(text)["neu"] == 1
    assert "nicht erkannt" not in text
    post(client, f"{address}/uebernehmen")
    (alpha,) = service_of(client).find(service_of(client).viewer, text="Alpha").profiles
    assert alpha.statements[0].text == "Treppen aus Eiche bauen"


def test_another_tenant_neither_sees_an_upload_nor_learns_whose_an_id_is(
    new_client: NewClient,
) -> None:
    client = new_client()
    address = upload(client, LIST.replace("m1;Alpha", "fremd-own;Alpha"))
    text = page(client, address)
    assert "Die Kennung 'fremd-own' ist schon vergeben" in text
    assert "kammer" not in text.lower()
    uploads = uploads_of(service_of(client))
    token = address.rpartition("/")[2]
    assert uploads.get("default", token).name == "Liste.csv"
    with pytest.raises(NotFoundError):
        uploads.get("kammer", token)
    assert uploads.of("kammer") == []
    for wrong in ("upload", "u123", "u000000000000"):
        assert client.get(f"/mitglieder/import/{wrong}", headers=HTML).status_code == 404


def test_uploads_are_kept_for_a_day(new_client: NewClient) -> None:
    client = new_client()
    address = upload(client)
    uploads = uploads_of(service_of(client))
    old = uploads.get("default", address.rpartition("/")[2])
    folder = uploads.file(old).parent
    assert folder.stat().st_mode & 0o077 == 0
    uploads.save(old.model_copy(update={"created": old.created - KEEP * 2}))
    assert client.get(address, headers=HTML).status_code == 404
    upload(client)
    assert not folder.exists()


def test_what_a_restart_broke_off_can_be_continued(new_client: NewClient) -> None:
    client = new_client()
    address = upload(client)
    uploads = uploads_of(service_of(client))
    broken = uploads.get("default", address.rpartition("/")[2])
    uploads.save(broken.model_copy(update={"phase": Phase.IMPORTING}))
    assert "Es ist nichts verloren" in page(client, address)
    assert figures(post(client, f"{address}/uebernehmen"))["neu"] == 1
    assert figures(post(client, f"{address}/rueckgaengig"))["gelöscht"] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", "%PDF", "Die Datei ist ein PDF"),
        ("a.xlsx", "kein Excel", "Es fehlt eine Kopfzeile"),
        ("leer.csv", "", "Die Datei ist leer"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    new_client: NewClient, name: str, content: str, said: str
) -> None:
    client = new_client()
    text = page(client, upload(client, content, name))
    assert "Das hat nicht geklappt" in text
    assert said in text


def test_without_a_file_the_form_says_so(new_client: NewClient) -> None:
    answer = new_client().post("/mitglieder/import", data={"datei": ""}, headers=HTML)
    assert answer.status_code == 422
    assert "Bitte zuerst eine Datei auswählen." in unescape(answer.text)


def test_an_upload_may_be_larger_than_a_form(new_client: NewClient) -> None:
    client = new_client(max_body_bytes=2048)
    long = "m1;Alpha;Handwerk;15230;" + "x" * 3000 + ";"
    assert figures(page(client, upload(client, LIST.splitlines()[0] + "\n" + long)))["neu"] == 1
    answer = client.post("/mitglieder/neu", data={"name": "x" * 3000}, headers=HTML)
    assert answer.status_code == 413


def test_the_progress_says_when_to_load_the_page_anew(new_client: NewClient) -> None:
    client = new_client()
    address = upload(client)
    answer = client.get(f"{address}/stand", headers=HTML)
    assert answer.headers["HX-Refresh"] == "true"
