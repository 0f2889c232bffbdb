"""From a name as people write it to the regions that bear it, and which of them is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from data.places.spelling import key, spellings
from data.places.tables import Tables

HOME = ("11", "12")
"""Berlin and Brandenburg: their towns are meant before namesakes elsewhere."""

DOMINANT = 20
"""A town with this many times the people of every namesake is meant without being asked."""

UNKNOWN_PEOPLE = 500
"""What is counted for a town whose number of people is not known: such towns are small."""

_KINDS = (
    ("land", re.compile(r"(?:bundesland|freistaat|land|state of) (.+)")),
    ("town", re.compile(r"(?:kreisfreie stadt|hansestadt|landeshauptstadt|stadt|gemeinde) (.+)")),
    ("landkreis", re.compile(r"(?:land)?kreis (.+)")),
    ("landkreis", re.compile(r"(.+) (?:land)?kreis")),
    ("any", re.compile(r"(?:region|raum|gebiet|area) (.+)")),
)
"""A word that says what kind of region is meant, around the key of its name."""


_PART = re.compile(r"(.+?),?\s+(?:OT|Ortsteil)\s.+", re.IGNORECASE)


class NameIndex:
    """Region ids ("kreis:12067") by the keys of their names."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        names: dict[str, dict[str, None]] = defaultdict(dict)

        def add(region: str, keys: Iterable[str]) -> None:
            for spelling in keys:
                names[spelling][region] = None

        for land in tables.laender.values():
            add(f"land:{land.id}", map(key, filter(None, (land.name, land.name_en, *land.aliases))))
        for area in tables.areas.values():
            add(f"area:{area.id}", map(key, filter(None, (area.name, area.name_en, *area.aliases))))
        for code, pair in tables.nuts2.items():
            add(f"nuts:{code}", map(key, filter(None, pair)))
        for kreis in tables.kreise.values():
            add(f"kreis:{kreis.id}", spellings(kreis.name))
        for code, ags in tables.codes.items():
            add(f"kreis:{ags}", (key(code),))
        for town in tables.towns.values():
            # A city that is its own Kreis is found as the Kreis.
            if town.part_of or not tables.kreise[town.kreis].is_city:
                add(f"place:{town.id}", spellings(town.name))
        self._names = {spelling: tuple(regions) for spelling, regions in names.items()}
        self._sorted = sorted(self._names)

    def kreis(self, region: str) -> str:
        """Return the AGS of a Kreis or place id; "" for a larger region."""
        level, _, code = region.partition(":")
        return (
            self._tables.towns[code].kreis if level == "place" else code if level == "kreis" else ""
        )

    def people(self, region: str) -> int:
        """Return the people of a Kreis or place id, 0 where not known."""
        level, _, code = region.partition(":")
        if level == "place":
            return self._tables.towns[code].people
        return self._tables.kreise[code].people if level == "kreis" else 0

    def plain(self, region: str) -> str:
        """Return the name without the kind: "Uckermark", not "Landkreis Uckermark"."""
        level, _, code = region.partition(":")
        tables = self._tables
        if level == "land":
            return tables.laender[code].name
        if level == "area":
            return tables.areas[code].name
        if level == "nuts":
            return tables.nuts2[code][0]
        return tables.kreise[code].name if level == "kreis" else tables.towns[code].name

    def is_home(self, region: str) -> bool:
        """Whether the region is a Kreis or place of Berlin or Brandenburg."""
        return self.kreis(region).startswith(HOME)

    def _is_town(self, region: str) -> bool:
        level, _, code = region.partition(":")
        if level == "place":
            return not self._tables.towns[code].part_of
        return level == "kreis" and self._tables.kreise[code].is_city

    def _is_landkreis(self, region: str) -> bool:
        return region.startswith("kreis:") and not self._is_town(region)

    def _is_kind(self, region: str, kind: str) -> bool:
        if kind == "land":
            return region.startswith("land:")
        if kind == "landkreis":
            return self._is_landkreis(region)
        return kind == "any" or (bool(self.kreis(region)) and not self._is_landkreis(region))

    def towns(self, name: str) -> list[str]:
        """Return the cities, municipalities and parts of that name, not the Landkreise."""
        return [r for r in self._names.get(key(name), ()) if self._is_kind(r, "town")]

    def city_of(self, name: str) -> list[str]:
        """Return the town of "Berlin-Mitte", "Berlin Mitte" (only of a city) or "Lychen OT Retzow".

        For addresses alone: as a region, "Potsdam-Mitelmark" must be refused, not be Potsdam.
        """
        if match := _PART.fullmatch(name):
            return self.towns(match[1])
        head = re.split(r"[-\s,]", name, maxsplit=1)[0]
        return [r for r in self.towns(head) if r.startswith("kreis:")] if head != name else []

    def lookup(self, name: str) -> list[str]:
        """Return the regions of that name; a word of its kind before or after narrows them."""
        query = key(name)
        if query in self._names:
            return list(self._names[query])
        for kind, pattern in _KINDS:
            match = pattern.fullmatch(query)
            named = self._names.get(match[1], ()) if match else ()
            if found := [r for r in named if self._is_kind(r, kind)]:
                return found
        return []

    def choose(self, regions: list[str], name: str) -> list[str]:
        """Return the one meant by ``name``, or all that may be meant.

        A Land or area comes before a town, a town before a Landkreis or a part of a town. A city
        is meant by its full name ("Hagen"). One in Berlin or Brandenburg is meant unless a city
        elsewhere bears the name ("Frankfurt"); one far larger than all namesakes is meant too.
        """
        large = [r for r in regions if not self.kreis(r)]
        cities = [r for r in regions if r.startswith("kreis:") and self._is_town(r)]
        full = [r for r in cities if key(self.plain(r)) == key(name)]
        if large or full:
            return large or full
        towns = [r for r in regions if self._is_town(r)]
        if towns or not all(self._is_landkreis(r) for r in regions):
            home = [r for r in regions if self._is_landkreis(r) and self.is_home(r)]
            regions = (towns + home) or [r for r in regions if not self._is_landkreis(r)]
        home = [r for r in regions if self.is_home(r)]
        city_elsewhere = any(r.startswith("kreis:") and not self.is_home(r) for r in regions)
        if home and not city_elsewhere:
            regions = home
        return self._dominant(regions)

    def _dominant(self, regions: list[str]) -> list[str]:
        ordered = sorted(regions, key=lambda r: (-self.people(r), r))
        if len(ordered) > 1:
            first, second = self.people(ordered[0]), max(self.people(ordered[1]), UNKNOWN_PEOPLE)
            if first >= DOMINANT * second:
                return ordered[:1]
        return ordered

    def starting_with(self, prefix: str) -> set[str]:
        """Return the regions with a name that begins like this."""
        query = key(prefix)
        found: set[str] = set()
        for i in range(bisect_left(self._sorted, query), len(self._sorted)):
            if not self._sorted[i].startswith(query):
                break
            found.update(self._names[self._sorted[i]])
        return found

    def similar(self, name: str, n: int = 3) -> list[str]:
        """Return up to ``n`` regions whose names are spelt most like ``name``."""
        hits = process.extract(
            key(name), self._sorted, scorer=fuzz.ratio, limit=20, score_cutoff=75
        )
        scores: dict[str, float] = {}
        for spelling, score, _ in hits:
            for region in self._names[spelling]:
                near = score + 5 * (not self.kreis(region) or self.is_home(region))
                scores[region] = max(scores.get(region, 0), near)
        ordered = sorted(scores, key=lambda r: (-scores[r], -self.people(r), r))[:n]
        # What is much less alike than the best only distracts from it.
        return [r for r in ordered if scores[r] >= scores[ordered[0]] - 10]
