"""`Region`, and the catalog that makes each from its id or code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from data.places.tables import Tables


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
