"""Tables as they come: each with what a colleague would read in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.exchange.reading import Reading
from data.exchange.run import import_profiles
from data.profiles import Kind, Profile, Role
from data.spreadsheet.cleaning import LONGEST
from data.spreadsheet.columns import field_of
from data.spreadsheet.report import ImportReport
from data.store.profiles import open_store

Imported = tuple[dict[str, Profile], ImportReport]


def imported(path: Path, reading: Reading | None = None) -> Imported:
    store = open_store(f"sqlite:///{path.parent / 'profiles.db'}")
    report = import_profiles(path, store, reading=reading)
    return {profile.name: profile for profile in store.iterate()}, report


def text(folder: Path, content: str, name: str = "liste.csv") -> Imported:
    (folder / name).write_text(content, encoding="utf-8")
    return imported(folder / name)


def book(folder: Path, rows: list[list[Any]], title: str = "Liste") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def saved(folder: Path, made: openpyxl.Workbook, reading: Reading | None = None) -> Imported:
    made.save(folder / "liste.xlsx")
    return imported(folder / "liste.xlsx", reading)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Standort (PLZ, Ort)", "place"),
        ("Unsere Leistungen", "offer"),
        ("Was bieten Sie an?", "offer"),
        ("Wonach suchen Sie?", "need"),
        ("Kooperationsinteresse", "need"),
        ("Looking for", "need"),
        ("Suche / Biete", "about"),
        ("One-liner", "about"),
        ("Forschungsschwerpunkte", "about"),
        ("Hauptbranche (WZ 2008)", "sectors"),
        ("Gewerbe 2", "trades"),
        ("Anzahl MA", "size"),
        ("Hauptsitz", "place"),
        ("Ihre E-Mail-Adresse", "email"),
        ("Betriebsbezeichnung", "name"),
        ("Anzahl", None),
        ("Finanzbedarf", None),
        ("Größe in qm", None),
        ("Art der Förderung", None),
        ("Leistungszeitraum", None),
    ],
)
def test_a_heading_is_read_if_every_word_of_it_is_understood(
    heading: str, field: str | None
) -> None:
    assert field_of(heading) == field


def test_a_table_without_headings_is_read_by_its_values(tmp_path: Path) -> None:
    found, report = text(
        tmp_path,
        "Ziegelei Krug GmbH;14542;Werder (Havel);www.krug.example;buero@krug.example\n"
        "Mosterei Lindt e.K.;16816;Neuruppin;www.lindt.example;laden@lindt.example\n",
    )
    krug = found["Ziegelei Krug GmbH"]
    assert krug.places[0].postcode == "14542" and krug.website == "https://www.krug.example"
    assert krug.contact is not None and krug.contact.email == "buero@krug.example"
    assert len(found) == report.created == 2


def test_values_that_name_no_organisation_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="Kopfzeile"):
        text(tmp_path, "14542;Werder;12\n16816;Neuruppin;13\n")


def test_a_row_that_explains_the_columns_is_no_organisation(tmp_path: Path) -> None:
    found, _ = text(
        tmp_path,
        "Name der Einrichtung *;Kategorie;Wir suchen;Homepage\n"
        "Pflichtfeld;bitte auswählen;max. 500 Zeichen;optional\n"
        "Halle Nord;Reallabor;Hersteller;nord.example\n"
        "Zentrum Süd;Forschungseinrichtung;Partner;sued.example\n",
    )
    assert {name: profile.kind for name, profile in found.items()} == {
        "Halle Nord": Kind.FACILITY,
        "Zentrum Süd": Kind.RESEARCH,
    }


def test_a_name_may_go_on_in_a_second_column_but_not_with_a_person(tmp_path: Path) -> None:
    found, _ = text(
        tmp_path,
        "Name1;Name2;PLZ\nStahlbau Mark;GmbH & Co. KG;15890\nElektro Paul;z. Hd. Frau Lehr;17291\n",
    )
    assert set(found) == {"Stahlbau Mark GmbH & Co. KG", "Elektro Paul"}


def test_a_mark_means_what_its_heading_names(tmp_path: Path) -> None:
    found, _ = text(
        tmp_path,
        "Betrieb;Ort;Angebot: 3D-Druck;Leistungen [Fräsen];Angebot;Newsletter\n"
        "Alpha;Berlin;x;nein;ja;x\nBeta;Berlin;;X;nein;x\n",
    )
    assert found["Alpha"].texts(Role.OFFER) == ("3D-Druck",)
    assert found["Beta"].texts(Role.OFFER) == ("Fräsen",)


def test_what_stands_below_a_table_is_left_out(tmp_path: Path) -> None:
    found, report = text(
        tmp_path,
        "Unternehmen,PLZ,Beschäftigte\nKessel GmbH,14943,42\nUhren GmbH,03130,9\n"
        "Gesamt: 2 Unternehmen,,51\nErstellt am 01.02.2025,,\nDatenquelle: Register,,\n"
        "Alle Angaben ohne Gewähr,,\n",
    )
    assert set(found) == {"Kessel GmbH", "Uhren GmbH"}
    assert report.rows == 2


@pytest.mark.parametrize("cell", ["siehe Website", "n/v", "-/-", "./.", "liegt nicht vor", "n. b."])
def test_a_cell_that_says_nothing_is_no_statement(tmp_path: Path, cell: str) -> None:
    found, _ = text(tmp_path, f"Firma;Ort;Wir suchen\nA GmbH;Potsdam;{cell}\n")
    assert found["A GmbH"].statements == ()


@pytest.mark.parametrize(
    ("cell", "size"),
    [("3 Vollzeit, 2 Teilzeit", "micro"), ("12 VZ + 40 Azubis", "medium"), ("Solo", None)],
)
def test_staff_is_added_up(tmp_path: Path, cell: str, size: str | None) -> None:
    found, _ = text(tmp_path, f"Firma;Ort;Mitarbeitende\nA GmbH;Potsdam;{cell}\n")
    assert found["A GmbH"].size == size


def test_ways_to_reach_somebody_are_found_mixed_in_one_cell(tmp_path: Path) -> None:
    found, _ = text(
        tmp_path,
        "Firma;Kontakt\n"
        'Brauhaus GmbH;"Tel. 033652 8100, www.brauhaus.example, info@brauhaus.example"\n'
        "Imkerei Ahn;033841-4455 / imker@ahn.example\n"
        "Gärtnerei Beet;gaertnerei-beet.example\n"
        "Hof Klee;Abteilung Vertrieb\n",
    )
    contact = found["Brauhaus GmbH"].contact
    assert contact is not None and contact.office is None
    assert (contact.phone, contact.email) == ("033652 8100", "info@brauhaus.example")
    assert found["Brauhaus GmbH"].website == "https://www.brauhaus.example"
    assert found["Gärtnerei Beet"].website == "https://gaertnerei-beet.example"
    assert found["Hof Klee"].contact is not None
    assert found["Hof Klee"].contact.office == "Abteilung Vertrieb"


def test_a_name_links_to_its_own_site_only(tmp_path: Path) -> None:
    made = book(tmp_path, [["Firma", "E-Mail"], ["Funkwerk Dahme GmbH", "Mail"], ["Alt GmbH", ""]])
    sheet = made.worksheets[0]
    sheet["A2"].hyperlink = "https://www.funkwerk.example"
    sheet["B2"].hyperlink = "mailto:office@funkwerk.example?subject=Anfrage"
    sheet["A3"].hyperlink = "https://portal.example/mitglied/17"
    found, _ = saved(tmp_path, made)
    funkwerk = found["Funkwerk Dahme GmbH"]
    assert funkwerk.website == "https://www.funkwerk.example"
    assert funkwerk.contact is not None and funkwerk.contact.email == "office@funkwerk.example"
    assert found["Alt GmbH"].website is None


def test_hidden_rows_are_told_and_taken_only_if_chosen(tmp_path: Path) -> None:
    made = book(tmp_path, [["Firma", "Ort"], ["Neu GmbH", "Potsdam"], ["Alt GmbH", "Potsdam"]])
    made.worksheets[0].row_dimensions[3].hidden = True
    found, report = saved(tmp_path, made)
    assert set(found) == {"Neu GmbH"}
    assert [(note.row, note.count) for note in report.notes if "ausgeblendet" in note.german] == [
        (3, 1)
    ]
    found, _ = imported(tmp_path / "liste.xlsx", Reading(hidden_rows=True))
    assert set(found) == {"Neu GmbH", "Alt GmbH"}


def test_broken_umlauts_are_repaired_in_workbooks_too(tmp_path: Path) -> None:
    broken = "Käthe Grün GmbH".encode().decode("cp1252")
    found, report = saved(tmp_path, book(tmp_path, [["Firma", "Ort"], [broken, "Potsdam"]]))
    assert set(found) == {"Käthe Grün GmbH"}
    assert [note.row for note in report.notes if "Umlaute" in note.german] == [2]


def test_lines_of_json_may_be_rows_with_keys_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"organisation": "Nord GmbH", "ort": "Wittenberge", "angebot": ["Wartung", "Schulung"]},
        {"organisation": "Süd GmbH", "ort": "Senftenberg"},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    found, _ = text(tmp_path, lines, "liste.jsonl")
    assert found["Nord GmbH"].texts(Role.OFFER) == ("Wartung", "Schulung")
    assert found["Süd GmbH"].places[0].kreis == "12066"


@pytest.mark.parametrize(
    ("cell", "sectors", "trades"),
    [
        ("62.01 62.02", ("62.01", "62.02"), ()),
        ("Holz", ("16",), ()),
        ("Elektrotechnik; Metallverarbeitung", ("27", "25"), ()),
        ("Augenoptik", (), ("A-33",)),
    ],
)
def test_branches_as_lists_of_members_name_them(
    tmp_path: Path, cell: str, sectors: tuple[str, ...], trades: tuple[str, ...]
) -> None:
    found, _ = text(tmp_path, f'Firma,Branche\nA GmbH,"{cell}"\n')
    assert (found["A GmbH"].sectors, found["A GmbH"].trades) == (sectors, trades)


def test_a_part_of_a_town_is_no_second_place_beside_the_town(tmp_path: Path) -> None:
    found, _ = text(tmp_path, "Firma;Ort;Ortsteil\nA GmbH;Potsdam;Babelsberg\n")
    assert [place.name for place in found["A GmbH"].places] == ["Potsdam"]


def test_an_institute_is_research_unless_it_is_a_firm(tmp_path: Path) -> None:
    found, _ = text(
        tmp_path, "Einrichtung;Ort\nInstitut für Glas;Berlin\nInstitut für Haut GmbH;Berlin\n"
    )
    assert found["Institut für Glas"].kind is Kind.RESEARCH
    assert found["Institut für Haut GmbH"].kind is Kind.COMPANY


@pytest.mark.parametrize(
    ("column", "found"),
    [("Kontakt", "post@nord.example"), ("Adresse", "Am Markt 1, 15230 Frankfurt (Oder)")],
)
def test_no_address_is_looked_for_in_a_cell_longer_than_any(
    tmp_path: Path, column: str, found: str
) -> None:
    # Looking through a cell of 100,000 characters took a minute.
    for letters, known in ((LONGEST // 2, True), (LONGEST, False)):
        cell = f"{'a' * letters}, {found}"
        profiles, report = text(tmp_path, f"Name;{column}\nNord GmbH;{cell}\nSüd GmbH;\n")
        nord = profiles["Nord GmbH"]
        assert bool((nord.contact and nord.contact.email) or nord.places) is known
        assert len(profiles) == 2
        assert known or any(note.column == column for note in report.notes)
        (tmp_path / "profiles.db").unlink()
