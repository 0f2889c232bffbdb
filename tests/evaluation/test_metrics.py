"""Metrics against values worked out by hand."""

import math

import pytest

from evaluation.metrics import mean_metrics, query_metrics


def test_hand_computed_values() -> None:
    qrels = {"q": {"a": 3, "b": 1, "c": 2}}
    run = {"q": {"x": 5.0, "b": 4.0, "a": 3.0}}
    found = mean_metrics(qrels, run)
    # DCG: rank 2 gain 1, rank 3 gain 3; ideal: 3, 2, 1 at ranks 1 to 3.
    gained = 1 / math.log2(3) + 3 / math.log2(4)
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert found["ndcg@10"] == pytest.approx(gained / ideal)
    assert found["mrr"] == pytest.approx(1 / 2)
    assert found["recall@50"] == pytest.approx(2 / 3)
    assert found["queries"] == 1


def test_success_counts_queries_with_an_answer_near_the_top() -> None:
    qrels = {"near": {"a": 1}, "far": {"a": 2}}
    run = {"near": {"a": 9.0}, "far": {f"x{i}": 9.0 - i for i in range(5)} | {"a": 1.0}}
    found = query_metrics(qrels, run)
    assert found["success@5"] == {"near": 1.0, "far": 0.0}
    assert found["success@10"] == {"near": 1.0, "far": 1.0}
    assert found["mrr"]["far"] == pytest.approx(1 / 6)


def test_a_query_without_a_ranking_counts_zero() -> None:
    qrels = {"answered": {"a": 1}, "silent": {"b": 1}, "unjudged": {}}
    found = mean_metrics(qrels, {"answered": {"a": 1.0}})
    assert found["queries"] == 2
    assert found["mrr"] == found["recall@100"] == pytest.approx(0.5)


def test_nothing_to_measure_is_zero() -> None:
    assert mean_metrics({"q": {}}, {}) == {
        "queries": 0,
        "ndcg@10": 0.0,
        "mrr": 0.0,
        "recall@50": 0.0,
        "recall@100": 0.0,
        "success@1": 0.0,
        "success@5": 0.0,
        "success@10": 0.0,
    }
