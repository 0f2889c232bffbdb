"""The sector search against its baselines, on the wordings of the Berlin chamber."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.studies.sector_search import Dataset, evaluate, measure_sector_search, ngram_tokens

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "eval" / "ihk_branche_wz"


def test_the_search_beats_both_baselines_clearly() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the set ihk_branche_wz is missing: expected in {FOLDER}")
    report = measure_sector_search(FOLDER)
    for half in ("development", "held_out", "all"):
        baseline = max(report[name][half]["ndcg@10"] for name in ("bm25_words", "bm25_ngrams"))
        assert report["default"][half]["ndcg@10"] > baseline + 0.3
        assert report["default"][half]["recall@10"] > 0.85
    assert 0.3 < report["bm25_ngrams"]["all"]["ndcg@10"] < 0.4


def test_measures_are_those_computed_by_hand() -> None:
    dataset = Dataset({"a": "x", "b": "y"}, {}, {"a": {"1": 1}, "b": {"2": 1}})
    scores = np.array([[0.9, 0.5, 0.0], [0.9, 0.5, 0.0]])
    found = evaluate(dataset, ["1", "2", "3"], scores)["all"]
    assert found == {
        "ndcg@10": round((1 + 1 / np.log2(3)) / 2, 4),
        "recall@10": 1.0,
        "success@1": 0.5,
    }


def test_halves_are_disjoint_complete_and_the_same_every_time() -> None:
    dataset = Dataset({str(i): "" for i in range(11)}, {}, {})
    halves = dataset.halves()
    assert sorted(halves["development"] + halves["held_out"]) == halves["all"]
    assert len(halves["development"]) == 5
    assert halves == dataset.halves()


def test_ngrams_keep_the_borders_of_words() -> None:
    assert ngram_tokens("Öl", 3, 4) == [" oe", "oel", "el ", " oel", "oel "]
