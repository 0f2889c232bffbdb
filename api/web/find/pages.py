"""The pages: search, one profile, about."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from api.http.deps import IdentityDep, LanguageDep, ServiceDep, ViewerDep
from api.language.marking import mark_pair
from api.language.texts import names, translator
from api.language.values import (
    day,
    distance,
    fit_class,
    number,
    profile_facts,
    score_bars,
    split_evidence,
    whole,
)
from api.web.find.answer import Answer, Finder
from api.web.find.count import Remaining, profile_count, remaining, shortage
from api.web.find.live import left_text
from api.web.map import map_of
from api.web.rendering import render
from api.web.site import page_router
from api.work.asking.chips import chips, costs, doubts, label_of, labels_of, read_chips
from api.work.asking.form import MAX_K, SearchForm
from api.work.asking.values import profile_text
from api.work.identity import Identity, Right
from api.work.introductions import veiled_for
from api.work.pair_history import profile_history
from api.work.pairs import note_opened
from api.work.shown_lists import shown_lists
from data.profiles import Kind, Profile, Role, SizeClass
from matcher.request import Goal
from matcher.result import MatchResult
from matcher.words import KINDS, SIZES

router = page_router()
EXAMPLES = range(1, 5)
"""Numbers of the questions that the empty page proposes."""


@router.get("/")
def search(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show the form and, once it is sent, the suggestions.

    To htmx only what changes is sent: everything between head and foot of the page.
    """
    form = SearchForm.of(request.query_params)
    answer = Finder(service, identity, language, shown_lists(service)).answer(form)
    left = remaining(service, identity.viewer, answer.checked, language)
    context: dict[str, object] = {
        "form": form,
        "checked": answer.checked,
        "search_address": form.address(),
        "sentence": left_text(left, language),
        "none_left": left.allowed == 0,
        "unclear": (),
        "total": whole(left.total, language),
        "shortage": shortage(left, language),
        "steps": [(label_of(s.constraint, language), whole(s.left, language)) for s in left.steps],
        "literal": form.literal().address(),
        "without_rules": form.without_rules().address(),
        "sheet_address": _sheet_address(answer),
        "may_advise": identity.may(Right.ADVISE),
        **_result(answer, left, language),
    }
    partial = _asks_for_part(request)
    headers = {"Vary": "HX-Request"}
    if partial:
        headers["HX-Push-Url"] = form.address()
    template = "_answer.html" if partial else "search.html"
    return render(request, template, _words(language) | context, headers=headers)


@router.get("/profil/{profile_id}")
def show_profile(
    request: Request,
    profile_id: str,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
    liste: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show one profile; ``liste`` is the list of suggestions from which it was opened."""
    found = service.get(profile_id, identity.viewer)
    if liste and identity.may(Right.ADVISE):
        note_opened(service, identity, liste, profile_id)
    context: dict[str, object] = {
        "profile": found,
        "facts": profile_facts(found, language),
        "partners": SearchForm(profile=profile_text(found)).address(),
        "may_advise": identity.may(Right.ADVISE),
        "veiled": veiled_for(service, profile_id, identity.viewer),
        "may_edit": _may_edit(identity, found),
        "sections": _sections(found),
        "history": profile_history(service, identity, profile_id, language),
        "back": f"/profil/{profile_id}#verlauf",
    }
    return render(request, "profile.html", _words(language) | context)


@router.get("/ueber")
def about(
    request: Request, service: ServiceDep, viewer: ViewerDep, language: LanguageDep
) -> Response:
    """Show what the program is and which versions answer."""
    context: dict[str, object] = {
        "versions": service.matcher.versions(viewer),
        "profile_count": whole(profile_count(service, viewer), language),
    }
    return render(request, "about.html", context)


def _may_edit(identity: Identity, profile: Profile) -> bool:
    return identity.may(Right.ADVISE) and profile.owner == identity.tenant


def _sections(profile: Profile) -> list[tuple[Role, tuple[str, ...]]]:
    """Return the statements by role, offers first; roles without statements are left out."""
    sections = [(role, profile.texts(role)) for role in (Role.OFFER, Role.NEED, Role.ABOUT)]
    return [(role, texts) for role, texts in sections if texts]


def _asks_for_part(request: Request) -> bool:
    """Say whether htmx asks, and not to rebuild a page from the browser's history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def _result(answer: Answer, left: Remaining, language: str) -> dict[str, object]:
    """Return what the templates show of an answer."""
    form, result = answer.checked.form, answer.result
    return {
        "result": result,
        "map": map_of(result, answer.checked.seeker) if result else None,
        "pairs": answer.pairs,
        "ending": answer.ending,
        "left_out": answer.left_out,
        "handled_sentence": _handled_sentence(answer, language),
        "handled_address": form.with_handled(not form.handled).address(),
        "chips": chips(answer.checked, language),
        "labels": labels_of(result.constraints, language) if result else {},
        "costs": costs(form, result, language) if result else [],
        "understood": read_chips(form, result, language) if result else [],
        "unsure": doubts(form, result, language) if result else [],
        "relaxed": _relaxed(form, result),
        "counts": _counts(result, left, language) if result else "",
        "more": form.more().address() if result and _has_more(form, result) else None,
    }


def _handled_sentence(answer: Answer, language: str) -> str:
    t = translator(language)
    if answer.checked.form.handled:
        return t("find_handled_shown")
    if answer.left_out == 1:
        return t("find_left_out_one")
    return t("find_left_out").format(count=answer.left_out)


def _sheet_address(answer: Answer) -> str:
    """Return the address of a new advice sheet for the same asker."""
    seeker = answer.checked.seeker
    asker = {"betrieb": seeker.id} if seeker else {"anliegen": answer.checked.form.question}
    return f"/beratung/neu?{urlencode(asker)}"


def _counts(result: MatchResult, left: Remaining, language: str) -> str:
    if not left.steps:
        text = translator(language)("counts_open")
    elif left.allowed == 0:
        return left_text(left, language)
    else:
        text = translator(language)("counts")
    return text.format(
        shown=len(result.suggestions),
        allowed=whole(left.allowed, language),
        visible=whole(left.total, language),
    )


def _relaxed(form: SearchForm, result: MatchResult | None) -> str | None:
    """Return the address of the search with the rule relaxed that would help most."""
    if result is None or result.relax is None:
        return None
    rule = result.constraints[result.relax.constraint].rule
    return form.relaxed(rule, result.relax).address()


def _has_more(form: SearchForm, result: MatchResult) -> bool:
    return form.k < MAX_K and len(result.suggestions) == form.k and result.considered > form.k


def _words(language: str) -> dict[str, object]:
    """Return what templates call kinds, goals and roles, and how they write values."""
    half = 1 if language == "en" else 0
    return {
        "kinds": {kind: KINDS[kind][half] for kind in Kind},
        "sizes": {size: SIZES[size][half] for size in SizeClass},
        "goals": names(language, "goal_name", Goal),
        "mine": names(language, "mine", Role),
        "theirs": names(language, "theirs", Role),
        "examples": [translator(language)(f"find_example_{number}") for number in EXAMPLES],
        "score_bars": score_bars,
        "split_evidence": split_evidence,
        "mark_pair": mark_pair,
        "fit_class": fit_class,
        "number": number,
        "whole": whole,
        "day": day,
        "profile_text": profile_text,
        "distance": distance,
    }
