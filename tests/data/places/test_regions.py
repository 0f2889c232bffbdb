"""Names as people write them, and what lies in what."""

import pytest

from data.errors import RegionError
from data.places.regions import Level, load_regions
from data.places.tables import load_tables
from data.profiles import Place

REGIONS = load_regions()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Postcodes, also where an AGS has the same digits (12053 is Berlin and Frankfurt's AGS).
        ("12053", "plz:12053"),
        ("D-10115", "plz:10115"),
        ("PLZ 15230", "plz:15230"),
        ("15230 Frankfurt (Oder)", "plz:15230"),
        ("10115 Berlin Mitte", "plz:10115"),
        # Länder.
        ("BB", "land:12"),
        ("be", "land:11"),
        ("Brandenburg", "land:12"),
        ("Land Brandenburg", "land:12"),
        ("Berlin", "land:11"),
        ("Sachsen", "land:14"),
        ("Saxony", "land:14"),
        ("Freistaat Thüringen", "land:16"),
        ("NRW", "land:05"),
        ("12", "land:12"),
        # NUTS, all levels, and codes that changed.
        ("DE", "area:deutschland"),
        ("DE4", "land:12"),
        ("DE40", "land:12"),
        ("DE403", "kreis:12053"),
        ("de21", "nuts:DE21"),
        ("DEG0N", "kreis:16063"),
        ("DEG0R", "kreis:16063"),
        # AGS and licence plates.
        ("12067", "kreis:12067"),
        ("AGS 12053", "kreis:12053"),
        ("16056", "kreis:16063"),
        ("kreis:12067", "kreis:12067"),
        ("LOS", "kreis:12067"),
        ("los", "kreis:12067"),
        ("B", "kreis:11000"),
        # Kreise.
        ("Landkreis Oder-Spree", "kreis:12067"),
        ("LK Oder-Spree", "kreis:12067"),
        ("Oder-Spree", "kreis:12067"),
        ("Oder-Spree-Kreis", "kreis:12067"),
        ("Kreis Uckermark", "kreis:12073"),
        ("Märkisch-Oderland (Landkreis)", "kreis:12064"),
        ("  MAERKISCH   ODERLAND ", "kreis:12064"),
        ("Frankfurt (Oder)", "kreis:12053"),
        ("Frankfurt/Oder", "kreis:12053"),
        ("Frankfurt an der Oder", "kreis:12053"),
        ("Frankfurt a. d. Oder", "kreis:12053"),
        ("Frankfurt am Main", "kreis:06412"),
        ("Brandenburg an der Havel", "kreis:12051"),
        ("Stadt Potsdam", "kreis:12054"),
        ("München", "kreis:09162"),
        ("Hagen", "kreis:05914"),
        ("Landkreis München", "kreis:09184"),
        ("Munich", "kreis:09162"),
        ("Chóśebuz", "kreis:12052"),
        # Areas.
        ("Ostbrandenburg", "area:ostbrandenburg"),
        ("Region Ostbrandenburg", "area:ostbrandenburg"),
        ("Lausitz", "area:lausitz"),
        ("HWK Cottbus", "area:hwk-cottbus"),
        ("Kammerbezirk Potsdam", "area:hwk-potsdam"),
        ("IHK Ostbrandenburg", "area:ihk-ostbrandenburg"),
        ("InnoBB", "area:hauptstadtregion"),
        ("Capital Region Berlin-Brandenburg", "area:hauptstadtregion"),
        ("RWK", "area:regionale-wachstumskerne"),
        # Municipalities and their parts.
        ("Prenzlau", "place:prenzlau"),
        ("Fürstenwalde", "place:fuerstenwalde-spree"),
        ("Fuerstenwalde/Spree", "place:fuerstenwalde-spree"),
        ("Eisenhüttenstadt", "place:eisenhuettenstadt"),
        ("EISENHUETTENSTADT", "place:eisenhuettenstadt"),
        ("Grossraeschen", "place:grossraeschen"),
        ("Werder", "place:werder-havel"),
        ("Forst", "place:forst-lausitz"),
        ("Panketal", "place:panketal"),
        ("Zepernick", "place:zepernick"),
        ("Celle", "place:celle"),
        ("Eisenach", "place:eisenach-16063"),
        ("Schönow, Barnim", "place:schoenow-12060"),
        ("Schönow (Landkreis Uckermark)", "place:schoenow-12073"),
    ],
)
def test_names_resolve(text: str, expected: str) -> None:
    assert REGIONS.resolve(text).id == expected


PLATES = "BRB CB FF P BAR LDS EE HVL MOL OHV OSL LOS OPR PM PR SPN TF UM".split()
"""In the order of their keys: four cities from 12051, fourteen Landkreise from 12060."""


def test_each_licence_plate_is_its_kreis() -> None:
    keys = [str(ags) for ags in (*range(12051, 12055), *range(12060, 12074))]
    assert [REGIONS.resolve(plate).id for plate in PLATES] == [f"kreis:{ags}" for ags in keys]


def test_a_misspelt_name_is_refused_with_a_suggestion() -> None:
    with pytest.raises(RegionError) as caught:
        REGIONS.resolve("Ukermark")
    assert caught.value.german == "'Ukermark' ist keine bekannte Region. Meinten Sie 'Uckermark'?"
    assert caught.value.english == "'Ukermark' is not a known region. Did you mean 'Uckermark'?"


@pytest.mark.parametrize("text", ["", "???", "99999", "Potsdam-Mitelmark", "DE9Z", "kreis:99999"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(RegionError):
        REGIONS.resolve(text)


def test_a_postcode_with_a_town_elsewhere_is_refused() -> None:
    with pytest.raises(RegionError, match="München"):
        REGIONS.resolve("15230 München")


@pytest.mark.parametrize("text", ["Frankfurt", "Neustadt", "Schönow", "Halle"])
def test_ambiguous_names_list_what_is_understood(text: str) -> None:
    with pytest.raises(RegionError, match="mehrdeutig") as caught:
        REGIONS.resolve(text)
    listed = caught.value.german.split("'")[3::2]
    assert len(listed) >= 2
    ids = {REGIONS.resolve(name).id for name in listed}
    assert len(ids) == len(listed)


def test_hints_name_frankfurt_oder_and_main() -> None:
    with pytest.raises(RegionError) as caught:
        REGIONS.resolve("Frankfurt")
    assert "'Frankfurt (Oder)'" in str(caught.value)
    assert "'Frankfurt am Main'" in str(caught.value)


@pytest.mark.parametrize(
    ("area", "kreise"),
    [
        ("Ostbrandenburg", {"12053", "12060", "12064", "12067", "12073"}),
        ("HWK Cottbus", {"12052", "12061", "12062", "12066", "12071"}),
        ("Lausitz", {"12052", "12061", "12062", "12066", "12071", "14625", "14626"}),
    ],
)
def test_areas_are_their_kreise(area: str, kreise: set[str]) -> None:
    assert REGIONS.resolve(area).kreise == kreise


@pytest.mark.parametrize("chamber", ["HWK", "IHK"])
def test_the_three_chambers_cover_brandenburg_once(chamber: str) -> None:
    third = "Frankfurt (Oder)" if chamber == "HWK" else "Ostbrandenburg"
    names = [f"{chamber} {x}" for x in ("Cottbus", "Potsdam", third)]
    kreise = [k for name in names for k in REGIONS.resolve(name).kreise]
    assert sorted(kreise) == sorted(k for k in load_tables().kreise if k.startswith("12"))


@pytest.mark.parametrize(
    ("region", "place", "inside"),
    [
        ("Ostbrandenburg", Place(postcode="15230"), True),
        ("Ostbrandenburg", Place(kreis="12067"), True),
        ("Ostbrandenburg", Place(land="12"), False),
        ("Brandenburg", Place(land="12"), True),
        ("Hauptstadtregion", Place(land="12"), True),
        ("Deutschland", Place(land="09"), True),
        ("Oder-Spree", Place(land="12"), False),
        ("Lausitz", Place(postcode="02625"), True),
        ("Lausitz", Place(land="14"), False),
        ("Prenzlau", Place(postcode="17291"), True),
        ("Prenzlau", Place(postcode="17291", name="Gramzow"), False),
        ("Prenzlau", Place(kreis="12073"), False),
        ("Uckermark", Place(name="Prenzlau"), True),
        ("17291", Place(postcode="17291", name="Gramzow"), True),
        ("17291", Place(name="Prenzlau"), False),
        ("Panketal", Place(postcode="16341", name="Zepernick"), True),
        ("Zepernick", Place(postcode="16341", name="Panketal"), False),
        ("RWK Schönefelder Kreuz", Place(postcode="15712", name="Zernsdorf"), True),
        ("RWK Schönefelder Kreuz", Place(postcode="15907"), False),
        # A Land that is one Kreis, and a Kreis that is one city, leave nothing open.
        ("kreis:11000", Place(land="11"), True),
        ("place:frankfurt-oder", Place(kreis="12053"), True),
        # An unknown postcode does not spoil the rest; a contradiction is nowhere.
        ("Brandenburg", Place(postcode="99999", land="12"), True),
        ("Brandenburg", Place(postcode="80331", land="12"), False),
        ("Bayern", Place(postcode="80331", land="12"), False),
        ("Wartburgkreis", Place(kreis="16056"), True),
        ("Berlin", Place(name="Berlin-Mitte"), True),
        ("Brandenburg", Place(), False),
    ],
)
def test_contains(region: str, place: Place, inside: bool) -> None:
    assert REGIONS.contains(REGIONS.resolve(region), place) is inside


def test_suggestions_put_home_first_and_codes_before_names() -> None:
    assert REGIONS.suggest("LOS", 3)[0].id == "kreis:12067"
    frankfurts = [r.id for r in REGIONS.suggest("Frankfurt", 20)]
    assert frankfurts.index("kreis:12053") < frankfurts.index("kreis:06412")
    larger = [r.level for r in REGIONS.suggest("oder", 4)]
    assert larger == [Level.AREA, Level.AREA, Level.KREIS, Level.PLACE]
    towns = [r for r in REGIONS.suggest("neu", 20) if r.level is Level.PLACE]
    assert towns[0].id == "place:neuruppin"
    assert [r.id for r in REGIONS.suggest("1523", 2)] == ["plz:15230", "plz:15232"]
    assert REGIONS.suggest(" ", 5) == []
    assert len(REGIONS.suggest("s", 7)) == 7


@pytest.mark.parametrize(
    ("name", "region_id", "postcode"),
    [
        ("Neukölln", "bezirk:neukoelln", "12043"),
        ("Berlin-Adlershof", "ortsteil:adlershof", "12489"),
        ("koepenick", "ortsteil:koepenick", "12555"),
    ],
)
def test_parts_of_berlin_hold_the_places_of_their_postcodes(
    name: str, region_id: str, postcode: str
) -> None:
    region = REGIONS.resolve(name)
    assert region.id == region_id
    assert REGIONS.contains(region, Place(postcode=postcode))
    assert not REGIONS.contains(region, Place(postcode="14467"))
    point = REGIONS.point(region)
    assert point is not None and 52.3 < point[0] < 52.7


def test_a_landscape_is_the_kreise_it_lies_in() -> None:
    assert REGIONS.contains(REGIONS.resolve("Spreewald"), Place(kreis="12061"))
