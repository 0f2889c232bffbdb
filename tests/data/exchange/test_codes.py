"""Codes of sectors as tables write them, and what a spreadsheet made of them."""

from __future__ import annotations

import time

import pytest

from data.exchange.values.codes import read_codes
from data.spreadsheet.report import Note
from data.spreadsheet.tables import Cell


def codes(text: str, column: str = "WZ") -> tuple[list[str], list[Note]]:
    found, notes = read_codes({"sectors": [Cell(column, text)]})
    return [*found.sectors, *found.trades], notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28.41 Werkzeugmaschinen", ["28.41"]), ("28.41.0 - Herstellung von …", ["28.41.0"]),
        ("C28.41", ["28.41"]), ("C.28.41", ["28.41"]), ("C - 28.41", ["28.41"]),
        ("WZ08-28.41", ["28.41"]), ("WZ 2008: 28.41.0", ["28.41.0"]), ("28 41", ["28.41"]),
        ("28-41", ["28.41"]), ("28,41", ["28.41"]), ("2841", ["28.41"]), ("28410", ["28.41.0"]),
        ("28.40", ["28.4"]), ("62.01.0", ["62.01"]), ("28.41.00", ["28.41.0"]), ("111", ["01.11"]),
        ("1110", ["01.11.0"]), ("01110", ["01.11.0"]), ("1.13", ["01.13"]), ("F 43.2", ["43.2"]),
        ("C - Verarbeitendes Gewerbe", ["C"]), ("28.41/25.62", ["28.41", "25.62"]),
        ("28.41, 25.62", ["28.41", "25.62"]), ("NACE C - 28.41 - Machines", ["28.41"]),
        ("Tischler / Metallbauer", ["A-27", "A-13"]), ("Maschinenbau", ["28"]),
    ],
)  # fmt: skip
def test_codes_in_every_form(text: str, expected: list[str]) -> None:
    assert codes(text) == (expected, [])


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("WZ 2025", "25.53", "25.62"), ("NACE Rev. 2.1", "25.62", "25.72"),
        ("WZ-Code (2025)", "25.62", "25.72"), ("WZ", "25.62", "25.62"),
        ("WZ", "WZ 2025 25.62", "25.72"), ("Branche", "WZ25 25.62", "25.72"),
        ("Branche", "NACE 2.1: 25.62", "25.72"), ("WZ 2025", "WZ 2008 25.62", "25.62"),
        ("NACE Rev. 2", "25.62", "25.62"),
    ],
)  # fmt: skip
def test_the_classification_of_the_heading_or_the_cell_counts(
    column: str, text: str, expected: str
) -> None:
    assert codes(text, column) == ([expected], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1971-10-01", "10.71"), ("2026-11-10", "10.11"), ("Okt 71", "10.71"), ("10. Nov", "10.11"),
        ("01.10.1982", "10.82"), ("Nov 07", "11.07"), ("1-Nov", "01.11"),
    ],
)  # fmt: skip
def test_a_date_is_the_code_it_was(text: str, expected: str) -> None:
    found, notes = codes(text)
    assert found == [expected]
    assert [note.value for note in notes] == [text]


def test_what_is_known_stays_beside_what_is_not() -> None:
    found, notes = codes("28.41; Zauberei; 99.98")
    assert found == ["28.41"]
    assert [note.value for note in notes] == ["Zauberei", "99.98"]


def test_an_unknown_word_is_looked_up_once() -> None:
    codes("Sternenstaubveredelung mit Zuschlag")
    start = time.perf_counter()
    for _ in range(2000):
        codes("Sternenstaubveredelung mit Zuschlag")
    assert time.perf_counter() - start < 0.5


def test_what_is_proposed_is_like_what_was_written() -> None:
    _, (absurd,) = codes("Innenausbauwerkelei")
    assert "Meinten" not in absurd.german
    _, (close,) = codes("28.99.7")
    assert "Meinten" in close.german
