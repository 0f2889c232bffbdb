"""Rows of a table: what people write in the cells and what becomes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data.exchange import values
from data.exchange.rows import RowReader
from data.exchange.values import date_of, kind_of
from data.exchange.values.kinds import kind_in
from data.exchange.values.sizes import size_of
from data.profiles import Kind, Place, Profile, Role, SizeClass
from data.spreadsheet.columns import LABELS, field_of
from data.spreadsheet.headings import Header
from data.spreadsheet.report import Note, Severity
from data.spreadsheet.tables import Cell, Row, row_of


@pytest.fixture(scope="module")
def reader() -> RowReader:
    return RowReader()


def read(reader: RowReader, **texts: str) -> tuple[Profile | None, list[Note]]:
    given = {field_of(column) for column in texts}
    standard = {"name": "A GmbH", "kind": "Unternehmen"}
    texts = {f: t for f, t in standard.items() if f not in given} | texts
    cells: dict[str, list[Cell]] = {}
    for column, text in texts.items():
        field = field_of(column)
        assert field is not None
        cells.setdefault(field, []).append(Cell(column, text))
    return reader.read(Row(17, cells))


def good(reader: RowReader, **texts: str) -> Profile:
    profile, notes = read(reader, **texts)
    assert profile is not None, notes
    return profile


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("eins", ["eins"]),
        ("eins\r\nzwei\n\n drei ", ["eins", "zwei", "drei"]),
        ("eins | zwei", ["eins", "zwei"]),
        ("• eins • zwei", ["eins", "zwei"]),
        ("- eins\n- zwei\n– drei\n* vier", ["eins", "zwei", "drei", "vier"]),
        ("Blech 3-5 mm; A|B - und mehr", ["Blech 3-5 mm; A|B - und mehr"]),
        (r"links \| rechts", ["links | rechts"]),
    ],
)
def test_statements_of_a_cell(cell: str, expected: list[str]) -> None:
    assert list(values.split(cell)) == expected


def test_numbered_columns_and_roles(reader: RowReader) -> None:
    profile = good(
        reader, **{"Angebot 1": "a", "Angebot 2": "b | c", "sucht": "d", "Profil": "e\nf"}
    )
    assert profile.texts(Role.OFFER) == ("a", "b", "c")
    assert profile.texts(Role.NEED) == ("d",)
    assert profile.texts(Role.ABOUT) == ("e", "f")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Unternehmen", Kind.COMPANY),
        ("HANDWERK", Kind.CRAFT),
        ("Handwerksbetrieb", Kind.CRAFT),
        ("Startup", Kind.STARTUP),
        ("Start-up", Kind.STARTUP),
        ("Forschung", Kind.RESEARCH),
        ("Hochschule", Kind.RESEARCH),
        ("Institut", Kind.RESEARCH),
        ("Cluster", Kind.CLUSTER),
        ("Netzwerk", Kind.CLUSTER),
        ("Reallabor", Kind.FACILITY),
        ("Testfeld", Kind.FACILITY),
        ("Fläche", Kind.FACILITY),
        ("company", Kind.COMPANY),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("9", SizeClass.MICRO),
        ("10", SizeClass.SMALL),
        ("49", SizeClass.SMALL),
        ("50", SizeClass.MEDIUM),
        ("249 Mitarbeiter", SizeClass.MEDIUM),
        ("250", SizeClass.LARGE),
        ("ca. 1.200", SizeClass.LARGE),
        ("unter 10", SizeClass.MICRO),
        ("<10", SizeClass.MICRO),
        ("10-49", SizeClass.SMALL),
        ("50 – 249", SizeClass.MEDIUM),
        ("250+", SizeClass.LARGE),
        ("klein", SizeClass.SMALL),
        ("medium", SizeClass.MEDIUM),
    ],
)
def test_sizes(text: str, size: SizeClass) -> None:
    assert size_of(text) is size


@pytest.mark.parametrize(
    "text", ["31.12.2027", "2027-12-31", "2027-12-31 00:00:00", "31. 12. 2027"]
)
def test_dates(text: str) -> None:
    assert date_of(text) == dt.date(2027, 12, 31)


FRANKFURT = Place(postcode="15230", name="Frankfurt (Oder)", kreis="12053", land="12")
PRENZLAU = Place(postcode="17291", name="Prenzlau", kreis="12073", land="12")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"PLZ": "15230", "Ort": "Frankfurt/Oder"}, [FRANKFURT]),
        ({"PLZ": "D-15230"}, [FRANKFURT]),
        ({"Orte": "15230 Frankfurt (Oder); 17291 Prenzlau"}, [FRANKFURT, PRENZLAU]),
        ({"PLZ": "15230; 17291", "Ort": "Frankfurt (Oder); Prenzlau"}, [FRANKFURT, PRENZLAU]),
        ({"Ort": "17291 Prenzlau"}, [PRENZLAU]),
        ({"Ort": "Prenzlau"}, [Place(name="Prenzlau", kreis="12073", land="12")]),
        ({"Kreis": "LOS"}, [Place(kreis="12067", land="12")]),
        ({"Kreis": "Oder-Spree", "Land": "Brandenburg"}, [Place(kreis="12067", land="12")]),
        ({"Land": "Brandenburg; Sachsen"}, [Place(land="12"), Place(land="14")]),
        ({"Land": "Deutschland"}, []),
    ],
)
def test_places(reader: RowReader, texts: dict[str, str], expected: list[Place]) -> None:
    profile, notes = read(reader, **texts)
    assert profile is not None
    assert list(profile.places) == expected
    assert notes == []


@pytest.mark.parametrize(
    ("texts", "place", "part"),
    [
        ({"PLZ": "1067"}, "01067", "führende Null"),
        ({"PLZ": "15230", "Ort": "Potsdam"}, "15230", "nicht 'Potsdam'"),
        ({"PLZ": "15230", "Land": "Sachsen"}, "15230", "widersprechen"),
        ({"PLZ": "00001", "Ort": "Prenzlau"}, None, "zu keinem bekannten Ort"),
        ({"Ort": "Prenzlauu"}, None, "Prenzlau"),
        ({"Ort": "Neustadt"}, None, "mehrdeutig"),
    ],
)
def test_places_accepted_with_a_note(
    reader: RowReader, texts: dict[str, str], place: str | None, part: str
) -> None:
    profile, notes = read(reader, **texts)
    assert profile is not None
    assert profile.places[0].postcode == place
    assert [n.severity for n in notes] == [Severity.NOTE]
    assert part in notes[0].german
    assert notes[0].column in texts


def test_sectors_trades_and_clusters(reader: RowReader) -> None:
    profile = good(
        reader,
        WZ="2562; 26,51; Zerspanung; Tischler",
        Gewerk="Metallbauer",
        Cluster="Optik; Metall",
    )
    assert profile.sectors == ("25.62", "26.51")
    assert profile.trades == ("A-27", "A-13")
    assert profile.clusters == ("optics", "metal")
    label = good(reader, Branche="Herstellung von Metallerzeugnissen")
    assert label.sectors == ("25",)


def test_unknown_sectors_are_notes_and_the_others_stay(reader: RowReader) -> None:
    for texts, unknown in (("Zauberei", "Zauberei"), ("25.62; 99.98", "99.98")):
        profile, notes = read(reader, Branche=texts)
        assert profile is not None
        assert [(n.severity, n.value) for n in notes] == [(Severity.NOTE, unknown)]
        assert profile.sectors == (("25.62",) if "25" in texts else ())


def test_other_fields(reader: RowReader) -> None:
    profile = good(
        reader,
        Nr="M 17",
        Sprachen="Deutsch, Polnisch und en",
        Website="www.a.de",
        Email="mailto:x@a.de",
        Ansprechstelle="Einkauf",
        Sichtbarkeit="nur eigene",
        Quelle="Messe 2026",
        Mitarbeiter="30",
    )
    assert profile.id == "M-17"
    assert profile.languages == ("de", "pl", "en")
    assert profile.website == "https://www.a.de"
    assert profile.contact is not None
    assert (profile.contact.office, profile.contact.email) == ("Einkauf", "x@a.de")
    assert profile.visibility == "own"
    assert profile.size == "small"


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("Typ", "Behörde", "möglich sind: Unternehmen"),
        ("PLZ", "1523x", "fünf Ziffern"),
        ("PLZ", "00000", "fünf Ziffern"),
        ("PLZ", "152300", "fünf Ziffern"),
        ("Größe", "viele", "unter 10"),
        ("Größe", "mehr als 20", "wie groß mindestens"),
        ("gültig bis", "31.02.2027", "31.12.2027"),
        ("E-Mail", "a at b", "kontakt@firma.de"),
        ("Website", "gibt es nicht", "https://www.firma.de"),
        ("Sprachen", "Klingonisch", "Polnisch"),
        ("Ort", "x" * 121, "121 Zeichen"),
        ("Ansprechstelle", "Abteilung " * 30, "200"),
        ("Telefon", "0335 1 " * 20, "60"),
        ("Website", "https://a.de/" + "x" * 300, "Internetadresse"),
        ("Mandant", "Müller & Söhne", "passt nicht"),
        ("E-Mail", "k.A.", "gilt als leer"),
        ("Angebot", "–", "gilt als leer"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_no_row(
    reader: RowReader, column: str, text: str, expected: str
) -> None:
    fields = tuple(field_of(name) for name in ("Firma", "Art", column))
    if column == "Typ":
        fields = ("name", None, "kind")
    header = Header(1, ("Firma", "Art", column), fields)
    profile, notes = reader.read(row_of(header, 2, ("A GmbH", "Unternehmen", text)))
    assert profile is not None
    assert profile.name == "A GmbH"
    assert [n.severity for n in notes] == [Severity.NOTE]
    assert expected in notes[0].german
    assert notes[0].english != notes[0].german


def test_all_that_is_wrong_with_a_row_is_told(reader: RowReader) -> None:
    profile, notes = read(reader, name=" ", Typ="Ufo", **{"E-Mail": "x"})
    assert profile is None
    assert [n.column for n in notes] == [LABELS["name"], "E-Mail", "Typ"]
    assert [n.severity for n in notes] == [Severity.ERROR, Severity.NOTE, Severity.NOTE]


def test_too_many_statements_and_too_long_ones(reader: RowReader) -> None:
    profile, notes = read(reader, Angebot="\n".join(f"Satz {i}" for i in range(201)))
    assert profile is not None
    assert len(profile.statements) == 200
    assert notes[0].column == "statements"
    text = " ".join(f"Wir drehen Teil {i}. Und wir fräsen es!" for i in range(250))
    long = good(reader, Angebot=text).texts(Role.OFFER)
    assert [len(piece) <= 4000 for piece in long] == [True] * 3
    assert " ".join(long) == text
    assert all(piece[-1] in ".!" for piece in long)
    assert "".join(good(reader, Angebot="x" * 9000).texts(Role.OFFER)) == "x" * 9000


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("9.5", "micro"), ("12,5", "small"), ("40.25", "small"), ("1.234,5", "large"),
        ("1-10", "micro"), ("11-50", "small"), ("51 – 200", "medium"), ("201-500", "large"),
        ("10 bis unter 50 Beschäftigte", "small"), ("über 1000", "large"), ("5 (2024)", "micro"),
        ("1949-10-01", "small"), ("Okt 49", "small"), ("01. Sep", "micro"), ("10. Dez", "small"),
        ("11.50", "small"), ("ca. 300 Mitarbeitende", "large"), ("5 - 9", "micro"),
    ],
)  # fmt: skip
def test_headcounts_ranges_and_what_excel_made_of_them(text: str, size: str) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AG", "company"), ("GmbH & Co. KG", "company"), ("e. K.", "company"),
        ("Großunternehmen", "company"), ("Unternehmen/Start-up", "company"),
        ("außeruniversitäre Forschungseinrichtung", "research"), ("Handwerk (Innung)", "craft"),
        ("Kommune", None), ("F", None), ("e.V.", None),
    ],
)  # fmt: skip
def test_kinds_in_other_words(text: str, kind: str | None) -> None:
    assert kind_in(text) == kind


def test_contacts_and_sites_wherever_they_stand(reader: RowReader) -> None:
    profile = good(
        reader,
        **{"E-Mail": "info (at) a.de; www.a.de", "Telefon": "0335 12-3 / einkauf@a.de"},
    )
    assert (profile.website, profile.contact and profile.contact.email) == (
        "https://www.a.de", "info@a.de",
    )  # fmt: skip
    assert profile.contact is not None
    assert profile.contact.phone == "0335 12-3"
    mixed = good(reader, Website="Tel. 0331 45 67 89, www.b.de", Kontakt="info@b.de")
    assert (mixed.website, mixed.contact and mixed.contact.phone) == (
        "https://www.b.de", "0331 45 67 89",
    )  # fmt: skip
    assert mixed.contact is not None
    assert (mixed.contact.email, mixed.contact.office) == ("info@b.de", None)


@pytest.mark.parametrize(
    ("column", "text", "visibility"),
    [
        ("Sichtbarkeit", "nicht öffentlich", "own"), ("Sichtbarkeit", "vertraulich", "own"),
        ("Sichtbarkeit", "x", "own"), ("Sichtbarkeit", "TRUE", "own"), ("Freigabe", "1", "own"),
        ("Sichtbarkeit", "–", "own"), ("Sichtbarkeit", "öffentlich?", "own"),
        ("Vertraulich", "ja", "own"), ("Vertraulich", "x", "own"),
        ("Vertraulich", "nein", "public"),
        ("Sichtbarkeit", "öffentlich", "public"), ("Sichtbarkeit", "Netzwerk", "network"),
    ],
)  # fmt: skip
def test_no_word_is_turned_into_public(
    reader: RowReader, column: str, text: str, visibility: str
) -> None:
    header = Header(1, ("Firma", column), ("name", field_of(column)))
    profile, _ = reader.read(row_of(header, 2, ("A GmbH", text)))
    assert profile is not None
    assert profile.visibility == visibility


@pytest.mark.parametrize(
    ("text", "day"),
    [("31.12.27", (2027, 12, 31)), ("2/2028", (2028, 2, 29)), ("46387", (2026, 12, 31))],
)
def test_days_in_other_forms(text: str, day: tuple[int, int, int]) -> None:
    assert date_of(text) == dt.date(*day)
    assert date_of("unbefristet") is None


def test_missing_kind_follows_the_trade(reader: RowReader) -> None:
    for texts, kind in (({"Gewerk": "Tischler"}, Kind.CRAFT), ({}, Kind.COMPANY)):
        fields: dict[str, Any] = {"kind": " ", **texts}
        cells = {f: [Cell(f, t)] for f, t in (("name", "A"), *fields.items()) if t.strip()}
        cells = {field_of(f) or f: c for f, c in cells.items()}
        profile, notes = reader.read(Row(2, cells))
        assert profile is not None
        assert profile.kind is kind
        assert "Die Art fehlt" in notes[0].german


def test_derived_ids_are_stable_and_tell_tenants_apart(reader: RowReader) -> None:
    first = good(reader, Firma="Müller & Söhne", PLZ="15230")
    assert first.id == good(reader, Firma="MÜLLER  & Söhne", PLZ="15230", Angebot="neu").id
    assert first.id.startswith("mueller-soehne-")
    assert first.id != good(reader, Firma="Müller & Söhne", PLZ="17291").id
    other = RowReader("hwk")
    assert first.id != good(other, Firma="Müller & Söhne", PLZ="15230").id


def test_a_second_column_for_one_field_is_told(reader: RowReader) -> None:
    profile, notes = read(reader, name="A GmbH", Firma="B GmbH")
    assert profile is not None
    assert profile.name == "A GmbH"
    assert [(n.column, n.value) for n in notes] == [("Firma", "B GmbH")]
