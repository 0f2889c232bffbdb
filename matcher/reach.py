"""How far a partner may be: anywhere, in the same Kreis or Land, or so many kilometres away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.geo import distance_km
from data.profiles import Profile
from data.regions import load_regions
from matcher.catalog import points

Level = Literal["kreis", "land"]


@dataclass(frozen=True)
class Reach:
    """At most one of both is given; none means anywhere."""

    level: Level | None = None
    km: float | None = None

    def __post_init__(self) -> None:
        if self.level is not None and self.km is not None:
            raise ValueError(f"a reach is a region or a distance, got {self.level} and {self.km}")

    @property
    def anywhere(self) -> bool:
        """Whether nobody is too far away."""
        return self.level is None and self.km is None

    def knows(self, profile: Profile) -> bool:
        """Say whether the profile's place is known well enough to tell who is near it."""
        if self.km is not None:
            return bool(points(profile.places))
        return self.level is None or bool(region_keys(profile, self.level))

    def holds(self, mine: Profile, theirs: Profile) -> bool:
        """Say whether ``theirs`` is near enough to ``mine``, by the nearest of their places.

        Nobody is near a profile of which no place is known, unless anywhere is near enough.
        """
        if self.level is not None:
            return not region_keys(mine, self.level).isdisjoint(region_keys(theirs, self.level))
        if self.km is None:
            return True
        here, there = points(mine.places), np.array(points(theirs.places)).reshape(-1, 2)
        return any(
            bool((distance_km(*point, there[:, 0], there[:, 1]) <= self.km).any()) for point in here
        )


def region_keys(profile: Profile, level: Level) -> frozenset[str]:
    """Return the ids of the Kreise or Länder of a profile's places, as far as known."""
    regions = load_regions()
    keys = {key for place in profile.places for key in regions.keys(place)}
    return frozenset(key for key in keys if key.startswith(f"{level}:"))
