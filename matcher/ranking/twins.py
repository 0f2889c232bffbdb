"""Twins: one organisation under two ids takes one place in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.exchange.merging import name_key, place_keys
from data.profiles import Profile
from matcher.visibility.veil import nameless


class Twins:
    """Remembers whom a list already names.

    Two profiles are twins if they bear the same name, whatever its legal form and spelling, and
    state the same place, or one of them none. Who is shown without a name is nobody's twin: to
    drop it would tell who it is.
    """

    def __init__(self) -> None:
        self._places: dict[str, list[frozenset[str]]] = {}

    def is_new(self, profile: Profile) -> bool:
        """Say whether a profile is not there yet, and remember it."""
        key = name_key(profile.name)
        if nameless(profile) or not key:
            return True
        known = self._places.setdefault(key, [])
        places = frozenset(place_keys(profile))
        if any(not places or not there or places & there for there in known):
            return False
        known.append(places)
        return True


def once(profiles: Iterable[tuple[int, Profile]]) -> Iterator[int]:
    """Yield the numbers of profiles in their order, without later twins of earlier ones."""
    twins = Twins()
    return (number for number, profile in profiles if twins.is_new(profile))
