"""The names of places, each with the places it may mean, for looking up words of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from data.places.everyday import parts_of_kreise
from data.places.local import (
    Grade,
    LocalPlace,
    article_of,
    load_bezirke,
    load_landscapes,
    load_neighbours,
    load_ortsteile,
    load_place_words,
)
from data.places.spelling import key, short, spellings
from data.places.tables import Tables, Town, load_tables

Form = Literal["name", "short", "code", "genitive", "adjective", "typo", "postcode"]
"""How a place is written: in full, without what tells it apart, as letters of a plate, …"""

HOME = ("11", "12")
SMALL_TOWN = 20_000
"""Towns outside Berlin and Brandenburg below so many people are rarely meant."""
LARGE_CITY = 50_000
PART = 20
"""Rank of a part of a town in Brandenburg."""
MAX_WORDS = 7

CODES = {
    "BLN": "land:11",
    "FFO": "kreis:12053",
    "BB": "land:12",
    "BRB": "kreis:12051",
    "KW": "place:koenigs-wusterhausen",
    "HH": "land:02",
    "NRW": "land:05",
    "MV": "land:13",
    "MeckPomm": "land:13",
    "Meck-Pomm": "land:13",
    "LSA": "land:15",
    "SN": "land:14",
}
"""Letters people write beside the licence plates of the reference table."""
RISKY_CODES = frozenset("B P PR EE PM KW BB SN MV HH".split())
"""Letters that mean something else at least as often."""


class Entry(NamedTuple):
    """One place under one spelling. ``rank`` orders the places of one name, best first."""

    region: str
    name: str
    form: Form
    rank: int
    home: bool
    grade: Literal["", "weak", "strong"]
    article: Literal["", "f", "m", "n"]


def _areas(tables: Tables) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the named areas people speak of; chambers, growth cores and networks are offices."""
    skipped = ("hwk-", "ihk-", "rwk-", "netzwerk-", "regionale-")
    for area in tables.areas.values():
        if not area.id.startswith(skipped):
            names = (area.name, area.name_en, *area.aliases)
            yield f"area:{area.id}", area.name, tuple(n for n in names if n and " und " not in n)


class Gazetteer:
    """All names. Use `load_gazetteer`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._words = load_place_words()
        self._entries: dict[str, dict[str, Entry]] = defaultdict(dict)
        self.codes: dict[str, Entry] = {}
        self._add_regions()
        self._add_local()
        self._add_towns()
        self._add_parts()
        self._add_codes()
        self._first = {name.split(" ")[0] for name in self._entries}

    def lookup(self, words: str) -> tuple[Entry, ...]:
        """Return the places of a name as it is written, the likeliest first."""
        found = self._entries.get(key(words), {})
        return tuple(sorted(found.values(), key=lambda e: e.rank))

    def may_begin(self, word: str) -> bool:
        """Whether some name begins with this word."""
        first = key(word)
        return first.split(" ")[0] in self._first if first else False

    def known_postcode(self, digits: str) -> bool:
        """Whether a postcode exists."""
        return digits in self._tables.postcodes

    def town_of(self, postcode: str) -> str:
        """Return the main town of a postcode."""
        return self._tables.towns[next(iter(self._tables.postcodes[postcode]))].name

    def pool(self) -> dict[str, Entry]:
        """Return the names that a slip of the finger is looked for among."""
        return {
            name: best
            for name, entries in self._entries.items()
            if len(name) >= 5
            and (best := min(entries.values(), key=lambda e: e.rank)).rank < 40
            and best.form in ("name", "short")
        }

    def _add(self, spelling: str, entry: Entry) -> None:
        known = self._entries[spelling].get(entry.region)
        if spelling and (known is None or entry.rank < known.rank):
            self._entries[spelling][entry.region] = entry

    def _entry(self, region: str, name: str, form: Form, rank: int, home: bool) -> Entry:
        grade: Grade | Literal[""] = self._words.get(short(name) if form != "name" else name, "")
        return Entry(region, name, form, rank, home, grade, article_of(name))

    def _add_names(
        self, region: str, name: str, names: Iterable[str], rank: int, home: bool
    ) -> None:
        for written in filter(None, names):
            own = self._entry(region, name, "name", rank, home)
            self._add(key(written), own)
            self._add(key(written + "s"), own._replace(form="genitive", rank=rank + 1))
            for adjective in adjectives(written):
                self._add(adjective, own._replace(form="adjective", rank=rank + 2))

    def _add_regions(self) -> None:
        tables = self._tables
        for land in tables.laender.values():
            names = (land.name, land.name_en, *land.aliases)
            self._add_names(f"land:{land.id}", land.name, names, 0, land.id in HOME)
        for region, name, names in _areas(tables):
            self._add_names(region, name, names, 1, name != "Deutschland")
        for kreis in tables.kreise.values():
            home = kreis.id.startswith(HOME)
            if not kreis.is_city:
                self._add_names(
                    f"kreis:{kreis.id}", kreis.name, (kreis.name,), 5 if home else 70, home
                )

    def _add_local(self) -> None:
        groups: tuple[tuple[tuple[LocalPlace, ...], int], ...] = (
            (load_landscapes(), 2),
            (load_bezirke(), 3),
            (load_ortsteile(), 4),
            (load_neighbours(), 30),
        )
        for places, rank in groups:
            for place in places:
                self._add_names(place.id, place.name, (place.name, *place.aliases), rank, rank < 30)
                for alias in place.aliases if rank == 30 else ():
                    self._add(key(alias), self._entry(place.id, place.name, "name", rank, False))

    def _add_towns(self) -> None:
        for town in self._tables.towns.values():
            if town.kreis.startswith("11"):
                continue
            region, name, rank = self._town(town)
            home = town.kreis.startswith(HOME)
            plain = short(town.name)
            if town.part_of and key(plain) == key(short(name)):
                continue
            for spelling in spellings(town.name) | _initials(town.name):
                form: Form = "short" if spelling == key(plain) != key(town.name) else "name"
                entry = self._entry(region, name, form, rank, home)
                graded = spelling == key(plain)
                grade: Grade | Literal[""] = self._words.get(plain, "") if graded else ""
                self._add(spelling, entry._replace(grade=grade))
                if spelling == key(plain):
                    self._add(spelling + "s", entry._replace(form="genitive", rank=rank + 1))
            if rank < 60:
                for adjective in adjectives(plain):
                    entry = self._entry(region, name, "adjective", rank + 2, home)
                    self._add(adjective, entry)

    def _add_parts(self) -> None:
        """Add parts of towns that no register holds; each stands for its Kreis or city."""
        for part, ags in parts_of_kreise():
            kreis = self._tables.kreise[ags]
            self._add_names(f"kreis:{ags}", kreis.name, (part,), PART, True)
            entry = self._entries[key(part)].get(f"kreis:{ags}")
            if entry is not None:
                grade: Grade | Literal[""] = self._words.get(part, "")
                self._entries[key(part)][entry.region] = entry._replace(grade=grade)

    def _town(self, town: Town) -> tuple[str, str, int]:
        """Return region, name and rank; an Ortsteil outside Berlin stands for its municipality."""
        home = town.kreis.startswith(HOME)
        whole = self._tables.towns[town.part_of] if town.part_of else town
        city = self._tables.kreise[whole.kreis].is_city
        region = f"kreis:{whole.kreis}" if city else f"place:{whole.id}"
        if town.part_of:
            return region, whole.name, PART if home else 90
        if home:
            return region, town.name, 6 if city else 8 if town.people >= 5000 else 12
        if town.people >= SMALL_TOWN or city:
            large = city and town.people >= LARGE_CITY
            full = key(short(town.name)) == key(town.name)
            return region, town.name, (10 if full else 14) if large else 40
        return region, town.name, 80

    def _add_codes(self) -> None:
        known = {
            c: f"kreis:{k}" for c, k in self._tables.codes.items() if c.isalpha() and len(c) < 4
        }
        for code, region in (known | CODES).items():
            name = self.plain(region)
            grade: Literal["", "weak", "strong"] = "strong" if code in RISKY_CODES else "weak"
            region = "land:11" if region == "kreis:11000" else region
            self.codes[code] = Entry(region, name, "code", 5, True, grade, "")

    def plain(self, region: str) -> str:
        """Return the name of a region of the reference tables without its kind."""
        level, _, code = region.partition(":")
        if level == "land":
            return self._tables.laender[code].name
        if level == "kreis":
            return self._tables.kreise[code].name
        return self._tables.towns[code].name


def _initials(name: str) -> set[str]:
    """Return the short forms with an initial: "Frankfurt/O.", "Brandenburg a.d.H."."""
    added = re.fullmatch(r"(.+?)(?: an der | am |\s*\(|/)(\w+)\)?", name)
    if added is None:
        return set()
    plain, initial = added[1], added[2][0]
    return {key(f"{plain} {link} {initial}") for link in ("", "a", "an der", "am")}


def adjectives(name: str) -> set[str]:
    """Return the forms in -er that a name may take: "Potsdamer", "Eberswalder", "Gubener"."""
    base = key(name)
    if " " in base or len(base) < 4:
        return set()
    forms = {f"{base}er"}
    if base.endswith("e"):
        forms = {f"{base}r"}
    elif base.endswith("en"):
        forms |= {f"{base[:-2]}er", f"{base[:-2]}ner"}
    elif base.endswith("wald"):
        forms.add(f"{base[:-4]}waelder")
    elif base.endswith("land"):
        forms.add(f"{base[:-4]}laender")
    elif base.endswith("mark"):
        forms.add(f"{base[:-4]}maerker")
    return {form for form in forms if not re.search(r"erer$", form)}


@cache
def load_gazetteer() -> Gazetteer:
    """Return the names of all places, read once."""
    return Gazetteer(load_tables())
