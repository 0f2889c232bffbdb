"""The shipped tables: complete, consistent, in Germany."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from data.geo import distance_km
from data.places.regions import load_regions
from data.places.tables import load_tables

TABLES = load_tables()
REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "regions"


def test_laender_and_kreise_are_complete() -> None:
    assert sorted(TABLES.laender) == [f"{i:02}" for i in range(1, 17)]
    assert len(TABLES.kreise) == 400
    per_land = Counter(kreis[:2] for kreis in TABLES.kreise)
    assert per_land["11"] == 1
    assert per_land["12"] == 18
    assert set(per_land) == set(TABLES.laender)
    nuts = [kreis.nuts for kreis in TABLES.kreise.values()]
    assert len(set(nuts)) == 400
    for kreis in TABLES.kreise.values():
        assert kreis.nuts.startswith(TABLES.laender[kreis.id[:2]].nuts)


def test_every_nuts2_region_has_kreise_and_none_is_in_two() -> None:
    regions = load_regions()
    members = [k for code in TABLES.nuts2 for k in regions.get(f"nuts:{code}").kreise]
    assert len(members) == len(set(members))
    whole = {k for k in TABLES.kreise if k not in members}
    assert {k[:2] for k in whole}.isdisjoint(k[:2] for k in members)


def test_every_postcode_lies_in_a_known_kreis_and_in_germany() -> None:
    assert len(TABLES.postcodes) > 8000
    for postcode, towns in TABLES.postcodes.items():
        assert len(postcode) == 5
        assert towns
        for town, (lat, lon) in towns.items():
            assert TABLES.towns[town].kreis in TABLES.kreise
            assert 47.2 < lat < 55.1
            assert 5.8 < lon < 15.1


def test_every_kreis_has_postcodes_near_its_point() -> None:
    seen = set()
    for towns in TABLES.postcodes.values():
        for town, point in towns.items():
            kreis = TABLES.kreise[TABLES.towns[town].kreis]
            seen.add(kreis.id)
            # Helgoland (Pinneberg) and Neuwerk (Hamburg) lie far out at sea.
            at_sea = town == "helgoland" or (point[0] > 53.9 and town == "hamburg")
            assert at_sea or distance_km(*kreis.point, *point) < 70, (town, kreis.name)
    assert seen == set(TABLES.kreise)


def test_no_place_is_a_firm() -> None:
    words = ("GmbH", " AG", "Sparkasse", "Versicherung", "Finanzamt")
    assert not [t.name for t in TABLES.towns.values() if any(w in t.name for w in words)]


def test_parts_have_a_municipality_in_the_same_kreis() -> None:
    for town in TABLES.towns.values():
        if town.part_of:
            parent = TABLES.towns[town.part_of]
            assert parent.kreis == town.kreis
            assert not parent.part_of


def test_members_and_sources_of_areas_exist() -> None:
    regions = load_regions()
    for area in TABLES.areas.values():
        for member in area.members:
            assert regions.get(member).keys, area.id
    path = Path(__file__).parents[3] / "data" / "reference" / "areas.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert all(row["source"] for row in csv.DictReader(file))


def test_codes_lead_to_known_kreise() -> None:
    assert set(TABLES.codes.values()) <= set(TABLES.kreise)


def test_tables_agree_with_the_reference() -> None:
    """Compare with tables kept outside the repository; three differences are ours on purpose."""
    if not REFERENCE.exists():
        pytest.skip(f"NOT CHECKED: {REFERENCE} is missing")
    with (REFERENCE / "kreise_ags_nuts3_centroid.csv").open(encoding="utf-8") as file:
        kreise = {row["AGS"]: row["NUTS3"] for row in csv.DictReader(file)}
    assert {k: v.nuts for k, v in TABLES.kreise.items()} == {
        k: v for k, v in kreise.items() if k != "16056"
    }
    with (REFERENCE / "plz_geonames_de.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["zipcode"] in TABLES.postcodes]
    differ = {
        row["zipcode"]
        for row in rows
        if row["community_code"]
        not in {TABLES.towns[t].kreis for t in TABLES.postcodes[row["zipcode"]]}
    }
    assert differ == {"12529", "67661", "96170"}
    assert {row["zipcode"] for row in rows} == set(TABLES.postcodes)
