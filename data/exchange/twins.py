"""Near-equal names in the same place, or where one place is not known: perhaps one firm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.exchange.merging import place_keys
from data.exchange.values import words_of
from data.profiles import Profile

NEAR = 90
"""Least likeness of two names, 0 to 100, counting letters to change; words in any order."""
CROWD = 300
"""A word that begins more names of one place than this tells nothing and is not searched by."""


class Twin(NamedTuple):
    """A profile seen before that looks like the one asked about."""

    id: str
    name: str


class DuplicateFinder:
    """Remembers names by place and the beginnings of their words, not whole profiles.

    A name is compared with those of its place that share the first four letters of a word, so
    long lists stay fast; names all of whose words are crowded are compared for equality only.
    """

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._blocks: dict[tuple[str, str], dict[str, str]] = {}
        self._equal: dict[tuple[str, str], list[str]] = {}
        self._anywhere: dict[str, list[tuple[str, bool]]] = {}
        """By name: ids, and whether their place is known."""
        self._told: set[tuple[str, str]] = set()

    def add(self, profile: Profile) -> None:
        """Remember a profile."""
        words = words_of(profile.name)
        joined = " ".join(words)
        places = place_keys(profile)
        self._names[profile.id] = (joined, profile.name)
        self._anywhere.setdefault(joined, []).append((profile.id, bool(places)))
        for place in places:
            self._equal.setdefault((place, joined), []).append(profile.id)
            for start in {word[:4] for word in words}:
                block = self._blocks.setdefault((place, start), {})
                if len(block) <= CROWD:
                    block[profile.id] = joined

    def find(self, profile: Profile) -> Iterator[Twin]:
        """Yield profiles with another id that look the same; each pair is told once."""
        words = words_of(profile.name)
        joined = " ".join(words)
        numbers = _numbers(joined)
        places = place_keys(profile)
        near: dict[str, None] = {
            id: None
            for id, placed in self._anywhere.get(joined, ())[:CROWD]
            if not (placed and places)
        }
        for place in places:
            near.update(dict.fromkeys(self._equal.get((place, joined), ())))
            for start in {word[:4] for word in words}:
                block = self._blocks.get((place, start), {})
                if len(block) <= CROWD:
                    hits = process.extract(
                        joined, block, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
                    )
                    near.update((id, None) for _, _, id in hits)
        for id in near:
            other, name = self._names[id]
            pair = (min(id, profile.id), max(id, profile.id))
            if id != profile.id and pair not in self._told and _numbers(other) == numbers:
                self._told.add(pair)
                yield Twin(id, name)


def _numbers(name: str) -> list[str]:
    # "Halle 1" and "Halle 2", "Windpark A" and "Windpark B" differ in one letter and yet are two.
    return [w for w in name.split() if len(w) == 1 or w in _ROMAN or any(c.isdigit() for c in w)]


_ROMAN = frozenset("ii iii iv vi vii viii ix xi xii".split())
