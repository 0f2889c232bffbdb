"""The region tables of data/reference, read once (see SOURCES.md there)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
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
