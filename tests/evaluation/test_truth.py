"""When a ranker is refused because what it says is true less often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluation.claims import Claims
from evaluation.datasets import Dataset
from evaluation.gate import Bounds, gate
from evaluation.truth import Fall, falls
from matcher.ranking.ranker import DEFAULT
from matcher.result import Fit
from models.testing import HashingEncoder
from tests.support.sets import bold_ranker, needles, ranker


def told(very_good: tuple[int, int], good: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    """Return what so many true and false claims amount to, by word."""
    claims = Claims()
    for fit, (true, false) in ((Fit.VERY_GOOD, very_good), (Fit.GOOD, good)):
        for grade in [3] * true + [0] * false:
            claims.by_fit[fit].add(grade)
    return claims.as_dict()


def fallen(active: dict[str, Any] | None, candidate: dict[str, Any] | None) -> list[Fall]:
    return list(falls(active, candidate, alpha=0.05, margin=0.02, fewest=50))


def test_a_significant_fall_is_told_even_of_few_claims() -> None:
    (found,) = fallen(told((20, 0)), told((12, 8)))
    assert (found.before, found.after, found.judged) == (1.0, 0.6, (20, 20))
    assert found.significant and found.p == pytest.approx(2 * 0.00163, abs=1e-4)


def test_beyond_the_margin_only_many_claims_are_told() -> None:
    (found,) = fallen(told((48, 2)), told((46, 4)))
    assert not found.significant and found.p > 0.05
    assert fallen(told((47, 2)), told((45, 4))) == []
    assert fallen(told((98, 2)), told((97, 3))) == []


def test_each_word_counts_and_what_rises_or_cannot_be_told_does_not() -> None:
    (found,) = fallen(told((50, 0), (50, 0)), told((50, 0), (20, 30)))
    assert found.word[0] == "passend"
    assert fallen(told((40, 20)), told((60, 0))) == []
    assert fallen(told((40, 0)), told((0, 0))) == []
    assert fallen(None, None) == []


def judged() -> Dataset:
    """Return a set in which everybody was judged, and one answers each question."""
    some = needles(24)
    others = {query: {*some.ids} - {*graded} for query, graded in some.qrels.items()}
    return replace(some, refused=others)


def test_a_ranker_that_is_sure_of_everything_is_refused_for_what_it_says() -> None:
    some, lenient = judged(), Bounds(calibration_error=1.0)
    report = gate(some, bold_ranker("bold"), DEFAULT, HashingEncoder(), bounds=lenient)
    before, after = (report.claims[name]["said"]["very_good"] for name in ("active", "candidate"))
    assert before["true"] > 2 * after["true"] and after["judged"] == 240
    assert not report.passed and len(report.reasons) == 1
    assert "„sehr passend“ stimmt seltener" in report.reasons[0].german
    assert "very good fit" in report.reasons[0].english
    assert gate(some, ranker("new"), DEFAULT, HashingEncoder(), bounds=lenient).passed
