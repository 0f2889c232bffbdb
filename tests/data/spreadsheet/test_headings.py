"""Which row holds the headings, and what each column is."""

from __future__ import annotations

import time

import pytest

from data.spreadsheet.columns import field_of
from data.spreadsheet.finding import find_header
from data.spreadsheet.headings import Header
from data.spreadsheet.tables import Table


def header(*lines: str, **chosen: str | None) -> Header:
    rows = ((i, line.split(";")) for i, line in enumerate(lines, start=1))
    found, _ = find_header(rows, chosen)
    assert found is not None
    return found


def fields(*lines: str) -> dict[str, str]:
    found = header(*lines)
    return {n: f for n, f in zip(found.names, found.fields, strict=True) if f}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Begünstigte/r", "name"),
        ("Zuwendungsempfänger/in", "name"),
        ("Name der/des Begünstigten", "name"),
        ("Name of beneficiary / Name des Begünstigten", "name"),
        ("Beneficiary name", "name"),
        ("Förderempfänger", "name"),
        ("Mitgliedsunternehmen", "name"),
        ("Unternehmen / Einrichtung", "name"),
        ("Name der Firma", "name"),
        ("Bezeichnung des Vorhabens", "about"),
        ("Project summary", "about"),
        ("Zahl der Beschäftigten", "size"),
        ("Mitarbeiter/-innen", "size"),
        ("NACE Rev. 2.1", "sectors"),
        ("WZ-Code 2025", "sectors"),
        ("Sitz der Einrichtung", "place"),
        ("lfd. Nr.", None),
        ("Laufende Nummer", None),
        ("Hausnummer", None),
        ("Projektleiter", None),
        ("Fördersumme", None),
        ("Laufzeit bis", None),
        ("Empfangsdatum", None),
    ],
)
def test_columns_as_public_lists_name_them(name: str, field: str | None) -> None:
    assert field_of(name) == field


def test_a_known_word_in_a_row_of_data_is_no_heading() -> None:
    found = header(
        "Empfängerin;Zweck;Jahr", "Alpha GmbH;Handwerk;2020", "Beta GmbH;Firma;2021", "C;Ort;Name"
    )
    assert (found.row, found.fields[0]) == (1, "name")


def test_titles_above_the_headings_are_passed_over() -> None:
    found = header(
        "Mitglieder: Name und Ort;;", ";;", "Stand 2026;;", "Firma;PLZ;Bietet", "A;1;Holz"
    )
    assert (found.row, found.fields) == (4, ("name", "postcode", "offer"))


@pytest.mark.parametrize(
    ("heads", "name"),
    [
        ("Bezeichnung;Firma;PLZ", "Firma"),
        ("Titel;Name;PLZ", "Name"),
        ("Name;Zuwendungsempfänger;PLZ", "Zuwendungsempfänger"),
        ("Anrede;Titel;Vorname;Name;Betrieb", "Betrieb"),
        ("Vorname;Nachname;Name der Einrichtung", "Name der Einrichtung"),
        ("Bezeichnung;PLZ;Ort", "Bezeichnung"),
    ],
)
def test_the_surest_column_of_names_counts(heads: str, name: str) -> None:
    found = fields(heads, ";".join("abc" for _ in heads.split(";")))
    assert [n for n, field in found.items() if field == "name"] == [name]


def test_a_column_of_ticks_is_no_name() -> None:
    assert fields("Mitglied;Name;PLZ", "ja;A;1", "nein;B;2")["Name"] == "name"
    assert fields("Mitglied;Firma;PLZ", "A;B GmbH;1")["Firma"] == "name"
    assert fields("Mitglied;PLZ;Ort", "A GmbH;1;x")["Mitglied"] == "name"


def test_columns_of_persons_name_no_organisation() -> None:
    assert "name" not in fields("Vorname;Name;PLZ;Ort", "Max;Muster;15230;Frankfurt").values()


def test_two_columns_of_one_heading_are_two() -> None:
    found = header("Firma;Ort;Ort", "A;Berlin;Potsdam", "B;Werder;Cottbus", **{"Spalte C": None})
    assert found.names == ("Firma", "Ort", "Ort (Spalte C)")
    assert found.fields == ("name", "place", None)
    both, _ = find_header(iter([(1, ["Firma", "Ort"])]), {"Neu!Ort": "about"}, "Neu")
    assert both is not None
    assert both.fields == ("name", "about")


@pytest.mark.parametrize(
    ("values", "field"), [(("1", "2", "3"), None), (("1", "2", "4"), "id"), (("0042", "7"), "id")]
)
def test_numbers_that_only_count_are_no_id(values: tuple[str, ...], field: str | None) -> None:
    found = header("Nr.;Firma;PLZ", *(f"{v};F{v};15230" for v in values))
    assert found.fields[0] == field


def test_what_a_name_does_not_tell_the_values_may() -> None:
    found = header("Wer;Wo;Netz;Was", *(
        f"Alpha {i} GmbH;1523{i};www.a{i}.de;Wir drehen und fräsen Teile aus Stahl nach Zeichnung"
        for i in range(4)
    ))  # fmt: skip
    assert found.fields == ("name", "postcode", "website", "about")
    assert {n.column for n in found.remarks} == {"Wer", "Wo", "Netz", "Was"}


def test_footers_groups_and_headings_again_are_left_out() -> None:
    lines = [
        "Firma;PLZ;Umsatz", "Landkreis Muster;;", "A GmbH;15230;5", "Firma;PLZ;Umsatz",
        "Gesamtschau AG;;", "Summe;;5,00", "Stand: Mai 2026;;", "Quelle: eigene;;", "* geschätzt;;",
    ]  # fmt: skip
    found, body = find_header(((i, x.split(";")) for i, x in enumerate(lines, start=1)))
    assert found is not None
    table = Table(None, found, body)
    assert [row.number for row in table.rows()] == [3, 5]
    assert [remark.row for remark in table.remarks] == [2, 4, 6, 7, 8, 9]


def test_a_row_wider_than_the_headings_loses_nothing() -> None:
    rows = [(1, ["Firma", "WZ"]), (2, ["A GmbH", "25.62", " 28.41", ""]), (3, ["B", "62"])]
    found, body = find_header(iter(rows))
    assert found is not None
    table = Table(None, found, body)
    assert [row.texts[-1] for row in table.rows()] == ["25.62;  28.41", "62"]
    assert [(remark.row, remark.column) for remark in table.remarks] == [(2, "WZ")]


@pytest.mark.parametrize("heading", ["wz " + "9" * 5000, "a " * 3000, "mitarbeiter" + " in" * 2000])
def test_a_cell_of_any_length_is_asked_quickly(heading: str) -> None:
    start = time.perf_counter()
    assert field_of(heading) is None
    field_of(heading[:150] + "!")
    assert time.perf_counter() - start < 0.5
