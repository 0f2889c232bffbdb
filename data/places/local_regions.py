"""Berlin's districts and Ortsteile, and landscapes, as regions of rules."""

from __future__ import annotations

import re
from functools import cache

from data.places.catalog import Level, Region
from data.places.local import (
    LocalPlace,
    load_bezirke,
    load_landscapes,
    load_ortsteile,
)
from data.places.spelling import slug

_IN_BERLIN = re.compile(r"^berlin\s*[-,/ ]\s*|\s*[,(]\s*berlin\)?$", re.IGNORECASE)


@cache
def _places() -> dict[str, LocalPlace]:
    every = (*load_bezirke(), *load_ortsteile(), *load_landscapes())
    return {place.id: place for place in every}


@cache
def _ids_by_name() -> dict[str, str]:
    """Return ids by folded name; a district before the Ortsteil of its name."""
    return {
        slug(name): place.id
        for place in reversed(_places().values())
        for name in (*place.aliases, place.name)
    }


def local_id(name: str) -> str | None:
    """Return the id of a district, Ortsteil or landscape by its name as people write it.

    "Berlin-Neukölln" and "Neukölln, Berlin" mean the district too.
    """
    return _ids_by_name().get(slug(_IN_BERLIN.sub("", name.strip())))


def local_ids_starting_with(prefix: str) -> set[str]:
    """Return the ids of districts, Ortsteile and landscapes whose name begins like this."""
    start = slug(prefix)
    return {found for name, found in _ids_by_name().items() if name.startswith(start)}


def local_region(region_id: str) -> Region | None:
    """Return a part of Berlin as its postcodes, or a landscape as its Kreise and towns."""
    place = _places().get(region_id)
    if place is None:
        return None
    if place.postcodes:
        codes = frozenset(place.postcodes)
        return Region(
            region_id, Level.DISTRICT, place.name, place.name, postcodes=codes, nuts="DE300"
        )
    kreise = frozenset(m.removeprefix("kreis:") for m in place.members if m.startswith("kreis:"))
    towns = frozenset(m.removeprefix("place:") for m in place.members if m.startswith("place:"))
    return Region(region_id, Level.AREA, place.name, place.name, kreise=kreise, places=towns)
