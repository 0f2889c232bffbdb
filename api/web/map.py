"""`map_of`: the suggestions of a result as a map, drawn in kilometres, without tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.geo import distance_km
from data.places.points import load_ground
from data.places.regions import load_regions
from data.profiles import Place, Profile
from matcher.request import Rule
from matcher.result import Fit, MatchResult, Suggestion
from matcher.search.catalog import points
from matcher.search.rules import origin

KM_PER_DEGREE = 111.195
"""Of latitude, on the sphere of `data.geo`."""
MIN_SPAN_KM = 40.0
MARGIN = 0.14
"""Room around the outermost points, as a share of the span."""
ASPECT = 1.0
"""Height of the map over its width."""
MAX_DOTS = 1500
MAX_TOWNS = 7
SCALES_KM = (200, 100, 50, 20, 10, 5, 2, 1)

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Marker:
    """One point of the map, at which one suggestion or several stand."""

    x: float
    y: float
    label: str
    """Ranks as printed, e.g. ``1`` or ``2·5``."""
    rank: int
    """The best of them, to whose text the marker leads."""
    title: str
    high: bool
    """Whether one of them fits very well."""


@dataclass(frozen=True)
class Label:
    """The name of a town."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Map:
    """Everything the template draws. Lengths are kilometres, y grows southwards."""

    width: float
    height: float
    unit: float
    """A hundredth of the width: the measure of dots and letters."""
    ground: str
    """Path of the dots of postcodes."""
    wanted: str
    """Path of those in the regions that the rules ask for."""
    towns: tuple[Label, ...]
    markers: tuple[Marker, ...]
    missing: tuple[int, ...]
    """Ranks of suggestions whose place has no coordinates."""
    home: Point | None
    radius_km: float | None
    scale_km: int


class _Window:
    """The part of the earth that is drawn: a plane that touches it in the middle."""

    def __init__(self, spots: Sequence[Point], circle: tuple[Point, float] | None) -> None:
        lat = [spot[0] for spot in spots]
        lon = [spot[1] for spot in spots]
        if circle is not None:
            (mid_lat, mid_lon), km = circle
            reach = km / KM_PER_DEGREE
            wide = reach / math.cos(math.radians(mid_lat))
            lat += [mid_lat - reach, mid_lat + reach]
            lon += [mid_lon - wide, mid_lon + wide]
        self._lat = (min(lat) + max(lat)) / 2
        self._lon = (min(lon) + max(lon)) / 2
        self._shrink = math.cos(math.radians(self._lat))
        high = (max(lat) - min(lat)) * KM_PER_DEGREE
        wide_km = (max(lon) - min(lon)) * KM_PER_DEGREE * self._shrink
        self.width = max(wide_km, high / ASPECT, MIN_SPAN_KM) * (1 + 2 * MARGIN)
        self.height = self.width * ASPECT

    def of(self, lat: float, lon: float) -> Point:
        """Return where a point is drawn: kilometres from the upper left corner."""
        x, y = self.of_all(np.array([lat]), np.array([lon]))
        return round(float(x[0]), 2), round(float(y[0]), 2)

    def of_all(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return x and y of many points, each float64 (n,)."""
        x = (lon - self._lon) * KM_PER_DEGREE * self._shrink + self.width / 2
        y = (self._lat - lat) * KM_PER_DEGREE + self.height / 2
        return x, y


def map_of(result: MatchResult, seeker: Profile | None) -> Map | None:
    """Return the map of a result; None if no suggestion has coordinates."""
    circle = _circle(result)
    home = circle[0] if circle else _first(seeker.places if seeker else ())
    wanted = _wanted(result)
    spots_of = ((s.rank, _spot(s, home, wanted)) for s in result.suggestions)
    placed = {rank: spot for rank, spot in spots_of if spot is not None}
    if not placed:
        return None
    spots = [*placed.values(), *([home] if home else [])]
    window = _Window(spots, circle)
    markers = _markers(result.suggestions, placed, window)
    drawn_home = window.of(*home) if home else None
    taken = [(m.x, m.y) for m in markers] + ([drawn_home] if drawn_home else [])
    others, strong = _dots(window, wanted)
    return Map(
        width=round(window.width, 2),
        height=round(window.height, 2),
        unit=round(window.width / 100, 3),
        ground=others,
        wanted=strong,
        towns=_towns(window, taken),
        markers=markers,
        missing=tuple(s.rank for s in result.suggestions if s.rank not in placed),
        home=drawn_home,
        radius_km=circle[1] if circle else None,
        scale_km=next(km for km in SCALES_KM if km <= window.width / 4),
    )


def _circle(result: MatchResult) -> tuple[Point, float] | None:
    for constraint in result.constraints:
        if constraint.rule is Rule.RADIUS and constraint.km is not None:
            return origin(constraint), constraint.km
    return None


def _wanted(result: MatchResult) -> frozenset[str]:
    rules = (c for c in result.constraints if c.rule is Rule.REGION and c.match != "none")
    regions = (load_regions().resolve(value) for rule in rules for value in rule.values)
    return frozenset(key for region in regions for key in region.keys)


def _first(places: Iterable[Place]) -> Point | None:
    return next(iter(points(places)), None)


def _spot(suggestion: Suggestion, home: Point | None, wanted: frozenset[str]) -> Point | None:
    """Return where a suggestion stands: in a region asked for, and there nearest to the seeker."""
    regions = load_regions()
    inside = [place for place in suggestion.places if not wanted.isdisjoint(regions.keys(place))]
    spots = points(inside) or points(suggestion.places)
    if not spots or home is None:
        return spots[0] if spots else None
    return min(spots, key=lambda spot: float(distance_km(*home, *spot)))


def _markers(
    suggestions: Sequence[Suggestion], placed: dict[int, Point], window: _Window
) -> tuple[Marker, ...]:
    """Return a marker for each point; suggestions too near to tell apart share one."""
    unit = window.width / 100
    groups: list[tuple[Point, list[Suggestion]]] = []
    for suggestion in suggestions:
        if suggestion.rank not in placed:
            continue
        spot = window.of(*placed[suggestion.rank])
        group = next((members for at, members in groups if _touch(at, spot, unit)), None)
        if group is None:
            groups.append((spot, [suggestion]))
        else:
            group.append(suggestion)
    return tuple(_marker(spot, members) for spot, members in groups)


def _touch(one: Point, other: Point, unit: float) -> bool:
    """Say whether markers at two points would cover each other: they are wider than high."""
    return abs(one[0] - other[0]) < 10 * unit and abs(one[1] - other[1]) < 5.5 * unit


def _marker(spot: Point, members: Sequence[Suggestion]) -> Marker:
    ranks = [str(s.rank) for s in members]
    label = "·".join(ranks) if len(ranks) <= 2 else f"{ranks[0]} +{len(ranks) - 1}"
    names = ", ".join(f"{s.rank}. {s.name}" for s in members)
    return Marker(
        *spot, label, members[0].rank, names, any(s.fit_level is Fit.VERY_GOOD for s in members)
    )


def _dots(window: _Window, wanted: frozenset[str]) -> tuple[str, str]:
    """Return the paths of the postcodes inside: all others, and those wanted."""
    ground = load_ground()
    x, y = window.of_all(ground.lat, ground.lon)
    inside = (x >= 0) & (x <= window.width) & (y >= 0) & (y <= window.height)
    shown = np.flatnonzero(inside)
    shown = shown[:: max(1, math.ceil(len(shown) / MAX_DOTS))]
    plain: list[str] = []
    chosen: list[str] = []
    for i in shown.tolist():
        dot = f"M{x[i]:.1f} {y[i]:.1f}h0"
        (chosen if not wanted.isdisjoint(ground.keys[i]) else plain).append(dot)
    return "".join(plain), "".join(chosen)


def _towns(window: _Window, taken: Sequence[Point]) -> tuple[Label, ...]:
    """Return the largest towns whose names stay inside and touch neither each other nor a marker.

    The width of a letter is estimated: the browser alone knows the typeface.
    """
    unit = window.width / 100
    half, high = 0.95 * unit, 3.5 * unit
    boxes = [(x - 6 * unit, y - 3 * unit, x + 6 * unit, y + 3 * unit) for x, y in taken]
    labels: list[Label] = []
    for town in load_ground().towns:
        x, y = window.of(town.lat, town.lon)
        wide = half * len(town.name)
        box = (x - wide, y - high - 1.5 * unit, x + wide, y + unit)
        inside = box[0] > 0 and box[1] > 0 and box[2] < window.width
        if not inside or box[3] > window.height - 8 * unit:
            continue
        if not any(_overlap(box, other) for other in boxes):
            labels.append(Label(x, y, town.name))
            boxes.append(box)
        if len(labels) == MAX_TOWNS:
            break
    return tuple(labels)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
