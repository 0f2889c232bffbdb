"""The own account: name, language, password, and where one is signed in."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Request, Response

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.security.identity import session_times
from api.security.sign_in import TooOftenError, confirm
from api.security.tokens import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    SESSION_COOKIE,
    digest,
    get_cookie,
    hash_password,
)
from api.web.account.pages import Typed, check_twice, keep_language
from api.web.account.view import account_words, session_rows
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity
from api.work.refusal import ForbiddenError
from api.work.service import Service
from data import clock
from data.errors import RequestError
from data.office.people import Account

OWN = "/konto"
MAX_NAME = 100
router = page_router()


@router.get(OWN)
def show_own(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
    gesichert: Literal["", "konto", "passwort", "geraete"] = "",
) -> Response:
    """Show the own account; where nobody signs in, how to begin with it."""
    if identity.account is None:
        return render(request, "account/nobody.html", {})
    return _page(request, service, identity, language, saved=gesichert)


@router.post(f"{OWN}/angaben")
def save_own(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
    name: Annotated[str, Form(max_length=MAX_NAME)] = "",
    spoken: Annotated[Literal["de", "en"], Form()] = "de",
) -> Response:
    """Change the name and language of the own account."""
    account = _own(service, identity)
    if not name.strip():
        problems = {"name": translator(language)("account_name_missing")}
        return _page(request, service, identity, language, problems=problems)
    service.people.accounts.change(account.id, name=name.strip(), language=spoken)
    response = see(f"{OWN}?gesichert=konto")
    keep_language(response, spoken)
    return response


@router.post(f"{OWN}/passwort")
def save_password(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
    present: Typed = "",
    password: Typed = "",
    again: Typed = "",
) -> Response:
    """Change the own password; other browsers are signed out."""
    account, field = _own(service, identity), "present"
    try:
        confirm(service.people, account, present)
        field = "password"
        check_twice(password, again)
        hashed = hash_password(password)
    except (RequestError, TooOftenError) as error:
        problems = {field: error.text(language)}
        return _page(request, service, identity, language, problems=problems)
    service.people.accounts.set_password(account.id, hashed, keep=_session(request, service))
    return see(f"{OWN}?gesichert=passwort")


@router.post(f"{OWN}/geraete")
def end_sessions(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    session: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Sign out of one browser or, if none is named, of all others."""
    account = _own(service, identity)
    if session:
        service.people.sessions.end_one(account.id, session)
    else:
        service.people.sessions.end_all(account.id, keep=_session(request, service))
    return see(f"{OWN}?gesichert=geraete")


def _own(service: Service, identity: Identity) -> Account:
    if identity.account is None:
        raise ForbiddenError(
            "Hier meldet sich niemand an, deshalb gibt es kein eigenes Konto.",
            "Nobody signs in here, so there is no account of your own.",
        )
    return service.people.accounts.get(identity.account)


def _session(request: Request, service: Service) -> str:
    return digest(get_cookie(request, service.settings, SESSION_COOKIE) or "")


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    *,
    problems: dict[str, str] | None = None,
    saved: str = "",
) -> Response:
    account = _own(service, identity)
    times = session_times(service.settings)
    sessions = service.people.sessions.list(account.id, clock.now(), *times)
    context: dict[str, object] = {
        "account": account,
        "tenant": service.people.tenant(account.tenant),
        "sessions": session_rows(sessions, _session(request, service), language),
        "problems": problems or {},
        "saved": saved,
        "shortest": MIN_PASSWORD,
        "longest": MAX_PASSWORD,
        "longest_name": MAX_NAME,
    }
    status = 422 if problems else 200
    return render(request, "account/own.html", account_words(language) | context, status)
