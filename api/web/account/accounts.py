"""Administration: the accounts of a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Form, Request, Response

from api.http.deps import AdminDep, LanguageDep, ServiceDep
from api.http.errors import status_of
from api.language.texts import translator
from api.security.sign_in import LINK_LIFE, invite
from api.web.account.own import MAX_NAME
from api.web.account.view import account_words
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity, UserRole
from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError
from data.office.people import Account

ADMIN = "/verwaltung"
MAX_LOGIN = 200
router = page_router()


@dataclass(frozen=True)
class NewAccount:
    """What was typed for a new account."""

    login: str = ""
    name: str = ""
    role: UserRole = UserRole.ADVISER
    spoken: Literal["de", "en"] = "de"


@dataclass(frozen=True)
class Link:
    """A link to hand over, shown once."""

    account: Account
    address: str


@router.get(ADMIN)
def list_accounts(
    request: Request,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    gesichert: str = "",
) -> Response:
    """Show the accounts and the form for a new one."""
    return _page(request, service, identity, language, saved=gesichert)


@router.post(f"{ADMIN}/konten")
def add_account(
    request: Request,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    login: Annotated[str, Form(max_length=MAX_LOGIN)] = "",
    name: Annotated[str, Form(max_length=MAX_NAME)] = "",
    role: Annotated[UserRole, Form()] = UserRole.ADVISER,
    spoken: Annotated[Literal["de", "en"], Form()] = "de",
) -> Response:
    """Make an account and show the link with which its owner sets a password.

    The very first account ends the time in which nobody signs in, so it is an administrator's,
    and whoever makes it goes on to set its password at once.
    """
    accounts, typed = service.people.accounts, NewAccount(login, name, role, spoken)
    first = not accounts.any()
    if not login.strip():
        problem = translator(language)("admin_login_missing")
        return _page(request, service, identity, language, typed=typed, problem=problem)
    try:
        made = accounts.add(
            login,
            identity.tenant or "",
            UserRole.ADMIN if first else role,
            name=name,
            language=spoken,
        )
    except PartnerMatchError as error:
        problem = error.text(language)
        return _page(request, service, identity, language, typed=typed, problem=problem)
    if service.settings.sign_in == "oidc":
        return see(f"{ADMIN}?gesichert={made.id}")
    path = invite(service.people, made)
    if first and service.settings.sign_in == "auto":
        return see(path)
    return _page(request, service, identity, language, link=_link(request, service, made, path))


@router.post(f"{ADMIN}/konten/{{account_id}}/rolle")
def change_role(
    request: Request,
    account_id: str,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    role: Annotated[UserRole, Form()],
) -> Response:
    """Give an account another role."""
    return _changed(request, service, identity, language, account_id, role=role)


@router.post(f"{ADMIN}/konten/{{account_id}}/sperren")
def disable_account(
    request: Request,
    account_id: str,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
) -> Response:
    """Disable an account; whoever uses it is signed out at once."""
    return _changed(request, service, identity, language, account_id, disabled=True)


@router.post(f"{ADMIN}/konten/{{account_id}}/freigeben")
def enable_account(
    request: Request,
    account_id: str,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
) -> Response:
    """Enable an account again."""
    return _changed(request, service, identity, language, account_id, disabled=False)


@router.post(f"{ADMIN}/konten/{{account_id}}/link")
def make_link(
    request: Request,
    account_id: str,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
) -> Response:
    """Show a link with which the owner of an account sets a new password."""
    account = service.people.accounts.get(account_id, identity.tenant)
    link = _link(request, service, account, invite(service.people, account))
    return _page(request, service, identity, language, link=link)


def _changed(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    account_id: str,
    **values: object,
) -> Response:
    try:
        service.people.accounts.change(account_id, identity.tenant, **values)
    except NotFoundError:
        raise
    except PartnerMatchError as error:
        refused = (account_id, error.text(language))
        return _page(request, service, identity, language, refused=refused, status=status_of(error))
    return see(f"{ADMIN}?gesichert={account_id}")


def _link(request: Request, service: Service, account: Account, path: str) -> Link:
    own = service.settings.public_url or str(request.base_url)
    return Link(account, own.rstrip("/") + path)


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    *,
    typed: NewAccount | None = None,
    problem: str | None = None,
    refused: tuple[str, str] | None = None,
    link: Link | None = None,
    saved: str = "",
    status: int = 200,
) -> Response:
    people = service.people
    context: dict[str, object] = {
        "accounts": people.accounts.list(identity.tenant),
        "first": not people.accounts.any(),
        "mode": service.settings.sign_in,
        "typed": typed or NewAccount(),
        "problem": problem,
        "refused": refused,
        "link": link,
        "link_days": LINK_LIFE.days,
        "saved": saved,
        "longest_login": MAX_LOGIN,
        "longest_name": MAX_NAME,
    }
    status = 422 if problem is not None else status
    return render(request, "account/accounts.html", account_words(language) | context, status)
