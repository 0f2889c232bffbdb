"""Completing places, their points, distances and radius texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RegionError
from data.geo import distance_km
from data.places.regions import load_regions
from data.places.tables import load_tables
from data.profiles import Place

REGIONS = load_regions()
TABLES = load_tables()


@pytest.mark.parametrize(
    ("place", "name", "kreis", "land"),
    [
        (Place(postcode="15230"), "Frankfurt (Oder)", "12053", "12"),
        (Place(postcode="17291"), "Prenzlau", "12073", "12"),
        (Place(postcode="17291", name="Gramzow"), "Gramzow", "12073", "12"),
        (Place(postcode="17291", name="Nirgendwo"), "Prenzlau", "12073", "12"),
        (Place(postcode="15517", name="fuerstenwalde"), "Fürstenwalde/Spree", "12067", "12"),
        (Place(postcode="15236", kreis="12067"), "Jacobsdorf", "12067", "12"),
        (Place(postcode="12529"), "Schönefeld", "12061", "12"),
        (Place(postcode="16278"), "Angermünde", "12073", "12"),
        (Place(name="Fürstenwalde"), "Fürstenwalde/Spree", "12067", "12"),
        (Place(name="Schönow", kreis="12073"), "Schönow", "12073", "12"),
        (Place(name="Neustadt"), "Neustadt", None, None),
        (Place(name="Neustadt", land="07"), "Neustadt an der Weinstraße", "07316", "07"),
        (Place(name="Hintertupfingen", land="12"), "Hintertupfingen", None, "12"),
        (Place(name="Lychen OT Retzow"), "Lychen", "12073", "12"),
        (Place(land="11"), "Berlin", "11000", "11"),
        (Place(land="12"), None, None, "12"),
        (Place(kreis="16056"), None, "16063", "16"),
    ],
)
def test_complete(place: Place, name: str | None, kreis: str | None, land: str | None) -> None:
    assert REGIONS.complete(place) == Place(
        postcode=place.postcode, name=name, kreis=kreis, land=land
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(postcode="15230", land="09"), ("15230", "Bayern")),
        (Place(postcode="15230", kreis="12073"), ("15230", "Uckermark")),
        (Place(kreis="12073", land="11"), ("Uckermark", "Berlin")),
        (Place(name="München", land="12"), ("München", "Brandenburg")),
        (Place(postcode="99999"), ("99999",)),
        (Place(kreis="99999"), ("99999",)),
        (Place(land="99"), ("99",)),
    ],
)
def test_complete_refuses_what_cannot_be(place: Place, words: tuple[str, ...]) -> None:
    with pytest.raises(RegionError) as caught:
        REGIONS.complete(place)
    assert all(word in caught.value.german and word in caught.value.english for word in words)


def test_points_say_how_exact_they_are() -> None:
    assert REGIONS.precision(Place(postcode="17291", name="Gramzow")) == "postcode"
    assert REGIONS.precision(Place(name="Prenzlau")) == "place"
    assert REGIONS.precision(Place(kreis="12073")) == "kreis"
    assert REGIONS.precision(Place(land="12")) is None
    assert REGIONS.point(Place(land="12")) is None
    assert REGIONS.point(Place(postcode="80331", land="12")) is None
    assert REGIONS.point(REGIONS.resolve("Lausitz")) is None
    assert REGIONS.point(REGIONS.resolve("17291")) == REGIONS.point(Place(postcode="17291"))
    assert REGIONS.precision(REGIONS.resolve("Uckermark")) == "kreis"
    gramzow = REGIONS.point(Place(postcode="17291", name="Gramzow"))
    assert gramzow != REGIONS.point(Place(postcode="17291"))


@pytest.mark.parametrize(
    ("one", "other", "km", "tolerance"),
    [
        ("Berlin", "Cottbus", 105, 8),
        ("Berlin", "Potsdam", 27, 6),
        ("Berlin", "München", 504, 10),
        ("Frankfurt (Oder)", "Frankfurt am Main", 487, 12),
        ("Prenzlau", "Angermünde", 36, 5),
    ],
)
def test_known_distances(one: str, other: str, km: float, tolerance: float) -> None:
    points = REGIONS.point(REGIONS.resolve(one)), REGIONS.point(REGIONS.resolve(other))
    assert points[0] is not None
    assert points[1] is not None
    assert distance_km(*points[0], *points[1]) == pytest.approx(km, abs=tolerance)


def test_distance_on_the_sphere() -> None:
    # One degree of a meridian is a 360th of the circumference 2 * pi * 6371.0088 km.
    assert distance_km(52, 13, 53, 13) == pytest.approx(111.19508, abs=1e-4)
    assert distance_km(0, 0, 0, 180) == pytest.approx(np.pi * 6371.0088)
    assert distance_km(0, 0, 0, [1, 2]).shape == (2,)
    assert np.isnan(distance_km(np.nan, 0, 0, 0))


latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


@given(points, points, points)
def test_distance_is_a_metric(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    assert distance_km(*a, *a) == pytest.approx(0, abs=1e-4)
    assert distance_km(*a, *b) >= 0
    assert distance_km(*a, *b) == pytest.approx(float(distance_km(*b, *a)), abs=1e-6)
    # Near antipodes rounding of the haversine costs some metres.
    assert distance_km(*a, *c) <= distance_km(*a, *b) + distance_km(*b, *c) + 0.5


@given(st.sampled_from(sorted(TABLES.postcodes)))
def test_a_postcode_contains_its_own_place(postcode: str) -> None:
    place = REGIONS.complete(Place(postcode=postcode))
    region = REGIONS.resolve(postcode)
    assert region.id == f"plz:{postcode}"
    assert REGIONS.contains(region, place)
    assert REGIONS.complete(place) == place
    assert place.kreis is not None
    assert REGIONS.contains(REGIONS.get(f"kreis:{place.kreis}"), place)
    assert REGIONS.contains(REGIONS.get(f"land:{place.land}"), place)
    assert REGIONS.contains(REGIONS.resolve("Deutschland"), place)


@given(st.sampled_from(sorted(TABLES.towns.values())))
def test_a_town_under_its_own_postcode_is_itself(town: tuple[str, str, str, str, int]) -> None:
    postcode = next(p for p, towns in TABLES.postcodes.items() if town[0] in towns)
    place = REGIONS.complete(Place(postcode=postcode, name=town[1], kreis=town[2]))
    assert place.name == town[1]


@given(st.text(max_size=30))
def test_any_text_is_a_region_or_a_region_error(text: str) -> None:
    try:
        region = REGIONS.resolve(text)
    except RegionError as error:
        assert error.german
        assert error.english
    else:
        assert region.keys


@pytest.mark.parametrize(
    ("text", "km", "centre"),
    [
        ("50km:Prenzlau", 50, "place:prenzlau"),
        ("50 km um Prenzlau", 50, "place:prenzlau"),
        ("12,5 km um 17291", 12.5, "plz:17291"),
        ("80 KM: Landkreis Uckermark", 80, "kreis:12073"),
        ("30 km around Frankfurt (Oder)", 30, "kreis:12053"),
        ("30km:Berlin", 30, "land:11"),
    ],
)
def test_radius(text: str, km: float, centre: str) -> None:
    radius = REGIONS.parse_radius(text)
    assert (radius.km, radius.centre.id) == (km, centre)
    assert radius.point == REGIONS.point(REGIONS.get(centre))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Prenzlau", "50km:Prenzlau"),
        ("50km:", "50km:Prenzlau"),
        ("0km:Prenzlau", "mehr als 0"),
        ("1001 km um Prenzlau", "1000 km"),
        ("50 km um Brandenburg", "kein Umkreis"),
        ("50 km um Lausitz", "kein Umkreis"),
        ("50 km um Ukermark", "Meinten Sie 'Uckermark'"),
        ("50 km um Neustadt", "mehrdeutig"),
    ],
)
def test_a_wrong_radius_says_what_is_expected(text: str, words: str) -> None:
    with pytest.raises(RegionError, match=words):
        REGIONS.parse_radius(text)
