"""Advice sheets: every change, each a form that is sent and then leads to a page."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.web.sheets.apply import applied, moved, with_own, without
from api.web.sheets.form import NewForm, check_new
from api.web.sheets.pages import new_page, sheet_page
from api.web.site import page_router, see
from api.work.asking.firms import find_firm
from api.work.identity import Identity, tenant_of
from api.work.service import Service
from api.work.sheets.compose import (
    Order,
    add_profile,
    author_of,
    compose,
    finish,
    recompose,
    stored_firm,
    unstored_firm,
)
from data.errors import NotFoundError, PartnerMatchError, RequestError
from data.feedback.outcomes import seeker_key
from data.office.sheets import Sheet, SheetContent
from data.profiles import Profile, Role, clean_text

router = page_router()


async def _sent(request: Request) -> FormData:
    """Return what a form sent."""
    return await request.form()


SentDep = Annotated[FormData, Depends(_sent)]


@router.post("/beratung/neu")
def make(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    sent: SentDep,
) -> Response:
    """Compose a new sheet, or show the form again with what is wrong."""
    form = NewForm.of(sent, language)
    checked = check_new(service, identity.viewer, form, language)
    if checked.order is None:
        return new_page(request, checked, 422)
    try:
        content = compose(service, identity, checked.order)
    except RequestError as error:
        checked.problems["region"] = error.text(language)
        return new_page(request, checked, 422)
    sheet = service.sheets.create(tenant_of(identity), author_of(identity), content)
    return see(_address(sheet.id, meldung="composed"))


@router.post("/beratung/aufnehmen")
def take_up(
    service: ServiceDep, identity: AdviserDep, language: LanguageDep, sent: SentDep
) -> Response:
    """Add a suggestion of the search to the open draft of a firm or need, or start one."""
    firm, need = str(sent.get("betrieb", "")).strip(), str(clean_text(sent.get("anliegen", "")))
    sheet = _draft_for(service, identity, firm, need, language)
    impression = str(sent.get("impression", "")).strip() or None
    profile_id = str(sent.get("profil", "")).strip()
    content, entry = add_profile(service, identity, sheet.content, profile_id, impression)
    saved = service.sheets.save(
        sheet.tenant, sheet.id, sheet.version, content, author_of(identity), "added"
    )
    done = _address(sheet.id, meldung="added", name=entry.name)
    return see(f"{done}#e-{entry.id}" if not saved.aside else _aside(sheet.id, saved.number))


@router.post("/beratung/{sheet_id}")
def edit(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    sheet_id: str,
    sent: SentDep,
) -> Response:
    """Keep what the form says as a new version, then do what its button asks for."""
    sheet = service.sheets.get(tenant_of(identity), sheet_id)
    deed, _, target = str(sent.get("tun", "save")).partition(":")
    seen = _number(sent.get("version"), sheet.version)
    try:
        content = _edited(service, identity, sheet, sent, seen, language)
        content = _done(service, identity, content, deed, target)
    except PartnerMatchError as error:
        more = {"problem": error.text(language)}
        return sheet_page(request, service, sheet, language, more, dict(sent), 422)
    number = seen
    if content != service.sheets.version(sheet.tenant, sheet.id, seen):
        action = "recomposed" if deed == "recompose" else "saved"
        saved = service.sheets.save(
            sheet.tenant, sheet.id, seen, content, author_of(identity), action
        )
        if saved.aside:
            return see(_aside(sheet.id, saved.number))
        number = saved.number
    if deed == "finish":
        finish(service, identity, sheet.id, number)
        return see(_address(sheet.id, meldung="final"))
    place = f"#e-{target}" if deed in ("up", "down") else ""
    return see(_address(sheet.id, meldung=_told(deed)) + place)


@router.post("/beratung/{sheet_id}/zurueck")
def bring_back(service: ServiceDep, identity: AdviserDep, sheet_id: str, sent: SentDep) -> Response:
    """Make an earlier version the present one, as a new version."""
    sheet = service.sheets.get(tenant_of(identity), sheet_id)
    number = _number(sent.get("fassung"), sheet.version)
    content = service.sheets.version(sheet.tenant, sheet.id, number)
    seen = _number(sent.get("version"), sheet.version)
    saved = service.sheets.save(
        sheet.tenant, sheet.id, seen, content, author_of(identity), "restored"
    )
    if saved.aside:
        return see(_aside(sheet.id, saved.number))
    return see(_address(sheet.id, meldung="restored"))


@router.post("/beratung/{sheet_id}/kopie")
def copy(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Make a new draft with the same content."""
    sheet = service.sheets.get(tenant_of(identity), sheet_id)
    made = service.sheets.create(
        sheet.tenant,
        author_of(identity),
        sheet.content,
        action="copied",
        copied_from=sheet.id,
    )
    return see(_address(made.id, meldung="copied"))


@router.post("/beratung/{sheet_id}/loeschen")
def delete(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Put a sheet away; the list offers to bring it back."""
    service.sheets.delete(tenant_of(identity), sheet_id)
    return see("/beratung?" + urlencode({"meldung": "deleted", "bogen": sheet_id}))


@router.post("/beratung/{sheet_id}/wiederherstellen")
def restore(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Bring back a sheet that was put away."""
    sheet = service.sheets.restore(tenant_of(identity), sheet_id)
    return see(_address(sheet.id, meldung="undeleted"))


def _edited(
    service: Service,
    identity: Identity,
    sheet: Sheet,
    sent: FormData,
    seen: int,
    language: str,
) -> SheetContent:
    """Return what the form makes of the version that it was made for."""
    content = service.sheets.version(sheet.tenant, sheet.id, seen)
    content = with_own(applied(content, sent, language), sent, language)
    wanted = str(clean_text(str(sent.get("neu-profil", ""))))
    if wanted:
        found = find_firm(service, identity.viewer, wanted)
        if not isinstance(found, Profile):
            key = "sheet_err_several" if found else "sheet_err_unknown"
            said = {"text": wanted, "count": len(found)}
            raise NotFoundError(
                translator("de")(key).format(**said), translator("en")(key).format(**said)
            )
        content, _ = add_profile(service, identity, content, found.id)
    return content


def _done(
    service: Service, identity: Identity, content: SheetContent, deed: str, target: str
) -> SheetContent:
    """Do what a button asks for, beyond keeping the form."""
    match deed:
        case "up":
            return moved(content, target, -1)
        case "down":
            return moved(content, target, +1)
        case "remove":
            return without(content, target)
        case "recompose":
            return recompose(service, identity, content)
        case _:
            return content


def _draft_for(service: Service, identity: Identity, firm: str, need: str, language: str) -> Sheet:
    """Return the open draft for a stored firm or a need; a new one if there is none."""
    tenant = tenant_of(identity)
    if not firm and not need:
        raise RequestError(
            "Zum Aufnehmen fehlt, für wen: ein Betrieb oder ein Anliegen.",
            "To take it up, say for whom: a firm or a need.",
        )
    found = service.sheets.open_draft(tenant, seeker_key(firm or None, None if firm else need))
    if found is not None:
        return found
    t = translator(language)
    order = Order(unstored_firm(t("sheet_unnamed"), None, None), need, language=language)
    if firm:
        profile = service.get(firm, identity.viewer)
        said = (need, *profile.texts(Role.NEED), *profile.texts(Role.OFFER), profile.name)
        order = Order(stored_firm(profile, language), next(filter(None, said)), language=language)
    content = compose(service, identity, order)
    return service.sheets.create(tenant, author_of(identity), content)


def _number(sent: object, otherwise: int) -> int:
    text = str(sent or "")
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def _told(deed: str) -> str:
    return "recomposed" if deed == "recompose" else "saved"


def _address(sheet_id: str, **said: str) -> str:
    return f"/beratung/{sheet_id}?{urlencode(said)}"


def _aside(sheet_id: str, number: int) -> str:
    return _address(sheet_id, beiseite=str(number))
