from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.ranking.ranker import DEFAULT, RankingConfig, open_rankers
from models.registry.versions import Origin
from models.testing import HashingEncoder
from tests.support.running import Run
from tests.support.sets import blind_ranker, ranker

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


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a set of 24 questions, each with one answer in the same words."""
    folder = tmp_path / "viele"
    folder.mkdir()
    texts = {f"{n:02d}": f"Verfahren{n:02d} für Bauteil{n:02d}" for n in range(24)}
    rows = {
        "corpus": [{"_id": f"d{n}", "title": f"Firma {n}", "text": t} for n, t in texts.items()],
        "queries": [{"_id": f"q{n}", "text": text} for n, text in texts.items()],
    }
    for name, some in rows.items():
        lines = (json.dumps(row) + "\n" for row in some)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    judged = "".join(f"q{n}\td{n}\t1\n" for n in texts)
    (folder / "qrels.tsv").write_text(judged, encoding="utf-8")
    return folder


def learnt(home: Path, config: RankingConfig, encoder: str = HashingEncoder().fingerprint) -> None:
    origin = Origin(parent=DEFAULT.version, seed=0, encoder=encoder, training={})
    open_rankers(home).add(config, origin)


def test_the_gate_refuses_passes_and_is_noted(run: Run, home: Path, many: Path) -> None:
    good, bad = f"{DEFAULT.version}+1", f"{DEFAULT.version}+2"
    learnt(home, ranker(good))
    learnt(home, blind_ranker(bad))
    verdict = home / "urteil.json"
    ran = run("evaluate", many, "--gate", bad, "--json", verdict)
    assert ran.code == 1
    assert "verliert: nDCG@10 fällt" in ran.err.replace("\n", " ")
    assert json.loads(verdict.read_text(encoding="utf-8"))["passed"] is False
    noted = open_rankers(home).manifest(bad).gate
    assert noted is not None and not noted.passed
    ran = run("evaluate", many, "--gate", good)
    assert ran.code == 0
    assert "besteht die Prüfung" in ran.err
    open_rankers(home).promote(good)
    # Now this one is active, and no ranker is judged against itself.
    assert run("evaluate", many, "--gate", good).code == 1
    assert run("evaluate", many, "--gate", "default").code == 0


def test_two_rankers_side_by_side(run: Run, home: Path, many: Path) -> None:
    version = f"{DEFAULT.version}+1"
    learnt(home, blind_ranker(version))
    target = home / "vergleich.json"
    ran = run("evaluate", many, "--compare", "default", version, "--json", target)
    assert ran.code == 0
    assert f"ndcg@10, A = default, B = {version}" in ran.out
    found = json.loads(target.read_text(encoding="utf-8"))["comparisons"]["ndcg@10"]
    assert found["slices"]["all"]["p_holm"] < 0.001
    assert found["slices"]["all"]["losses"] > 20
    back = run("evaluate", many, "--compare", version, "default", "--lang", "en")
    assert f"A = {version}" in back.out and "Slice" in back.out


def test_rankers_that_cannot_be_measured_are_told(run: Run, home: Path, many: Path) -> None:
    version = f"{DEFAULT.version}+1"
    learnt(home, ranker(version), encoder="anderer/1")
    ran = run("evaluate", many, "--gate", version)
    assert ran.code == 1 and "anderer/1" in ran.err
    ran = run("evaluate", many, "--compare", "default", "linear-1+9")
    assert ran.code == 1 and "linear-1+9" in ran.err
    ran = run("evaluate", many, "--gate", version, "--compare", "default", version)
    assert ran.code == 1 and "nur eines" in ran.err


def test_an_empty_slice_is_named_and_left_out(run: Run, dataset: Path) -> None:
    ran = run("evaluate", dataset)
    assert "Handwerk, 0 Anfragen" in ran.err and "Handwerk, 0" not in ran.out


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
        "ask_cpu_p95_ms",
        "ask_region_p95_ms",
        "suggest_p95_ms",
    ):
        assert figures[name] > 0
        assert name in ran.out
    assert 50 < figures["peak_mib"] < 20_000
