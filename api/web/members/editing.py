"""Writing a member's profile: all fields in plain words, each statement tried while it is typed."""

from __future__ import annotations

import re
import threading

from fastapi import Request, Response
from starlette.datastructures import FormData

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.web.forms import FormDep
from api.web.members.common import no_member, own_record, stand_of
from api.web.members.draft import Draft, Line
from api.web.members.draft_check import check_draft, places_in
from api.web.members.edit_view import edit_page
from api.web.members.preview import preview
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity, tenant_of
from api.work.service import Service
from data.exchange.values import id_from
from data.profiles import RESERVED_ID_PREFIX, Kind, Place, Profile, Role
from data.store.versions import Versions

SAVE, ANYWAY = "speichern", "trotzdem"
_ACTION = re.compile(r"(weg|hoch|runter|wirkung)-(\d{1,3})")
_saving = threading.Lock()
"""Held from the look whether somebody else has saved until it is saved."""
router = page_router()


@router.get("/mitglieder/neu")
def new(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show an empty form, or one with what the address says of the firm."""
    tenant_of(identity)
    given = request.query_params
    draft = Draft(
        name=given.get("name", ""),
        art=Kind.CRAFT if given.get("gewerk") else Kind.COMPANY,
        orte=_filled(given.get("plz", "")),
        branchen=_filled(*given.get("gewerk", "").split(",")),
        lines=(Line(Role.OFFER, ""), Line(Role.NEED, given.get("bedarf", ""))),
    )
    return edit_page(request, service, identity, language, draft)


@router.post("/mitglieder/neu")
def create(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Store a new member, or change the form."""
    return _posted(request, service, identity, language, form, None)


@router.post("/mitglieder/vorschau/{position}")
def try_statement(
    request: Request,
    position: int,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Return whom a statement of the form that is being filled in would find."""
    text = " ".join(str(form.get(f"text-{position}", "")).split())
    role = str(form.get(f"rolle-{position}", ""))
    statement = (Role(role) if role in set(Role) else Role.OFFER, text)
    whose = _whose(Draft.of_form(form))
    tried = preview(service, identity.viewer, statement, whose, language)
    context: dict[str, object] = {"tried": tried, "i": position}
    return render(request, "members/_preview.html", context)


@router.get("/mitglieder/{profile_id}/bearbeiten")
def edit(
    request: Request,
    profile_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> Response:
    """Show the form of a member."""
    _, profile = own_record(service, profile_id, tenant_of(identity))
    draft = Draft.of_profile(profile, stand_of(profile), language)
    return edit_page(request, service, identity, language, draft, profile)


@router.post("/mitglieder/{profile_id}/bearbeiten")
def change(
    request: Request,
    profile_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Store a member's new version, or change the form."""
    _, profile = own_record(service, profile_id, tenant_of(identity))
    return _posted(request, service, identity, language, form, profile)


@router.post("/mitglieder/{profile_id}/fassung/{stand}")
def bring_back(profile_id: str, stand: str, service: ServiceDep, identity: AdviserDep) -> Response:
    """Make an earlier version the present one; the present one stays in the history."""
    tenant = tenant_of(identity)
    own_record(service, profile_id, tenant)
    past = Versions(service.store.engine).of(tenant, profile_id)
    found = [version.profile for version in past if stand_of(version.profile) == stand]
    if not found:
        raise no_member(profile_id)
    service.store.put(found[:1])
    service.take_up(profile_id)
    return see(f"/mitglieder/{profile_id}/bearbeiten?gespeichert=1")


def _posted(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    form: FormData,
    profile: Profile | None,
) -> Response:
    draft, action = Draft.of_form(form), str(form.get("tun", SAVE))
    tried: dict[int, object] = {}
    if action in (SAVE, ANYWAY):
        return _save(request, service, identity, language, draft, profile, action == ANYWAY)
    if action.startswith("dazu-") and action[5:] in set(Role):
        draft = draft.with_line(action[5:])
    elif (match := _ACTION.fullmatch(action)) and int(match[2]) < len(draft.lines):
        i = int(match[2])
        if match[1] == "weg":
            draft = draft.without_line(i)
        elif match[1] == "wirkung":
            line, whose = draft.lines[i], _whose(draft)
            said = (Role(line.role), line.text)
            tried[i] = preview(service, identity.viewer, said, whose, language)
        else:
            draft = draft.moved(i, -1 if match[1] == "hoch" else 1)
    return edit_page(request, service, identity, language, draft, profile, tried=tried)


def _save(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    draft: Draft,
    profile: Profile | None,
    anyway: bool,
) -> Response:
    tenant, t = tenant_of(identity), translator(language)
    checked = check_draft(draft, profile, tenant, language)
    if checked.profile is None:
        return edit_page(
            request, service, identity, language, draft, profile, problems=checked.problems
        )
    with _saving:
        if profile is None and _is_taken(service, checked.profile.id):
            where = "id" if draft.id else "form"
            problems = {where: t("edit_taken" if draft.id else "edit_twice")}
            return edit_page(request, service, identity, language, draft, problems=problems)
        if profile is not None and not anyway:
            record, present = own_record(service, profile.id, tenant)
            if stand_of(present) != draft.stand:
                return edit_page(
                    request, service, identity, language, draft, present, meanwhile=record
                )
        service.store.put([checked.profile], tenant)
    service.take_up(checked.profile.id)
    return see(f"/mitglieder/{checked.profile.id}/bearbeiten?gespeichert=1")


def _is_taken(service: Service, profile_id: str) -> bool:
    return profile_id.startswith(RESERVED_ID_PREFIX) or bool(service.store.owners([profile_id]))


def _whose(draft: Draft) -> tuple[str, Kind, tuple[Place, ...]]:
    kind = Kind(draft.art) if draft.art in set(Kind) else Kind.COMPANY
    return id_from(draft.id), kind, places_in(draft)


def _filled(*values: str) -> tuple[str, ...]:
    return tuple(value for value in values if value.strip())
