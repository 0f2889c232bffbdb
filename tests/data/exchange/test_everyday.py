"""Places and institutions by the names people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.run import import_profiles
from data.exchange.values import words_of
from data.exchange.values.kinds import kind_by_name
from data.exchange.values.places import PlaceReader
from data.files import read_table, split_cell
from data.places.everyday import everyday_place
from data.places.regions import load_regions
from data.profiles import Kind
from data.spreadsheet.tables import Cell
from data.store.profiles import open_store


@pytest.mark.parametrize(
    ("written", "kreis", "land"),
    [
        ("Kirchmöser", "12051", "12"),
        ("Ströbitz", "12052", "12"),
        ("Karl-Marx-Stadt", "14511", "14"),
        ("Löbau-Zittau", "14626", "14"),
        ("Landkreis Bad Doberan", "13072", "13"),
        ("Altkreis Beeskow", "12067", "12"),
        ("Kreis Demmin", None, "13"),  # divided: only the Land is sure
        ("Oderbruch", "12064", "12"),
        ("Schöneberg", "11000", "11"),
    ],
)
def test_everyday_names_of_places(written: str, kreis: str | None, land: str) -> None:
    found, notes = PlaceReader(load_regions()).read({"place": [Cell("Ort", written)]})
    assert [(place.kreis, place.land) for place in found] == [(kreis, land)]
    assert notes == []


def test_a_former_kreis_in_its_column() -> None:
    found, _ = PlaceReader(load_regions()).read({"kreis": [Cell("Kreis", "Uecker-Randow")]})
    assert [place.kreis for place in found] == ["13075"]


def test_a_town_of_today_comes_before_the_kreis_it_was() -> None:
    found, _ = PlaceReader(load_regions()).read({"place": [Cell("Ort", "Nauen")]})
    assert found[0].name == "Nauen"


def test_every_everyday_name_means_something_known() -> None:
    regions = load_regions()
    for row in read_table("everyday_places.csv"):
        found = everyday_place(row["name"])
        assert found is not None
        for key in split_cell(row["means"]):
            assert regions.resolve(key) is not None


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("BTU Cottbus-Senftenberg", "Brandenburgische Technische Universität Cottbus-Senftenberg"),
        ("TU Berlin", "Technische Universität Berlin"),
        ("IHK Potsdam", "Industrie- und Handelskammer Potsdam"),
    ],
)
def test_an_abbreviation_and_the_name_are_compared_as_one(short: str, long: str) -> None:
    assert words_of(short) == words_of(long)


@pytest.mark.parametrize("name", ["ATB GmbH", "TU-Service GmbH", "Unimetall", "PIK Bau GmbH"])
def test_a_firm_called_like_an_institution_is_a_firm(name: str) -> None:
    assert kind_by_name(name) is None


def test_an_abbreviated_university_is_told_as_perhaps_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Name;PLZ\nHTW Berlin;10318\nHochschule für Technik und Wirtschaft Berlin;10318\n"
    )
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    assert import_profiles(tmp_path / "a.csv", store).duplicates == 1
    assert {profile.kind for profile in store.iterate()} == {Kind.RESEARCH}
