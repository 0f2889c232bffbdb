"""What spreadsheets leave in cells."""

from __future__ import annotations

import pytest

from data.spreadsheet.cleaning import clean_cell, says_nothing


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="01067"', "01067"),
        ('="5"" Rohr"', '5" Rohr'),
        ("=A1", "=A1"),
        ("eins_x000D_\nzwei_x000A_drei", "eins\nzwei\ndrei"),
        ("a_x0041_b", "a_x0041_b"),
        ("15230\u00a0", "15230 "),
        ("Licht\u00adbogen\u200b", "Lichtbogen"),
        ("\ufeffPotsdam", "Potsdam"),
        ("Größe", "Größe"),
        ('{"name": "a\u00adb"}', '{"name": "a\u00adb"}'),
    ],
)
def test_cells(cell: str, text: str) -> None:
    assert clean_cell(cell) == text


@pytest.mark.parametrize("cell", ["k.A.", "k. A.", "nan", "–", "#NV", "n/a", "Unbekannt", " - "])
def test_cells_that_say_nothing(cell: str) -> None:
    assert says_nothing(cell)


@pytest.mark.parametrize("cell", ["0", "Karlsruhe", "-5", "keine Ahnung wo", "NA Systems", "x"])
def test_cells_that_say_something(cell: str) -> None:
    assert not says_nothing(cell)
