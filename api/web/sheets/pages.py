"""Advice sheets: the list, a new one, one sheet. Changes are in `sheets_edit`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from api.files.sheets.mail import mail_text, mailto
from api.files.sheets.view import facts_of, printed
from api.http.deps import MAX_OFFSET, MAX_TEXT, AdviserDep, LanguageDep, ServiceDep
from api.language.texts import names, translator
from api.language.values import place_text
from api.web.rendering import render
from api.web.sheets.form import CheckedNew, NewForm, check_new, firm_text
from api.web.site import page_router
from api.work.asking.firms import find_firm
from api.work.asking.values import profile_text, sector_text
from api.work.identity import Identity, tenant_of
from api.work.lookup import sector_options
from api.work.service import Service
from api.work.sheets.reading import going_out, kept_back_of
from data.office.sheets import Section, Sheet, SheetState
from data.profiles import Profile

router = page_router()
PAGE = 25
MAX_OPTIONS = 12
MESSAGES = frozenset(
    "composed saved recomposed added restored final deleted undeleted copied".split()
)
"""What a page can be opened with, to say what was just done."""
Typed = Annotated[str, Query(max_length=MAX_TEXT)]


@router.get("/beratung")
def list_sheets(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    q: Typed = "",
    stand: Typed = "",
    ab: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
    meldung: Typed = "",
    bogen: Typed = "",
) -> Response:
    """Show all sheets of the tenant."""
    state = SheetState(stand) if stand in set(SheetState) else None
    found = service.sheets.page(
        tenant_of(identity),
        text=q,
        state=state,
        deleted=stand == "deleted",
        offset=ab,
        limit=PAGE,
    )

    def at(offset: int) -> str:
        return "/beratung?" + urlencode({"q": q, "stand": stand, "ab": offset})

    context: dict[str, object] = {
        "found": found,
        "q": q,
        "stand": stand,
        "older": at(ab + PAGE) if ab + PAGE < found.total else None,
        "newer": at(max(0, ab - PAGE)) if ab else None,
        "message": _message(meldung),
        "undo": bogen if meldung == "deleted" else "",
    }
    return render(request, "sheets/list.html", context)


@router.get("/beratung/neu")
def new_sheet(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the form of a new sheet, filled in as far as the address says."""
    form = NewForm.of(request.query_params, language)
    checked = CheckedNew(form)
    if form.firm:
        checked = check_new(service, identity.viewer, form, language)
        checked.problems = {k: v for k, v in checked.problems.items() if k == "firm"}
    return new_page(request, checked)


@router.get("/beratung/neu/betriebe")
def firm_options(
    request: Request, service: ServiceDep, identity: AdviserDep, betrieb: Typed = ""
) -> Response:
    """Return the firms whose name begins so."""
    options = _profile_options(service, identity, betrieb)
    return render(request, "sheets/_options.html", {"options": options})


@router.get("/beratung/neu/gewerke")
def trade_options(
    request: Request, language: LanguageDep, identity: AdviserDep, gewerk: Typed = ""
) -> Response:
    """Return the trades whose name begins so."""
    found = [o for o in sector_options(gewerk, language, 40) if o.type == "trade"]
    options = [(sector_text(option), "") for option in found[:MAX_OPTIONS]]
    return render(request, "sheets/_options.html", {"options": options})


@router.get("/beratung/neu/bedarfe")
def firm_needs(
    request: Request, service: ServiceDep, identity: AdviserDep, betrieb: Typed = ""
) -> Response:
    """Return the needs that a stored firm states, to take one over."""
    found = find_firm(service, identity.viewer, betrieb) if betrieb.strip() else []
    seeker = found if isinstance(found, Profile) else None
    checked = CheckedNew(NewForm(firm=betrieb), seeker=seeker)
    return render(request, "sheets/_needs.html", {"checked": checked})


@router.get("/beratung/ergaenzen")
def added_options(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    name: Annotated[str, Query(alias="neu-profil", max_length=MAX_TEXT)] = "",
) -> Response:
    """Return the profiles that an entry may be made of."""
    options = _profile_options(service, identity, name)
    return render(request, "sheets/_options.html", {"options": options})


@router.get("/beratung/{sheet_id}")
def show_sheet(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    sheet_id: str,
    fassung: Annotated[int | None, Query(ge=1)] = None,
    beiseite: Annotated[int | None, Query(ge=1)] = None,
    meldung: Typed = "",
    name: Typed = "",
) -> Response:
    """Show a sheet: a draft to be edited, else as it goes out; or one of its earlier versions."""
    sheet = service.sheets.get(tenant_of(identity), sheet_id)
    context: dict[str, object] = {"message": _message(meldung), "name": name, "aside": beiseite}
    if fassung is not None and fassung != sheet.version:
        content = service.sheets.version(sheet.tenant, sheet.id, fassung)
        earlier = sheet.model_copy(update={"content": content})
        return sheet_page(request, service, earlier, language, context | {"number": fassung})
    return sheet_page(request, service, sheet, language, context)


def sheet_page(
    request: Request,
    service: Service,
    sheet: Sheet,
    language: str,
    more: Mapping[str, object],
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """Return the page of a sheet; ``typed`` is what a form said that could not be kept."""
    tenant = service.people.tenant(sheet.tenant)
    out = printed(sheet, going_out(service, sheet), tenant)
    versions = service.sheets.versions(sheet.tenant, sheet.id)
    context: dict[str, object] = {
        "sheet": sheet,
        "content": sheet.content,
        "out": out,
        "out_t": translator(out.language),
        "sections": names(language, "sheet_section", Section),
        "facts": facts_of,
        "versions": versions,
        "before": next((v.number for v in versions if v.number < sheet.version and not v.aside), 0),
        "mail": mail_text(out),
        "mailto": mailto(out),
        "kept_back": kept_back_of(service, sheet),
        "typed": typed or {},
        "problem": "",
        "message": "",
        "name": "",
        "aside": None,
        "number": None,
    }
    context |= more
    editing = sheet.is_draft and context["number"] is None
    template = "sheets/edit.html" if editing else "sheets/show.html"
    return render(request, template, context, status)


def new_page(request: Request, checked: CheckedNew, status: int = 200) -> Response:
    """Return the form of a new sheet with what is wrong in it."""
    context: dict[str, object] = {
        "checked": checked,
        "form": checked.form,
        "firm_text": firm_text(checked),
        "profile_text": profile_text,
    }
    return render(request, "sheets/new.html", context, status)


def _profile_options(service: Service, identity: Identity, text: str) -> list[tuple[str, str]]:
    """Return the profiles that a text may mean, each with its place, to tell them apart."""
    if not text.strip():
        return []
    found = service.find(identity.viewer, text=text, limit=MAX_OPTIONS)
    return [
        (profile_text(profile), place_text(profile.places[0], "de") if profile.places else "")
        for profile in found.profiles
    ]


def _message(name: str) -> str:
    """Return the key of a message; only those known are shown."""
    return f"sheet_msg_{name}" if name in MESSAGES else ""
