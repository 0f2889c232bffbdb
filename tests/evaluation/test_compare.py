"""Comparisons: against values worked out by hand, and laws that always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.compare import Comparison, compare, holm, interval, randomisation_p
from evaluation.metrics import judgements_of
from tests.support.sets import dataset, document, run

QRELS = {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"b": 1}, "q4": {"b": 1}}
SET = dataset([document("a"), document("b"), document("c")], QRELS)


def compared(**options: object) -> Comparison:
    """Compare: the second run wins q1 and q2, loses q3 and ties on q4."""
    first = run("alt", {"q1": ["b", "a"], "q2": ["c", "b", "a"], "q3": ["b"], "q4": ["b"]}, SET)
    second = run("neu", {"q1": ["a"], "q2": ["a"], "q3": ["c", "b"], "q4": ["b", "a"]}, SET)
    return compare(judgements_of(SET), first, second, metric="mrr", **options)  # type: ignore[arg-type]


def test_differences_wins_and_losses() -> None:
    found = compared().slices["all"]
    assert found.queries == 4
    assert (found.wins, found.losses, found.ties) == (2, 1, 1)
    assert found.mean_a == pytest.approx((1 / 2 + 1 / 3 + 1 + 1) / 4)
    assert found.difference == pytest.approx((1 / 2 + 2 / 3 - 1 / 2) / 4)
    assert [change.query for change in found.best] == ["q2", "q1"]
    assert [(change.query, change.a, change.b) for change in found.worst] == [("q3", 1.0, 0.5)]
    assert found.interval is not None
    assert found.interval[0] <= found.difference <= found.interval[1]


def test_only_slices_with_answers_are_tested() -> None:
    assert set(compared().slices) == {"all", "firms", "long_tail"}
    assert set(compared(slices=("all", "craft")).slices) == {"all"}


def test_holm_counts_the_slices_tested_together() -> None:
    found = compared().slices
    # All three slices hold everything, so each has the same p.
    assert found["firms"].p_holm == pytest.approx(min(1.0, 3 * found["firms"].p))


def test_holm_by_hand() -> None:
    # Sorted .01, .03, .04: times 3, 2, 1 and never falling.
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([]) == []
    assert holm([0.6, 0.7]) == [1.0, 1.0]


def test_randomisation_is_exact_for_few_queries() -> None:
    # Of the 8 ways to flip three signs one gives a sum at least as large, and one as small.
    three = np.array([0.1, 0.2, 0.3])
    assert randomisation_p(three) == pytest.approx(2 / 8)
    assert randomisation_p(three, alternative="greater") == pytest.approx(1 / 8)
    assert randomisation_p(three, alternative="less") == pytest.approx(1)
    assert randomisation_p(np.zeros(5)) == 1.0
    one = np.array([0.0, 0.5, 0.0])  # one coin: heads or tails
    assert randomisation_p(one) == pytest.approx(1)
    assert randomisation_p(one, alternative="greater") == pytest.approx(1 / 2)


def test_queries_without_a_difference_change_no_p() -> None:
    some = np.random.default_rng(1).normal(0.1, 0.2, 8)
    assert randomisation_p(np.append(some, np.zeros(30))) == randomisation_p(some)


def test_a_clear_difference_is_significant_and_noise_is_not() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 0.2, 200)
    assert randomisation_p(noise - noise.mean()) > 0.9
    assert randomisation_p(noise - noise.mean() + 0.1) < 0.001


def test_interval_is_that_of_the_mean() -> None:
    values = np.random.default_rng(3).normal(0.5, 0.1, 400)
    found = interval(values)
    assert found is not None
    half = 1.96 * values.std(ddof=1) / 20
    assert found == pytest.approx((values.mean() - half, values.mean() + half), abs=0.002)
    assert interval(values) == found
    assert interval(values, seed=1) != found
    assert interval([0.5]) is None
    assert interval([0.5, 0.5]) == (0.5, 0.5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_lowers_a_p(ps: list[float]) -> None:
    corrected = holm(ps)
    assert all(p <= c <= 1 for p, c in zip(ps, corrected, strict=True))
    ordered = [c for _, c in sorted(zip(ps, corrected, strict=True))]
    assert ordered == sorted(ordered)
