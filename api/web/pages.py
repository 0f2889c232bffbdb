"""The pages: search, one profile, about; and the type-ahead that htmx asks for."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import Query, Request, Response

from api.deps import MAX_TEXT, LanguageDep, ServiceDep, ViewerDep
from api.lookup import sector_options
from api.service import Service
from api.web.check import Check, Checked, FieldProblem, profile_text, region_text, sector_text
from api.web.form import MAX_K, SearchForm
from api.web.rendering import render
from api.web.site import page_router
from api.web.texts import translator
from api.web.texts.find import EXAMPLES, GOALS, MINE, THEIRS
from api.web.view import distance, number, profile_facts, score_bars
from data.errors import PartnerMatchError
from data.profiles import Kind, Profile, Role
from data.regions import load_regions
from matcher.request import Viewer
from matcher.results import MatchResult
from matcher.words import KINDS, rule_label

PROGRAM_VERSION = version("partnermatch")
MAX_OPTIONS = 12
router = page_router()
Typed = Annotated[str, Query(max_length=MAX_TEXT)]


@router.get("/")
def search(
    request: Request, service: ServiceDep, viewer: ViewerDep, language: LanguageDep
) -> Response:
    """Show the form and, once it is sent, the suggestions."""
    form = SearchForm.of(request.query_params)
    checked, result = Checked(form), None
    if form.sent:
        checked = Check(service, viewer, language).run(form)
        result = _answer(service, viewer, checked, language)
    context: dict[str, object] = {
        "form": form,
        "checked": checked,
        "result": result,
        "understood": _understood(result, language),
        "literal": form.literal().address(),
        "relaxed": _relaxed(checked, result),
        "counts": _counts(result, language) if result else "",
        "more": form.more().address() if result and _has_more(form, result) else None,
        "profile_count": service.find(viewer, limit=1).total,
    }
    return render(request, "search.html", _words(language) | context)


@router.get("/profil/{profile_id}")
def show_profile(
    request: Request, profile_id: str, service: ServiceDep, viewer: ViewerDep, language: LanguageDep
) -> Response:
    """Show one profile."""
    found = service.get(profile_id, viewer)
    search_form = SearchForm(profile=profile_text(found))
    context: dict[str, object] = {
        "profile": found,
        "facts": profile_facts(found, language),
        "partners": search_form.address(),
        "sections": _sections(found),
    }
    return render(request, "profile.html", _words(language) | context)


@router.get("/ueber")
def about(request: Request, service: ServiceDep, viewer: ViewerDep) -> Response:
    """Show what the program is and which versions answer."""
    context: dict[str, object] = {
        "versions": service.matcher.versions(),
        "profile_count": service.find(viewer, limit=1).total,
    }
    return render(request, "about.html", context)


@router.get("/vorschlaege/profile")
def suggest_profiles(
    request: Request, service: ServiceDep, viewer: ViewerDep, profil: Typed = ""
) -> Response:
    """Return the options for the beginning of a profile's name."""
    found = service.find(viewer, text=profil, limit=MAX_OPTIONS) if profil.strip() else None
    options = [profile_text(profile) for profile in found.profiles] if found else []
    return render(request, "options.html", {"options": options})


@router.get("/vorschlaege/regionen")
def suggest_regions(request: Request, region: Typed = "", ort: Typed = "") -> Response:
    """Return the options for the beginning of a region's name."""
    found = load_regions().suggest(region or ort, MAX_OPTIONS)
    return render(request, "options.html", {"options": [region_text(r) for r in found]})


@router.get("/vorschlaege/branchen")
def suggest_sectors(request: Request, language: LanguageDep, branche: Typed = "") -> Response:
    """Return the options for the beginning of a sector's, trade's or cluster's name."""
    found = sector_options(branche, language, MAX_OPTIONS)
    return render(request, "options.html", {"options": [sector_text(o) for o in found]})


def _sections(profile: Profile) -> list[tuple[Role, tuple[str, ...]]]:
    """Return the statements by role, offers first; roles without statements are left out."""
    sections = [(role, profile.texts(role)) for role in (Role.OFFER, Role.NEED, Role.ABOUT)]
    return [(role, texts) for role, texts in sections if texts]


def _answer(
    service: Service, viewer: Viewer, checked: Checked, language: str
) -> MatchResult | None:
    if checked.problems:
        return None
    try:
        return service.suggest(checked.request(language), viewer)
    except PartnerMatchError as error:
        checked.problems["question"] = FieldProblem(error.text(language))
        return None


def _understood(result: MatchResult | None, language: str) -> list[str]:
    """Return the rules that were read from the question, as a person would say them."""
    if result is None or result.understood == 0:
        return []
    return [rule_label(rule, language) for rule in result.constraints[-result.understood :]]


def _counts(result: MatchResult, language: str) -> str:
    text = translator(language)("counts" if result.constraints else "counts_open")
    shown = len(result.suggestions)
    return text.format(shown=shown, allowed=result.allowed, visible=result.visible)


def _relaxed(checked: Checked, result: MatchResult | None) -> str | None:
    """Return the address of the search with the rule relaxed that would help most."""
    if result is None or result.relax is None:
        return None
    rule = result.constraints[result.relax.constraint].rule
    return checked.form.relaxed(rule, result.relax).address()


def _has_more(form: SearchForm, result: MatchResult) -> bool:
    return form.k < MAX_K and len(result.suggestions) == form.k and result.considered > form.k


def _words(language: str) -> dict[str, object]:
    """Return what templates call kinds, goals and roles."""
    half = 1 if language == "en" else 0
    return {
        "kinds": {kind: KINDS[kind][half] for kind in Kind},
        "goals": {goal: words[half] for goal, words in GOALS.items()},
        "mine": {role: words[half] for role, words in MINE.items()},
        "theirs": {role: words[half] for role, words in THEIRS.items()},
        "examples": [example[half] for example in EXAMPLES],
        "score_bars": score_bars,
        "number": number,
        "profile_text": profile_text,
        "distance": distance,
    }
