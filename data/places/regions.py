"""Regions of Germany: postcode, municipality, Kreis, Land and named areas.

`load_regions()` gives the one `Regions`: it understands names as people write them, tells which
places lie in a region, completes a place from its postcode and knows where a place is.
"""

from __future__ import annotations

import re
from functools import cache

from data.errors import RegionError
from data.geo import Precision
from data.places.catalog import Level, Region, RegionCatalog
from data.places.index import NameIndex
from data.places.local_regions import local_id, local_ids_starting_with, local_region
from data.places.points import PlaceFinder, Spot
from data.places.radius import Radius, distance_in, no_point
from data.places.spelling import key
from data.places.tables import LatLon, Tables, load_tables
from data.profiles import Place

__all__ = ["Level", "Radius", "Region", "Regions", "load_regions"]

MAX_LISTED = 8
"""So many meanings of an ambiguous name are listed in the error."""

_POSTCODE = re.compile(r"(?:D\s*-?\s*|PLZ\s*|Postleitzahl\s*)?(\d{5})\b[\s,]*(.*)", re.IGNORECASE)
_QUALIFIED = (re.compile(r"(.+),\s*([^,]+)"), re.compile(r"(.+)\s\(([^()]+)\)"))
_LEVEL_ORDER = {level: i for i, level in enumerate(Level)}


class Regions:
    """All regions. `load_regions` gives the shared one."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._names = NameIndex(tables)
        self._catalog = RegionCatalog(tables)
        self._places = PlaceFinder(tables, self._names)

    def get(self, region_id: str) -> Region:
        """Return the region of an id such as ``kreis:12067``. Unknown ids raise RegionError."""
        region = self._catalog.get(region_id) or local_region(region_id)
        if region is None:
            raise RegionError(
                f"Die Region '{region_id}' gibt es nicht: erwartet wird z. B. 'kreis:12067'.",
                f"There is no region '{region_id}': expected e.g. 'kreis:12067'.",
            )
        return region

    def resolve(self, text: str) -> Region:
        """Return the region that ``text`` means.

        Understood are ids; postcodes, also before a town's name; AGS of a Land or Kreis; NUTS
        codes; letters of a Land or licence plate; names, with or without their kind ("LK
        Oder-Spree") or what tells them apart ("Schönow, Barnim"). Five digits are a postcode if
        there is one, else an AGS. Unknown and ambiguous names raise RegionError.
        """
        text = " ".join(text.split())
        region = self._catalog.get(text.lower()) or local_region(text.lower())
        if region is not None:
            return region
        if match := _POSTCODE.fullmatch(text):
            return self._by_postcode(match[1], match[2])
        if found := self._catalog.by_code(text):
            return self.get(found)
        candidates = self._names.choose(self._names.lookup(text) or self._qualified(text), text)
        if not candidates and (local := local_id(text)):
            return self.get(local)
        if not candidates:
            raise self._unknown(text)
        if len(candidates) > 1:
            raise self._ambiguous(text, candidates)
        return self.get(candidates[0])

    def suggest(self, prefix: str, n: int = 10) -> list[Region]:
        """Return up to ``n`` regions that begin like ``prefix``, for type-ahead.

        A code typed in full comes first, then Berlin and Brandenburg, larger kinds of region
        before smaller, many people before few.
        """
        prefix = " ".join(prefix.split())
        if not prefix:
            return []
        if prefix.isdecimal():
            found = {f"plz:{code}" for code in self._tables.postcodes if code.startswith(prefix)}
        else:
            found = self._names.starting_with(prefix) | local_ids_starting_with(prefix)
        exact = self._catalog.by_code(prefix)
        ranked = sorted(found - {exact}, key=self._suggestion_rank)
        return [self.get(region) for region in ([exact] if exact else []) + ranked][:n]

    def keys(self, place: Place) -> frozenset[str]:
        """Return the ids of the Land, Kreis, town and postcode a place lies in, as far as known.

        Of an unknown postcode the rest of the place counts; a place that contradicts itself
        lies nowhere.
        """
        return self._places.keys(place)

    def contains(self, region: Region, place: Place) -> bool:
        """Return whether a place is known to lie in the region.

        A place known only by its Land is in no Kreis, one known by its Kreis in no
        municipality, unless the Land or the Kreis is that one city.
        """
        return not region.keys.isdisjoint(self.keys(place))

    def complete(self, place: Place) -> Place:
        """Return the place with what follows from its postcode, its name or its Kreis.

        A postcode of several municipalities keeps the name given if it is one of them, else the
        main one is meant. Unknown postcodes, unknown keys and parts that contradict each other
        raise RegionError; an unknown or ambiguous name without a postcode stays as it is.
        """
        return self._places.complete(place)

    def point(self, where: Place | Region) -> LatLon | None:
        """Return degrees north and east, or None; `precision` says how exactly they are known."""
        found = self._locate(where)
        return found[0] if found else None

    def precision(self, where: Place | Region) -> Precision | None:
        """Return whether `point` is the town's under its postcode, the town's, or the Kreis's."""
        found = self._locate(where)
        return found[1] if found else None

    def parse_radius(self, text: str) -> Radius:
        """Return the meaning of "50km:Prenzlau" or "50 km um Prenzlau".

        RegionError if it is put otherwise, the distance is not above 0 and at most 1000 km, or
        the centre is unknown or too large to have a point.
        """
        km, name = distance_in(text)
        centre = self.resolve(name)
        point = self.point(centre)
        if point is None:
            raise no_point(centre)
        return Radius(km, centre, point)

    def _locate(self, where: Place | Region) -> tuple[LatLon, Precision] | None:
        if isinstance(where, Place):
            return self._places.point(self._places.known(where))
        if where.level is Level.DISTRICT:
            return self._middle(where)
        if len(where.keys) != 1:
            return None
        level, _, code = next(iter(where.keys)).partition(":")
        if level == Level.PLACE:
            return self._places.point(Spot(town=code))
        field = "postcode" if level == Level.POSTCODE else level
        return self._places.point(self._places.known(Place.model_validate({field: code})))

    def _middle(self, district: Region) -> tuple[LatLon, Precision] | None:
        """Return the mean of the points of a district's postcodes."""
        points = [
            found[0]
            for code in sorted(district.postcodes)
            if (found := self._places.point(self._places.known(Place(postcode=code))))
        ]
        if not points:
            return None
        north, east = zip(*points, strict=True)
        return (sum(north) / len(north), sum(east) / len(east)), "postcode"

    def _by_postcode(self, postcode: str, town: str) -> Region:
        """Return the postcode's region; a town's name written after it must fit it."""
        region = self._catalog.get(f"plz:{postcode}") or self._catalog.get(
            self._catalog.by_code(postcode) or ""
        )
        if region is None:
            raise RegionError(
                f"'{postcode}' ist weder eine bekannte Postleitzahl noch ein Kreisschlüssel (AGS).",
                f"'{postcode}' is neither a known postcode nor the key of a Kreis (AGS).",
            )
        meant = self._names.choose(self._names.towns(town), town)
        around = self._tables.postcodes.get(postcode, {})
        kreise = {self._tables.towns[code].kreis for code in around}
        if len(meant) == 1 and kreise and self._names.kreis(meant[0]) not in kreise:
            raise RegionError(
                f"'{town}' liegt nicht im Gebiet der Postleitzahl {region.name}.",
                f"'{town}' is not in the area of the postcode {region.name}.",
            )
        return region

    def _qualified(self, text: str) -> list[str]:
        """Return the regions of "Schönow, Barnim" or "Schönow (Barnim)"."""
        match = next(filter(None, (pattern.fullmatch(text) for pattern in _QUALIFIED)), None)
        if match is None:
            return []
        around = self._names.choose(self._names.lookup(match[2]), match[2])
        if len(around) != 1:
            return []
        keys = self.get(around[0]).keys
        found = self._names.towns(match[1])
        found = [r for r in found if key(self._names.plain(r)) == key(match[1])] or found
        return [r for r in found if keys & {f"kreis:{self._names.kreis(r)}", self._land_id(r)}]

    def _land_id(self, region: str) -> str:
        return f"land:{self._names.kreis(region)[:2]}"

    def _suggestion_rank(self, region: str) -> tuple[bool, int, int, str]:
        made = self.get(region)
        # Without a NUTS code are the named areas: all but Germany itself are at home.
        home = made.nuts is None or made.nuts.startswith(("DE3", "DE4"))
        return not home, _LEVEL_ORDER[made.level], -self._names.people(region), region

    def _label(self, region: str) -> str:
        """Return a name that `resolve` understands as just this region."""
        made = self.get(region)
        if made.level is Level.PLACE and region.startswith("place:"):
            return f"{made.name}, {self._tables.kreise[self._names.kreis(region)].label}"
        return made.name

    def _unknown(self, text: str) -> RegionError:
        found = self._names.city_of(text) or self._names.similar(text)
        similar = tuple(dict.fromkeys(self._names.plain(region) for region in found))
        german = " oder ".join(f"'{name}'" for name in similar)
        english = german.replace(" oder ", " or ")
        return RegionError(
            f"'{text}' ist keine bekannte Region.",
            f"'{text}' is not a known region.",
            similar,
            (f" Meinten Sie {german}?", f" Did you mean {english}?") if similar else ("", ""),
        )

    def _ambiguous(self, text: str, regions: list[str]) -> RegionError:
        labels = tuple(self._label(region) for region in regions[:MAX_LISTED])
        more = len(regions) - len(labels)
        listed = "; ".join(f"'{label}'" for label in labels)
        further = (f" oder eine von {more} weiteren.", f" or one of {more} more.")
        german, english = further if more else (".", ".")
        return RegionError(
            f"'{text}' ist mehrdeutig.",
            f"'{text}' is ambiguous.",
            labels,
            (f" Bitte genauer: {listed}{german}", f" Please say which: {listed}{english}"),
        )


@cache
def load_regions() -> Regions:
    """Return the regions, read from data/reference at the first call."""
    return Regions(load_tables())
