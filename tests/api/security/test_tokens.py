"""Secrets, addresses and devices: the small parts of signing in."""

from __future__ import annotations

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from api.http.sending import local_path, sign_in_address
from api.security.sign_in import address_of
from api.security.tokens import (
    MAX_PASSWORD,
    check_password,
    csrf_of,
    digest,
    hash_password,
    new_key,
    password_fits,
)
from api.web.account.view import device_name
from data.errors import RequestError


@pytest.mark.parametrize("password", ["", "elf Zeichen", "a" * 40, "x" * (MAX_PASSWORD + 1)])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(RequestError, match="Passwort"):
        check_password(password)


def test_a_password_is_salted_and_compared() -> None:
    first, second = (hash_password("pferd batterie heft") for _ in range(2))
    assert first != second
    assert first.startswith("$argon2id$")
    assert password_fits(first, "pferd batterie heft")
    assert not password_fits(first, "pferd batterie hefte")
    assert not password_fits(None, "pferd batterie heft")
    assert not password_fits("no hash", "pferd batterie heft")


def test_a_form_token_does_not_tell_the_cookie() -> None:
    assert csrf_of("a") != csrf_of("b")
    assert csrf_of("a") not in ("a", digest("a"))
    assert len({new_key() for _ in range(10)}) == 10


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
    ],
)
def test_where_attempts_come_from(client: str, counted: str) -> None:
    assert address_of(Request({"type": "http", "client": (client, 1)})) == counted


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
         "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
         "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
         "Safari, iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_devices_have_the_names_people_know(agent: str, name: str) -> None:
    assert device_name(agent) == name


@given(st.text(alphabet="/\\:@.?#%ax\t\n ", max_size=12))
def test_no_address_leads_to_another_site(address: str) -> None:
    path = local_path(address)
    assert path.startswith("/")
    assert path[1:2] not in ("/", "\\")
    assert not {"\\", "\t", "\n"} & set(path)
    assert sign_in_address(address).startswith("/anmelden")
