"""`Region`, and the catalog that makes each from its id or code.

The region tables of data/reference, read once (see SOURCES.md there).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from data.files import REFERENCE

LatLon = tuple[float, float]
"""Degrees north and east, WGS 84."""


class Land(NamedTuple):
    """One of the 16 Länder; ``nuts`` is its NUTS 1 code."""

    id: str
    abbr: str
    nuts: str
    name: str
    name_en: str
    aliases: tuple[str, ...]


class Kreis(NamedTuple):
    """A Landkreis or a city that is its own Kreis (``is_city``)."""

    id: str
    kind: str
    name: str
    nuts: str
    people: int
    point: LatLon

    @property
    def is_city(self) -> bool:
        """Whether the Kreis is one city."""
        return self.kind == "Kreisfreie Stadt"

    @property
    def label(self) -> str:
        """The name as people write it in full: "Landkreis Oder-Spree", "Frankfurt (Oder)"."""
        plain = self.is_city or "kreis" in self.name.lower() or self.name.startswith("Region")
        return self.name if plain else f"{self.kind} {self.name}"


class Town(NamedTuple):
    """A municipality, or with ``part_of`` a part of one; ``people`` is 0 where not known."""

    id: str
    name: str
    kreis: str
    part_of: str
    people: int


class Area(NamedTuple):
    """A named area: its members are ids of other regions."""

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


class Tables(NamedTuple):
    """All tables by id. ``postcodes`` maps to {town id: point}, the main town first."""

    laender: dict[str, Land]
    kreise: dict[str, Kreis]
    towns: dict[str, Town]
    postcodes: dict[str, dict[str, LatLon]]
    areas: dict[str, Area]
    nuts2: dict[str, tuple[str, str]]
    """NUTS 2 code -> (name, short name or "") of the regions that are not a whole Land."""
    codes: dict[str, str]
    """Other codes of Kreise: licence plates, NUTS codes of 2024, English names -> AGS."""


def _rows(name: str) -> Iterator[list[str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def load_tables() -> Tables:
    """Read the tables."""
    postcodes: dict[str, dict[str, LatLon]] = {}
    for postcode, town, lat, lon in _rows("postcodes.csv"):
        postcodes.setdefault(postcode, {})[town] = (float(lat), float(lon))
    return Tables(
        laender={
            r[0]: Land(r[0], r[1], r[2], r[3], r[4], _split(r[5])) for r in _rows("laender.csv")
        },
        kreise={
            r[0]: Kreis(r[0], r[1], r[2], r[3], int(r[4]), (float(r[5]), float(r[6])))
            for r in _rows("kreise.csv")
        },
        towns={
            r[0]: Town(r[0], r[1], r[2], r[3], int(r[4])) for r in _rows("postcodes_places.csv")
        },
        postcodes=postcodes,
        areas={
            r[0]: Area(r[0], r[1], r[2], _split(r[3]), _split(r[4])) for r in _rows("areas.csv")
        },
        nuts2={r[0]: (r[1], r[2]) for r in _rows("areas_nuts2.csv")},
        codes={r[0]: r[1] for r in _rows("kreise_codes.csv")},
    )


class Level(StrEnum):
    """What sort of region; the first part of a region's id."""

    AREA = "area"
    LAND = "land"
    NUTS2 = "nuts"
    KREIS = "kreis"
    PLACE = "place"
    DISTRICT = "district"
    POSTCODE = "plz"


@dataclass(frozen=True)
class Region:
    """A set of Länder, Kreise, places and postcodes; each member is as coarse as it can be.

    ``id`` is the level and a code, e.g. ``kreis:12067`` or ``place:prenzlau``. ``places`` holds
    municipalities or parts of them by the code of their id. ``name_en`` is the German name
    where no other is in use.
    """

    id: str
    level: Level
    name: str
    name_en: str
    laender: frozenset[str] = frozenset()
    kreise: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    nuts: str | None = None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The members as ids: "land:12", "kreis:12067", "place:prenzlau", "plz:17291".

        A place lies in the region exactly if one of these is among its `Regions.keys`.
        """
        return frozenset(
            f"{level}:{code}"
            for level, codes in (
                ("land", self.laender),
                ("kreis", self.kreise),
                ("place", self.places),
                ("plz", self.postcodes),
            )
            for code in codes
        )


class RegionCatalog:
    """Makes regions when they are first asked for: 22,000 at once would slow every start."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._made: dict[str, Region] = {}
        self._codes = self._all_codes()

    def get(self, region_id: str) -> Region | None:
        """Return the region of an id, or None."""
        if region_id not in self._made:
            region = self._make(region_id)
            if region is None:
                return None
            self._made[region_id] = region
        return self._made[region_id]

    def by_code(self, text: str) -> str | None:
        """Return the id for an AGS, a NUTS code, a Land's or licence plate's letters, or None."""
        code = re.sub(r"^(AGS|NUTS)\s*", "", text.upper())
        return self._codes.get(code)

    def _all_codes(self) -> dict[str, str]:
        tables = self._tables
        # Later entries win: the letters of a Land before a licence plate.
        codes = {code.upper(): f"kreis:{ags}" for code, ags in tables.codes.items()}
        for kreis in tables.kreise.values():
            codes |= {kreis.id: f"kreis:{kreis.id}", kreis.nuts: f"kreis:{kreis.id}"}
        codes |= {code: f"nuts:{code}" for code in tables.nuts2}
        for land in tables.laender.values():
            own = f"land:{land.id}"
            codes |= {land.id: own, land.abbr: own, land.nuts: own, f"{land.nuts}0": own}
        return codes

    def _make(self, region_id: str) -> Region | None:
        level, _, code = region_id.partition(":")
        tables = self._tables
        if level == Level.LAND and (land := tables.laender.get(code)):
            members = frozenset([code])
            english = land.name_en or land.name
            return Region(
                region_id, Level.LAND, land.name, english, laender=members, nuts=land.nuts
            )
        if level == Level.KREIS and (kreis := tables.kreise.get(code)):
            members = frozenset([code])
            label = kreis.label
            return Region(region_id, Level.KREIS, label, label, kreise=members, nuts=kreis.nuts)
        if level == Level.PLACE and (town := tables.towns.get(code)):
            members = frozenset([code])
            nuts = tables.kreise[town.kreis].nuts
            return Region(region_id, Level.PLACE, town.name, town.name, places=members, nuts=nuts)
        if level == Level.POSTCODE and (towns := tables.postcodes.get(code)):
            main = tables.towns[next(iter(towns))]
            name, nuts = f"{code} {main.name}", tables.kreise[main.kreis].nuts
            members = frozenset([code])
            return Region(region_id, Level.POSTCODE, name, name, postcodes=members, nuts=nuts)
        if level == Level.NUTS2 and code in tables.nuts2:
            name = tables.nuts2[code][0]
            members = frozenset(k.id for k in tables.kreise.values() if k.nuts.startswith(code))
            return Region(region_id, Level.NUTS2, name, name, kreise=members, nuts=code)
        if level == Level.AREA and code in tables.areas:
            return self._area(region_id)
        return None

    def _area(self, region_id: str) -> Region:
        area = self._tables.areas[region_id.partition(":")[2]]
        members: dict[str, set[str]] = {"land": set(), "kreis": set(), "place": set()}
        pending = list(area.members)
        while pending:
            level, _, code = pending.pop().partition(":")
            if level == Level.AREA:
                pending += self._tables.areas[code].members
            else:
                members[level].add(code)
        return Region(
            region_id,
            Level.AREA,
            area.name,
            area.name_en or area.name,
            laender=frozenset(members["land"]),
            kreise=frozenset(members["kreis"]),
            places=frozenset(members["place"]),
        )
