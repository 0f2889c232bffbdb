from pathlib import Path

from evaluation.claims import Truth, load_judged


def test_a_judged_no_is_a_false_claim_and_not_an_unjudged_one(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t3\nq\tb\t0\n", "utf-8")
    grades = load_judged(tmp_path)["q"]
    truth = Truth()
    for shown in ("a", "b", "c"):
        truth.add(grades.get(shown))
    assert (truth.true, truth.false, truth.unjudged) == (1, 1, 1)
