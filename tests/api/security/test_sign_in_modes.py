"""Who must sign in, and how an open installation becomes a closed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.work.identity import UserRole
from api.work.service import open_service
from tests.api.conftest import fill, settings_in
from tests.support.people import PASSWORD, form_token, stranger

LOGIN = "eva@kammer.example"


def test_where_nobody_signs_in_forms_are_protected_too(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "open")
    fill(settings, 10)
    with open_service(settings) as service:
        client = stranger(service)
        page = client.get("/verwaltung")
        assert page.status_code == 200
        assert "HttpOnly" in page.headers["set-cookie"]
        assert client.post("/verwaltung/schluessel", data={"label": "x"}).status_code == 403
        token = form_token(page.text)
        made = client.post("/verwaltung/schluessel", data={"label": "x", "csrf": token})
        assert made.status_code == 200
        assert "set-cookie" not in made.headers
        assert client.get("/v1/profiles").status_code == 200
        assert client.get("/anmelden").headers["location"] == "/"


def test_the_first_account_ends_the_open_time(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "open")
    fill(settings, 10)
    with open_service(settings) as service:
        client = stranger(service)
        token = form_token(client.get("/verwaltung").text)
        form = {"csrf": token, "login": LOGIN, "role": "reader"}
        sent = client.post("/verwaltung/konten", data=form)
        assert service.people.accounts.list()[0].role is UserRole.ADMIN
        assert stranger(service).get("/").status_code == 303
        page = client.get(sent.headers["location"])
        form = {"csrf": form_token(page.text), "password": PASSWORD, "again": PASSWORD}
        assert client.post(sent.headers["location"], data=form).headers["location"] == "/heute"
        assert client.get("/verwaltung").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"host": "0.0.0.0"}, 303),
        ({"host": "0.0.0.0", "sign_in": "off"}, 200),
        ({"sign_in": "local"}, 303),
        ({}, 200),
    ],
)
def test_who_must_sign_in(tmp_path: Path, changes: dict[str, str], status: int) -> None:
    settings = settings_in(tmp_path / "home", **changes)
    fill(settings, 5)
    with open_service(settings) as service:
        assert stranger(service).get("/ueber").status_code == status
