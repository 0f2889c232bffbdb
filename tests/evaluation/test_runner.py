import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import NotFoundError, ProfileError, RequestError
from data.profiles import Kind
from evaluation.datasets import load_dataset
from evaluation.runner import Options, evaluate, write_trec
from evaluation.setting import Setting
from matcher.engine import Matcher
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder

ENCODER = HashingEncoder()
SLICES = {"all", "firms", "research", "long_tail", "craft", "rural"}
SYSTEMS = {"default", "popularity", "bm25", "char_tfidf", "dense", "dense+char"}


def document(id: str, text: str, land: str, org_type: str = "other", n: int = 1) -> dict[str, Any]:
    metadata = {"land": [land], "org_type": org_type, "n_projects": n}
    return {"_id": id, "title": f"Firma {id}", "text": text, "metadata": metadata}


CORPUS = [
    document("weld", "Laserschweißen von Aluminium", "Brandenburg"),
    document("weld-by", "Laserschweißen von Aluminium", "Bayern", n=9),
    document(
        "lab", "Institut für Schweißtechnik | Rührreibschweißen", "Brandenburg", "research", 5
    ),
    document("bread", "Brot und Brötchen backen", "Brandenburg"),
    document("self", "Aluminium verarbeiten", "Brandenburg"),
]
QUERIES = [
    {"_id": "free", "text": "Laserschweißen Aluminium", "metadata": {"land": "Brandenburg"}},
    {
        "_id": "org",
        "text": "Firma self. Aluminium verarbeiten",
        "metadata": {"land": ["Brandenburg"], "exclude": ["self"]},
    },
]
QRELS = [("free", "weld", 1), ("free", "lab", 1), ("org", "weld", 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    judged = "".join("\t".join(map(str, row)) + "\n" for row in QRELS)
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged, encoding="utf-8")
    return tmp_path


def test_all_systems_and_slices_are_measured(folder: Path) -> None:
    figures = evaluate(load_dataset(folder), ENCODER, Options(where_from="land")).figures
    assert set(figures["systems"]) == SYSTEMS
    assert all(set(slices) == SLICES for slices in figures["systems"].values())
    assert figures["violations"] == 0
    assert figures["where_from"] == "land" and figures["kind"] is None
    default = figures["systems"]["default"]
    assert default["all"]["queries"] == 2
    assert default["firms"] == {
        "queries": 2,
        "ndcg@10": 1.0,
        "mrr": 1.0,
        "recall@50": 1.0,
        "recall@100": 1.0,
        "success@1": 1.0,
        "success@5": 1.0,
        "success@10": 1.0,
    }
    assert default["research"]["queries"] == 1
    assert default["craft"]["queries"] == 0
    # With popularity the lab (5 projects) comes before the two firms with one.
    assert figures["systems"]["popularity"]["all"]["mrr"] == pytest.approx((1 + 1 / 2) / 2)


def test_rules_hold_in_the_run(folder: Path) -> None:
    run = evaluate(load_dataset(folder), ENCODER, Options(where_from="land")).run
    assert set(run["free"]) == {"weld", "lab", "bread", "self"}
    assert set(run["org"]) == {"weld", "lab", "bread"}
    firms = evaluate(load_dataset(folder), ENCODER, Options("land", Kind.COMPANY)).run
    assert set(firms["free"]) == {"weld", "bread", "self"}
    anywhere = evaluate(load_dataset(folder), ENCODER, Options()).run
    assert "weld-by" in anywhere["free"]


def test_a_broken_rule_is_counted(folder: Path) -> None:
    dataset = load_dataset(folder)
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], ENCODER))
    setting = Setting(dataset, Options(where_from="land"), matcher)
    assert setting.violations({"org": {"self": 2.0, "weld-by": 1.0, "weld": 0.5}}) == 2


def test_trec_file(folder: Path, tmp_path: Path) -> None:
    outcome = evaluate(load_dataset(folder), ENCODER, Options(where_from="land"))
    write_trec(outcome.run, tmp_path / "run")
    rows = [line.split() for line in (tmp_path / "run").read_text().splitlines()]
    mine = [row for row in rows if row[0] == "free"]
    assert [row[3] for row in mine] == ["1", "2", "3", "4"]
    assert all(row[1] == "Q0" and len(row) == 6 for row in rows)
    scores = [float(row[4]) for row in mine]
    assert scores == sorted(set(scores), reverse=True)


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("corpus.jsonl", '{"_id": "a"', "corpus.jsonl, Zeile 1"),
        ("queries.jsonl", '{"text": "x"}', "queries.jsonl, Zeile 1"),
        ("qrels.tsv", "free\tnobody\t1", "qrels.tsv, Zeile 1"),
        ("qrels.tsv", "free\tweld\tgood", "qrels.tsv, Zeile 1"),
    ],
)
def test_a_bad_line_is_named(folder: Path, file: str, text: str, place: str) -> None:
    (folder / file).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=place):
        load_dataset(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"corpus\.jsonl"):
        load_dataset(tmp_path)


def test_an_unknown_region_rule_is_refused(folder: Path) -> None:
    with pytest.raises(RequestError, match="kreis"):
        evaluate(load_dataset(folder), ENCODER, Options(where_from="kreis"))


def test_a_split_is_measured_alone(folder: Path) -> None:
    rows = [
        QUERIES[0] | {"metadata": {"split": "test"}},
        QUERIES[1] | {"metadata": {"split": "dev"}},
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    part = load_dataset(folder).part("test")
    assert [q.id for q in part.queries] == ["free"]
    assert set(part.qrels) == {"free"}
    with pytest.raises(NotFoundError, match="'holdout'"):
        part.part("holdout")
