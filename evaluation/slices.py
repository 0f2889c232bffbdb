"""Slices: parts of the corpus that a figure is taken on alone.

A slice restricts candidates and judged answers alike: "how good is the system for one who asks
for firms", not "how many firms does it happen to show".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.places.catalog import load_tables
from data.places.regions import load_regions
from data.profiles import Kind
from evaluation.datasets import LONG_TAIL_PROJECTS, Dataset, Document

Mask = NDArray[np.bool_]
ALL = "all"
_BRANDENBURG = "12"


@dataclass(frozen=True)
class Slice:
    """A part of the corpus, with its name as a person reads it."""

    german: str
    english: str
    holds: Callable[[Document], bool]


def is_long_tail(document: Document) -> bool:
    """Return whether an organisation has so few projects that hardly anybody knows it."""
    return document.n_projects <= LONG_TAIL_PROJECTS


def is_rural(document: Document) -> bool:
    """Return whether all its places of a known Kreis, at least one, lie in Brandenburg's country.

    That are the Landkreise of Brandenburg, without Berlin and the four cities that are Kreise of
    their own. An institute with one of many places there is nobody's find in the country.
    """
    regions = load_regions()
    kreise = [
        key
        for place in document.profile.places
        for key in regions.keys(place)
        if key.startswith("kreis:")
    ]
    return bool(kreise) and _landkreise().issuperset(kreise)


SLICES: Mapping[str, Slice] = {
    ALL: Slice("alle", "all", lambda document: True),
    "firms": Slice("Firmen", "firms", lambda document: not document.is_research),
    "research": Slice("Forschung", "research", lambda document: document.is_research),
    "long_tail": Slice("wenig bekannt", "long tail", is_long_tail),
    "craft": Slice("Handwerk", "craft", lambda document: document.profile.kind is Kind.CRAFT),
    "rural": Slice("ländliche Kreise", "rural", is_rural),
}


def members(dataset: Dataset) -> dict[str, Mask]:
    """Return for every slice which documents of the corpus it holds, bool (documents,)."""
    return {
        name: np.array([part.holds(document) for document in dataset.documents], dtype=bool)
        for name, part in SLICES.items()
    }


@cache
def _landkreise() -> frozenset[str]:
    return frozenset(
        f"kreis:{kreis.id}"
        for kreis in load_tables().kreise.values()
        if kreis.id.startswith(_BRANDENBURG) and kreis.kind == "Landkreis"
    )
