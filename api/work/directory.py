"""The list of profiles by name, as far as a viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.profiles import Kind, Profile
from data.text import fold
from matcher.request import Viewer
from matcher.search.catalog import Catalog
from matcher.search.corpus import Corpus
from matcher.search.rules import seen, slot_of, visible_to


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many profiles the whole list has."""

    profiles: tuple[Profile, ...]
    total: int


@dataclass(frozen=True)
class _Entry:
    slot: int
    profile: Profile
    order: tuple[str, str]
    search: str


class Directory:
    """Profiles of a corpus in the order of their names. Nobody waits for a change of them.

    It reads the corpus and not the store because visibility is decided there, in one place. A
    profile behind an intermediary has two entries; each viewer is answered from one of them.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known: dict[int, _Entry] = {}
        """The entries of the last snapshot that was read, by the identity of their profiles."""

    def get(self, profile_id: str, viewer: Viewer) -> Profile | None:
        """Return a profile as the viewer may see it, by the id the viewer knows it by, or None."""
        catalog = self._corpus.snapshot.catalog
        slot = slot_of(catalog, profile_id, viewer)
        return None if slot is None else seen(catalog, slot, viewer)

    def find(
        self, viewer: Viewer, *, text: str, kind: Kind | None, offset: int, limit: int
    ) -> Listing:
        """Return visible profiles of which id, name, places and postcodes hold all words."""
        words = fold(text).split()
        found = [
            entry.profile
            for entry in self._seen_by(viewer)
            if (kind is None or entry.profile.kind is kind)
            and all(word in entry.search for word in words)
        ]
        return Listing(tuple(found[offset : offset + limit]), len(found))

    def _seen_by(self, viewer: Viewer) -> list[_Entry]:
        """Return the entries of all profiles that the viewer may see, as it may see them."""
        snapshot = self._corpus.snapshot
        catalog = snapshot.catalog
        entries = snapshot.once(Directory, lambda: self._sorted(catalog))
        visible = visible_to(catalog, viewer)
        forms = catalog.faces()
        told = []
        for slot in catalog.veiled_slots():
            forms[slot] = form = seen(catalog, slot, viewer)
            if form is not catalog.profile(slot) and form is not catalog.true(slot):
                told.append(_entry(slot, form, None))
        if told:
            entries = sorted([*entries, *told], key=lambda entry: entry.order)
        # By identity: each viewer is shown one form of a profile, in the place of its name.
        return [e for e in entries if visible[e.slot] and forms[e.slot] is e.profile]

    def _sorted(self, catalog: Catalog) -> list[_Entry]:
        """Return all entries by name; only profiles that changed are read anew."""
        known = self._known
        slots = np.flatnonzero(catalog.with_facet("all")).tolist()
        forms = [(slot, catalog.profile(slot)) for slot in slots]
        forms += [(slot, catalog.true(slot)) for slot in catalog.veiled_slots()]
        entries = [_entry(slot, form, known.get(id(form))) for slot, form in forms]
        self._known = {id(entry.profile): entry for entry in entries}
        return sorted(entries, key=lambda entry: entry.order)


def _entry(slot: int, profile: Profile, known: _Entry | None) -> _Entry:
    if known is not None and known.profile is profile and known.slot == slot:
        return known
    places = " ".join(f"{place.postcode or ''} {place.name or ''}" for place in profile.places)
    search = fold(f"{profile.name} {profile.id} {places}")
    return _Entry(slot, profile, (fold(profile.name), profile.id), search)
