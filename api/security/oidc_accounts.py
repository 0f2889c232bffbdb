"""Which account somebody has who signed in at a service outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.work.settings import Settings
from data.errors import RequestError
from data.office.people import Account, UserRole
from data.store.people import PeopleStore

ROLES = (
    UserRole.ADMIN,
    UserRole.MANAGER,
    UserRole.ORGANISER,
    UserRole.ADVISER,
    UserRole.READER,
)
"""Where a claim names several roles, the first of these counts."""


def account_for(claims: Mapping[str, Any], settings: Settings, people: PeopleStore) -> Account:
    """Return the account of somebody who signed in outside.

    It is found by who they are to the service and, the first time, by their e-mail address, if the
    service has verified it. Where a claim names the role, accounts are made and follow the claim.

    Raises:
        RequestError: there is no account for them here.
    """
    subject = f"{settings.oidc_issuer} {claims['sub']}"
    verified = claims.get("email_verified") in (True, "true")
    email = str(claims["email"]) if verified and claims.get("email") else None
    account = people.accounts.by_subject(subject)
    if account is None and email is not None:
        account = people.accounts.find(email)
        if account is not None and account.subject is not None:
            raise _refused(email)
    if settings.oidc_role_claim is not None:
        account = _follow(claims, settings, people, account, email or str(claims["sub"]))
    if account is None or account.disabled:
        raise _refused(email or str(claims["sub"]))
    return account if account.subject else people.accounts.change(account.id, subject=subject)


def _follow(
    claims: Mapping[str, Any],
    settings: Settings,
    people: PeopleStore,
    account: Account | None,
    login: str,
) -> Account:
    """Make the account, or give it the role that the claims name."""
    role = _role(claims.get(settings.oidc_role_claim or ""), settings.oidc_roles)
    claimed = claims.get(settings.oidc_tenant_claim) if settings.oidc_tenant_claim else None
    tenant = str(claimed) if settings.oidc_tenant_claim else settings.tenant
    known = {known.id for known in people.tenants()} | {settings.tenant}
    if role is None or tenant is None or tenant not in known:
        raise _refused(login)
    if account is None:
        name = str(claims.get("name") or login)
        return people.accounts.add(login, tenant, role, name=name, language=settings.language)
    if account.tenant != tenant:
        raise _refused(login)
    return account if account.role is role else people.accounts.change(account.id, role=role)


def _role(claimed: object, meanings: Mapping[str, UserRole]) -> UserRole | None:
    values = claimed if isinstance(claimed, list) else [claimed]
    roles = {str(role): role for role in UserRole} | dict(meanings)
    found = {roles[str(value)] for value in values if str(value) in roles}
    return next((role for role in ROLES if role in found), None)


def _refused(who: str) -> RequestError:
    return RequestError(
        f"Für „{who}“ gibt es hier kein freigegebenes Konto. Bitte wenden Sie sich an Ihre "
        "Verwaltung.",
        f"There is no enabled account for “{who}” here. Please ask your administrator.",
    )
