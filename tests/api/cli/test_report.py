from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.running import Run

WORDS = ("Aluminium schweißen", "Brot backen", "Linsen schleifen")


def make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    documents = [
        {"_id": f"d{n}", "title": f"Firma {n}", "text": text, "metadata": {"land": ["Berlin"]}}
        for n, text in enumerate(WORDS)
    ]
    queries = [
        {"_id": f"q{n}", "text": text, "metadata": {"land": "Berlin"}}
        for n, text in enumerate(WORDS)
    ]
    for name, rows in (("corpus", documents), ("queries", queries)):
        lines = (json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    judged = "".join(f"q{n}\td{n}\t1\n" for n in range(len(WORDS)))
    (folder / "qrels.tsv").write_text(judged, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "klein")


def figures(target: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        (target / "figures.json").read_text(encoding="utf-8")
    )
    return found


def test_a_report_can_be_made_again_by_its_own_command(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "eins", tmp_path / "zwei"
    ran = run("report", folder, "--where-from", "land", "--losses", 2, "--out", first)
    assert ran.code == 0
    assert "gebrochene Regeln" in ran.out and str(first / "report.html") in ran.err.replace(
        "\n", ""
    )
    command = figures(first)["manifest"]["command"]
    assert command == f"partnermatch report {folder} --where-from land --losses 2"
    again = str(command).split()[2:]
    assert run("report", *again, "--out", second).code == 0
    for name in ("report.html", "report.md", "figures.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.slow
def test_targets_take_every_set_and_the_sample(run: Run, tmp_path: Path) -> None:
    make(tmp_path / "eval" / "efre_klein")
    make(tmp_path / "eval" / "tief" / "esco_def_klein")
    target = tmp_path / "ziele"
    assert run("report", "--targets", tmp_path / "eval", "--out", target).code == 0
    sets = figures(target)["sets"]
    assert list(sets) == ["efre_klein", "esco_def_klein", "sample"]
    page = (target / "report.html").read_text(encoding="utf-8")
    assert "das Land der Anfrage ist Regel" in page and "Kalibrierungsfehler" in page


def test_two_rankers_and_english(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("report", folder, "--compare", "default", "default", "--out", tmp_path / "x")
    assert ran.code == 1 and "verschiedenen Namen" in ran.err
    target = tmp_path / "english"
    assert run("report", folder, "--lang", "en", "--out", target).code == 0
    page = (target / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page and "How good are the suggestions?" in page


def test_notes_stand_beside_their_query(run: Run, folder: Path, tmp_path: Path) -> None:
    notes, target = tmp_path / "lesarten.json", tmp_path / "x"
    notes.write_text(json.dumps({"q1": "Nur ein Wort gemeinsam."}), encoding="utf-8")
    assert run("report", folder, "--notes", notes, "--out", target).code == 0
    notes.write_text("[1]", encoding="utf-8")
    ran = run("report", folder, "--notes", notes, "--out", target)
    assert ran.code == 1 and "lesarten.json" in ran.err


@pytest.mark.parametrize(
    "args", [("--slice", "Bäcker"), ("--where-from", "kreis"), ("--split", "gibtsnicht")]
)
def test_wrong_options_are_told(run: Run, folder: Path, args: tuple[str, ...]) -> None:
    ran = run("report", folder, *args, "--out", folder / "x")
    assert ran.code == 1 and "Fehler: " in ran.err
    assert not (folder / "x").exists()
