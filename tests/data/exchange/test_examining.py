"""A file looked through before it is taken over: columns chosen, rows corrected in place."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import Workbook

from data.exchange.examining import LINE, Examined, examine, positions, reexamine
from data.exchange.looking import look
from data.exchange.reading import Reading, Spot
from data.exchange.run import import_profiles
from data.profiles import Profile
from data.spreadsheet.report import note
from data.store.profiles import ProfileStore

OWNER = "hwk"
MIXED = """Mitgliederliste 2027;;;;;
;;;;;
Kennung;Firma;Typ;PLZ;Angebot;
1;Alpha GmbH;Unternehmen;15230;Drehen;ohne Kopf
2;;Ufo;15230;Fräsen;
2;;Unternehmen;99999;Gießen;
1;Delta GmbH;Handwerk;17291;Löten;
5;;Handwerk;17291;Schweißen;
"""


def write(folder: Path, text: str = MIXED, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("cp1252"))
    return path


def found_in(folder: Path, store: ProfileStore, reading: Reading | None = None) -> Examined:
    path = folder / "liste.csv"
    return examine(path, store, OWNER, path.name, reading)


def test_it_counts_and_keeps_the_refused_rows_whole(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    write(tmp_path)
    found = found_in(tmp_path, sqlite_store)
    assert (found.rows, found.created, found.refused) == (5, 1, 4)
    assert sqlite_store.count() == 0
    assert [row.row for row in found.refused_rows] == [5, 6, 7, 8]
    assert found.refused_rows[0].texts == ["2", "", "Ufo", "15230", "Fräsen", ""]
    columns = found.columns_of(None)
    at = [[columns[i].name for n in row.notes for i in positions(n, columns)]
          for row in found.refused_rows]  # fmt: skip
    assert at == [["Firma", "Typ"], ["Firma", "PLZ"], ["Kennung"], ["Firma"]]
    assert any("Spalte F hat keine Überschrift" in remark.german for remark in found.remarks)


def test_corrected_rows_become_good_in_place(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    path = write(tmp_path)
    found = found_in(tmp_path, sqlite_store)
    corrected: dict[Spot, dict[int, str]] = {
        (None, 5): {1: "Beta GmbH"},
        (None, 6): {1: "Gamma GmbH"},
        (None, 7): {0: "7"},
    }
    again = reexamine(found, corrected, sqlite_store, OWNER)
    # Rows 5 and 6 have the same number: that was hidden as long as both were refused.
    assert [row.row for row in again.still_refused] == [6, 8]
    assert "steht schon in Zeile 5" in again.still_refused[0].notes[-1].german
    assert (again.good, again.repaired.created) == (2, 2)
    corrected[None, 6] = {0: "6", 1: "Gamma GmbH"}
    corrected[None, 8] = {1: "Epsilon"}
    assert reexamine(found, corrected, sqlite_store, OWNER).still_refused == []
    report = import_profiles(path, sqlite_store, owner=OWNER, reading=Reading(corrected=corrected))
    assert (report.created, report.refused) == (5, 0)
    assert sqlite_store.get("5").name == "Epsilon"


def test_a_column_is_what_somebody_says(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    text = "Wer;Was;PLZ;;Intern\nAlpha;Drehen;15230;Fräsen von Stahl;geheim\n"
    path = write(tmp_path, text)
    (sheet,) = look(path, path.name)
    assert not sheet.can_be_read
    assert [(c.name, c.field) for c in sheet.columns] == [
        ("Wer", None), ("Was", None), ("PLZ", "postcode"), ("Spalte D", None), ("Intern", None),
    ]  # fmt: skip
    assert sheet.columns[3].samples == ("Fräsen von Stahl",)
    chosen = {"Wer": "name", "Was": "offer", "Spalte D": "need", "Intern": None}
    assert look(path, path.name, chosen)[0].can_be_read
    found = found_in(tmp_path, sqlite_store, Reading(chosen=chosen))
    assert (found.created, found.remarks) == (1, [])
    import_profiles(path, sqlite_store, owner=OWNER, reading=Reading(chosen=chosen))
    (profile,) = sqlite_store.iterate()
    assert [(s.role, s.text) for s in profile.statements] == [
        ("offer", "Drehen"),
        ("need", "Fräsen von Stahl"),
    ]


def test_sheets_are_looked_at_one_by_one(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["Name", "PLZ"])
    first.append(["Alpha", "15230"])
    book.create_sheet("Notizen").append(["nur Text"])
    path = tmp_path / "datei"  # as uploads are kept: the name is told apart from the file
    book.save(path)
    looked = look(path, "a.xlsx")
    assert [(s.name, s.can_be_read) for s in looked] == [("Sheet", True), ("Notizen", False)]


def test_a_line_of_jsonl_is_corrected_as_a_whole(
    tmp_path: Path, sqlite_store: ProfileStore
) -> None:
    good = Profile.model_validate({"id": "a", "name": "Alpha", "kind": "company", "owner": OWNER})
    bad = json.dumps({"id": "b", "name": "Beta", "kind": "ufo"})
    path = tmp_path / "a.jsonl"
    path.write_text(good.model_dump_json() + "\n" + bad + "\n", encoding="utf-8")
    found = examine(path, sqlite_store, OWNER, path.name)
    assert [c.name for c in found.columns_of(None)] == [LINE]
    corrected: dict[Spot, dict[int, str]] = {(None, 2): {0: bad.replace("ufo", "craft")}}
    assert reexamine(found, corrected, sqlite_store, OWNER).good == 1
    report = import_profiles(path, sqlite_store, owner=OWNER, reading=Reading(corrected=corrected))
    assert (report.created, report.refused) == (2, 0)
    assert sqlite_store.get("b").owner == OWNER


def test_a_note_finds_its_column_by_name_or_field() -> None:
    found = Examined.model_validate(
        {
            "file": "a",
            "columns": {"": [{"name": "Firma", "field": "name"}, {"name": "X", "field": None}]},
        }
    )
    columns = found.columns_of(None)
    assert positions(note("", "", column="X"), columns) == [1]
    assert positions(note("", "", column="Name"), columns) == [0]
    assert positions(note("", ""), columns) == []


def test_what_is_true_of_many_rows_is_one_note(tmp_path: Path, sqlite_store: ProfileStore) -> None:
    write(tmp_path, "Firma;PLZ\n" + "".join(f"Firma {i};k.A.\n" for i in range(700)))
    found = found_in(tmp_path, sqlite_store)
    assert [(note.column, note.count) for note in found.notes] == [("PLZ", 700), ("Art", 700)]
