from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.cli.running import Run

FIRMS = {
    "d1": ("Laser GmbH", "Aluminium mit dem Laser schweißen", "Brandenburg"),
    "d2": ("Bäckerei", "Brot und Brötchen backen", "Brandenburg"),
    "d3": ("Labor Laser", "Laser und Aluminium erforschen", "Berlin"),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "klein"
    folder.mkdir()
    documents = [
        {
            "_id": id,
            "title": name,
            "text": text,
            "metadata": {"land": [land], "org_type": "other", "n_projects": 1},
        }
        for id, (name, text, land) in FIRMS.items()
    ]
    queries = [{"_id": "q1", "text": "Laser Aluminium", "metadata": {"land": "Brandenburg"}}]
    for name, rows in (("corpus", documents), ("queries", queries)):
        lines = (json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n", encoding="utf-8")
    return folder


def test_figures_run_and_table(run: Run, dataset: Path, tmp_path: Path) -> None:
    figures, ranking = tmp_path / "zahlen.json", tmp_path / "lauf.trec"
    ran = run("evaluate", dataset, "--json", figures, "--run", ranking, "--where-from", "land")
    assert ran.code == 0
    written = json.loads(figures.read_text(encoding="utf-8"))
    assert written["violations"] == 0
    assert written["systems"]["default"]["all"]["mrr"] == 1
    ids = [line.split()[2] for line in ranking.read_text(encoding="utf-8").splitlines()]
    assert ids[0] == "d1"
    assert "d3" not in ids
    for part in ("default", "char_tfidf", "ndcg@10", "Firmen"):
        assert part in ran.out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--where-from", "kreis"), 1),
        (("--kind", "Bäckerei"), 1),
        (("--json", "/nicht/da.json"), 1),
    ],
)
def test_wrong_options_are_told(run: Run, dataset: Path, args: tuple[str, ...], code: int) -> None:
    ran = run("evaluate", dataset, *args)
    assert ran.code == code
    assert "Fehler: " in ran.err


def test_a_folder_without_a_set_is_told(run: Run, tmp_path: Path) -> None:
    assert run("evaluate", tmp_path).code == 1
    assert run("bench", "--dataset", tmp_path).code == 1


def test_bench_measures_every_step(run: Run, dataset: Path, tmp_path: Path) -> None:
    target = tmp_path / "tempo.json"
    ran = run("bench", "--dataset", dataset, "--queries", "2", "--no-index", "--json", target)
    assert ran.code == 0
    figures = json.loads(target.read_text(encoding="utf-8"))
    assert figures["profiles"] == 3
    assert figures["vectors"] == 6
    for name in (
        "import_s",
        "encoded_per_s",
        "index_s",
        "ask_p50_ms",
        "ask_region_p95_ms",
        "suggest_p95_ms",
    ):
        assert figures[name] > 0
        assert name in ran.out
    assert 50 < figures["peak_mib"] < 20_000
