"""How often places are looked at is found in the log alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.learning.examples import Curve, Examination, Prior, Reactions, estimate, usual

TRUE = np.array([1.0, 0.9, 0.5, 0.4, 0.1])
CALLS = Curve(np.array([3.0, 1.0]), -2.5)
PRIOR = Prior(Curve(np.array([1.0, 1.0]), -1.0), 1.0, 5.0)


def reactions(lists: int, seed: int = 0) -> Reactions:
    random = np.random.default_rng(seed)
    position = np.tile(np.arange(1, len(TRUE) + 1), lists)
    x = random.random((len(position), 2))
    reacted = (random.random(len(x)) < TRUE[position - 1]) & (random.random(len(x)) < CALLS(x))
    return Reactions(x, position, reacted)


def test_examination_and_calls_are_recovered() -> None:
    """40,000 rows in two groups. Place 2 rests on some 1,600 reactions beside 1,800 on top: their
    quotient varies by ±.06 (two standard errors), which is the most of all places."""
    found = estimate([reactions(4000), reactions(4000, seed=1)], [PRIOR, PRIOR])
    assert np.abs(found.examination.curve - TRUE).max() < 0.06
    for calls in found.calls:
        x = np.random.default_rng(2).random((100, 2))
        assert np.abs(calls(x) - CALLS(x)).max() < 0.1


def test_without_evidence_the_usual_curve_holds() -> None:
    nothing = Reactions(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))
    assert estimate([nothing], [PRIOR]).examination.at(np.array([1, 2, 10])) == pytest.approx(
        [1, 0.5, 0.1], abs=0.01
    )


def test_places_with_few_rows_follow_the_smooth_curve() -> None:
    seen = reactions(400)
    rare = Reactions(
        np.vstack([seen.x, [[1.0, 1.0]] * 3]),
        np.append(seen.position, [20, 20, 20]),
        np.append(seen.reacted, [True, True, True]),
    )
    found = estimate([rare], [PRIOR]).examination
    at_20 = found.at(np.array([20]))[0]
    assert at_20 < 0.25, "three reactions there do not make it a place that everybody sees"
    assert found.at(np.array([40]))[0] == pytest.approx(40**-found.decay), "beyond what was seen"


def test_a_known_curve_is_kept() -> None:
    known = Examination(TRUE, 1.0)
    assert estimate([reactions(50)], [PRIOR], known).examination is known


@given(st.floats(0.001, 1), st.floats(0.001, 0.999), st.booleans())
def test_silence_is_shared_out_by_bayes(at: float, calls: float, reacted: bool) -> None:
    """P(examined | silent) and P(would have reacted | silent) agree with the joint table."""
    seen = Reactions(np.zeros((1, 0)), np.array([1]), np.array([reacted]))
    curve = Examination(np.array([at]), 1.0)
    examined, called = (
        curve.examined(seen, np.array([calls])),
        curve.called(seen, np.array([calls])),
    )
    if reacted:
        assert examined[0] == called[0] == 1
    else:
        silent = at * (1 - calls) + (1 - at) * calls + (1 - at) * (1 - calls)
        if silent > 0.01:  # below, a floor keeps the quotient finite
            assert examined[0] == pytest.approx(at * (1 - calls) / silent)
            assert called[0] == pytest.approx((1 - at) * calls / silent)


def test_the_usual_curve() -> None:
    assert usual(0.5, 4).curve == pytest.approx([1, 2**-0.5, 3**-0.5, 0.5])
