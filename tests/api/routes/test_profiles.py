"""Profiles over HTTP: what is changed is found at once, and what is not yours stays hidden."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from api.routes.examples import PROFILE

NewClient = Callable[..., TestClient]
LINE = (
    '{"id":"neu-%d","name":"Betrieb %d","kind":"craft",'
    '"statements":[{"role":"offer","text":"Quarzglasfenster"}]}'
)


def names(client: TestClient, question: str) -> list[str]:
    answer = client.post("/v1/suggestions", json={"question": question, "k": 3})
    return [s["name"] for s in answer.json()["suggestions"]]


def test_a_new_profile_is_found_at_once_until_it_is_deleted(new_client: NewClient) -> None:
    client = new_client()
    created = client.post("/v1/profiles", json=PROFILE)
    assert created.status_code == 201
    assert created.headers["Location"] == "/v1/profiles/muster-001"
    assert created.json()["owner"] == "default"
    assert names(client, "Laserschweißen von Aluminium bis 6 mm")[0] == PROFILE["name"]
    assert client.delete("/v1/profiles/muster-001").status_code == 204
    assert client.get("/v1/profiles/muster-001").status_code == 404
    assert PROFILE["name"] not in names(client, "Laserschweißen von Aluminium bis 6 mm")


def test_a_replaced_profile_is_found_by_its_new_words_and_can_be_restored(
    new_client: NewClient,
) -> None:
    client = new_client()
    client.post("/v1/profiles", json=PROFILE)
    changed = PROFILE | {"statements": [{"role": "offer", "text": "Glockengießen für Kirchtürme"}]}
    assert client.put("/v1/profiles/muster-001", json=changed).status_code == 200
    assert names(client, "Glockengießen für Kirchtürme")[0] == PROFILE["name"]
    restored = client.post("/v1/profiles/muster-001/restore")
    assert restored.json()["statements"] == PROFILE["statements"]
    assert client.get("/v1/profiles/muster-001").json()["statements"] == PROFILE["statements"]


def test_a_deleted_profile_can_be_restored(new_client: NewClient) -> None:
    client = new_client()
    client.post("/v1/profiles", json=PROFILE)
    client.delete("/v1/profiles/muster-001")
    assert client.post("/v1/profiles/muster-001/restore").status_code == 200
    assert client.get("/v1/profiles/muster-001").status_code == 200


def test_an_id_is_taken_once(new_client: NewClient) -> None:
    client = new_client()
    assert client.post("/v1/profiles", json=PROFILE).status_code == 201
    again = client.post("/v1/profiles", json=PROFILE)
    assert again.status_code == 409
    assert "kammer" not in client.post("/v1/profiles", json=PROFILE | {"id": "fremd-own"}).text


def test_address_and_body_must_name_the_same_profile(new_client: NewClient) -> None:
    client = new_client()
    client.post("/v1/profiles", json=PROFILE)
    answer = client.put("/v1/profiles/muster-001", json=PROFILE | {"id": "anders"})
    assert answer.status_code == 422


def test_what_others_hide_does_not_exist(new_client: NewClient) -> None:
    client = new_client()
    body = PROFILE | {"id": "fremd-own"}
    assert client.get("/v1/profiles/fremd-own").status_code == 404
    assert client.put("/v1/profiles/fremd-own", json=body).status_code == 404
    assert client.delete("/v1/profiles/fremd-own").status_code == 404
    assert client.post("/v1/profiles/fremd-own/restore").status_code == 404
    listed = client.get("/v1/profiles", params={"text": "gießerei", "limit": 200}).json()
    assert {item["id"] for item in listed["items"]} == {"fremd-network", "fremd-public"}


def test_what_others_show_can_be_read_but_not_changed(new_client: NewClient) -> None:
    client = new_client()
    body = PROFILE | {"id": "fremd-public"}
    assert client.get("/v1/profiles/fremd-public").status_code == 200
    assert client.put("/v1/profiles/fremd-public", json=body).status_code == 403
    assert client.delete("/v1/profiles/fremd-public").status_code == 403
    assert client.post("/v1/profiles/fremd-public/restore").status_code == 403
    assert client.get("/v1/profiles/fremd-public").json()["name"] == "Offene Gießerei"


def test_a_profile_cannot_be_given_to_another_tenant(new_client: NewClient) -> None:
    answer = new_client().post("/v1/profiles", json=PROFILE | {"owner": "kammer"})
    assert answer.status_code == 403


def test_what_another_tenant_deleted_cannot_be_restored(new_client: NewClient) -> None:
    client = new_client()
    client.app.state.running.service.store.delete(["fremd-public"])  # type: ignore[attr-defined]
    answer = client.post("/v1/profiles/fremd-public/restore")
    assert answer.status_code == 404
    assert "kammer" not in answer.text


def test_without_a_tenant_only_public_profiles_and_no_changes(new_client: NewClient) -> None:
    client = new_client(tenant="")
    assert client.get("/v1/profiles/fremd-network").status_code == 404
    assert client.get("/v1/profiles/fremd-public").status_code == 200
    assert client.post("/v1/profiles", json=PROFILE).status_code == 403
    assert client.delete("/v1/profiles/fremd-public").status_code == 403
    upload = {"file": ("x.jsonl", b"{}")}
    assert client.post("/v1/profiles/import", files=upload).status_code == 403


def test_lists_come_by_name_in_pages(client: TestClient) -> None:
    whole = client.get("/v1/profiles", params={"limit": 200}).json()
    assert whole["total"] == len(whole["items"]) > 100
    first = client.get("/v1/profiles", params={"limit": 7}).json()["items"]
    second = client.get("/v1/profiles", params={"limit": 7, "offset": 7}).json()["items"]
    assert [p["id"] for p in first + second] == [p["id"] for p in whole["items"][:14]]
    research = client.get("/v1/profiles", params={"kind": "research", "limit": 200}).json()
    assert {p["kind"] for p in research["items"]} == {"research"}


def test_import_reports_every_row_and_a_dry_run_writes_nothing(new_client: NewClient) -> None:
    client = new_client()
    lines = "\n".join([LINE % (1, 1), LINE % (2, 2), '{"id":"neu-3","kind":"craft"}'])
    upload = {"file": ("betriebe.jsonl", lines.encode())}
    dry = client.post("/v1/profiles/import", params={"dry_run": True}, files=upload).json()
    assert (dry["created"], dry["refused"], dry["dry_run"]) == (2, 1, True)
    assert client.get("/v1/profiles/neu-1").status_code == 404
    real = client.post("/v1/profiles/import", files=upload).json()
    assert (real["created"], real["refused"]) == (2, 1)
    refused = [note for note in real["notes"] if note["severity"] == "error"]
    assert refused[0]["row"] == 3
    assert "betriebe.jsonl" in refused[0]["text"]
    assert set(names(client, "Quarzglasfenster")[:2]) == {"Betrieb 1", "Betrieb 2"}


def test_an_import_can_be_all_or_nothing(new_client: NewClient) -> None:
    client = new_client()
    upload = {"file": ("b.jsonl", f"{LINE % (1, 1)}\n{{}}".encode())}
    answer = client.post("/v1/profiles/import", params={"all_or_nothing": True}, files=upload)
    assert answer.json()["rolled_back"]
    assert client.get("/v1/profiles/neu-1").status_code == 404


def test_a_file_that_is_none_is_refused_with_a_sentence(new_client: NewClient) -> None:
    answer = new_client().post("/v1/profiles/import", files={"file": ("bild.png", b"\x89PNG")})
    assert answer.status_code == 422
    assert "bild.png" in answer.json()["detail"]
