"""Up to three suggestions of one search side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import Request, Response

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.language.marking import mark_pair
from api.language.texts import names, translator
from api.language.values import distance, fit_class, number, score_bars
from api.web.rendering import render
from api.web.site import page_router
from api.work.asking.check import Check, Checked
from api.work.asking.form import SearchForm
from api.work.identity import Identity
from api.work.intermediaries import addressed
from api.work.pairs import PairView, pair_views
from api.work.service import Service
from api.work.shown_lists import shown_lists
from data.profiles import Kind, Role, SizeClass
from matcher.result import MatchResult, Suggestion
from matcher.words import KINDS, SIZES, pick

MOST = 3
router = page_router()


@router.get("/vergleich")
def compare(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show suggestions of the search in the address, those named by ``mit``."""
    form = SearchForm.of(request.query_params)
    asked = tuple(dict.fromkeys(request.query_params.getlist("mit")))
    checked = Check(service, identity.viewer, language).run(form)
    found: tuple[Suggestion, ...] = ()
    pairs: dict[str, PairView] = {}
    if not checked.problems and asked:
        result = _among(service, identity, checked, asked[:MOST], language)
        found = result.suggestions
        pairs = _pairs(request, service, identity, checked, result, language)
    kept = [s.profile_id for s in found]
    context: dict[str, object] = {
        "form": form,
        "checked": checked,
        "suggestions": found,
        "pairs": pairs,
        "profiles": {id: service.get(id, identity.viewer) for id in kept},
        "notices": _notices(asked, len(found), bool(checked.problems), language),
        "without": {id: _address(form, [k for k in kept if k != id]) for id in kept},
        "back": _address(form, kept),
    }
    return render(request, "pairs/compare.html", _words(language) | context)


def _among(
    service: Service, identity: Identity, checked: Checked, ids: Sequence[str], language: str
) -> MatchResult:
    """Answer the search with some profiles alone: their rules, reasons and scores are the same."""
    asked = checked.request(language).model_copy(update={"k": len(ids)})
    found = service.matcher.suggest(asked, identity.viewer, ids)
    return addressed(found, language, service.people)


def _pairs(
    request: Request,
    service: Service,
    identity: Identity,
    checked: Checked,
    result: MatchResult,
    language: str,
) -> dict[str, PairView]:
    lists = shown_lists(service).record(service, identity, checked.request(language), result)
    seeker = checked.seeker.id if checked.seeker else None
    ids = [s.profile_id for s in result.suggestions]
    views = pair_views(service, identity, seeker, checked.question, ids, None, language)
    return {id: replace(view, impression_id=lists.get(id)) for id, view in views.items()}


def _notices(asked: Sequence[str], found: int, wrong: bool, language: str) -> list[str]:
    """Return what to say about the choice, if anything."""
    t = translator(language)
    said = []
    if len(asked) > MOST:
        said.append(t("pair_too_many"))
    if gone := (min(len(asked), MOST) - found) * (not wrong):
        said.append(t("pair_gone").format(count=gone))
    if len(asked) < 2:
        said.append(t("pair_too_few"))
    return said


def _address(form: SearchForm, ids: Sequence[str]) -> str:
    return "/vergleich?" + urlencode([*form.fields(), *(("mit", id) for id in ids)])


def _words(language: str) -> dict[str, object]:
    return {
        "kinds": {kind: pick(KINDS[kind], language) for kind in Kind},
        "sizes": {size: pick(SIZES[size], language) for size in SizeClass},
        "mine": names(language, "mine", Role),
        "theirs": names(language, "theirs", Role),
        "mark_pair": mark_pair,
        "score_bars": score_bars,
        "fit_class": fit_class,
        "number": number,
        "distance": distance,
    }
