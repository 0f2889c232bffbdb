"""A logistic curve over features whose weights are never negative and stay near known ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Floats = NDArray[np.float64]
MOST_STARTS, TOLERANCE = 50, 1e-13


@dataclass(frozen=True)
class Curve:
    """``1 / (1 + exp(-(x @ weights + intercept)))``."""

    weights: Floats
    """(features,), each at least 0."""
    intercept: float

    def __call__(self, x: Floats) -> Floats:
        """Return the probabilities (rows,) of the rows of ``x`` (rows, features)."""
        return np.asarray(expit(x @ self.weights + self.intercept))


@dataclass(frozen=True)
class Prior:
    """What is believed before any row is seen: a curve, and how far it may be off."""

    curve: Curve
    weight_spread: float
    """Standard deviation of each weight, in log-odds per feature from 0 to 1."""
    intercept_spread: float
    held: NDArray[np.bool_] | None = None
    """(features,): weights that stay exactly as they are."""


def fit_curve(
    x: Floats, y: Floats, row_weights: Floats, prior: Prior, start: Curve | None = None
) -> Curve:
    """Return the most probable curve (maximum a posteriori).

    Args:
        x: (rows, features).
        y: (rows,), each 0 to 1: how much of a success a row is.
        row_weights: (rows,), each at least 0: how many observations a row counts as.
        prior: without rows the answer is its curve.
        start: where the search begins; it ends at the same curve, but sooner from a near one.
    """
    centre = np.append(prior.curve.weights, prior.curve.intercept)
    near = centre if start is None else np.append(start.weights, start.intercept)
    spreads = np.append(np.full(x.shape[1], prior.weight_spread), prior.intercept_spread)

    def loss(at: Floats) -> tuple[float, Floats]:
        z = x @ at[:-1] + at[-1]
        off = (at - centre) / spreads
        value = row_weights @ (np.logaddexp(0.0, z) - y * z) + off @ off / 2
        residual = row_weights * (expit(z) - y)
        return float(value), np.append(residual @ x, residual.sum()) + off / spreads

    held = np.zeros(x.shape[1], bool) if prior.held is None else prior.held
    fixed = zip(held, prior.curve.weights, strict=True)
    bounds = [(w, w) if stays else (0.0, None) for stays, w in fixed] + [(None, None)]
    least, found = np.inf, near
    for _ in range(MOST_STARTS):
        # The search sometimes stalls beside a bound; begun anew from there it goes on.
        exact = {"ftol": TOLERANCE}
        step = minimize(loss, found, jac=True, method="L-BFGS-B", bounds=bounds, options=exact)
        found, before, least = step.x, least, float(step.fun)
        if before - least <= TOLERANCE * abs(least):
            break
    return Curve(found[:-1], float(found[-1]))
