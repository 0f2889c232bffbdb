"""People of the tests: an installation in which everybody must sign in."""

from __future__ import annotations

import re
from functools import lru_cache

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.security.sign_in import begin_session
from api.security.tokens import SESSION_COOKIE, csrf_of, digest, hash_password, new_key
from api.web.site import CSRF_HEADER
from api.work.identity import UserRole
from api.work.service import Service
from data.office.people import Account

HOST = "http://127.0.0.1"
PASSWORD = "pferd batterie heftklammer"


def account(
    service: Service,
    login: str,
    role: UserRole = UserRole.ADVISER,
    tenant: str = "default",
    password: str | None = None,
) -> Account:
    """Make an account; hashing a password takes a while, so it has none unless asked for."""
    accounts = service.people.accounts
    made = accounts.add(login, tenant, role, name=login.partition("@")[0].title())
    if password is not None:
        accounts.set_password(made.id, _hashed(password))
    return made


@lru_cache
def _hashed(password: str) -> str:
    return hash_password(password)


def key(service: Service, role: UserRole = UserRole.ADVISER, tenant: str = "default") -> str:
    """Make a key and return it."""
    made = new_key()
    service.people.keys.add(digest(made), tenant, role, "Test")
    return made


def stranger(service: Service, **options: object) -> TestClient:
    """Return a browser that nobody signed in with."""
    return TestClient(
        create_app(service),
        base_url=HOST,
        headers={"Accept": "text/html"},
        follow_redirects=False,
        **options,  # type: ignore[arg-type]
    )


def signed_in(service: Service, who: Account, app: FastAPI | None = None) -> TestClient:
    """Return a browser in which somebody is signed in; its forms are taken."""
    token = begin_session(service.people, who, "Firefox/1 Linux", service.settings)
    return TestClient(
        app or create_app(service),
        base_url=HOST,
        cookies={SESSION_COOKIE: token},
        headers={"Accept": "text/html", CSRF_HEADER: csrf_of(token)},
        follow_redirects=False,
    )


def form_token(page: str) -> str:
    """Return what the forms of a page send back."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]
