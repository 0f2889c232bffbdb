"""Headers, hosts and cross-site requests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.examples import PROFILE

NewClient = Callable[..., TestClient]


@pytest.mark.parametrize(
    "path", ["/", "/v1/profiles", "/health", "/nichts", "/static/style.css", "/v1/openapi.json"]
)
def test_every_answer_is_locked_down(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://evil.example"}).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_only_files_that_never_change_are_kept_by_browsers(client: TestClient) -> None:
    assert client.get("/v1/profiles").headers["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/static/style.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://127.0.0.1"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_changes_come_from_this_site_only(
    new_client: NewClient, headers: dict[str, str], status: int
) -> None:
    client = new_client()
    assert client.post("/v1/profiles", json=PROFILE, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("[", 421),
    ],
)
def test_a_local_server_answers_to_local_names_only(
    client: TestClient, host: str, status: int
) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == status


def test_a_server_for_others_answers_to_the_names_it_was_given(new_client: NewClient) -> None:
    client = new_client(host="0.0.0.0", allowed_hosts=("partner.example",))
    assert client.get("/health", headers={"Host": "partner.example"}).status_code == 200
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onfocus="alert(1)'])
def test_what_is_typed_comes_back_as_text(client: TestClient, text: str) -> None:
    params = {"q": text, "region": text, "ort": text, "branche": text, "profil": text}
    page = client.get("/", params=params)
    assert page.status_code == 200
    assert text not in page.text
