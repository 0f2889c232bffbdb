"""The list of profiles by name, as far as a viewer may see them."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from data.names import fold
from data.profiles import Kind, Profile
from matcher.constraints import visible_to
from matcher.corpus import Corpus
from matcher.request import Viewer


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many profiles the whole list has."""

    profiles: tuple[Profile, ...]
    total: int


@dataclass(frozen=True)
class _Entry:
    profile: Profile
    order: tuple[str, str]
    search: str


class Directory:
    """Profiles of a corpus in the order of their names. Safe for threads.

    It reads the corpus and not the store because visibility is decided there, in one place.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._revision = -1
        self._entries: list[_Entry] = []

    def get(self, profile_id: str, viewer: Viewer) -> Profile | None:
        """Return a profile that the viewer may see, or None."""
        catalog = self._corpus.catalog
        with self._corpus.lock:
            slot = catalog.slot(profile_id)
            if slot is None or not visible_to(catalog, viewer)[slot]:
                return None
            return catalog.profile(slot)

    def find(
        self, viewer: Viewer, *, text: str, kind: Kind | None, offset: int, limit: int
    ) -> Listing:
        """Return visible profiles of which id, name, places and postcodes hold all words."""
        words = fold(text).split()
        visible = self._visible(viewer)
        found = [
            entry.profile
            for entry in self._sorted()
            if entry.profile.id in visible
            and (kind is None or entry.profile.kind is kind)
            and all(word in entry.search for word in words)
        ]
        return Listing(tuple(found[offset : offset + limit]), len(found))

    def _visible(self, viewer: Viewer) -> frozenset[str]:
        catalog = self._corpus.catalog
        with self._corpus.lock:
            slots = np.flatnonzero(visible_to(catalog, viewer)).tolist()
            return frozenset(catalog.profile(slot).id for slot in slots)

    def _sorted(self) -> list[_Entry]:
        """Return all entries by name; only profiles that changed are read anew."""
        catalog = self._corpus.catalog
        with self._lock, self._corpus.lock:
            if self._revision != self._corpus.revision:
                known = {entry.profile.id: entry for entry in self._entries}
                slots = np.flatnonzero(catalog.with_facet("all")).tolist()
                profiles = (catalog.profile(slot) for slot in slots)
                entries = [_entry(profile, known.get(profile.id)) for profile in profiles]
                self._entries = sorted(entries, key=lambda entry: entry.order)
                self._revision = self._corpus.revision
            return self._entries


def _entry(profile: Profile, known: _Entry | None) -> _Entry:
    if known is not None and known.profile is profile:
        return known
    places = " ".join(f"{place.postcode or ''} {place.name or ''}" for place in profile.places)
    search = fold(f"{profile.name} {profile.id} {places}")
    return _Entry(profile, (fold(profile.name), profile.id), search)
