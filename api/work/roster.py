"""`Roster`: the members of each tenant with what is missing in their profiles, kept in step.

It follows the store and not the corpus: who was just imported is in the list at once, before the
index has taken it up.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.work.service import Service
from data.exchange.completeness import LEVELS, Completeness, Gap, at_date, lasting
from data.profiles import Kind, Profile, Visibility
from data.store.profiles import Change, ProfileStore
from data.text import fold

SORTS = ("dringend", "name", "neu")
URGENT, BY_NAME, RECENT = SORTS


@dataclass(frozen=True)
class Member:
    """What the list shows of a profile."""

    id: str
    name: str
    kind: Kind
    place: str
    visibility: Visibility
    valid_until: dt.date | None
    changed: dt.datetime
    gaps: tuple[Gap, ...]
    """What is missing whatever the day is."""
    order: str
    search: str


Entry = tuple[Member, Completeness]
"""A member, and how complete it is today."""


@dataclass(frozen=True)
class Wanted:
    """Which members to list, and in which order."""

    text: str = ""
    kind: Kind | None = None
    gap: Gap | None = None
    sort: str = URGENT


@dataclass(frozen=True)
class Overview:
    """How a tenant's profiles stand as a whole."""

    total: int
    levels: tuple[int, ...]
    """How many profiles have each word of `data.exchange.completeness.LEVELS`."""
    gaps: tuple[tuple[Gap, int], ...]
    """How many profiles lack what, most frequent first."""


@dataclass(frozen=True)
class _State:
    """The members of a tenant by name, as of a revision of the store and a day."""

    revision: int
    today: dt.date
    entries: list[Entry]
    overview: Overview


class Roster:
    """The members of all tenants of a store. Safe for threads."""

    def __init__(self, store: ProfileStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._revision = 0
        self._tenants: dict[str, dict[str, Member]] = {}
        self._whose: dict[str, str] = {}
        self._states: dict[str, _State] = {}

    def find(self, tenant: str, wanted: Wanted, today: dt.date) -> list[Entry]:
        """Return the members that are wanted, in their order."""
        words = fold(wanted.text).split()
        found = [
            (member, complete)
            for member, complete in self._at(tenant, today).entries
            if (wanted.kind is None or member.kind is wanted.kind)
            and (wanted.gap is None or wanted.gap in complete.gaps)
            and all(word in member.search for word in words)
        ]
        if wanted.sort == URGENT:
            found.sort(key=lambda entry: entry[1].score)
        elif wanted.sort == RECENT:
            found.sort(key=lambda entry: entry[0].changed, reverse=True)
        return found

    def overview(self, tenant: str, today: dt.date) -> Overview:
        """Return how all members of a tenant stand."""
        return self._at(tenant, today).overview

    def _at(self, tenant: str, today: dt.date) -> _State:
        """Return how a tenant's members stand today."""
        with self._lock:
            self._follow()
            kept = self._states.get(tenant)
            if kept is None or (kept.revision, kept.today) != (self._revision, today):
                members = self._tenants.get(tenant, {}).values()
                entries = [(m, at_date(m.gaps, m.valid_until, today)) for m in members]
                entries.sort(key=lambda entry: (entry[0].order, entry[0].id))
                kept = _State(self._revision, today, entries, _overview(entries))
                self._states[tenant] = kept
            return kept

    def _follow(self) -> None:
        if self._store.revision() < self._revision:  # another store was put in its place
            self._tenants, self._whose, self._revision = {}, {}, 0
        for change in self._store.changes(self._revision):
            self._take(change)
            self._revision = change.revision

    def _take(self, change: Change) -> None:
        owner = self._whose.pop(change.id, None)
        if owner is not None:
            self._tenants[owner].pop(change.id, None)
        if (profile := change.profile) is not None:
            member = _member(profile, change.updated_at)
            self._tenants.setdefault(profile.owner, {})[profile.id] = member
            self._whose[profile.id] = profile.owner


def _overview(entries: Sequence[Entry]) -> Overview:
    levels = Counter(complete.level for _, complete in entries)
    gaps = Counter(gap for _, complete in entries for gap in complete.gaps)
    counted = tuple(levels[level] for level in range(len(LEVELS)))
    return Overview(len(entries), counted, tuple(gaps.most_common()))


def _member(profile: Profile, changed: dt.datetime) -> Member:
    places = [" ".join(filter(None, (p.postcode, p.name))) for p in profile.places]
    return Member(
        id=profile.id,
        name=profile.name,
        kind=profile.kind,
        place=next(filter(None, places), ""),
        visibility=profile.visibility,
        valid_until=profile.valid_until,
        changed=changed,
        gaps=lasting(profile),
        order=fold(profile.name),
        search=fold(" ".join((profile.name, profile.id, *places))),
    )


def roster_of(service: Service) -> Roster:
    """Return the members of a service's store."""
    return service.part(Roster, lambda: Roster(service.store))
