"""Reading the spreadsheet of an event as people fill it in: what is wrong, and what is not."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events.event import Event, Interest, Slot, Wish
from data.events.examples import example_event
from data.events.sheet import SheetRead, read_event_sheet

SIDED = example_event()
EVENT = SIDED.model_copy(update={"sides": ()})
DAY = dt.datetime(2027, 3, 18)
Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | None


def book(sheets: dict[str, Sequence[Sequence[Cell]]]) -> BytesIO:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = BytesIO()
    made.save(file)
    file.seek(0)
    return file


def read(sheets: dict[str, Sequence[Sequence[Cell]]], event: Event = EVENT) -> SheetRead:
    return read_event_sheet(book(sheets), event)


def people(*rows: Sequence[Cell], event: Event = EVENT) -> SheetRead:
    return read({"Teilnehmer": rows}, event)


def good(found: SheetRead) -> Event:
    assert [problem.text() for problem in found.problems] == []
    assert found.event is not None
    return found.event


@pytest.mark.parametrize(
    ("title", "rows", "cell", "german", "english"),
    [
        ("Teilnehmer", [("Name", "Kommt"), ("A", "früh")], "B2", "'früh' ist keine Uhrzeit",
         "'früh' is not a time"),
        ("Teilnehmer", [("Name", "Kommt"), ("A", "25:00")], "B2", "keine Uhrzeit", "not a time"),
        ("Teilnehmer", [("Name", "Geht"), ("A", dt.datetime(2027, 3, 9))], "B2", "keine Uhrzeit",
         "not a time"),
        ("Teilnehmer", [("Name", "Kommt", "Geht"), ("A", "13:00", "12:00")], "C2",
         "kann nicht um 13:00 kommen", "cannot arrive at 13:00"),
        ("Teilnehmer", [("Name", "Pausen"), ("A", "9")], "B2", "von 1 bis 8", "from 1 to 8"),
        ("Teilnehmer", [("Name", "Pausen"), ("A", "13:00-12:00")], "B2", "keine Pause",
         "not a break"),
        ("Teilnehmer", [("Name", "Pausen"), ("A", dt.time(12, 0))], "B2", "keine Pause",
         "not a break"),
        ("Teilnehmer", [("Name", "Höchstens"), ("A", "viele")], "B2", "ganze Zahl von 0 bis 60",
         "whole number from 0 to 60"),
        ("Teilnehmer", [("Name", "Höchstens"), ("A", 61)], "B2", "'61' passt hier nicht",
         "'61' does not fit"),
        ("Teilnehmer", [("Name", "Mindestens"), ("A", 2.5)], "B2", "'2.5' passt hier nicht",
         "'2.5' does not fit"),
        ("Teilnehmer", [("Name", "Seite"), ("A", "Presse")], "B2",
         "eine Seite der Veranstaltung: Start-up, Industrie", "a side of the event"),
        ("Teilnehmer", [("Name", "Tisch"), ("A", "Tisch 9")], "B2", "ein Tisch des Blatts",
         "a table of the sheet"),
        ("Teilnehmer", [("Name", "Räume"), ("A", "Saal; Keller")], "B2", "'Keller' ist nicht",
         "'Keller' is not known"),
        ("Teilnehmer", [("Name", "Dabei"), ("A", "vielleicht")], "B2", "'ja' oder 'nein'",
         "'yes' or 'no'"),
        ("Teilnehmer", [("Kürzel", "Name"), ("S01", "A"), ("S01", "B")], "A3",
         "steht schon in einer Zeile darüber", "stands in a row above"),
        ("Teilnehmer", [("Kürzel", "Name"), ("?", "A")], "A2", "ist kein Kürzel", "not a code"),
        ("Teilnehmer", [("Kürzel", "Name"), ("S01", None)], "B2", "Der Name fehlt",
         "the name is missing"),
        ("Teilnehmer", [("Name", "Angebot"), ("A", "x" * 4001)], "B2", "hat 4001 Zeichen",
         "has 4001 characters"),
        ("Teilnehmer", [("Name", "Angebot"), ("A", ";".join("abc") * 20)], "B2", "41 Einträge",
         "41 entries"),
        ("Teilnehmer", [("Name", "Frage"), ("A", "=1/0")], "B2", "Die Formel '=1/0' hat keinen",
         "the formula '=1/0' has no value"),
        ("Teilnehmer", [("Name", "Firma", "Betrieb"), ("A", "B", "C")], "C1",
         "'Betrieb' steht für dasselbe wie 'Firma'", "stands for the same as"),
        ("Teilnehmer", [("Name", "Möchte treffen"), ("A", "Oderwerk")], "B2",
         "ist unter den Teilnehmern nicht zu finden", "is not among the participants"),
        ("Teilnehmer", [("Name", "Nicht treffen"), ("A", "A")], "B2", "wünscht sich jemand selbst",
         "wishes to meet themselves"),
        ("Teilnehmer", [("Name", "Muss treffen", "Nicht treffen"), ("A", "B", "B"), ("B",)],
         "C2", "in Zelle B2 für dieselben 'muss'", "in cell B2 'must'"),
        ("Zeiten", [("Tag", "Beginn", "Ende"), (None, "10:00", "10:20")], "B2", "fehlt der Tag",
         "needs a day"),
        ("Zeiten", [("Tag", "Beginn", "Ende"), (DAY, "10:00", None)], "C2", "Uhrzeit fehlt",
         "time is missing"),
        ("Zeiten", [("Tag", "Beginn", "Ende"), (DAY, "10:00", "9:20")], "C2",
         "Das Ende 09:20 liegt nicht nach", "the end 09:20 is not after"),
        ("Zeiten", [("Tag", "Beginn", "Ende"), (DAY, "10:00", "10:20"), (DAY, "10:10", "10:30")],
         "B3", "vor dem Ende der vorigen Zeit", "before the end of the time above"),
        ("Zeiten", [("Tag", "Beginn", "Ende"), ("31.02.2027", "10:00", "10:20")], "A2",
         "ist kein Tag", "is not a day"),
        ("Tische", [("Tisch", "Kapazität"), ("T1", -1)], "B2", "von 0 bis 100", "from 0 to 100"),
        ("Tische", [("Tisch", "Raum"), ("T1", "R"), ("t1", "R")], "A3", "gibt es schon",
         "already"),
        ("Tische", [("Tisch", "Raum"), (None, "R")], "A2", "Name des Tisches fehlt",
         "table's name is missing"),
        ("Wünsche", [("Wer", "Wen", "Wunsch"), ("S01", "I01", "hm")], "C2",
         "'muss', 'möchte' oder 'nicht'", "'must', 'would' or 'not'"),
        ("Wünsche", [("Wer", "Wen"), ("S01", None)], "B2", "fehlt ein Teilnehmer", "is missing"),
        ("Wünsche", [("Wer", "Wen"), ("S09", "I01")], "A2", "Gemeint ist vielleicht 'S0",
         "Perhaps 'S0"),
        ("Veranstaltung", [("Name", None)], "B1", "Name der Veranstaltung fehlt", "is missing"),
        ("Veranstaltung", [("Name", "A"), ("Name", "B")], "A2", "steht zweimal da", "twice"),
        ("Veranstaltung", [("Sprache", "Latein")], "B1", "'Deutsch' oder 'Englisch'",
         "'German' or 'English'"),
        ("Veranstaltung", [("Paare planen ab Wert", "120 %")], "B1", "von 0 bis 1", "from 0 to 1"),
        ("Teilnehmer", [("Name", "Seite"), ("A", None)], "B2", "'Seite' ist bei 'A' nicht bekannt",
         "'Side' is not known for 'A'"),
        ("Teilnehmer", [("Name", "Mindestens", "Höchstens"), ("A", 5, 3)], "B2",
         "'Mindestens' ist mit 5 mehr als", "'At least' is 5 and more than"),
        ("Teilnehmer", [("Name", "Räume", "Tisch"), ("A", "Empore", "Tisch 1")], "C2",
         "steht im Raum 'Saal'", "is in room 'Saal'"),
        ("Veranstaltung", [("Seite 1", "A"), ("Seite 2", None)], "B1",
         "keine oder zwei verschiedene Seiten", "no side or two different ones"),
        ("Veranstaltung", [("Mindestens", 7)], "B1", "mehr als das Höchste, 6", "most, 6"),
        ("Veranstaltung", [("Wettbewerber", "teils")], "B1", "'ja' oder 'nein'", "'yes' or 'no'"),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_named(
    title: str, rows: Sequence[Sequence[Cell]], cell: str, german: str, english: str
) -> None:
    sided = any("Seite" in row for row in rows)
    found = read({title: rows}, SIDED if sided else EVENT)
    assert found.event is None
    assert [(problem.sheet, problem.cell) for problem in found.problems] == [(title, cell)]
    assert german in found.problems[0].text("de")
    assert found.problems[0].text("de").startswith(f"Blatt '{title}', Zelle {cell}: ")
    assert english in found.problems[0].text("en")
    assert "rwartet" in found.problems[0].german or any(
        word in found.problems[0].german
        for word in ("erlaubt", "möglich", "braucht", "mehr als", "kann aber nur")
    )


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("14:30", 14, 30),
        ("14.30 Uhr", 14, 30),
        ("14 Uhr", 14, 0),
        ("9:05", 9, 5),
        ("9", 9, 0),
        (dt.time(14, 30), 14, 30),
        (14.5 / 24, 14, 30),
        (46464.604166666664, 14, 30),
        ("18.03.2027 14:30", 14, 30),
        ("Do, 18.3.27, 14.30 Uhr", 14, 30),
        ("2027-03-18T14:30", 14, 30),
        (dt.datetime(2027, 3, 18, 14, 30), 14, 30),
    ],
)
def test_times_are_understood_as_people_and_excel_write_them(
    written: Cell, hour: int, minute: int
) -> None:
    event = good(people(("Name", "Geht"), ("A", written)))
    assert event.participants[0].leaves == DAY.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("written", "away"),
    [
        ("10:20-11:00; 13:00 bis 13.20 Uhr", (1, 2, 4)),
        ("von 10:10 bis 10:30", (0, 1)),
        ("12:00-13:00", ()),
        ("18.03.2027 10:00–10:20", (0,)),
        ("19.03.2027 10:00-10:20", ()),
        ("3; 1", (0, 2)),
        ("3, 1", (0, 2)),
        (2, (1,)),
    ],
)
def test_breaks_are_hours_or_numbers_of_times(written: Cell, away: tuple[int, ...]) -> None:
    assert good(people(("Name", "Pausen"), ("A", written))).participants[0].away == away


def test_several_days_need_their_date() -> None:
    midnight = dt.datetime(2027, 3, 20)
    times: list[tuple[Cell, ...]] = [
        ("Tag", "Beginn", "Ende"),
        (DAY, "16:00", "16:20"),
        (None, "16:20", "16:40"),
        ("19.03.2027", "9.00 Uhr", "9.20 Uhr"),
        (None, "23:50", "20.03.2027 0:00"),
    ]
    event = good(read({"Zeiten": times}))
    assert [slot.start.day for slot in event.slots] == [18, 18, 19, 19]
    assert event.slots[3].end == midnight
    assert "fehlt der Tag" in people(("Name", "Kommt"), ("A", "10:00"), event=event).problems[0][3]
    later = good(people(("Name", "Kommt"), ("A", "19.03.2027 10:00"), event=event))
    assert later.participants[0].arrives == dt.datetime(2027, 3, 19, 10)
    both = good(people(("Name", "Pausen"), ("A", "8:00-16:30"), event=event))
    assert both.participants[0].away == (0, 1, 2)


def test_breaks_keep_their_hours_when_the_times_change() -> None:
    times = [("Beginn", "Ende"), ("12:50", "13:10"), ("13:30", "13:50")]
    event = good(read({"Zeiten": times}))
    assert EVENT.participants[0].away == (4,)  # 13:00 to 13:20
    assert event.participants[0].away == (0,)
    assert event.slots[0] == Slot(start=DAY.replace(hour=12, minute=50),
                                  end=DAY.replace(hour=13, minute=10))  # fmt: skip


def test_a_list_alone_changes_only_what_it_names() -> None:
    found = people(("Name", "Bedarf"), ("Lausitz Sensorik GmbH", "Kapital"), ("Neu AG", None))
    event = good(found)
    assert (found.added, found.changed) == (("neu-ag",), ("S01",))
    assert found.removed == ("S02", "S03", "I01", "I02", "I03")
    first = event.participants[0]
    assert (first.needs, first.offers) == (("Kapital",), EVENT.participants[0].offers)
    assert (event.slots, event.tables, event.settings) == (
        EVENT.slots, EVENT.tables, EVENT.settings)  # fmt: skip
    assert event.wishes == ()
    assert "3 Wünsche von oder an Teilnehmer" in found.remarks[-1].text()


def test_ids_are_made_from_names_and_stay() -> None:
    rows = [("Name", "Organisation"), ("Bäcker Öhm", "A"), ("Bäcker Öhm", "B"), ("京", None)]
    event = good(people(*rows))
    assert [p.id for p in event.participants] == ["baecker-oehm", "baecker-oehm-2", "t"]
    turned = good(people(rows[0], rows[3], rows[2], rows[1], event=event))
    assert [(p.id, p.firm) for p in turned.participants] == [
        ("t", ""), ("baecker-oehm-2", "B"), ("baecker-oehm", "A")]  # fmt: skip
    named = good(people(("Name",), ("BÄCKER ÖHM",), ("Bäcker Öhm",), event=event))
    assert [p.firm for p in named.participants] == ["A", "B"]
    coded = people(("Nr", "Name"), (7.0, "X"), ("A 1", "Y"))
    assert [p.id for p in good(coded).participants] == ["7", "A-1"]
    assert "wird als 'A-1' übernommen" in coded.remarks[0].text()


def test_persons_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "anmeldungen.csv"
    rows = [
        ("Anmeldungen", "", "", "", "", ""),
        ("Firma", "Vorname", "Name", "E-Mail", "Bietet", "Bemerkung"),
        ("Öko eG", "Ada", "Beispiel", "ada@example.org", "Kräuter; Tee\nHonig", "Vegan"),
    ]
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    found = read_event_sheet(path, EVENT)
    person = good(found).participants[0]
    assert (person.name, person.id, person.offers) == (
        "Öko eG", "oeko-eg", ("Kräuter", "Tee", "Honig"))  # fmt: skip
    assert "Ada" not in repr(found)
    assert "Beispiel" not in repr(found)
    told = [(remark.cell, remark.german) for remark in found.remarks]
    assert [cell for cell, text in told if "nennt wohl Personen" in text] == ["B2", "C2", "D2"]
    assert [cell for cell, text in told if "nicht bekannt" in text] == ["F2"]


def test_wishes_name_people_by_code_or_name() -> None:
    wishes = [("Wer", "Wen", "Wunsch"), ("S01", "Stadtwerke Seenland", "muss"),
              ("holzfuge ug", "I01", None), ("I01", "S03", "Darf nicht")]  # fmt: skip
    assert good(read({"Wünsche": wishes})).wishes == (
        Wish(who="S01", whom="I03", interest=Interest.MUST),
        Wish(who="S02", whom="I01", interest=Interest.WOULD),
        Wish(who="I01", whom="S03", interest=Interest.VETO),
    )
    rows = [("Name", "Firma", "Möchte treffen"), ("Stand", "X", "Y; Neu"), ("Stand", "Y", None),
            ("Neu", None, "Stand (X)")]  # fmt: skip
    found = people(*rows)
    assert [(w.who, w.whom) for w in good(found).wishes] == [
        ("stand", "stand-2"), ("stand", "neu"), ("neu", "stand")]  # fmt: skip
    unclear = people(*rows[:3], ("Neu", None, "Stand"))
    assert "heißen mehrere (stand, stand-2); erwartet wird das Kürzel" in unclear.problems[0].text()


def test_columns_of_wishes_replace_their_kind_alone() -> None:
    rows = [("Kürzel", "Name", "Möchte treffen"), *((p.id, p.name) for p in EVENT.participants)]
    rows[1] = ("S01", "Lausitz Sensorik GmbH", "I02; I02")
    found = people(*rows)
    assert good(found).wishes == (EVENT.wishes[0], EVENT.wishes[2],
                                  Wish(who="S01", whom="I02", interest=Interest.WOULD))  # fmt: skip
    assert "zählt einmal" in found.remarks[0].text()


def test_two_sides_are_taken_from_the_list() -> None:
    event = EVENT.model_copy(update={"participants": (), "wishes": ()})
    rows = [("Firma", "Typ"), ("A", "Startup"), ("B", "Industrie"), ("C", "startup")]
    found = people(*rows, event=event)
    assert good(found).sides == ("Startup", "Industrie")
    assert [p.side for p in good(found).participants] == ["Startup", "Industrie", "Startup"]
    assert "übernommen werden 'Startup', 'Industrie'" in found.remarks[0].text()
    three = people(*rows, ("D", "Presse"), event=event)
    assert (good(three).sides, good(three).participants[0].side) == ((), "")
    assert "nennt 3 verschiedene" in three.remarks[0].text()


def test_several_lists_are_one_and_other_sheets_are_told() -> None:
    found = read(
        {
            "Tabelle1": [("Firma", "Angebot"), ("A", "x")],
            "Warteliste": [("Firma",), ("B",)],
            "Budget": [("Posten", "Euro"), ("Saal", 300)],
        }
    )
    assert [p.name for p in good(found).participants] == ["A", "B"]
    unread = [remark for remark in found.remarks if "Dieses Blatt wird nicht" in remark.german]
    assert [remark.sheet for remark in unread] == ["Budget"]


def test_merged_heads_leave_a_column_without_a_name() -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["Unsere Aussteller", None, None])
    sheet.append(["Firma", "Angebot", None])
    sheet.append(["A", "x", "y"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B2:C2")
    file = BytesIO()
    made.save(file)
    found = read_event_sheet(file, EVENT)
    assert good(found).participants[0].offers == ("x",)
    assert [(r.cell, "verbundene Zellen" in r.german) for r in found.remarks[:1]] == [("C2", True)]


def test_too_many_of_anything_is_refused() -> None:
    found = people(("Name",), *((f"F{i}",) for i in range(601)))
    assert "hat 601 Teilnehmer; erlaubt sind 600" in found.problems[0].text()
    hours = [f"{6 + i // 6}:{i % 6}" for i in range(61)]
    times = [("Beginn", "Ende"), *((f"{hour}0", f"{hour}5") for hour in hours)]
    assert "hat 61 Zeilen; erlaubt sind 60" in read({"Zeiten": times}).problems[0].text()
    wrong = people(("Name", "Dabei"), *((f"F{i}", "?") for i in range(300)))
    assert len(wrong.problems) == 201
    assert wrong.problems[-1].text() == "… und 100 weitere Stellen."


@pytest.mark.parametrize(
    ("content", "german"),
    [
        (b"", "Die Datei ist leer"),
        (b"PK\x03\x04 broken", "keine lesbare Excel-Arbeitsmappe"),
        (b"a;b\n1;2\n", "keine Liste von Teilnehmern"),
        (b"\x00\x01\x02\x81\x8d", "nicht lesbar"),
    ],
)
def test_files_that_are_no_list_are_refused(content: bytes, german: str) -> None:
    found = read_event_sheet(BytesIO(content), EVENT)
    assert found.event is None
    assert german in found.problems[0].text()


def test_a_sheet_without_heads_says_what_is_expected() -> None:
    found = read({"Teilnehmer": [("A", "B"), ("C", "D")]})
    assert "beginnt mit 'A'); erwartet wird eine Zeile mit der Spalte 'Name'" in (
        found.problems[0].text())  # fmt: skip
    twice = read({"Zeiten": [("Beginn", "Ende")], "Slots": [("Beginn", "Ende")]})
    assert "'Zeiten', 'Slots' stehen für dasselbe" in twice.problems[0].text()


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(-1e9, 1e9),
    st.times().map(lambda time: time.replace(microsecond=0)),
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2200, 1, 1)),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=12),
    st.sampled_from(("10:00-11:00", "1; 2", "ja", "Saal", "Tisch 1", "S01", "99.99.9999 10:00")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=20, max_size=20), max_size=4))
def test_whatever_stands_in_a_cell_it_is_taken_or_told(rows: list[list[Cell]]) -> None:
    heads = ("Kürzel", "Name", "Organisation", "Seite", "Profil", "Wir bieten", "Wir suchen",
             "Frage", "Kommt", "Geht", "Pausen", "Höchstens", "Mindestens", "Gruppe", "Räume",
             "Tisch", "Dabei", "Muss treffen", "Möchte treffen", "Nicht treffen")  # fmt: skip
    found = people(heads, *rows, event=SIDED)
    assert (found.event is None) == bool(found.problems)
    if found.event is not None:
        assert Event.model_validate(found.event.model_dump()) == found.event


def ods(text: str) -> bytes:
    """Return a list as LibreOffice saves it."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in line.split(";")
        )
        + "</table:table-row>"
        for line in text.splitlines()
    )
    base = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{base}:office:1.0" '
        f'xmlns:table="{base}:table:1.0" xmlns:text="{base}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Liste">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return file.getvalue()


@pytest.mark.parametrize("form", ["mac", "forced", "ods"])
def test_lists_of_any_format_and_encoding_are_read(form: str) -> None:
    text = "Firma;Wir bieten;Wir suchen\nGrüne Öfen GmbH;Kachelöfen;Rußprüfung\n"
    content = {
        "mac": text.encode("mac-roman"),
        "forced": text.replace("Grüne Öfen GmbH", '="Grüne Öfen GmbH"').encode(),
        "ods": ods(text),
    }[form]
    (firm,) = good(read_event_sheet(BytesIO(content), EVENT)).participants
    assert (firm.name, firm.offers, firm.needs) == (
        "Grüne Öfen GmbH",
        ("Kachelöfen",),
        ("Rußprüfung",),
    )
