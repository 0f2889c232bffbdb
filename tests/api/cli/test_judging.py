from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from evaluation.judging.sheet import COLUMNS, GRADE, SHEET
from tests.support.running import Run

FIRMS = {
    "d1": ("Laser GmbH", "Aluminium mit dem Laser schweißen", "Brandenburg"),
    "d2": ("Bäckerei", "Brot und Brötchen backen", "Brandenburg"),
    "d3": ("Labor Laser", "Laser und Aluminium erforschen", "Berlin"),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "klein"
    folder.mkdir()
    corpus = [
        {"_id": id, "title": name, "text": text, "metadata": {"land": [land], "n_projects": 1}}
        for id, (name, text, land) in FIRMS.items()
    ]
    queries = [{"_id": "q1", "text": "Laser Aluminium", "metadata": {"land": "Brandenburg"}}]
    for file, rows in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{file}.jsonl").write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\td1\t1\n", encoding="utf-8")
    return folder


def fill(sheet: Path, target: Path, *grades: str | int) -> Path:
    book = openpyxl.load_workbook(sheet)
    for number, grade in enumerate(grades, start=2):
        book[SHEET].cell(number, COLUMNS.index(GRADE) + 1, grade)
    book.save(target)
    return target


def test_from_a_set_to_figures(run: Run, dataset: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "bogen.xlsx"
    made = run("judge", "make", dataset, sheet, "--a", "popularity", "--where-from", "land")
    assert made.code == 0, made.err
    assert "1 Anfragen, 2 Zeilen" in " ".join(made.err.split())  # wrapped after a long path
    nord = fill(sheet, tmp_path / "nord.xlsx", 3, 0)
    sued = fill(sheet, tmp_path / "sued.xlsx", "3 sehr gut", "1 entfernt")
    figures, qrels = tmp_path / "zahlen.json", tmp_path / "qrels.tsv"
    ran = run("judge", "read", nord, sued, "--json", figures, "--qrels", qrels)
    assert ran.code == 0, ran.err
    for word in ("popularity", "default", "nord", "sued", "Kappa", "50 %", "nDCG@5"):
        assert word in ran.out
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["systems"] == {"popularity": "popularity", "default": found["systems"]["default"]}
    assert [judge["graded"] for judge in found["judges"]] == [2, 2]
    assert found["agreements"][0]["equal"] == 0.5
    judged = {tuple(line.split("\t")) for line in qrels.read_text().splitlines()[1:]}
    assert {(query, grade) for query, _, grade in judged} == {("q1", "3"), ("q1", "0")}
    again = run("judge", "read", nord, "--qrels", qrels)
    assert again.code == 1
    assert "--overwrite" in again.err


@pytest.mark.parametrize(("lang", "better"), [("de", "besser"), ("en", "better")])
def test_a_narrow_terminal_cuts_no_heading_and_no_interval(
    run: Run,
    dataset: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    better: str,
) -> None:
    questions = ("Laser Aluminium", "Brot backen", "Aluminium erforschen", "Brötchen")
    asked = [{"_id": f"q{n}", "text": text} for n, text in enumerate(questions, start=1)]
    text = "".join(json.dumps(row) + "\n" for row in asked)
    (dataset / "queries.jsonl").write_text(text, encoding="utf-8")
    (dataset / "qrels.tsv").write_text("".join(f"{q['_id']}\td1\t1\n" for q in asked))
    sheet = tmp_path / "bogen.xlsx"
    made = run("judge", "make", dataset, sheet, "-k", "1", "--a", "popularity", "--b", "dense+char")
    assert made.code == 0, made.err
    rows = openpyxl.load_workbook(sheet)[SHEET].max_row - 1
    fill(sheet, sheet, *(n % 3 for n in range(rows)))
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("judge", "read", sheet, "--lang", lang).out
    title = "A = popularity, B = dense+char"
    assert title in shown
    compared = shown.split(title)[1].split("nDCG@1")
    assert compared[0].count(better) == 2
    assert compared[0].count("(p)") == 1
    intervals = re.findall(r"\(-?\d[.,]\d\d … -?\d[.,]\d\d\) +\d[.,]\d{3}", shown)
    assert len(intervals) == 3


def test_a_sheet_is_never_replaced_unasked(run: Run, dataset: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "bogen.xlsx"
    make = ("judge", "make", dataset, sheet)
    assert run(*make).code == 0
    fill(sheet, sheet, 3, 2)
    kept = sheet.read_bytes()
    refused = run(*make)
    assert refused.code == 1
    assert "--overwrite" in refused.err
    assert sheet.read_bytes() == kept
    sheet.unlink()
    assert run(*make).code == 1, "the key alone is worth keeping"
    assert run(*make, "--overwrite").code == 0


def test_questions_of_ones_own(indexed: Run, tmp_path: Path) -> None:
    questions, sheet = tmp_path / "fragen.csv", tmp_path / "bogen.xlsx"
    questions.write_text("Frage;Art\nWer baut Treppen?;Handwerk\n", encoding="utf-8")
    made = indexed("judge", "make", questions, sheet, "-k", "3", "--b", "bm25")
    assert made.code == 0, made.err
    rows = list(openpyxl.load_workbook(sheet)[SHEET].iter_rows(min_row=2, values_only=True))
    assert 3 <= len(rows) <= 6
    assert {row[4] for row in rows} == {"Handwerksbetrieb"}
    split = indexed("judge", "make", questions, tmp_path / "b.xlsx", "--split", "dev")
    assert split.code == 1
    assert "nur für einen Ordner" in split.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--a", "magic"), "'magic'"),
        (("--a", "default"), "default"),
        (("--a", "linear-9+1"), "'linear-9+1'"),
        (("--split", "nie"), "'nie'"),
        (("--kind", "Zwerg"), "Zwerg"),
    ],
)
def test_what_cannot_be_made_is_told(
    run: Run, dataset: Path, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    ran = run("judge", "make", dataset, tmp_path / "b.xlsx", *args)
    assert ran.code == 1
    assert said in ran.err
    assert not list(tmp_path.glob("b*"))


def test_what_cannot_be_read_is_told(run: Run, dataset: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "bogen.xlsx"
    assert run("judge", "make", dataset, tmp_path / "bogen.ods").code == 2
    assert run("judge", "read", sheet).code == 1
    assert run("judge", "make", dataset, sheet).code == 0
    assert "Noch keine Noten" in run("judge", "read", sheet).err
    wrong = run("judge", "read", fill(sheet, sheet, "prima"))
    assert wrong.code == 1
    assert "Zeile 2, Spalte 'Note'" in " ".join(wrong.err.split())
    english = run("judge", "read", sheet, "--lang", "en")
    assert "row 2, column 'Note'" in " ".join(english.err.split())


def test_without_profiles_there_is_nothing_to_ask(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "f.txt"
    questions.write_text("Wer baut Treppen?\n", encoding="utf-8")
    ran = run("judge", "make", questions, tmp_path / "b.xlsx")
    assert ran.code == 1
    assert "partnermatch import" in ran.err
