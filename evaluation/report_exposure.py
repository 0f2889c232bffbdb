"""What plots of a report need beyond the figures: who is shown, and what scores are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from evaluation.calibration import BINS, expected_calibration_error
from evaluation.datasets import Dataset
from evaluation.exposure import SHOWN
from evaluation.gate import graded_scores
from evaluation.runs import Run

Floats = NDArray[np.float64]
POINTS = 101
"""Points of a Lorenz curve, evenly spaced: a plot needs no more."""


@dataclass(frozen=True)
class Bin:
    """Suggestions with about the same score."""

    low: float
    count: int
    score: float
    """Their mean score."""
    good: float
    """Share of them that is good."""
    interval: tuple[float, float]
    """95 % interval of that share (Wilson 1927)."""


@dataclass(frozen=True)
class Reliability:
    """Whether of ten suggestions with a score of .7 about seven are good."""

    error: float
    """Expected calibration error."""
    bins: tuple[Bin, ...]


def reliability(dataset: Dataset, run: Run) -> Reliability | None:
    """Return the reliability of the first ten scores of a ranker.

    None where nothing is to be said: no scores, or no grade that tells good from fair.
    """
    found = graded_scores(dataset, run)
    if found is None:
        return None
    return Reliability(expected_calibration_error(*found), _bins(*found))


def _bins(scores: Floats, good: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """Return the bins that hold a score; equal widths, as the error is computed."""
    at = np.minimum((scores * BINS).astype(int), BINS - 1)
    found = []
    for b in np.unique(at):
        held = good[at == b]
        low, high = binomtest(int(held.sum()), len(held)).proportion_ci(method="wilson")
        share = float(held.mean())
        mean = float(scores[at == b].mean())
        found.append(Bin(int(b) / BINS, len(held), mean, share, (float(low), float(high))))
    return tuple(found)


def lorenz(dataset: Dataset, run: Run) -> Floats:
    """Return the cumulated share of exposure, organisations from the least to the most shown.

    float64 (POINTS,) over evenly spaced shares of the corpus; weights as in
    `evaluation.exposure.exposure`.
    """
    position = {profile_id: i for i, profile_id in enumerate(dataset.ids)}
    shown = np.zeros(len(position))
    for documents in run.top(SHOWN).values():
        for rank, document in enumerate(documents, start=1):
            shown[position[document]] += 1 / np.log2(1 + rank)
    curve = np.concatenate([[0.0], np.cumsum(np.sort(shown))])
    share = np.linspace(0, 1, len(curve))
    held = np.interp(np.linspace(0, 1, POINTS), share, curve)
    return np.asarray(held / max(float(curve[-1]), 1e-12))
