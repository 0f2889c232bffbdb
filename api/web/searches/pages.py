"""Saved searches: the list, one search with what is new, and its settings."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Annotated

from fastapi import Form, Query, Request, Response
from pydantic import ValidationError

from api.files.searches.view import aware, lost_sentences, plain, search_view, words
from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.web.rendering import render
from api.web.searches.feed import feed_address
from api.web.site import page_router, see
from api.work.feeds import feed_of
from api.work.identity import Identity
from api.work.pairs import PairView, pair_views
from api.work.searches import Standing, ask, is_fresh, keep, lost_names, owner_of, shown, standing
from api.work.service import Service
from api.work.shown_lists import shown_lists
from data.feedback.outcomes import now
from data.office.searches import Frequency, SavedSearch, new_token
from data.text import fold
from matcher.result import MatchResult

_ID = re.compile(r"s[0-9a-z]{1,39}")
BUDGET = 0.4
"""Seconds that the list may take for searches to be run; the others run one by one afterwards."""
router = page_router()
Typed = Annotated[str, Form(max_length=60_000)]
Asking = Annotated[str, Query(max_length=60)]


@router.get("/suchen")
def list_searches(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    gemerkt: Asking = "",
    geloescht: Asking = "",
) -> Response:
    """Show all saved searches of the one who asks, and how much is new in each."""
    saved = service.searches.mine(owner_of(identity))
    until = time.perf_counter() + BUDGET
    views = []
    for search in sorted(saved, key=lambda search: (fold(search.name), search.id)):
        asked = ask(service, search, language, identity.viewer)
        in_time = is_fresh(service, asked) or time.perf_counter() < until
        found = standing(service, asked) if in_time else None
        views.append(search_view(asked, language, found))
    context: dict[str, object] = {
        "searches": views,
        "new_total": sum(view.new or 0 for view in views),
        "kept": next((s for s in saved if s.id == gemerkt), None),
        "deleted": geloescht if _ID.fullmatch(geloescht) else "",
    }
    return render(request, "searches/list.html", words(language) | context)


@router.post("/suchen")
def save_search(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    search_address: Typed,
    name: Typed = "",
) -> Response:
    """Keep a search; a name is made where none is given."""
    search, is_new = keep(service, owner_of(identity), name, search_address, language)
    if "hx-request" in request.headers:
        context: dict[str, object] = {"search": search, "is_new": is_new}
        return render(request, "searches/_saved.html", context)
    return see(f"/suchen?gemerkt={search.id}")


@router.get("/suchen/{search_id}")
def show_search(
    request: Request,
    search_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    gesehen: Asking = "",
) -> Response:
    """Show a search with its suggestions, new ones on top."""
    search = service.searches.get(search_id, owner_of(identity))
    found = standing(service, ask(service, search, language, identity.viewer))
    return _page(request, service, identity, language, found, {"seen": gesehen})


@router.get("/suchen/{search_id}/zahl")
def count_new(
    request: Request,
    search_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> Response:
    """Return the number of new matches, for a list that did not wait for it."""
    search = service.searches.get(search_id, owner_of(identity))
    asked = ask(service, search, language, identity.viewer)
    view = search_view(asked, language, standing(service, asked))
    return render(request, "searches/_count.html", {"view": view})


@router.post("/suchen/{search_id}")
def change_search(
    request: Request,
    search_id: str,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    name: Typed = "",
    frequency: Annotated[Frequency, Form()] = Frequency.WEEKLY,
    paused: Annotated[bool, Form()] = False,
    in_list: Annotated[bool, Form()] = False,
) -> Response:
    """Rename a search, choose how often it is told of, pause it or let it go on."""
    search = service.searches.get(search_id, owner_of(identity))
    fields = {**search.model_dump(), "frequency": frequency, "paused": paused}
    try:
        service.searches.change(SavedSearch.model_validate({**fields, "name": name}))
    except ValidationError:
        found = standing(service, ask(service, search, language, identity.viewer))
        wrong: dict[str, object] = {"name_problem": True, "typed": name}
        return _page(request, service, identity, language, found, wrong, status=422)
    return see("/suchen" if in_list else f"/suchen/{search_id}")


@router.post("/suchen/{search_id}/gesehen")
def mark_seen(
    search_id: str, service: ServiceDep, identity: AdviserDep, bis: Annotated[dt.datetime, Form()]
) -> Response:
    """Mark what was new when the page was made as seen."""
    search = service.searches.get(search_id, owner_of(identity))
    moment = now()
    service.searches.see(search, aware(bis), moment)
    return see(f"/suchen/{search_id}?gesehen={plain(moment)}")


@router.post("/suchen/{search_id}/ungesehen")
def unmark_seen(
    search_id: str, service: ServiceDep, identity: AdviserDep, um: Annotated[dt.datetime, Form()]
) -> Response:
    """Take back that something was marked as seen."""
    search = service.searches.get(search_id, owner_of(identity))
    service.searches.unsee(search, aware(um))
    return see(f"/suchen/{search_id}")


@router.post("/suchen/{search_id}/loeschen")
def delete_search(search_id: str, service: ServiceDep, identity: AdviserDep) -> Response:
    """Delete a search; it can be brought back."""
    service.searches.delete(search_id, owner_of(identity))
    return see(f"/suchen?geloescht={search_id}")


@router.post("/suchen/{search_id}/zurueckholen")
def restore_search(search_id: str, service: ServiceDep, identity: AdviserDep) -> Response:
    """Bring a deleted search back."""
    service.searches.restore(search_id, owner_of(identity))
    return see("/suchen")


@router.post("/suchen/{search_id}/feed")
def renew_feed(search_id: str, service: ServiceDep, identity: AdviserDep) -> Response:
    """Give the feed another address; the old one leads nowhere from then on."""
    search = service.searches.get(search_id, owner_of(identity))
    service.searches.change(search.model_copy(update={"token": new_token()}))
    return see(f"/suchen/{search_id}#feed")


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    found: Standing,
    more: dict[str, object],
    status: int = 200,
) -> Response:
    result = shown(service, found, language)
    pairs = _pairs(request, service, identity, language, found, result) if result else {}
    names, others = lost_names(service, found)
    search = found.search
    context: dict[str, object] = {
        "view": search_view(found.asked, language, found),
        "result": result,
        "new": {match.profile for match in found.new},
        "pairs": pairs,
        "lost": lost_sentences(names, others, language),
        "until": _newest(found),
        "feeds": [f"{feed_address(request, search.token)}.{kind}" for kind in ("atom", "rss")],
        "kept_back": feed_of(service, found).left_out,
        "frequencies": list(Frequency),
        "name_problem": False,
        "typed": search.name,
        "seen": "",
    }
    return render(request, "searches/show.html", words(language) | context | more, status)


def _pairs(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    found: Standing,
    result: MatchResult,
) -> dict[str, PairView]:
    """Write down what is shown, and return how the asker stands with each partner."""
    asked = found.asked.request(language)
    lists = shown_lists(service).record(service, identity, asked, result)
    pairs: dict[str, PairView] = {}
    for written in {*lists.values(), None}:
        ids = [s.profile_id for s in result.suggestions if lists.get(s.profile_id) == written]
        pairs |= pair_views(
            service, identity, asked.profile_id, asked.question, ids, written, language
        )
    return pairs


def _newest(found: Standing) -> str:
    """Return up to when the page tells, for "mark as seen" not to hide what comes later."""
    times = [m.found for m in found.new] + [m.gone for m in found.lost if m.gone is not None]
    return max(times).isoformat() if times else ""
