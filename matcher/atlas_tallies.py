"""Tallies of statements: how many of each role, and of how many profiles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from data.profiles import Role
from matcher.atlas import Hit, Tally

K = TypeVar("K", bound=Hashable)


class Tallies(Generic[K]):
    """Tallies by key, as statements come in."""

    def __init__(self) -> None:
        self._roles: dict[K, Counter[Role]] = defaultdict(Counter)
        self._profiles: dict[K, set[str]] = defaultdict(set)

    def add(self, keys: Iterable[K], hit: Hit) -> None:
        """Count a statement under each key."""
        for key in keys:
            self._roles[key][hit.role] += 1
            self._profiles[key].add(hit.profile.id)

    def found(self) -> dict[K, Tally]:
        """Return the tallies so far."""
        return {
            key: Tally(
                offers=roles[Role.OFFER],
                needs=roles[Role.NEED],
                about=roles[Role.ABOUT],
                profiles=len(self._profiles[key]),
            )
            for key, roles in self._roles.items()
        }


def tally(hits: Iterable[Hit]) -> Tally:
    """Count statements by role, and their profiles."""
    count = Tallies[str]()
    for hit in hits:
        count.add(("",), hit)
    return count.found().get("", Tally())
