"""The map shows what the result says: distances, radius, regions, and who has no place."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from api.web.map import Map, map_of
from api.work.service import Service
from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Place
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.result import MatchResult

QUESTION = "Wer kann Metall schweißen, fräsen oder prüfen?"
RADIUS = Constraint(rule=Rule.RADIUS, values=("Prenzlau",), km=80)


def answer(service: Service, *rules: Constraint, k: int = 10) -> MatchResult:
    request = MatchRequest(question=QUESTION, constraints=rules, k=k)
    return service.suggest(request, Viewer(tenant="default"))


def drawn(result: MatchResult) -> Map:
    made = map_of(result, None)
    assert made is not None
    return made


def dots(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", path)]


def test_distances_on_the_map_are_distances_on_the_earth(shared: Service) -> None:
    result = answer(shared, RADIUS)
    made = drawn(result)
    assert made.home is not None
    by_rank = {s.rank: s for s in result.suggestions}
    for marker in made.markers:
        told = by_rank[marker.rank].distance_km
        assert told is not None
        assert math.dist((marker.x, marker.y), made.home) == pytest.approx(told, rel=0.01, abs=0.2)


def test_the_radius_is_drawn_whole_and_holds_all_suggestions(shared: Service) -> None:
    made = drawn(answer(shared, RADIUS))
    assert made.home is not None and made.radius_km == 80
    x, y = made.home
    assert min(x, y, made.width - x, made.height - y) >= 80
    assert all(math.dist(made.home, (m.x, m.y)) <= 80.5 for m in made.markers)


def test_every_suggestion_is_at_a_marker_or_named_as_missing(shared: Service) -> None:
    result = answer(shared, k=40)
    made = drawn(result)
    at_markers = [int(n) for m in made.markers for n in re.findall(r"(?:^|, )(\d+)\. ", m.title)]
    assert sorted([*at_markers, *made.missing]) == [s.rank for s in result.suggestions]


def test_who_has_no_coordinates_is_named_and_not_drawn(shared: Service) -> None:
    result = answer(shared)
    first, *others = result.suggestions
    nowhere = first.model_copy(update={"places": (Place(land="12"),)})
    made = drawn(result.model_copy(update={"suggestions": (nowhere, *others)}))
    assert made.missing == (1, *drawn(result).missing)
    assert all(marker.rank != 1 for marker in made.markers)
    assert map_of(result.model_copy(update={"suggestions": (nowhere,)}), None) is None


def test_strong_dots_are_the_postcodes_of_the_region(shared: Service) -> None:
    region = Constraint(rule=Rule.REGION, values=("Uckermark",))
    made = drawn(answer(shared, region))
    centre = load_regions().point(load_regions().resolve("Uckermark"))
    assert centre is not None and made.wanted
    # The Uckermark is some 90 km across: its postcodes lie close together on the map.
    spread = np.ptp(np.array(dots(made.wanted)), axis=0)
    assert spread.max() < 100
    assert not set(dots(made.wanted)) & set(dots(made.ground))
    assert drawn(answer(shared)).wanted == ""


def test_names_of_towns_and_markers_do_not_cover_each_other(shared: Service) -> None:
    made = drawn(answer(shared, k=30))
    assert made.towns
    for marker in made.markers:
        for other in made.markers:
            apart = (abs(marker.x - other.x) / made.unit, abs(marker.y - other.y) / made.unit)
            assert marker is other or apart[0] >= 6 or apart[1] >= 5.5


def test_a_partner_with_several_places_stands_at_the_nearest(shared: Service) -> None:
    result = answer(shared, RADIUS)
    first = result.suggestions[0]
    far, near = Place(postcode="80331"), first.places[0]
    moved = first.model_copy(update={"places": (far, near)})
    made = drawn(result.model_copy(update={"suggestions": (moved,)}))
    regions = load_regions()
    home, spot = regions.point(regions.resolve("Prenzlau")), regions.point(near)
    assert home is not None and spot is not None and made.home is not None
    marker = made.markers[0]
    assert math.dist(made.home, (marker.x, marker.y)) == pytest.approx(
        float(distance_km(*home, *spot)), rel=0.01, abs=0.2
    )


def test_of_several_places_the_one_in_the_region_asked_for_is_drawn(shared: Service) -> None:
    result = answer(shared, Constraint(rule=Rule.REGION, values=("Uckermark",)))
    away, inside = Place(postcode="80331"), Place(postcode="17291")
    moved = result.suggestions[0].model_copy(update={"places": (away, inside)})
    made = drawn(result.model_copy(update={"suggestions": (moved,)}))
    assert made.width < 200  # Munich is 500 km away
