"""By what figures are split: region, sector, cluster, size and kind of a profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.places.regions import load_regions
from data.profiles import Profile
from data.sectors.wz import load_sectors
from matcher.request import Viewer
from matcher.search.catalog import Catalog, clusters_of, sector_codes
from matcher.search.rules import seen, visible_to

SECTION, DIVISION = 1, 2
"""Levels of the tree of sectors."""


class Dimension(StrEnum):
    """What figures can be split by."""

    LAND = "land"
    KREIS = "kreis"
    SECTION = "abschnitt"
    DIVISION = "abteilung"
    CLUSTER = "cluster"
    SIZE = "groesse"
    KIND = "art"


@dataclass(frozen=True)
class Traits:
    """What figures need of a profile."""

    name: str
    groups: Mapping[Dimension, tuple[str, ...]]
    """The groups it belongs to; of clusters there may be several, of the others at most one."""
    is_available: bool
    """Whether it could be suggested today: visible and not expired."""


def traits_of(catalog: Catalog, viewer: Viewer, today: dt.date) -> dict[str, Traits]:
    """Return the traits of all profiles that a viewer may see, by the id the viewer knows."""
    expired = catalog.expired(today)
    found = [
        (seen(catalog, slot, viewer), not expired[slot])
        for slot in np.flatnonzero(visible_to(catalog, viewer)).tolist()
    ]
    return {p.id: Traits(p.name, _groups(p), bool(available)) for p, available in found}


def _groups(profile: Profile) -> dict[Dimension, tuple[str, ...]]:
    land, kreis = _region(profile)
    section, division = _sector(profile)
    return {
        Dimension.LAND: land,
        Dimension.KREIS: kreis,
        Dimension.SECTION: section,
        Dimension.DIVISION: division,
        Dimension.CLUSTER: clusters_of(profile),
        Dimension.SIZE: (str(profile.size),) if profile.size else (),
        Dimension.KIND: (str(profile.kind),),
    }


def _region(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return Land and Kreis of the first place, so that each profile counts once."""
    for place in profile.places:
        known = load_regions().complete(place)
        if known.land:
            return (known.land,), (known.kreis,) if known.kreis else ()
    return (), ()


def _sector(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return section and division of the first sector, which is the main one."""
    sectors = load_sectors()
    for code in sector_codes(profile):
        line = {s.level: s.code for s in (sectors.get(code), *sectors.ancestors(code))}
        division = line.get(DIVISION)
        return (line[SECTION],), (division,) if division else ()
    return (), ()
