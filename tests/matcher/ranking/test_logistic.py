from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.learning.examples import Curve, Prior, fit_curve

PRIOR = Prior(Curve(np.array([2.9, 0.5]), -4.8), 1.0, 5.0)


@settings(deadline=None)
@example(1469, 223, -4.0)  # where a single search stalls
@given(st.integers(0, 10_000), st.integers(0, 500), st.sampled_from([-4.0, 0.0, 4.0]))
def test_the_most_probable_curve_is_found(seed: int, rows: int, slope: float) -> None:
    """No slope is left in any direction, but for a weight that would have to be negative."""
    random = np.random.default_rng(seed)
    x, weights = random.random((rows, 2)), random.random(rows) * 3
    y = (random.random(rows) < 1 / (1 + np.exp(-slope * (x[:, 0] - 0.5)))).astype(np.float64)
    found = fit_curve(x, y, weights, PRIOR)
    residual = weights * (found(x) - y)
    slopes = residual @ x + (found.weights - PRIOR.curve.weights) / PRIOR.weight_spread**2
    at_zero = found.weights == 0
    assert np.abs(slopes[~at_zero]).max(initial=0) < 0.01
    assert (slopes[at_zero] >= -0.01).all()
    assert found.weights.min() >= 0
    off = (found.intercept - PRIOR.curve.intercept) / PRIOR.intercept_spread**2
    assert residual.sum() + off == pytest.approx(0, abs=0.01)


def test_where_the_search_starts_does_not_matter() -> None:
    x = np.random.default_rng(3).random((300, 2))
    y = (x[:, 0] > 0.5).astype(np.float64)
    first = fit_curve(x, y, np.ones(300), PRIOR)
    again = fit_curve(x, y, np.ones(300), PRIOR, Curve(np.array([0.0, 9.0]), 3.0))
    assert again.weights == pytest.approx(first.weights, abs=1e-3)


def test_held_weights_stay() -> None:
    x = np.random.default_rng(3).random((300, 2))
    held = Prior(PRIOR.curve, 1.0, 5.0, np.array([False, True]))
    found = fit_curve(x, (x[:, 1] > 0.5).astype(np.float64), np.ones(300), held)
    assert found.weights[1] == 0.5
    assert found.weights[0] != pytest.approx(2.9)
