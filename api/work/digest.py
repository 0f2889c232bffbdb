"""What is new in saved searches, search by search, and for whom a digest is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from api.work.searches import Asked, Standing, ask, is_open, lost_names, standing, suggestions_of
from api.work.service import Service
from data import clock
from data.office.searches import Owner, SavedSearch
from matcher.request import Viewer
from matcher.result import Suggestion


@dataclass(frozen=True)
class Section:
    """What one search has to tell."""

    asked: Asked
    suggestions: tuple[Suggestion, ...]
    """New matches, best first."""
    lost: tuple[str, ...]
    """Names of matches that expired."""
    lost_others: int
    """Matches that do not exist any more, or may no longer be seen."""

    @property
    def search(self) -> SavedSearch:
        """The search."""
        return self.asked.search


@dataclass(frozen=True)
class Due:
    """A digest that may go out: one owner's, in one language."""

    owner: Owner
    language: str
    sections: tuple[Section, ...]

    @property
    def found(self) -> dict[str, list[str]]:
        """The profiles that it tells of, by search."""
        return {s.search.id: [match.profile_id for match in s.suggestions] for s in self.sections}


def section(
    service: Service, found: Standing, language: str, wanted: Collection[str] | None = None
) -> Section:
    """Return what a search has to tell; of its new matches only those ``wanted``, if given."""
    ids = [match.profile for match in found.new if wanted is None or match.profile in wanted]
    names, others = lost_names(service, found)
    return Section(found.asked, suggestions_of(service, found, ids, language), names, others)


def news(
    service: Service, searches: Iterable[SavedSearch], language: str, viewer: Viewer
) -> list[Section]:
    """Return what searches have to tell; those with nothing new and those paused are left out."""
    asked = (ask(service, each, language, viewer) for each in searches if not each.paused)
    found = (standing(service, each) for each in asked)
    return [section(service, each, language) for each in found if each.new]


def due(service: Service, today: dt.date) -> Iterator[Due]:
    """Yield the digests that are due, without what an earlier one told."""
    running = (each for each in service.searches.running() if is_open(service, each))
    waiting = [each for each in running if each.frequency.due(_day(each.sent), today)]
    for (owner, language), mine in groupby(waiting, key=lambda s: (s.owner, s.language)):
        sections = [_untold(service, search, language) for search in mine]
        if telling := tuple(each for each in sections if each is not None and each.suggestions):
            yield Due(owner, language, telling)


def recipient(service: Service, owner: Owner) -> str | None:
    """Return the e-mail address to which an owner's digest goes, if one is known."""
    if owner.account is None:
        return service.people.tenant(owner.tenant).email
    login = service.people.accounts.get(owner.account, owner.tenant).login
    return login if "@" in login else None


def _untold(service: Service, search: SavedSearch, language: str) -> Section | None:
    found = standing(service, ask(service, search, language))
    wanted = {match.profile for match in found.new if match.announced is None}
    return section(service, found, language, wanted) if wanted else None


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else clock.local(moment).date()
