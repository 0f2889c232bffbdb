"""The page on which a member's profile is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from fastapi import Request, Response

from api.language.texts import translator
from api.language.values import LANGUAGES
from api.web.members.common import member_words, stand_of
from api.web.members.draft import Draft
from api.web.members.preview import quality
from api.web.rendering import render
from api.work.identity import Identity, Right, tenant_of
from api.work.service import Service
from data import clock
from data.exchange.completeness import Completeness, Gap, check
from data.profiles import Profile, Role, SizeClass
from data.store.profiles import Change
from data.store.versions import Version, Versions
from matcher.words import SIZES

COMMON_LANGUAGES = ("de", "en", "pl", "cs", "uk", "fr")


def edit_page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    draft: Draft,
    profile: Profile | None = None,
    *,
    problems: Mapping[str, str] | None = None,
    tried: Mapping[int, object] | None = None,
    meanwhile: Change | None = None,
) -> Response:
    """Show the form: as stored, or as typed with what is wrong.

    Args:
        request: what was asked.
        service: the installation.
        identity: who asks.
        language: "de" or "en".
        draft: what stands in the form.
        profile: what is stored, None for a new member.
        problems: by field, what is wrong.
        tried: by position, what a statement would find.
        meanwhile: what somebody else has stored since the form was opened.
    """
    today, half = clock.today(), 1 if language == "en" else 0
    past = _past(service, identity, profile)
    codes = dict.fromkeys((*COMMON_LANGUAGES, *draft.sprachen))
    context: dict[str, object] = {
        "draft": draft,
        "profile": profile,
        "problems": problems or {},
        "tried": tried or {},
        "meanwhile": meanwhile,
        "differences": _differences(profile, draft, language) if meanwhile and profile else [],
        "complete": check(profile, today) if profile else None,
        "change": _change(request, profile, past, today),
        "versions": _listed(profile, past, language),
        "stand_of": stand_of,
        "quality": [quality(line.text, language) for line in draft.lines],
        "roles": {role: translator(language)(f"edit_role_{role}") for role in Role},
        "sizes": {size: SIZES[size][half] for size in SizeClass},
        "spoken": {code: LANGUAGES.get(code, (code, code))[half] for code in codes},
        "can_manage": identity.may(Right.MANAGE),
        "indexing": service.indexing,
    }
    status = 422 if problems else 409 if meanwhile else 200
    return render(request, "members/edit.html", member_words(language) | context, status)


def _past(service: Service, identity: Identity, profile: Profile | None) -> list[Version]:
    if profile is None:
        return []
    return Versions(service.store.engine).of(tenant_of(identity), profile.id)


def _change(
    request: Request, profile: Profile | None, past: list[Version], today: dt.date
) -> tuple[int | None, Completeness, list[Gap]] | None:
    """Return the score before, what is missing now, and what is missing no more."""
    if profile is None or request.method != "GET" or "gespeichert" not in request.query_params:
        return None
    now = check(profile, today)
    if not past:
        return None, now, []
    before = check(past[0].profile, today)
    return before.score, now, [gap for gap in before.gaps if gap not in now.gaps]


def _listed(
    profile: Profile | None, past: list[Version], language: str
) -> list[tuple[Version, list[str]]]:
    """Return the earlier versions, each with the fields that the next one changed."""
    if profile is None:
        return []
    later = [profile, *(version.profile for version in past)]
    return [
        (version, _changed(version.profile, after, language))
        for version, after in zip(past, later, strict=False)
    ]


def _changed(one: Profile, other: Profile, language: str) -> list[str]:
    t = translator(language)
    fields = [name for name in FIELD_TEXTS if getattr(one, name) != getattr(other, name)]
    return list(dict.fromkeys(t(FIELD_TEXTS[name]) for name in fields))


def _differences(present: Profile, draft: Draft, language: str) -> list[str]:
    """Return which fields of a form are not as they are stored now."""
    stored, t = Draft.of_profile(present, "", language), translator(language)
    fields = [name for name in DRAFT_TEXTS if getattr(stored, name) != getattr(draft, name)]
    return [t(DRAFT_TEXTS[name]) for name in fields]


FIELD_TEXTS = {
    "name": "member_name",
    "kind": "member_kind",
    "places": "edit_places",
    "sectors": "edit_sectors",
    "trades": "edit_sectors",
    "clusters": "edit_sectors",
    "statements": "edit_statements",
    "size": "edit_size",
    "languages": "edit_languages",
    "website": "edit_website",
    "contact": "edit_contact",
    "visibility": "edit_visibility",
    "valid_until": "member_valid",
    "source": "edit_source",
}
"""What the fields of a profile are called."""
DRAFT_TEXTS = {
    "name": "member_name",
    "art": "member_kind",
    "orte": "edit_places",
    "branchen": "edit_sectors",
    "lines": "edit_statements",
    "groesse": "edit_size",
    "sprachen": "edit_languages",
    "website": "edit_website",
    "stelle": "edit_office",
    "email": "edit_email",
    "telefon": "edit_phone",
    "sichtbar": "edit_visibility",
    "gueltig": "member_valid",
    "quelle": "edit_source",
}
"""What the fields of the form are called."""
