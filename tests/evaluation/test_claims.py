import json
from pathlib import Path

from evaluation.claims import Claims, Truth
from evaluation.datasets import load_dataset


def test_a_judged_no_is_a_false_claim_and_not_an_unjudged_one(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t3\nq\tb\t0\n", "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "Wer dreht?"}\n', "utf-8")
    documents = [json.dumps({"_id": id, "title": id.upper(), "text": "Drehen"}) for id in "abc"]
    (tmp_path / "corpus.jsonl").write_text("\n".join(documents), "utf-8")
    dataset = load_dataset(tmp_path)
    grades = dataset.grades("q")
    assert dataset.qrels == {"q": {"a": 3}}
    truth = Truth()
    for shown in ("a", "b", "c"):
        truth.add(grades.get(shown))
    assert (truth.true, truth.false, truth.unjudged) == (1, 1, 1)
    assert truth.as_dict()["true"] == 0.5


def test_without_judgements_there_are_no_rates() -> None:
    found = Claims().as_dict()
    assert found["answering"] == dict.fromkeys(("true", "low", "high")) | dict.fromkeys(
        ("judged", "unjudged"), 0
    )
    assert found["ndcg@10"] is None
