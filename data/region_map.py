"""What a map of Germany is drawn from: the points of postcodes, and the towns with their size."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.region_tables import load_tables


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
    """The keys of the regions that hold each of them, as in `data.region_catalog.Region.keys`."""
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
