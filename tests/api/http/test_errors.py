"""Every error is a problem that a program and a person can read, and nothing leaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.app import create_app
from api.http.languages import preferred
from api.http.validation import field_errors
from api.routes.examples import PROFILE
from api.work.service import Service
from data.profiles import Kind

NewClient = Callable[..., TestClient]
UPLOAD = "/v1/profiles/import"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nichts", 404),
        ("GET", "/nichts", 404),
        ("GET", "/v1/profiles/gibt-es-nicht", 404),
        ("GET", "/v1/profiles/-kein.id", 422),
        ("PATCH", "/v1/profiles", 405),
        ("GET", "/v1/profiles?limit=201", 422),
        ("GET", "/v1/profiles?offset=-1", 422),
        ("GET", "/v1/profiles?kind=verein", 422),
        ("GET", "/v1/profiles?text=" + "x" * 201, 422),
        ("GET", "/v1/regions", 422),
        ("GET", "/v1/sectors?text=" + "x" * 201, 422),
        ("POST", "/v1/suggestions", 422),
        ("POST", UPLOAD, 422),
        ("GET", "/static/nichts.css", 404),
    ],
)
def test_errors_are_problems(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["type"].startswith("urn:partnermatch:problem:")
    assert body["detail"]


def test_broken_json_is_a_problem(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post("/v1/suggestions", content=b'{"question": ', headers=headers)
    assert answer.status_code == 422
    assert "JSON" in answer.json()["detail"]


def test_places_and_found_values_are_named_in_both_languages(client: TestClient) -> None:
    body = PROFILE | {"kind": "verein", "statements": [{"role": "offer", "text": ""}], "x": 1}
    german = client.post("/v1/profiles", json=body, headers={"Accept-Language": "de"}).json()
    english = client.post("/v1/profiles", json=body, headers={"Accept-Language": "en"}).json()
    places = {"body.kind", "body.statements.0.text", "body.x"}
    assert {e["place"] for e in german["errors"]} == places
    by_place = {e["place"]: e["message"] for e in german["errors"]}
    assert by_place["body.kind"].startswith("ist nicht bekannt; möglich sind 'company'")
    assert by_place["body.kind"].endswith("(gefunden: 'verein')")
    assert english["title"] == "What was given does not fit"
    assert "Extra inputs" in str(english["errors"])


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=2, max_length=3, pattern="^a")] = "aa"
    kind: Kind = Kind.CRAFT
    word: Literal["ja", "nein"] = "ja"
    whole: Annotated[int, Field(ge=1, lt=10)] = 1
    part: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 1.0
    flag: bool = True
    day: dt.date | None = None
    many: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)] = ("a",)


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        ({"x": 1}, "extra_forbidden", "ist kein bekanntes Feld (gefunden: '1')"),
        ({"name": 1}, "string_type", "muss Text sein (gefunden: '1')"),
        ({"name": "a"}, "string_too_short", "muss mindestens 2 Zeichen haben (gefunden: 'a')"),
        ({"name": "aaaa"}, "string_too_long", "darf höchstens 3 Zeichen haben (gefunden: 'aaaa')"),
        ({"name": "bb"}, "string_pattern_mismatch", "hat nicht die erwartete Form ^a"),
        ({"kind": "x"}, "enum", "ist nicht bekannt; möglich sind 'company', 'craft'"),
        ({"word": "x"}, "literal_error", "ist nicht bekannt; möglich sind 'ja' oder 'nein'"),
        ({"whole": 0}, "greater_than_equal", "muss mindestens 1 sein"),
        ({"whole": 10}, "less_than", "muss kleiner als 10 sein"),
        ({"whole": "x"}, "int_parsing", "muss eine ganze Zahl sein"),
        ({"whole": []}, "int_type", "muss eine ganze Zahl sein"),
        ({"whole": 1.5}, "int_from_float", "muss eine ganze Zahl sein"),
        ({"part": 0}, "greater_than", "muss größer als 0.0 sein"),
        ({"part": 2}, "less_than_equal", "darf höchstens 1.0 sein"),
        ({"part": "x"}, "float_parsing", "muss eine Zahl sein"),
        ({"part": float("inf")}, "finite_number", "muss eine endliche Zahl sein"),
        ({"flag": "x"}, "bool_parsing", "muss wahr oder falsch sein"),
        ({"day": "x"}, "date_from_datetime_parsing", "muss ein Datum wie 2026-12-31 sein"),
        ({"many": 1}, "tuple_type", "muss eine Liste sein"),
        ({"many": ()}, "too_short", "muss mindestens 1 Einträge haben"),
        ({"many": ("a", "b", "c")}, "too_long", "darf höchstens 2 Einträge haben, hat aber"),
    ],
)
def test_what_pydantic_finds_is_said_in_german(
    values: dict[str, object], kind: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        Model.model_validate(values)
    errors = raised.value.errors()
    assert [error["type"] for error in errors] == [kind]
    [found] = field_errors(errors, "de")
    assert found.message.startswith(sentence)


def test_an_unexpected_error_says_nothing_about_the_inside(
    shared: Service, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("geheim: /root/x.py")

    monkeypatch.setattr(shared, "find", broken)
    answer = client.get("/v1/profiles")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "geheim" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_bodies_are_bounded_whether_or_not_they_tell_their_length(new_client: NewClient) -> None:
    client = new_client(max_body_bytes=2048, max_upload_bytes=4096)
    big = b'{"question": "' + b"x" * 3000 + b'"}'
    headers = {"Content-Type": "application/json"}
    told = client.post("/v1/suggestions", content=big, headers=headers)
    pieces = client.post("/v1/suggestions", content=iter([big[:1500], big[1500:]]), headers=headers)
    assert (told.status_code, pieces.status_code) == (413, 413)
    assert pieces.json()["type"] == "urn:partnermatch:problem:too-large"
    fits = client.post(UPLOAD, files={"file": ("x.jsonl", b" " * 3000)})
    too_big = client.post(UPLOAD, files={"file": ("x.jsonl", b" " * 5000)})
    assert fits.status_code == 200
    assert too_big.status_code == 413


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("fr, en;q=0.5, *;q=0.1", "en"),
        ("fr", "de"),
        (";;;=,q=9", "de"),
    ],
)
def test_the_language_a_reader_likes_better(header: str, language: str) -> None:
    assert preferred(header, "de") == language


def test_a_problem_is_a_page_for_a_browser_but_never_under_v1(client: TestClient) -> None:
    headers = {"Accept": "text/html"}
    page = client.get("/nichts?lang=en", headers=headers)
    assert page.status_code == 404
    assert "<h1>There is no such thing</h1>" in page.text
    assert client.get("/v1/nichts", headers=headers).headers["Content-Type"].endswith("json")


def test_an_app_does_not_close_the_service_it_was_given(shared: Service) -> None:
    with TestClient(create_app(shared), base_url="http://127.0.0.1") as client:
        assert client.get("/ready").status_code == 200
    assert shared.store.count() > 0
