"""What a `Place` says about where it is: completing it, its keys and its point.

What a map of Germany is drawn from: the points of postcodes, and the towns with their size.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import RegionError
from data.geo import Precision
from data.places.index import NameIndex
from data.places.spelling import key, spellings
from data.places.tables import LatLon, Tables, load_tables
from data.profiles import Place


class Spot(NamedTuple):
    """What is known of where a place is; ``town`` is the id in the table of towns."""

    land: str | None = None
    kreis: str | None = None
    town: str | None = None
    postcode: str | None = None


class PlaceFinder:
    """Finds the town, Kreis and Land of places."""

    def __init__(self, tables: Tables, names: NameIndex) -> None:
        self._tables = tables
        self._names = names
        self._city = {
            town.kreis: town.id
            for town in tables.towns.values()
            if not town.part_of and tables.kreise[town.kreis].is_city
        }
        # A Land that is one Kreis (Berlin, Hamburg) says the Kreis too.
        lands = [kreis[:2] for kreis in tables.kreise]
        self._only_kreis = {k[:2]: k for k in tables.kreise if lands.count(k[:2]) == 1}
        self._points: dict[str, list[LatLon]] = {}
        for towns in tables.postcodes.values():
            for town, point in towns.items():
                self._points.setdefault(town, []).append(point)
        self.spot = lru_cache(maxsize=100_000)(self._spot)
        self.keys = lru_cache(maxsize=100_000)(self._keys)

    def complete(self, place: Place) -> Place:
        """Return the place with name, Kreis and Land filled in; see `Regions.complete`."""
        spot = self.spot(place)
        name = self._tables.towns[spot.town].name if spot.town else place.name
        return Place(postcode=place.postcode, name=name, kreis=spot.kreis, land=spot.land)

    def point(self, spot: Spot) -> tuple[LatLon, Precision] | None:
        """Return the point of a spot and how exact it is; None if not even the Kreis is known."""
        if spot.postcode:
            towns = self._tables.postcodes[spot.postcode]
            town = spot.town if spot.town in towns else None
            return towns[town or next(iter(towns))], "postcode"
        if spot.town and spot.town in self._points:
            lats, lons = zip(*self._points[spot.town], strict=True)
            return (fmean(lats), fmean(lons)), "place"
        return (self._tables.kreise[spot.kreis].point, "kreis") if spot.kreis else None

    def known(self, place: Place) -> Spot:
        """Return what is known of a place that may be wrong, for reading, never for storing.

        Of an unknown postcode the rest of the place counts; a contradictory place is nowhere.
        """
        if place.postcode not in self._tables.postcodes:
            place = place.model_copy(update={"postcode": None})
        try:
            return self.spot(place)
        except RegionError:
            return Spot()

    def _keys(self, place: Place) -> frozenset[str]:
        spot = self.known(place)
        parent = self._tables.towns[spot.town].part_of if spot.town else None
        parts = (
            ("land", spot.land),
            ("kreis", spot.kreis),
            ("place", parent),
            ("place", spot.town),
            ("plz", spot.postcode),
        )
        return frozenset(f"{level}:{code}" for level, code in parts if code)

    def _spot(self, place: Place) -> Spot:
        stated = self._stated(place)
        if place.postcode:
            return self._by_postcode(place, stated)
        if place.name and (town := self._by_name(place, stated)):
            return town
        if stated.kreis in self._city:
            return stated._replace(town=self._city[stated.kreis])
        return stated

    def _stated(self, place: Place) -> Spot:
        """Return Kreis and Land as the place gives them, checked against each other."""
        land, kreis = place.land, place.kreis
        if land is not None and land not in self._tables.laender:
            raise RegionError(
                f"Land '{land}' gibt es nicht: erwartet wird ein Schlüssel von 01 bis 16.",
                f"There is no Land '{land}': expected a key from 01 to 16.",
            )
        kreis = self._tables.codes.get(kreis, kreis) if kreis else self._only_kreis.get(land or "")
        if kreis is None:
            return Spot(land=land)
        if kreis not in self._tables.kreise:
            raise RegionError(
                f"Kreis '{kreis}' gibt es nicht: erwartet wird ein amtlicher Kreisschlüssel (AGS).",
                f"There is no Kreis '{kreis}': expected an official Kreis key (AGS).",
            )
        if land is not None and kreis[:2] != land:
            raise self._contradiction(self._kreis_text(kreis), self._land_text(land))
        return Spot(land=kreis[:2], kreis=kreis)

    def _by_postcode(self, place: Place, stated: Spot) -> Spot:
        postcode = place.postcode or ""
        towns = self._tables.postcodes.get(postcode)
        if towns is None:
            raise RegionError(
                f"'{postcode}' ist keine bekannte Postleitzahl eines Ortes "
                "(Postfächer und Großempfänger haben keinen Ort).",
                f"'{postcode}' is not a known postcode of a place "
                "(mailboxes and bulk recipients have none).",
            )
        fitting = [t for t in towns if self._fits(t, stated)]
        if not fitting:
            main = self._tables.towns[next(iter(towns))]
            raise self._contradiction(
                f"Postleitzahl {postcode} ({main.name}, {self._land_text(main.kreis[:2])})",
                self._stated_text(stated),
            )
        wanted = spellings(place.name) if place.name else set()
        named = [t for t in fitting if wanted & spellings(self._tables.towns[t].name)]
        exact = [t for t in named if key(self._tables.towns[t].name) == key(place.name or "")]
        return self._town_spot((exact or named or fitting)[0], postcode)

    def _by_name(self, place: Place, stated: Spot) -> Spot | None:
        """Return the town that is meant, None if unknown or not clear which."""
        name = place.name or ""
        regions = self._names.towns(name) or self._names.city_of(name)
        fitting = [r for r in regions if self._fits(self._town_id(r), stated)]
        meant = self._names.choose(fitting or regions, name)
        if len(meant) != 1:
            return None
        if not fitting:
            raise self._contradiction(
                f"Ort '{name}' ({self._kreis_text(self._names.kreis(meant[0]))})",
                self._stated_text(stated),
            )
        return self._town_spot(self._town_id(meant[0]))

    def _town_spot(self, town: str, postcode: str | None = None) -> Spot:
        kreis = self._tables.towns[town].kreis
        return Spot(kreis[:2], kreis, town, postcode)

    def _town_id(self, region: str) -> str:
        level, _, code = region.partition(":")
        return self._city[code] if level == "kreis" else code

    def _fits(self, town: str, stated: Spot) -> bool:
        kreis = self._tables.towns[town].kreis
        return stated.kreis in (None, kreis) and stated.land in (None, kreis[:2])

    def _stated_text(self, stated: Spot) -> str:
        if stated.kreis:
            return self._kreis_text(stated.kreis)
        return self._land_text(stated.land or "")

    def _kreis_text(self, kreis: str) -> str:
        return f"{self._tables.kreise[kreis].label}, {self._land_text(kreis[:2])}"

    def _land_text(self, land: str) -> str:
        return self._tables.laender[land].name

    @staticmethod
    def _contradiction(one: str, other: str) -> RegionError:
        return RegionError(
            f"Die Ortsangaben widersprechen sich: {one} passt nicht zu {other}.",
            f"The parts of the place contradict each other: {one} does not fit {other}.",
        )


class MapTown(NamedTuple):
    """A municipality in the middle of its postcodes, in degrees north and east."""

    name: str
    lat: float
    lon: float
    people: int


class Ground(NamedTuple):
    """All postcodes at the point of their main town."""

    lat: NDArray[np.float64]
    """Degrees north (n,)."""
    lon: NDArray[np.float64]
    """Degrees east (n,)."""
    keys: tuple[frozenset[str], ...]
    """The keys of the regions that hold each of them, as in `data.places.catalog.Region.keys`."""
    towns: tuple[MapTown, ...]
    """Largest first."""


@lru_cache(maxsize=1)
def load_ground() -> Ground:
    """Read the tables once."""
    tables = load_tables()
    points: list[tuple[float, float]] = []
    keys: list[frozenset[str]] = []
    by_town: dict[str, list[tuple[float, float]]] = {}
    for postcode, towns in tables.postcodes.items():
        main, point = next(iter(towns.items()))
        kreis = tables.towns[main].kreis
        held = {f"postcode:{postcode}", f"place:{main}", f"kreis:{kreis}", f"land:{kreis[:2]}"}
        points.append(point)
        keys.append(frozenset(held))
        for town, where in towns.items():
            by_town.setdefault(town, []).append(where)
    named = [
        MapTown(town.name, _mean(by_town[town.id], 0), _mean(by_town[town.id], 1), town.people)
        for town in tables.towns.values()
        if not town.part_of and town.people and town.id in by_town
    ]
    named.sort(key=lambda town: (-town.people, town.name))
    table = np.array(points)
    return Ground(table[:, 0], table[:, 1], tuple(keys), tuple(named))


def _mean(points: list[tuple[float, float]], axis: int) -> float:
    return sum(point[axis] for point in points) / len(points)
