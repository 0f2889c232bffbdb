"""Signing in and out: the only pages that are open to everybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request, Response

from api.http.deps import CsrfDep, LanguageDep, ServiceDep
from api.http.errors import status_of
from api.http.languages import LANGUAGE_COOKIE
from api.http.sending import SIGN_IN, local_path
from api.security.identity import sign_in_needed, signed_in
from api.security.sign_in import TooOftenError, address_of, begin_session, sign_in
from api.security.tokens import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    SESSION_COOKIE,
    digest,
    get_cookie,
    hash_password,
    set_cookie,
)
from api.web.rendering import YEAR, render
from api.web.site import door_router, see
from api.work.identity import RIGHTS, Right
from api.work.service import Service
from data import clock
from data.errors import NotFoundError, PartnerMatchError, RequestError
from data.office.people import Account

MAX_TYPED = 300
router = door_router()
Typed = Annotated[str, Form(max_length=MAX_TYPED)]
After = Annotated[str, Query(max_length=4000)]


@router.get(SIGN_IN)
def show_sign_in(
    request: Request, service: ServiceDep, csrf: CsrfDep, weiter: After = "/", abgemeldet: str = ""
) -> Response:
    """Show the form; somebody who is signed in already, or need not be, goes on."""
    settings, people = service.settings, service.people
    if not sign_in_needed(settings, people):
        return see("/")
    if signed_in(get_cookie(request, settings, SESSION_COOKIE), settings, people) is not None:
        return see(local_path(weiter))
    return sign_in_page(request, service, csrf, weiter, done=bool(abgemeldet))


@router.post(SIGN_IN)
def check_sign_in(
    request: Request,
    service: ServiceDep,
    csrf: CsrfDep,
    language: LanguageDep,
    name: Typed = "",
    password: Typed = "",
    weiter: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Sign somebody in, or show the form again."""
    if service.settings.sign_in == "oidc":
        return see(SIGN_IN)
    try:
        account = sign_in(service.people, name, password, address_of(request))
    except (RequestError, TooOftenError) as error:
        return sign_in_page(request, service, csrf, weiter, name=name, error=error)
    return enter(request, service, account, weiter)


@router.post("/abmelden")
def sign_out(request: Request, service: ServiceDep) -> Response:
    """End the session."""
    settings = service.settings
    if token := get_cookie(request, settings, SESSION_COOKIE):
        service.people.sessions.end(digest(token))
    response = see(f"{SIGN_IN}?abgemeldet=1")
    set_cookie(response, request, settings, SESSION_COOKIE, "")
    return response


@router.get("/anmelden/einmal/{token}")
def show_link(
    request: Request, token: str, service: ServiceDep, csrf: CsrfDep, language: LanguageDep
) -> Response:
    """Show the form with which the password of a new or forgotten account is set."""
    return _link_page(request, _invited(service, token), csrf)


@router.post("/anmelden/einmal/{token}")
def use_link(
    request: Request,
    token: str,
    service: ServiceDep,
    csrf: CsrfDep,
    language: LanguageDep,
    password: Typed = "",
    again: Typed = "",
) -> Response:
    """Set the password and sign in."""
    account = _invited(service, token)
    try:
        check_twice(password, again)
        hashed = hash_password(password)
    except RequestError as error:
        return _link_page(request, account, csrf, error.text(language))
    now = clock.now()
    redeemed = service.people.accounts.redeem(digest(token), hashed, now)
    if redeemed is None:
        raise _no_link()
    return enter(request, service, redeemed, "/")


def enter(request: Request, service: Service, account: Account, after: str) -> Response:
    """Begin a session, never an old one carried on, and go on to a page of this site."""
    settings = service.settings
    if old := get_cookie(request, settings, SESSION_COOKIE):
        service.people.sessions.end(digest(old))
    device = request.headers.get("user-agent", "")
    token = begin_session(service.people, account, device, settings)
    response = see(_first_page(account, after))
    set_cookie(response, request, settings, SESSION_COOKIE, token, settings.session_days * 86_400)
    keep_language(response, account.language)
    return response


def _first_page(account: Account, after: str) -> str:
    """Return where somebody goes on: where they were headed, else where their day begins."""
    headed = local_path(after)
    return "/heute" if headed == "/" and Right.ADVISE in RIGHTS[account.role] else headed


def keep_language(response: Response, language: str) -> None:
    """Let pages speak the language of an account."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="lax", httponly=True)


def check_twice(password: str, again: str) -> None:
    """Refuse a new password that was mistyped."""
    if password != again:
        raise RequestError(
            "Die beiden Passwörter sind verschieden.", "The two passwords are different."
        )


def sign_in_page(
    request: Request,
    service: Service,
    csrf: str,
    after: str,
    *,
    name: str = "",
    error: PartnerMatchError | None = None,
    done: bool = False,
) -> Response:
    """Return the sign-in page, with what went wrong."""
    settings = service.settings
    context: dict[str, object] = {
        "csrf": csrf,
        "after": local_path(after),
        "name": name,
        "error": error,
        "done": done,
        "external": settings.oidc_name if settings.sign_in == "oidc" else None,
    }
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooOftenError) else None
    status = 200 if error is None else status_of(error)
    return render(request, "account/sign_in.html", context, status, headers)


def _link_page(
    request: Request, account: Account, csrf: str, problem: str | None = None
) -> Response:
    context: dict[str, object] = {
        "csrf": csrf,
        "account": account,
        "problem": problem,
        "shortest": MIN_PASSWORD,
        "longest": MAX_PASSWORD,
    }
    return render(request, "account/link.html", context, 200 if problem is None else 422)


def _invited(service: Service, token: str) -> Account:
    account = service.people.accounts.link(digest(token), clock.now())
    if account is None:
        raise _no_link()
    return account


def _no_link() -> NotFoundError:
    return NotFoundError(
        "Dieser Link wurde schon benutzt oder ist abgelaufen. Bitte lassen Sie sich von Ihrer "
        "Verwaltung einen neuen geben.",
        "This link has been used already or has expired. Please ask your administrator for a new "
        "one.",
    )
