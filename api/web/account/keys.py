"""Administration: the keys with which programs use the API for a tenant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Form, Request, Response

from api.http.deps import AdminDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.security.tokens import digest, new_key
from api.web.account.accounts import ADMIN
from api.web.account.view import account_words
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity, UserRole
from api.work.service import Service
from data import clock

KEYS = f"{ADMIN}/schluessel"
MAX_LABEL = 100
DAYS = {"90": 90, "365": 365, "730": 730, "": None}
"""For how long a key may be asked for; the empty choice is without end."""
router = page_router()


@dataclass(frozen=True)
class NewKey:
    """What was typed for a new key."""

    label: str = ""
    role: UserRole = UserRole.READER
    days: str = "365"


@router.get(KEYS)
def list_keys(
    request: Request, service: ServiceDep, identity: AdminDep, language: LanguageDep
) -> Response:
    """Show the keys and the form for a new one."""
    return _page(request, service, identity, language)


@router.post(KEYS)
def add_key(
    request: Request,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    label: Annotated[str, Form(max_length=MAX_LABEL)] = "",
    role: Annotated[UserRole, Form()] = UserRole.READER,
    days: Annotated[Literal["90", "365", "730", ""], Form()] = "365",
) -> Response:
    """Make a key and show it: this once, for only its hash is kept."""
    typed = NewKey(label.strip(), role, days)
    if not typed.label:
        problem = translator(language)("admin_label_missing")
        return _page(request, service, identity, language, typed=typed, problem=problem)
    key, lasts = new_key(), DAYS[days]
    until = None if lasts is None else clock.now() + dt.timedelta(days=lasts)
    service.people.keys.add(digest(key), identity.tenant or "", role, typed.label, until)
    return _page(request, service, identity, language, made=key)


@router.post(f"{KEYS}/{{key_id}}/widerrufen")
def revoke_key(key_id: str, service: ServiceDep, identity: AdminDep) -> Response:
    """End a key at once."""
    service.people.keys.revoke(key_id, clock.now(), identity.tenant)
    return see(KEYS)


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    *,
    typed: NewKey | None = None,
    problem: str | None = None,
    made: str | None = None,
) -> Response:
    context: dict[str, object] = {
        "keys": service.people.keys.list(identity.tenant),
        "now": clock.now(),
        "days": list(DAYS),
        "typed": typed or NewKey(),
        "problem": problem,
        "made": made,
        "longest_label": MAX_LABEL,
    }
    status = 200 if problem is None else 422
    return render(request, "account/keys.html", account_words(language) | context, status)
