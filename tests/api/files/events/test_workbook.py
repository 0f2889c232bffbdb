"""The workbook of a plan, read again with openpyxl."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from api.files.events.workbook import workbook_of
from data.events.event import Interest, Wish
from data.events.plans import Answer
from tests.support.planned import event, plan, slot

SHEETS = ["Nach Teilnehmer", "Nach Tisch", "Nach Zeit", "Wünsche", "Kennzahlen"]


def opened(*answers: Answer, **changes: object) -> Workbook:
    return load_workbook(io.BytesIO(workbook_of(event(**changes), plan(), answers)))


def rows(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    """Return the rows under the head."""
    return [row for row in book[name].iter_rows(min_row=4, values_only=True) if any(row)]


def test_it_has_the_sheets_of_an_organiser_and_their_heads_stay() -> None:
    book = opened()
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "B4"
        assert sheet.print_title_rows == "$1:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet["A1"].value == f"Startups treffen Industrie: {sheet.title}"
        assert sheet["A2"].value == "Mittwoch, 17. Juni 2026 · Kulturhaus, Potsdam · Plan Nr. 1"


def test_by_participant_with_real_days_and_times() -> None:
    found = [row for row in rows(opened(), "Nach Teilnehmer") if row[0] == "Stahlbau Öder"]
    assert found[0][:9] == (
        "Stahlbau Öder",
        "Stahlbau Öder",
        "Industrie",
        dt.datetime(2026, 6, 17),
        dt.time(9, 0),
        dt.time(9, 20),
        "Lötwerk UG",
        "Tisch 1",
        "Saal A",
    )
    assert found[0][10] == "Wir prüfen Lötstellen; mit Kamera, in Sekunden"
    assert [row[6] for row in found[1:]] == [
        "– Ihre Pause –",
        "– Pause –",
        "=Formel GmbH",
        "– Kein Termin –",
    ]


def test_by_table() -> None:
    found = rows(opened(), "Nach Tisch")
    assert [(row[0], row[3], row[5], row[6]) for row in found] == [
        ("Tisch 1", dt.time(9, 0), "Lötwerk UG", "Stahlbau Öder"),
        ("Tisch 1", dt.time(10, 15), "=Formel GmbH", "Stahlbau Öder"),
        ("Fensterplatz", dt.time(9, 25), "=Formel GmbH", "Kühne & Söhne"),
    ]


def test_by_time_is_a_matrix_of_all_participants() -> None:
    book = opened()
    head = [cell.value for cell in book["Nach Zeit"][3]]
    assert head == ["Teilnehmer", "09:00–09:20", "09:25–09:45", "10:15–10:35", "10:40–11:00"]
    assert rows(book, "Nach Zeit") == [
        (
            "=Formel GmbH",
            "nicht da",
            "Kühne & Söhne (Fensterplatz)",
            "Stahlbau Öder (Tisch 1)",
            "–",
        ),
        ("Kühne & Söhne", "–", "=Formel GmbH (Fensterplatz)", "nicht da", "nicht da"),
        ("Lötwerk UG", "Stahlbau Öder (Tisch 1)", "–", "–", "–"),
        ("Stahlbau Öder", "Lötwerk UG (Tisch 1)", "Pause", "=Formel GmbH (Tisch 1)", "–"),
        ("Gespräche", 1, 1, 1, 0),
        ("Teilnehmer ohne Gespräch", 1, 1, 1, 3),
    ]


def test_a_long_day_is_printed_on_larger_paper() -> None:
    slots = tuple(slot(25 * number) for number in range(7))
    book = opened(slots=slots)
    assert book["Nach Zeit"].page_setup.paperSize == 8
    assert book["Nach Tisch"].page_setup.paperSize == 9


def test_wishes_tell_whether_they_were_kept() -> None:
    wishes = (
        Wish(who="s1", whom="i2", interest=Interest.VETO),
        Wish(who="i2", whom="s1", interest=Interest.WOULD),
        Wish(who="s1", whom="i1", interest=Interest.MUST),
    )
    found = rows(opened(wishes=wishes), "Wünsche")
    assert [row[:4] for row in found] == [
        ("Lötwerk UG", "Stahlbau Öder", "muss treffen", "ja"),
        ("Kühne & Söhne", "Lötwerk UG", "möchte treffen", "nein"),
        ("Lötwerk UG", "Kühne & Söhne", "nicht treffen", "ja"),
    ]
    assert found[0][5] == dt.time(9, 0)


def test_figures_tell_how_good_the_plan_is() -> None:
    found = dict(row[:2] for row in rows(opened(), "Kennzahlen"))
    assert found["Gespräche"] == 3
    assert found["Startup: Meiste Gespräche eines Teilnehmers"] == 2
    assert found["Gespräche in der Mitte (Median)"] == 1.5
    assert found["„Muss treffen“ erfüllt"] == "1 von 1"
    assert found["Tische besetzt"] == 3 / 8
    assert found["So viel besser könnte der Plan höchstens sein"] == 0


def test_no_text_becomes_a_formula() -> None:
    for sheet in opened():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@sum", "\tx"])
def test_the_name_of_an_event_is_no_formula_either(text: str) -> None:
    cell = opened(name=f"{text} x")["Kennzahlen"]["A1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_what_was_told_is_added_up() -> None:
    book = opened(
        Answer(who="s1", whom="i1", met=True, go_on="yes", note="=Angebot folgt"),
        Answer(who="i1", whom="s1", met=True, go_on="yes"),
        Answer(who="s2", whom="i2", met=True),
        Answer(who="i2", whom="s2", met=False),
    )
    assert book.sheetnames == [*SHEETS, "Rückmeldungen", "Rückmeldungen je Gespräch"]
    assert rows(book, "Rückmeldungen") == [
        ("=Formel GmbH", 2, 1, 0, 0, 0, 0),
        ("Kühne & Söhne", 1, 1, 0, 0, 0, 0),
        ("Lötwerk UG", 1, 1, 1, 1, 1, 1),
        ("Stahlbau Öder", 2, 1, 1, 1, 1, 1),
        ("Alle Gespräche", 3, 2, 1, 2, None, 1),
    ]
    told = rows(book, "Rückmeldungen je Gespräch")
    assert told[0][2:] == ("Lötwerk UG", "Stahlbau Öder", "ja", "ja; =Angebot folgt", "ja", "ja")
    assert told[1][4] == "unterschiedliche Angaben"
    assert told[2][4:] == (None, None, None, None)


def test_it_speaks_the_events_language() -> None:
    book = opened(language="en")
    assert book.sheetnames[:4] == ["By participant", "By table", "By time", "Wishes"]
    assert book["Figures"]["A2"].value.startswith("Wednesday, 17 June 2026")
