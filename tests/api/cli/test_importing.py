from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.running import CRAFT, Run

BAD_ROWS = "Name;PLZ;Ort;Art;Bietet\nGut GmbH;17291;Prenzlau;Handwerk;Drehen\n;1523;X;;\n"


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    path = tmp_path / "firmen.csv"
    path.write_text(BAD_ROWS, encoding="cp1252")
    return path


def test_a_second_import_changes_nothing(run: Run) -> None:
    first = run("import", CRAFT, "--no-index", "--json").json[0]
    second = run("import", CRAFT, "--no-index", "--json").json[0]
    assert first["created"] > 50
    assert (second["created"], second["updated"]) == (0, 0)
    assert second["unchanged"] == first["created"]


def test_a_bad_row_is_named_and_the_good_one_kept(run: Run, bad_file: Path) -> None:
    ran = run("import", bad_file, "--no-index")
    assert ran.code == 1
    for part in ("Zeile 3", "PLZ", "1523"):
        assert part in ran.out
    assert run("list", "--json").json["total"] == 1


def test_all_or_nothing_keeps_nothing(run: Run, bad_file: Path) -> None:
    assert run("import", bad_file, "--no-index", "--all-or-nothing").code == 1
    assert run("list", "--json").json["total"] == 0


def test_a_dry_run_writes_nothing(run: Run) -> None:
    ran = run("import", CRAFT, "--dry-run")
    assert ran.code == 0
    assert "Probelauf" in ran.out
    assert run("list", "--json").json["total"] == 0


def test_the_report_names_row_column_and_value(run: Run, bad_file: Path, tmp_path: Path) -> None:
    table, data = tmp_path / "hinweise.csv", tmp_path / "hinweise.json"
    for report in (table, data):
        run("import", bad_file, "--dry-run", "--report", report)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    notes = json.loads(data.read_text(encoding="utf-8"))
    assert len(rows) == len(notes) >= 1
    assert ("3", "PLZ", "1523") in {(row["Zeile"], row["Spalte"], row["Wert"]) for row in rows}
    assert (3, "PLZ", "1523") in {(n["row"], n["column"], n["value"]) for n in notes}


def test_a_report_of_unknown_form_is_wrong_usage(run: Run, bad_file: Path) -> None:
    ran = run("import", bad_file, "--report", "hinweise.txt")
    assert ran.code == 2
    assert "--report" in ran.err
    assert run("list", "--json").json["total"] == 0


def test_a_missing_file_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    ran = run("import", tmp_path / "fehlt.csv", CRAFT, "--no-index")
    assert ran.code == 1
    assert "fehlt.csv" in ran.err
    assert run("list", "--json").json["total"] > 50


def test_profiles_get_the_owner_asked_for(run: Run) -> None:
    run("import", CRAFT, "--no-index", "--owner", "hwk-potsdam")
    assert run("list", "--owner", "hwk-potsdam", "--json").json["total"] > 50
    assert run("list", "--owner", "default", "--json").json["total"] == 0


def test_the_index_follows_an_import(run: Run) -> None:
    assert "Index: " in run("import", CRAFT).err
    figures = run("index", "--json").json
    assert figures["profiles"] == run("list", "--json").json["total"]
    assert figures["vectors"] > 2 * figures["profiles"]


@pytest.mark.parametrize("args", [("index",), ("index", "--rebuild", "--stats")])
def test_the_index_of_an_empty_store_is_empty(run: Run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert ran.code == 0
    assert "0 Profile" in ran.err


def mapped(folder: Path) -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Mitglieder"
    first.append(["Wer", "Ort", "Notiz", "Was"])
    first.append(["Alpha", "Prenzlau", "geheim", "Treppen"])
    other = book.create_sheet("Gäste")
    other.append(["Wer", "Ort"])
    other.append(["Gast", "Potsdam"])
    book.save(folder / "liste.xlsx")
    return folder / "liste.xlsx"


def test_columns_and_sheets_are_chosen(run: Run, tmp_path: Path) -> None:
    path = mapped(tmp_path)
    options = ("--map", "Wer=name", "--map", "Spalte 4=Angebot", "--map", "Notiz=-")
    report = run("import", path, "--no-index", "--json", "--sheet", "Mitglieder", *options).json[0]
    assert (report["created"], report["refused"]) == (1, 0)
    assert {note["column"] for note in report["notes"]} == {None, "Art"}
    (profile,) = run("list", "--json").json["profiles"]
    assert (profile["name"], profile["statements"][0]["text"]) == ("Alpha", "Treppen")
    both = run("import", path, "--no-index", "--json", "--map", "Gäste!Spalte a=Name").json[0]
    assert (both["created"], both["rows"]) == (1, 1)
    skipped = run("import", path, "--dry-run", "--json", "--skip-sheet", "Gäste", *options).json[0]
    assert (skipped["rows"], skipped["unchanged"]) == (1, 1)


def test_what_is_chosen_and_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    path = mapped(tmp_path)
    assert run("import", path, "--map", "Wer=Quatsch").code == 2
    assert run("import", path, "--map", "Wer").code == 2
    missing = run("import", path, "--no-index", "--sheet", "Fehlt")
    assert missing.code == 1
    assert "'Mitglieder', 'Gäste'" in missing.err
    told = run("import", path, "--dry-run", "--json", "--map", "Wer=name", "--map", "Xyz=need").json
    assert any("'Xyz'" in note["german"] for note in told[0]["notes"])
