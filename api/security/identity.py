"""Who asks: from a session's cookie (pages), a key (API), or nobody in particular."""

from __future__ import annotations

import datetime as dt

from fastapi import Request, Response

from api.security.tokens import (
    KEY_PREFIX,
    SESSION_COOKIE,
    VISITOR_COOKIE,
    csrf_of,
    digest,
    get_cookie,
    new_token,
    set_cookie,
)
from api.work.identity import Identity
from api.work.refusal import SignInNeededError
from api.work.settings import Settings
from data import clock
from data.office.people import Account, UserRole
from data.store.people import PeopleStore
from matcher.request import Viewer

API_PREFIX = "/v1/"
NO_KEY = (
    "Diese Schnittstelle braucht einen Schlüssel: „Authorization: Bearer pm_…“. Die Verwaltung "
    "Ihrer Einrichtung gibt Schlüssel aus.",
    "This API needs a key: “Authorization: Bearer pm_…”. The administration of your institution "
    "gives out keys.",
)
WRONG_KEY = (
    "Der Schlüssel ist unbekannt, abgelaufen oder widerrufen.",
    "The key is unknown, expired or revoked.",
)
NO_SESSION = ("Bitte melden Sie sich an.", "Please sign in.")


def sign_in_needed(settings: Settings, people: PeopleStore) -> bool:
    """Say whether somebody must sign in; see `Settings.sign_in`."""
    if settings.sign_in == "auto":
        return not settings.on_loopback or people.accounts.any()
    return settings.sign_in != "off"


def identify(request: Request, settings: Settings, people: PeopleStore) -> Identity:
    """Return who asks. `SignInNeededError` if that must be known and is not.

    A cookie never opens the API, so that no page elsewhere can use it in a browser's name; a key
    never opens a page.
    """
    if request.url.path.startswith(API_PREFIX):
        return _by_key(request, settings, people)
    if not sign_in_needed(settings, people):
        return _anybody(settings, page_csrf(request, settings))
    token = get_cookie(request, settings, SESSION_COOKIE)
    account = signed_in(token, settings, people)
    if token is None or account is None:
        raise SignInNeededError(*NO_SESSION)
    return Identity(
        viewer=Viewer(tenant=account.tenant),
        role=account.role,
        name=account.name,
        account=account.id,
        csrf=csrf_of(token),
    )


def signed_in(token: str | None, settings: Settings, people: PeopleStore) -> Account | None:
    """Return whose session a cookie is, as long as it lives."""
    if token is None:
        return None
    idle, longest = session_times(settings)
    return people.sessions.account(digest(token), clock.now(), idle, longest)


def session_times(settings: Settings) -> tuple[dt.timedelta, dt.timedelta]:
    """Return how long a session lives unused, and at all."""
    return (
        dt.timedelta(hours=settings.session_idle_hours),
        dt.timedelta(days=settings.session_days),
    )


def page_csrf(request: Request, settings: Settings) -> str:
    """Return what forms of this browser send back; a browser without a cookie gets one.

    It hangs on the session where there is one, and otherwise on a random cookie of the visitor.
    """
    token: str | None = get_cookie(request, settings, SESSION_COOKIE)
    token = token or get_cookie(request, settings, VISITOR_COOKIE)
    token = token or getattr(request.state, "visitor", None)
    if token is None:
        token = request.state.visitor = new_token()
        carrier = Response()
        set_cookie(carrier, request, settings, VISITOR_COOKIE, token)
        request.state.cookie = carrier.headers["set-cookie"]  # `Guard` sends it
    return csrf_of(token)


def _anybody(settings: Settings, csrf: str = "") -> Identity:
    return Identity(viewer=Viewer(tenant=settings.tenant), role=UserRole.ADMIN, name="", csrf=csrf)


def _by_key(request: Request, settings: Settings, people: PeopleStore) -> Identity:
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    sent = sent.strip()
    if scheme.lower() != "bearer" or not sent.startswith(KEY_PREFIX):
        if sign_in_needed(settings, people):
            raise SignInNeededError(*NO_KEY)
        return _anybody(settings)
    key = people.keys.find(digest(sent), clock.now())
    if key is None:
        raise SignInNeededError(*WRONG_KEY)
    return Identity(viewer=Viewer(tenant=key.tenant), role=key.role, name=key.label)
