"""The page that the day begins with: what is new, what waits, what needs care."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fastapi import Request, Response

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.web.rendering import render
from api.web.site import page_router
from api.work import searches
from api.work.identity import Identity
from api.work.roster import roster_of
from api.work.service import Service
from data import clock
from data.errors import NotFoundError
from data.feedback.outcomes import EVENTS, Event, now
from data.office.searches import SavedSearch
from data.office.sheets import SheetState
from data.store.ledger import FollowUps

FOLLOW_UP_DAYS = 30
ROWS = 6
"""Entries of each list; the part of the site itself shows all."""
router = page_router()


@dataclass(frozen=True)
class Waiting:
    """A pair to ask after, ready to print."""

    partner: str
    partner_id: str | None
    seeker: str
    seeker_id: str | None
    since: str


@router.get("/heute")
def today(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show what is to be done today."""
    tenant = str(identity.tenant)
    mine = service.searches.mine(searches.owner_of(identity))
    context: dict[str, object] = {
        "has_searches": bool(mine),
        "news": _news(service, mine, language),
        "waiting": _waiting(service, identity, language),
        "drafts": service.sheets.page(tenant, state=SheetState.DRAFT, limit=ROWS),
        "asked": service.introductions.waiting(tenant),
        "overview": roster_of(service).overview(tenant, clock.today()),
    }
    return render(request, "today.html", context)


def _news(
    service: Service, mine: tuple[SavedSearch, ...], language: str
) -> list[tuple[SavedSearch, int]]:
    """Return the searches with new matches, and how many."""
    asked = (searches.ask(service, search, language) for search in mine if not search.paused)
    found = (searches.standing(service, one) for one in asked)
    return [(one.search, len(one.new)) for one in found if one.new]


def _waiting(service: Service, identity: Identity, language: str) -> list[Waiting]:
    moment = now()
    before = moment - dt.timedelta(days=FOLLOW_UP_DAYS)
    due = FollowUps(service.people.engine).due(str(identity.tenant), before, limit=ROWS)
    return [_described(service, identity, event, moment, language) for event in due]


def _described(
    service: Service, identity: Identity, event: Event, moment: dt.datetime, language: str
) -> Waiting:
    t = translator(language)
    partner, partner_id = _named(service, identity, event.profile_id, t("today_gone"))
    if event.seeker is not None:
        seeker, seeker_id = _named(service, identity, event.seeker, t("today_gone"))
    else:
        seeker, seeker_id = event.question or t("today_question"), None
    since = t("today_follow_since").format(
        days=(moment - event.time).days, step=EVENTS[event.kind][language == "en"]
    )
    return Waiting(partner, partner_id, seeker, seeker_id, since)


def _named(
    service: Service, identity: Identity, profile_id: str, gone: str
) -> tuple[str, str | None]:
    """Return a profile's name and id; it may be deleted, or hidden from the reader by now."""
    try:
        found = service.get(profile_id, identity.viewer)
    except NotFoundError:
        return gone, None
    return found.name, found.id
