"""The catalog: which profile has which property, as sets that combine fast.

Every profile holds a *slot* (a small reused integer). Each property is a facet key such as
``kind:craft`` or ``kreis:12067`` with the set of slots that have it; a sector enters under
each of its ancestors, so that a prefix is one look-up. Coordinates stand in arrays for radius
rules and distances.

A profile behind an intermediary enters with its veiled form (`matcher.visibility.veil`), its
*face*: facets, coordinates and `Catalog.profile` know this alone. The true form is handed out by
`matcher.search.rules` to those who may see it.

How far a partner may be: anywhere, in the same Kreis or Land, or so many kilometres away.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from data.geo import distance_km
from data.places.regions import Region, load_regions
from data.profiles import Place, Profile
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors

Mask = NDArray[np.bool_]
FOREVER = dt.date.max.toordinal()


def mark_of(profile: Profile) -> int:
    """Return a number of 64 bits that tells a profile from what it was before a change."""
    content = profile.model_dump_json(warnings=False).encode()
    return int.from_bytes(sha256(content).digest()[:8], "big")


class Catalog:
    """Properties of all profiles, kept in step one profile at a time.

    What is made of them when it is asked for first is the same whoever makes it, so that many may
    read at once. A copy is changed beside its readers.
    """

    def __init__(self) -> None:
        self._profiles: list[Profile | None] = []
        self._true: dict[int, Profile] = {}
        self._slots: dict[str, int] = {}
        self._faces: dict[str, int] = {}
        self._free: list[int] = []
        self._facets: dict[str, set[int]] = {}
        self._own: set[str] = set()
        """Facets whose sets no other catalog shares."""
        self._masks: dict[str, Mask] = {}
        self._geo: tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]] | None = None
        self._expiry: NDArray[np.int64] | None = None
        self._mark_of: list[int] = []
        self._marks: NDArray[np.uint64] | None = None

    def copy(self) -> Self:
        """Return the same catalog, to be changed by itself; sets are shared until they differ."""
        other = type(self)()
        other._profiles, other._true = self._profiles.copy(), self._true.copy()
        other._slots, other._faces = self._slots.copy(), self._faces.copy()
        other._free, other._facets = self._free.copy(), self._facets.copy()
        other._mark_of = self._mark_of.copy()
        self._own = set()  # what both have now, neither may change
        return other

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, profile_id: str) -> bool:
        return profile_id in self._slots

    @property
    def capacity(self) -> int:
        """One more than the largest slot in use: the length of every mask."""
        return len(self._profiles)

    def slot(self, profile_id: str) -> int | None:
        """Return the slot of a profile by its true id, or None."""
        return self._slots.get(profile_id)

    def slot_of_face(self, face_id: str) -> int | None:
        """Return the slot of a veiled profile by the id under which others know it, or None."""
        return self._faces.get(face_id)

    def true(self, slot: int) -> Profile:
        """Return the profile in ``slot`` as it is, for its owner's eyes; KeyError if empty."""
        return self._true.get(slot) or self.profile(slot)

    def profile(self, slot: int) -> Profile:
        """Return the profile in ``slot``, veiled if it is; KeyError if the slot is empty."""
        profile = self._profiles[slot]
        if profile is None:
            raise KeyError(slot)
        return profile

    def faces(self) -> list[Profile | None]:
        """Return what `profile` gives, by slot, None where a slot is empty; a list of its own."""
        return list(self._profiles)

    def veiled_slots(self) -> list[int]:
        """Return the slots of profiles that have a veiled form."""
        return list(self._true)

    def put(self, profile: Profile, face: Profile | None = None) -> int:
        """Add or replace a profile; return its slot. The smallest free slot is taken first.

        ``face`` is its veiled form if it has one.
        """
        self.remove(profile.id)
        slot = heapq.heappop(self._free) if self._free else len(self._profiles)
        if slot == len(self._profiles):
            self._profiles.append(None)
            self._mark_of.append(0)
        self._profiles[slot] = face or profile
        self._mark_of[slot] = mark_of(face or profile)
        self._slots[profile.id] = slot
        if face is not None:
            self._true[slot] = profile
            self._faces[face.id] = slot
        for key in facet_keys(face or profile):
            self._facet(key).add(slot)
        self._forget_arrays()
        return slot

    def remove(self, profile_id: str) -> int | None:
        """Remove a profile; return the slot it held, or None if it was not here."""
        slot = self._slots.pop(profile_id, None)
        if slot is None:
            return None
        face = self.profile(slot)
        for key in facet_keys(face):
            self._facet(key).discard(slot)
        if self._true.pop(slot, None) is not None:
            del self._faces[face.id]
        self._profiles[slot] = None
        heapq.heappush(self._free, slot)
        self._forget_arrays()
        return slot

    def _facet(self, key: str) -> set[int]:
        """Return the slots of a facet, to be changed."""
        if key not in self._own:
            self._facets[key] = set(self._facets.get(key, ()))
            self._own.add(key)
        return self._facets[key]

    def _forget_arrays(self) -> None:
        self._masks.clear()
        self._geo = self._expiry = self._marks = None

    def marks(self) -> NDArray[np.uint64]:
        """Return `mark_of` what `profile` gives, by slot, uint64 (capacity,). Do not write.

        That of an empty slot means nothing.
        """
        if self._marks is None:
            self._marks = np.array(self._mark_of, dtype=np.uint64)
        return self._marks

    def with_facet(self, key: str) -> Mask:
        """Return the slots that have a facet, bool (capacity,). Do not write into it."""
        if key not in self._masks:
            mask = np.zeros(self.capacity, dtype=bool)
            slots = self._facets.get(key)
            if slots:
                mask[np.fromiter(slots, dtype=np.int64, count=len(slots))] = True
            self._masks[key] = mask
        return self._masks[key]

    def with_any(self, keys: Iterable[str]) -> Mask:
        """Return the slots that have at least one of the facets, bool (capacity,)."""
        mask = np.zeros(self.capacity, dtype=bool)
        for key in keys:
            mask |= self.with_facet(key)
        return mask

    def in_region(self, region: Region) -> Mask:
        """Return the slots with a place in the region, bool (capacity,)."""
        return self.with_any(region.keys)

    def expired(self, today: dt.date) -> Mask:
        """Return the slots whose profile was valid until a day before ``today``."""
        if self._expiry is None:
            expiry = np.full(self.capacity, FOREVER, dtype=np.int64)
            for slot, profile in self._occupied():
                if profile.valid_until is not None:
                    expiry[slot] = profile.valid_until.toordinal()
            self._expiry = expiry  # made whole before others see it
        return self._expiry < today.toordinal()

    def distances_km(self, origin: tuple[float, float]) -> NDArray[np.float64]:
        """Return each slot's distance to ``origin`` (lat, lon), float64 (capacity,).

        The nearest place counts; inf where no place has coordinates.
        """
        slots, lat, lon = self._coordinates()
        nearest = np.full(self.capacity, np.inf)
        if len(slots):
            np.minimum.at(nearest, slots, distance_km(*origin, lat, lon))
        return nearest

    def _coordinates(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        if self._geo is None:
            rows = [(slot, *point) for slot, p in self._occupied() for point in points(p.places)]
            table = np.array(rows, dtype=np.float64).reshape(-1, 3)
            self._geo = (table[:, 0].astype(np.int64), table[:, 1], table[:, 2])
        return self._geo

    def _occupied(self) -> Iterator[tuple[int, Profile]]:
        return ((slot, p) for slot, p in enumerate(self._profiles) if p is not None)


def points(places: Iterable[Place]) -> list[tuple[float, float]]:
    """Return (lat, lon) of the places that have any."""
    regions = load_regions()
    found = (regions.point(place) for place in places)
    return [point for point in found if point is not None]


def facet_keys(profile: Profile) -> set[str]:
    """Return the facet keys of a profile."""
    sectors, regions = load_sectors(), load_regions()
    keys = {"all", f"kind:{profile.kind}", f"owner:{profile.owner}"}
    keys.add(f"visibility:{profile.visibility}")
    if profile.size is not None:
        keys.add(f"size:{profile.size}")
    keys |= {f"language:{x}" for x in profile.languages}
    keys |= {f"trade:{x}" for x in profile.trades}
    keys |= {f"cluster:{x}" for x in clusters_of(profile)}
    for code in sector_codes(profile):
        keys |= {f"sector:{x.code}" for x in (sectors.get(code), *sectors.ancestors(code))}
    for place in profile.places:
        keys |= regions.keys(place)
    return keys


def sector_codes(profile: Profile) -> tuple[str, ...]:
    """Return the profile's WZ codes, or those of its trades where it states none."""
    if profile.sectors:
        return profile.sectors
    trades = load_trades()
    return tuple(code for trade in profile.trades for code in trades.get(trade).wz)


def clusters_of(profile: Profile) -> tuple[str, ...]:
    """Return the clusters the profile names, and those its sectors and trades belong to."""
    derived = _derived_clusters(profile.sectors, profile.trades)
    return tuple(dict.fromkeys((*profile.clusters, *derived)))


@lru_cache(maxsize=10_000)
def _derived_clusters(sectors: tuple[str, ...], trades: tuple[str, ...]) -> tuple[str, ...]:
    return load_clusters().of(sectors, trades)


Level = Literal["kreis", "land"]


@dataclass(frozen=True)
class Reach:
    """At most one of both is given; none means anywhere."""

    level: Level | None = None
    km: float | None = None

    def __post_init__(self) -> None:
        if self.level is not None and self.km is not None:
            raise ValueError(f"a reach is a region or a distance, got {self.level} and {self.km}")

    def holds(self, mine: Profile, theirs: Profile) -> bool:
        """Say whether ``theirs`` is near enough to ``mine``, by the nearest of their places.

        Where nothing is known of the place of ``mine``, nobody is too far away; where nothing is
        known of that of ``theirs``, it is.
        """
        if self.level is not None:
            home = region_keys(mine, self.level)
            return not home or not home.isdisjoint(region_keys(theirs, self.level))
        if self.km is None:
            return True
        here, there = points(mine.places), np.array(points(theirs.places)).reshape(-1, 2)
        km = [distance_km(*point, there[:, 0], there[:, 1]).min(initial=np.inf) for point in here]
        return bool(min(km, default=0.0) <= self.km)


def region_keys(profile: Profile, level: Level) -> frozenset[str]:
    """Return the ids of the Kreise or Länder of a profile's places, as far as known."""
    regions = load_regions()
    keys = {key for place in profile.places for key in regions.keys(place)}
    return frozenset(key for key in keys if key.startswith(f"{level}:"))
