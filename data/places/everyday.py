"""Places by names that no register holds: parts of towns, old names, Kreise that are no more.

``Babelsberg`` lies in Potsdam, ``Karl-Marx-Stadt`` is Chemnitz, ``Uecker-Randow`` is now in the
Kreis Vorpommern-Greifswald (data/reference/everyday_places.csv, SOURCES.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from data.files import read_table, split_cell
from data.places.spelling import key

_KREIS = re.compile(
    r"(?:ehem(?:alige[rs]?)?\.?\s+)?(?:alt|land)?(?:kreis|lk|lkr\.?)\s+|\s*,?\s*(?:alt|land)kreis$",
    re.IGNORECASE,
)
"""What says that a former Kreis is meant, and not the town that gave it its name."""


class EverydayPlace(NamedTuple):
    """What an everyday name means."""

    name: str
    kind: Literal["part", "town", "kreis"]
    means: tuple[str, ...]
    """AGS of Kreise: several if a former Kreis was divided; the name of today for a town."""


def everyday_place(text: str) -> EverydayPlace | None:
    """Return what an everyday name means, None if it is none.

    Ask after the towns of today: ``Kreis Nauen`` can only be the former Kreis, ``Nauen`` is a town.
    """
    bare = _KREIS.sub("", text.strip())
    found = _places().get(key(bare if bare != text.strip() else text))
    if found is None or (bare != text.strip() and found.kind != "kreis"):
        return None
    return found


def parts_of_kreise() -> Iterator[tuple[str, str]]:
    """Yield the parts of towns outside Berlin with the AGS of the Kreis or city they lie in."""
    for place in dict.fromkeys(_places().values()):
        if place.kind == "part" and not place.means[0].startswith("11"):
            yield place.name, place.means[0]


@lru_cache(maxsize=1)
def _places() -> dict[str, EverydayPlace]:
    kinds: dict[str, Literal["part", "town", "kreis"]] = {
        "part": "part",
        "town": "town",
        "kreis": "kreis",
    }
    found: dict[str, EverydayPlace] = {}
    for row in read_table("everyday_places.csv"):
        place = EverydayPlace(row["name"], kinds[row["kind"]], split_cell(row["means"]))
        for name in (row["name"], *split_cell(row["aliases"])):
            found[key(name)] = place
    return found
