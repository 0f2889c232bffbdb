"""How far a partner may be: anywhere, in the same Kreis or Land, or so many kilometres away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Profile
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

    def holds(self, mine: Profile, theirs: Profile) -> bool:
        """Say whether ``theirs`` is near enough to ``mine``, by the nearest of their places.

        Where nothing is known of the place of ``mine``, nobody is too far away; where nothing is
        known of that of ``theirs``, it is.
        """
        if self.level is not None:
            home = region_keys(mine, self.level)
            return not home or not home.isdisjoint(region_keys(theirs, self.level))
        if self.km is None:
            return True
        here, there = points(mine.places), np.array(points(theirs.places)).reshape(-1, 2)
        km = [distance_km(*point, there[:, 0], there[:, 1]).min(initial=np.inf) for point in here]
        return bool(min(km, default=0.0) <= self.km)


def region_keys(profile: Profile, level: Level) -> frozenset[str]:
    """Return the ids of the Kreise or Länder of a profile's places, as far as known."""
    regions = load_regions()
    keys = {key for place in profile.places for key in regions.keys(place)}
    return frozenset(key for key in keys if key.startswith(f"{level}:"))
