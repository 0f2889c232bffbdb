"""Files as Excel and others write them: encodings, separators, headers, sheets."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from data.errors import ProfileError
from data.exchange.run import import_profiles
from data.profiles import Place, Profile, Role
from data.spreadsheet.columns import field_of
from data.store.profiles import ProfileStore

LIST = (
    "Nr;Firma;Typ;Postleitzahl;Ort;Bietet;Sucht\n"
    "7;Müller & Söhne;Handwerksbetrieb;15230;Frankfurt (Oder);"
    '"Drehen\nFräsen; auch 5-achsig";Prüfstand\n'
    ";;;;;;\n"
    '8;"Öko ""Grün"" eG";Unternehmen;14467;Potsdam;Kräuter;\n'
)


def both(store: ProfileStore) -> tuple[Profile, Profile]:
    return store.get("7"), store.get("8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_in_every_form_gives_the_same(
    tmp_path: Path, sqlite_store: ProfileStore, encoding: str, separator: str
) -> None:
    out = StringIO()
    cells = csv.reader(StringIO(LIST), delimiter=";")
    csv.writer(out, delimiter=separator).writerows(cells)
    path = tmp_path / "liste.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    report = import_profiles(path, sqlite_store)
    assert [n.text() for n in report.errors] == []
    assert (report.rows, report.created, report.empty_rows) == (2, 2, 1)
    first, second = both(sqlite_store)
    assert first.name == "Müller & Söhne"
    assert first.texts(Role.OFFER) == ("Drehen", "Fräsen; auch 5-achsig")
    assert first.places == (
        Place(postcode="15230", name="Frankfurt (Oder)", kreis="12053", land="12"),
    )
    assert second.name == 'Öko "Grün" eG'


def test_line_of_excel_that_names_the_separator(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\r\nName|Art\r\nA|Quatsch\r\n")
    report = import_profiles(path, sqlite_store)
    assert [(n.row, n.column, n.value) for n in report.notes] == [(2, "Art", "Quatsch")]


def test_title_above_the_header_and_rows_counted_as_excel_does(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'Mitglieder 2026;;\n\nName;Art;Angebot\nA;Unternehmen;"x\ny\nz"\nB;Unsinn;\n', "utf-8"
    )
    report = import_profiles(path, sqlite_store)
    assert report.created == 2
    assert [(n.row, n.column) for n in report.notes] == [(5, "Art")]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Firma", "name"),
        (" FIRMENNAME ", "name"),
        ("E-Mail", "email"),
        ("Groesse", "size"),
        ("GRÖẞE", "size"),
        ("Mitarbeiter (Anzahl)", "size"),
        ("WZ (2008)", "sectors"),
        ("WZ2008", "sectors"),
        ("Angebot 2", "offer"),
        ("gueltig_bis", "valid_until"),
        ("Gültig bis", "valid_until"),
        ("company name", "name"),
        ("Bundesland", "land"),
        ("Quatsch", None),
    ],
)
def test_column_names(name: str, field: str | None) -> None:
    assert field_of(name) == field


def test_unknown_columns_are_reported_with_the_nearest(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Art;Angbot;Xyzzy;\nA;Unternehmen;dies;das;jenes\n", "utf-8")
    report = import_profiles(path, sqlite_store)
    notes = {n.column: n.text() for n in report.notes}
    assert "'Angebot'" in notes["Angbot"]
    assert "a.csv, Zeile 1, Spalte 'Xyzzy'" in notes["Xyzzy"]
    assert report.created == 1


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Deckblatt"
    first.append(["Liste der Kammer", None, dt.date(2026, 1, 1)])
    firms = book.create_sheet("Betriebe")
    firms.append(["Name", "Typ", "PLZ", "Mitarbeiter", "WZ", "gültig bis", "Telefon"])
    firms.append(["A GmbH", "Unternehmen", 1067.0, 12, 25.62, dt.date(2027, 5, 1), 33512345])
    firms.append([None] * 7)
    firms.append(["B GmbH", "Unternehmen", "15230", "120 MA", dt.datetime(2026, 11, 10), None])
    others = book.create_sheet("Forschung")
    others.append(["Einrichtung", "Art", "Seeks"])
    others.append(["Institut C", "Hochschule", "Partner"])
    book.create_sheet("Tabelle3")  # as Excel adds them
    book.save(path)
    return path


def test_xlsx_with_several_sheets_numbers_and_dates(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    report = import_profiles(workbook(tmp_path / "a.xlsx"), sqlite_store)
    assert [n.text() for n in report.errors] == []
    assert (report.created, report.empty_rows) == (3, 1)
    by_name = {profile.name: profile for profile in sqlite_store.iterate()}
    first = by_name["A GmbH"]
    assert (first.places[0].postcode, first.places[0].name) == ("01067", "Dresden")
    assert first.size == "small"
    assert first.sectors == ("25.62",)
    assert first.valid_until == dt.date(2027, 5, 1)
    assert first.contact is not None
    assert first.contact.phone == "33512345"
    assert by_name["B GmbH"].sectors == ("10.11",)
    assert by_name["B GmbH"].size == "medium"
    assert by_name["Institut C"].kind == "research"
    texts = [n.text() for n in report.notes]
    assert any("a.xlsx, Blatt 'Deckblatt': Das Blatt wird nicht" in text for text in texts)
    assert not any("Tabelle3" in text for text in texts)
    assert any("'Betriebe', Zeile 2, Spalte 'PLZ'" in t and "01067" in t for t in texts)
    assert any("'Betriebe', Zeile 4, Spalte 'WZ'" in t and "Datum" in t for t in texts)


def test_wrong_dimensions_hide_no_rows(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b'ref="A1:G4"', b'ref="A1:A2"'))
    assert import_profiles(path, sqlite_store).created == 3
    assert [p.size for p in sqlite_store.iterate() if p.name == "A GmbH"] == ["small"]


def encrypted(path: Path) -> None:
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    head[30:32] = (9).to_bytes(2, "little")
    head[48:52] = (2).to_bytes(4, "little")
    directory = "Root Entry".encode("utf-16-le").ljust(128, b"\0")
    directory += "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    path.write_bytes(bytes(head) + bytes(1024) + directory.ljust(512, b"\0"))


def old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brief.txt", "Hallo")


XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


def binary_book(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01")


def empty_book(path: Path) -> None:
    openpyxl.Workbook().save(path)


def far_cell(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Name", "weit weg"
    book.save(path)


def zipped(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "Name;PLZ\nA GmbH;15230\n")


def broken_sheet(path: Path) -> None:
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:300] if "sheet1" in name else content)


@pytest.mark.parametrize(
    ("name", "make", "part"),
    [
        ("a.xlsx", encrypted, "Kennwort"),
        ("a.xls", old_excel, "keine lesbare Excel-Arbeitsmappe"),
        ("a.xlsx", other_zip, "keine lesbare Excel-Arbeitsmappe"),
        ("a.xlsx", broken_sheet, "keine lesbare Excel-Arbeitsmappe"),
        ("a.xls", lambda path: path.write_text("<html><table>"), "eine HTML-Seite.*xlsx"),
        ("a.xls", lambda path: path.write_text(XML_2003), "XML-Tabelle von Excel 2003.*xlsx"),
        ("a.pdf", lambda path: path.write_text("%PDF"), "ein PDF"),
        ("a.xyz", lambda path: path.write_text("abc"), "Das Format ist nicht bekannt"),
        ("a.docx", word, "ein Word-Dokument"),
        ("a.xlsb", binary_book, "binäre Excel-Arbeitsmappe"),
        ("a.xlsx", empty_book, "keine Zelle"),
        ("a.xlsx", far_cell, "reicht über"),
        ("a.zip", lambda path: zipped(path, "a.csv", "b.csv"), "2 Tabellen"),
        ("a.zip", lambda path: zipped(path, "liesmich.md"), "0 Tabellen"),
        ("a.csv", lambda path: path.touch(), "ist leer"),
        ("a.csv", lambda path: path.write_text("Art;PLZ\nx;1\n"), "'Name'.*Gefunden: 'Art', 'PLZ'"),
        ("a.csv", lambda path: path.write_bytes(b"Name\x81;\x8d"), "nicht lesbar"),
        ("a.csv", lambda path: None, "gibt es nicht"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path,
    sqlite_store: ProfileStore,
    name: str,
    make: Callable[[Path], object],
    part: str,
) -> None:
    make(tmp_path / name)
    with pytest.raises(ProfileError, match=rf"^{name}.*{part}") as caught:
        import_profiles(tmp_path / name, sqlite_store)
    assert caught.value.english.startswith(name)
    assert sqlite_store.revision() == 0


def test_a_quote_never_closed_ends_at_its_line(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    path = tmp_path / "a.csv"
    good = "".join(f"Firma {i};Unternehmen;Drehen\n" for i in range(30))
    more = "".join(f"Betrieb {i};Unternehmen;Fräsen\n" for i in range(3000))
    path.write_text(f'Name;Art;Angebot\n{good}B;Unternehmen;"Guss\n{more}', "utf-8")
    report = import_profiles(path, sqlite_store, name="Liste.csv")
    assert (report.created, report.refused) == (3031, 0)
    assert [n.row for n in report.notes] == [32]
    assert [p.texts(Role.OFFER) for p in sqlite_store.iterate() if p.name == "B"] == [("Guss",)]


def test_a_table_under_a_wrong_ending_or_zipped_is_read(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    (tmp_path / "a.xlsx").write_text("Name;PLZ\nA GmbH;15230\n")
    zipped(tmp_path / "b.zip", "daten/b.csv")
    workbook(tmp_path / "c.csv")
    for name, created in (("a.xlsx", 1), ("b.zip", 0), ("c.csv", 3)):
        report = import_profiles(tmp_path / name, sqlite_store, find_duplicates=False)
        assert (name, report.created, report.refused) == (name, created, 0)


def messy(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mitglieder 2026"])
    sheet.merge_cells("A1:E1")
    sheet.append(["Firma", "PLZ", "Web", "Bietet", "Mail"])
    sheet.append(["Guss Nord GmbH", 15230.0, "Link", "Sandguss", "schreiben"])
    sheet.append([None, None, None, "Kokillenguss"])
    sheet.append([None, None, None, "=1+1"])
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("B3:B5")
    sheet["C3"].hyperlink = "https://guss.example/start"
    sheet["E3"].hyperlink = "mailto:post@guss.example"
    hidden = book.create_sheet("Alt")
    hidden.append(["Firma"])
    hidden.append(["Gibt es nicht mehr GmbH"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def test_merged_cells_links_formulas_and_hidden_sheets(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    report = import_profiles(messy(tmp_path / "a.xlsx"), sqlite_store)
    (profile,) = sqlite_store.iterate()
    assert (profile.name, profile.texts(Role.OFFER)) == (
        "Guss Nord GmbH",
        ("Sandguss", "Kokillenguss"),
    )
    assert profile.places[0].postcode == "15230"
    assert profile.website == "https://guss.example/start"
    assert profile.contact is not None
    assert profile.contact.email == "post@guss.example"
    told = {(n.sheet, n.row, n.value) for n in report.notes}
    assert ("Sheet", 5, "D5") in told
    assert ("Alt", None, None) in told


JSON_LISTS = [
    '[{"Firma": "A GmbH", "PLZ": "15230", "Bietet": ["x", "y"]}, {"Firma": "B GmbH"}]',
    '{"data": [{"Firma": "A GmbH", "PLZ": 15230, "Bietet": "x\\ny"}, {"Firma": "B GmbH"}]}',
    '[\n{"id": "a", "name": "A GmbH", "kind": "company", "places": [{"postcode": "15230"}],'
    ' "statements": [{"role": "offer", "text": "x"}, {"role": "offer", "text": "y"}]},'
    '{"id": "b", "name": "B GmbH", "kind": "company"}\n]',
]


@pytest.mark.parametrize("text", JSON_LISTS)
def test_lists_of_json_are_profiles_or_rows(
    tmp_path: Path, sqlite_store: ProfileStore, text: str
) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    report = import_profiles(tmp_path / "a.json", sqlite_store)
    assert (report.created, report.refused) == (2, 0)
    first = next(p for p in sqlite_store.iterate() if p.name == "A GmbH")
    assert first.texts(Role.OFFER) == ("x", "y")
    assert first.places[0].postcode == "15230"
