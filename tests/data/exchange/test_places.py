"""Postcodes and places as tables write them, at home and abroad."""

from __future__ import annotations

import pytest

from data.exchange.values.places import PlaceReader
from data.places.regions import load_regions
from data.profiles import Place
from data.spreadsheet.columns import field_of
from data.spreadsheet.tables import Cell


def places(**texts: str) -> tuple[list[Place], int]:
    cells = {str(field_of(column)): [Cell(column, text)] for column, text in texts.items()}
    found, notes = PlaceReader(load_regions()).read(cells)
    return found, len(notes)


@pytest.mark.parametrize(
    ("name", "official", "kreis"),
    [
        ("Frankfurt a.M.", "Frankfurt am Main", "06412"),
        ("Frankfurt/O.", "Frankfurt (Oder)", "12053"),
        ("Frankfurt (O)", "Frankfurt (Oder)", "12053"),
        ("Halle/S.", "Halle", "15002"),
        ("Königswusterhausen", "Königs Wusterhausen", "12061"),
        ("FFO", "Frankfurt (Oder)", "12053"),
        ("Neu-Ruppin", "Neuruppin", "12068"),
        ("Adlershof", "Adlershof", "11000"),
        ("Treptow-Köpenick", "Treptow-Köpenick", "11000"),
        ("Teltow b. Berlin", "Teltow", "12069"),
        ("Cottbus/Chóśebuz", "Cottbus", "12052"),
        ("Forst/L.", "Forst (Lausitz)", "12071"),
    ],
)
def test_other_spellings_are_known(name: str, official: str, kreis: str) -> None:
    found, notes = places(Ort=name)
    assert [(place.name, place.kreis) for place in found] == [(official, kreis)]
    assert notes == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Berlin, Potsdam", ["Berlin", "Potsdam"]),
        ("Hennigsdorf / Berlin", ["Hennigsdorf", "Berlin"]),
        ("Schwedt/Oder", ["Schwedt/Oder"]),
        ("bundesweit", []),
        ("Teltow, Stadt", ["Teltow"]),
    ],
)
def test_several_places_and_none(text: str, names: list[str]) -> None:
    assert [place.name for place in places(Ort=text)[0]] == names


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ({"PLZ": "8010", "Ort": "Graz", "Land": "Österreich"}, "Graz (Österreich)"),
        ({"PLZ": "A-8010", "Ort": "Graz"}, "Graz (Österreich)"),
        ({"PLZ": "CH-4057", "Ort": "Basel"}, "Basel (Schweiz)"),
        ({"PLZ": "66-400", "Ort": "Gorzów"}, "Gorzów (Polen)"),
        ({"PLZ": "01067", "Ort": "Praha", "Staat": "CZ"}, "Praha (Tschechien)"),
        ({"Orte": "PL-66-400 Gorzów"}, "Gorzów (Polen)"),
    ],
)
def test_places_abroad_stay_abroad(texts: dict[str, str], name: str) -> None:
    found, notes = places(**texts)
    assert found == [Place(name=name)]
    assert notes == 1
    assert load_regions().keys(found[0]) == frozenset()


@pytest.mark.parametrize(
    ("texts", "postcode", "name"),
    [
        ({"PLZ": "3046", "Ort": "Cottbus"}, "03046", "Cottbus"),
        ({"PLZ": "3046"}, "03046", "Cottbus"),
        ({"PLZ": "4600", "Ort": "Cottbus"}, None, "Cottbus"),
        ({"PLZ": "DE-15230", "Ort": "Frankfurt (Oder)"}, "15230", "Frankfurt (Oder)"),
        ({"PLZ": "PLZ 15230"}, "15230", "Frankfurt (Oder)"),
        ({"PLZ": "15 230"}, "15230", "Frankfurt (Oder)"),
        ({"PLZ": "15230.0"}, "15230", "Frankfurt (Oder)"),
        ({"PLZ": "11017", "Ort": "Berlin"}, None, "Berlin"),
    ],
)
def test_postcodes_as_written(texts: dict[str, str], postcode: str | None, name: str) -> None:
    found, _ = places(**texts)
    assert [(place.postcode, place.name) for place in found] == [(postcode, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Am Markt 1, 15230 Frankfurt (Oder)",
        "Lindenstr. 12a\nD-15230 Frankfurt (Oder)",
        "Am Markt 1, 15230 Frankfurt (Oder), Deutschland",
    ],
)
def test_of_an_address_the_town_counts(text: str) -> None:
    (place,), notes = places(Anschrift=text)
    assert (place.postcode, place.kreis, notes) == ("15230", "12053", 0)
    assert len(places(Adresse=f"{text}; Weg 2, 03046 Cottbus")[0]) == 2
