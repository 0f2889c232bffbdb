"""Berlin's Ortsteile, landscapes and the words that are places too."""

from __future__ import annotations

from data.places.local import (
    load_bezirke,
    load_landscapes,
    load_lookalikes,
    load_ortsteile,
)
from data.places.regions import load_regions
from data.places.spelling import key
from data.places.tables import load_tables


def test_berlin_has_twelve_districts_and_97_ortsteile() -> None:
    assert len(load_bezirke()) == 12
    assert len({part.name for part in load_ortsteile()}) == 97
    assert {part.part_of for part in load_ortsteile()} == {b.name for b in load_bezirke()}


def test_every_postcode_of_an_ortsteil_is_one_of_berlin() -> None:
    postcodes = load_tables().postcodes
    for part in load_ortsteile():
        assert part.postcodes
        assert all(
            "berlin" in next(iter(postcodes[code]))
            for code in part.postcodes
            if code not in ("13403", "13405", "13407", "13409")
        )


def test_landscapes_are_sets_of_known_kreise() -> None:
    regions = load_regions()
    assert all(regions.get(member) for place in load_landscapes() for member in place.members)


def test_words_that_look_like_places_are_none() -> None:
    towns = {key(town.name) for town in load_tables().towns.values() if town.kreis[:2] == "12"}
    assert not load_lookalikes() & towns
