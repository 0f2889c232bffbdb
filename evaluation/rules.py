"""Whether a suggestion keeps the rules, read from the profiles alone.

The engine turns rules into sets before it searches; this looks at each suggested profile anew, so
that a fault of the sets shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Profile, Visibility
from matcher.constraints import origin
from matcher.request import Constraint, Rule


def keeps(profile: Profile, constraints: Sequence[Constraint]) -> bool:
    """Return whether a profile is public and keeps every hard rule that is checked here.

    Not checked are the rules on sectors and clusters: they follow the trees of `data.sectors.wz`.
    """
    hard = (c for c in constraints if c.strength == "must")
    return profile.visibility is Visibility.PUBLIC and all(_keeps(profile, c) for c in hard)


def _keeps(profile: Profile, constraint: Constraint) -> bool:
    match constraint.rule:
        case Rule.EXCLUDE:
            return profile.id not in constraint.values
        case Rule.RADIUS:
            return _within(profile, constraint) != (constraint.match == "none")
        case Rule.REGION:
            met = [_lies_in(profile, value) for value in constraint.values]
        case Rule.KIND:
            met = [profile.kind == value for value in constraint.values]
        case Rule.SIZE:
            met = [profile.size == value for value in constraint.values]
        case Rule.LANGUAGE:
            met = [value.lower() in profile.languages for value in constraint.values]
        case _:
            return True
    if constraint.match == "all":
        return all(met)
    return any(met) != (constraint.match == "none")


def _lies_in(profile: Profile, name: str) -> bool:
    regions = load_regions()
    region = regions.resolve(name)
    return any(regions.contains(region, place) for place in profile.places)


def _within(profile: Profile, constraint: Constraint) -> bool:
    points = (load_regions().point(place) for place in profile.places)
    centre, km = origin(constraint), constraint.km or 0.0
    return any(float(distance_km(*centre, *point)) <= km for point in points if point)
