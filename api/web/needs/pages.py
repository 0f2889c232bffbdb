"""Needs nobody answers, offers nobody asked for, chances across clusters, and an overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from fastapi import Request, Response

from api.http.deps import AdviserDep, LanguageDep, ManagerDep, ServiceDep
from api.language.values import whole
from api.web.downloads import workbook_file
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity, Right
from api.work.needs.form import LEVELS, PER_PAGE, REACHES, STANDINGS, CheckedNeeds, NeedsForm, check
from api.work.needs.scope import Looked, Scope, best_level, open_first, overview
from api.work.needs.survey import AT_ONCE_SECONDS, Pending, crossed, surveyed
from api.work.needs.view import chance_view, gap_view, overview_rows, scope_words
from api.work.service import Service
from data.profiles import Kind
from matcher.needs.crossing import Chance
from matcher.needs.gaps import Gap, Survey
from matcher.search.catalog import Level
from matcher.search.rules import visible_to
from matcher.words import KINDS, pick

NEEDS, OFFERS, CHANCES, OVERVIEW = "", "angebote", "chancen", "ueberblick"
TABS = (NEEDS, OFFERS, CHANCES, OVERVIEW)
MANY_MEMBERS = 20
"""From so many own profiles on, they alone are shown at first."""
EXPORT_SECONDS = 60.0
T = TypeVar("T")
router = page_router()


@router.get("/bedarfe")
def show_needs(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the needs that nobody answers."""
    return _gaps_page(request, service, identity, language, NEEDS)


@router.get("/bedarfe/angebote")
def show_offers(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the offers that nobody asks for."""
    return _gaps_page(request, service, identity, language, OFFERS)


@router.get("/bedarfe/chancen")
def show_chances(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show pairs of different clusters of which one has what the other needs."""
    checked = _checked(request, service, identity, language, CHANCES)
    if checked.problems:
        return _page(request, service, identity, checked, language, {})
    own = checked.scope.owner is not None
    pending = crossed(service, identity, language, own, AT_ONCE_SECONDS)
    shown = _meant(pending.result or (), checked.scope)
    listed, pages = _cut(shown, checked.form)
    context = {
        "pending": pending,
        "total": len(shown),
        "all": len(pending.result or ()),
        "chances": [chance_view(chance, language) for chance in listed],
        "home": service.people.tenant(identity.tenant or "").cluster if own else None,
    }
    return _page(request, service, identity, checked, language, context | pages)


@router.get("/bedarfe/ueberblick")
def show_overview(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show counts by region and cluster."""
    checked = _checked(request, service, identity, language, OVERVIEW)
    if checked.problems:
        return _page(request, service, identity, checked, language, {})
    pending = surveyed(service, identity, AT_ONCE_SECONDS)
    context: dict[str, object] = {"pending": pending}
    if pending.result is not None:
        context |= _overview(pending.result, checked, language)
    return _page(request, service, identity, checked, language, context)


@router.get("/bedarfe/export.xlsx")
def export(
    request: Request, service: ServiceDep, identity: ManagerDep, language: LanguageDep
) -> Response:
    """Return all tabs as a spreadsheet, with the filters they were made with."""
    from api.files.needs import workbook

    checked = _checked(request, service, identity, language, NEEDS)
    if checked.problems:
        return see(checked.form.address())
    survey = surveyed(service, identity, EXPORT_SECONDS)
    own = checked.scope.owner is not None
    found = crossed(service, identity, language, own, EXPORT_SECONDS)
    if survey.result is None or found.result is None:
        return see(checked.form.address())
    needs, offers = _looked(survey.result, checked.scope)
    content = workbook(
        open_first(needs),
        open_first(offers),
        _meant(found.result, checked.scope),
        overview(needs, offers, _level(survey.result, checked)),
        scope_words(checked.scope, checked.form, language),
        language,
    )
    return workbook_file(content, "bedarfe.xlsx")


def _gaps_page(
    request: Request, service: Service, identity: Identity, language: str, tab: str
) -> Response:
    checked = _checked(request, service, identity, language, tab)
    if checked.problems:
        return _page(request, service, identity, checked, language, {})
    pending = surveyed(service, identity, AT_ONCE_SECONDS)
    gaps: Sequence[Gap] = ()
    if pending.result is not None:
        gaps = pending.result.needs if tab == NEEDS else pending.result.offers
    looked = checked.scope.look(gaps)
    still = open_first(looked)
    chosen = STANDINGS.get(checked.form.standing)
    shown = [one for one in still if chosen in (None, one.standing)]
    listed, pages = _cut(shown, checked.form)
    context = {
        "pending": pending,
        "total": len(still),
        "all": len(looked),
        "standings": _standings(still, checked.form),
        "gaps": [gap_view(one, language) for one in listed],
        "survey": pending.result,
    }
    return _page(request, service, identity, checked, language, context | pages)


def _standings(still: Sequence[Looked], form: NeedsForm) -> list[tuple[str, str, int, str]]:
    """Return value, text, number and address of each part of the list that holds any."""
    numbers = Counter(one.standing for one in still)
    side = "offer" if form.tab else "need"
    parts = [("", "needs_standing_all", len(still))]
    parts += [(k, f"needs_{side}_{v}", numbers[v]) for k, v in STANDINGS.items() if numbers[v]]
    return [(k, text, n, form.showing(form.tab, standing=k)) for k, text, n in parts]


def _overview(survey: Survey, checked: CheckedNeeds, language: str) -> dict[str, object]:
    needs, offers = _looked(survey, checked.scope)
    level = _level(survey, checked)
    found = overview(needs, offers, level)
    heads, rows = overview_rows(found, checked.form, language)
    return {"counts": found.total, "heads": heads, "rows": rows, "level": level, "survey": survey}


def _checked(
    request: Request, service: Service, identity: Identity, language: str, tab: str
) -> CheckedNeeds:
    form = NeedsForm.of(tab, request.query_params)
    tenant = identity.tenant or ""
    return check(form, tenant, _own_first(service, identity), language)


def _own_first(service: Service, identity: Identity) -> bool:
    """Say whether the tenant has so many members that a page begins with them alone."""
    catalog = service.corpus.snapshot.catalog
    own = catalog.with_facet(f"owner:{identity.tenant}")
    return int((own & visible_to(catalog, identity.viewer)).sum()) >= MANY_MEMBERS


def _looked(survey: Survey, scope: Scope) -> tuple[tuple[Looked, ...], tuple[Looked, ...]]:
    return scope.look(survey.needs), scope.look(survey.offers)


def _level(survey: Survey, checked: CheckedNeeds) -> Level:
    return LEVELS.get(checked.form.level) or best_level(survey, checked.scope)


def _meant(found: Sequence[Chance], scope: Scope) -> tuple[Chance, ...]:
    """Return the chances of the members that are meant, with partners near enough."""
    return tuple(
        chance
        for chance in found
        if scope.means(chance.member) and scope.reach.holds(chance.member, chance.partner)
    )


def _cut(found: Sequence[T], form: NeedsForm) -> tuple[Sequence[T], dict[str, object]]:
    """Return one page of a list, and the addresses of the ones beside it."""
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(form.page, last)
    pages: dict[str, object] = {
        "page": page,
        "last_page": last,
        "first": (page - 1) * PER_PAGE + 1,
        "before": form.at(page - 1) if page > 1 else None,
        "after": form.at(page + 1) if page < last else None,
    }
    return found[(page - 1) * PER_PAGE : page * PER_PAGE], pages


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    checked: CheckedNeeds,
    language: str,
    context: dict[str, object],
) -> Response:
    pending = context.get("pending")
    waiting = isinstance(pending, Pending) and pending.result is None
    shared: dict[str, object] = {
        "form": checked.form,
        "scope": checked.scope,
        "problems": checked.problems,
        "tabs": [
            (tab, checked.form.showing(tab, standing=""), f"needs_tab_{tab or 'needs'}")
            for tab in TABS
        ],
        "tab": checked.form.tab,
        "waiting": waiting,
        "kinds": {str(kind): pick(KINDS[kind], language) for kind in Kind},
        "reaches": list(REACHES),
        "may_export": identity.may(Right.MANAGE),
        "whole": lambda value: whole(value, language),
    }
    return render(request, "needs/page.html", shared | context)
