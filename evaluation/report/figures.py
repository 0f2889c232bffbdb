"""Figures of a report: every system in every slice, and each ranker against the plain systems.

What plots of a report need beyond the figures: who is shown, and what scores are worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from evaluation.baselines import NAIVE
from evaluation.calibration import BINS, expected_calibration_error
from evaluation.compare import BATCH, CONFIDENCE, RESAMPLES, holm, interval, randomisation_p
from evaluation.datasets import ALL, Dataset, members
from evaluation.exposure import SHOWN
from evaluation.gate import graded_scores
from evaluation.metrics import HEADLINE
from evaluation.runner import Outcome
from evaluation.runs import Run

Floats = NDArray[np.float64]
Interval = tuple[float, float] | None
METRICS = (HEADLINE, "recall@100")
"""What the tables of a report show."""
NOWHERE = -1.0
"""Stands for a ratio to nothing while resampling: no ratio of these means is below 0."""


@dataclass(frozen=True)
class Cell:
    """A mean with its 95 % confidence interval (None for a single query)."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Against:
    """A ranker against another system over the same queries."""

    other: str
    ratio: float | None
    """Of the means; None where the other one's is 0."""
    ratio_interval: Interval
    """95 %; None for a single query, or where a resample of the other one is all 0."""
    difference: float
    difference_interval: Interval
    p: float
    """Of the paired randomisation test, two-sided."""
    p_holm: float
    """Corrected for the slices of the report, which are tested together."""


@dataclass(frozen=True)
class SliceFigures:
    """One slice: all systems, and each ranker against the best plain one."""

    part: str
    queries: int
    cells: Mapping[str, Mapping[str, Cell]]
    """system -> metric -> mean."""
    best: Mapping[str, str]
    """metric -> the plain system with the highest mean."""
    against: Mapping[str, Mapping[str, Against]]
    """ranker -> metric -> comparison with the best plain system."""


class Values:
    """Per-query values of all systems, so that any two can be set against each other.

    Left out are slices that hold every document: they would count "all" twice.
    """

    def __init__(self, dataset: Dataset, outcome: Outcome, seed: int) -> None:
        self._seed = seed
        held = members(dataset)
        judged = outcome.judgements.slices
        self.parts = tuple(part for part in judged if part == ALL or not held[part].all())
        self.systems = tuple(outcome.runs)
        self.rankers = tuple(outcome.violations)
        self.plain = tuple(s for s in self.systems if s not in (*self.rankers, NAIVE))
        self._found = {
            (name, part): run.values(outcome.judgements, part)
            for name, run in outcome.runs.items()
            for part in self.parts
        }

    def of(self, system: str, part: str, metric: str = HEADLINE) -> dict[str, float]:
        """Return query -> value."""
        return self._found[system, part][metric]

    def mean(self, system: str, part: str, metric: str) -> float:
        """Return a system's mean in a slice."""
        return float(np.mean(list(self.of(system, part, metric).values())))

    def best_plain(self, part: str, metric: str = HEADLINE) -> str:
        """Return the plain system with the highest mean; of equal ones the first."""
        return max(self.plain, key=lambda system: self.mean(system, part, metric))

    def against(self, ranker: str, other: str, part: str, metric: str) -> Against:
        """Compare two systems; ``p_holm`` is that of this one test alone."""
        mine, theirs = (np.array(list(self.of(s, part, metric).values())) for s in (ranker, other))
        p = randomisation_p(mine - theirs, self._seed)
        return Against(
            other=other,
            ratio=float(mine.mean() / theirs.mean()) if theirs.any() else None,
            ratio_interval=ratio_interval(mine, theirs, self._seed),
            difference=float((mine - theirs).mean()),
            difference_interval=interval(mine - theirs, self._seed),
            p=p,
            p_holm=p,
        )

    def slices(self) -> tuple[SliceFigures, ...]:
        """Return the figures of every slice, p corrected over all of them per ranker and metric."""
        best = {(part, m): self.best_plain(part, m) for part in self.parts for m in METRICS}
        against = {
            (ranker, metric): self._corrected(
                [self.against(ranker, best[part, metric], part, metric) for part in self.parts]
            )
            for ranker in self.rankers
            for metric in METRICS
        }
        return tuple(
            SliceFigures(
                part=part,
                queries=len(self.of(self.systems[0], part)),
                cells={
                    system: {metric: self._cell(system, part, metric) for metric in METRICS}
                    for system in self.systems
                },
                best={metric: best[part, metric] for metric in METRICS},
                against={
                    ranker: {metric: against[ranker, metric][at] for metric in METRICS}
                    for ranker in self.rankers
                },
            )
            for at, part in enumerate(self.parts)
        )

    def _cell(self, system: str, part: str, metric: str) -> Cell:
        values = self.of(system, part, metric).values()
        return Cell(self.mean(system, part, metric), interval(values, self._seed))

    @staticmethod
    def _corrected(found: Sequence[Against]) -> list[Against]:
        corrected = holm([one.p for one in found])
        return [replace(one, p_holm=p) for one, p in zip(found, corrected, strict=True)]


def ratio_interval(mine: Floats, theirs: Floats, seed: int = 0) -> Interval:
    """Return the 95 % interval of the ratio of two means by the paired percentile bootstrap.

    Queries are drawn, each with both of its values (Efron and Tibshirani 1993, section 10.3).
    """
    if len(mine) < 2:
        return None
    found = bootstrap(
        (mine, theirs),
        _ratio,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    if (found.bootstrap_distribution == NOWHERE).any():
        return None
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _ratio(mine: Floats, theirs: Floats, axis: int) -> Floats:
    numerator, denominator = mine.mean(axis=axis), theirs.mean(axis=axis)
    nowhere = np.full(np.shape(numerator), NOWHERE)
    found = np.divide(numerator, denominator, out=nowhere, where=denominator > 0)
    return np.asarray(found, dtype=np.float64)


Doubles = NDArray[np.float64]
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


def _bins(scores: Doubles, good: NDArray[np.bool_]) -> tuple[Bin, ...]:
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


def lorenz(dataset: Dataset, run: Run) -> Doubles:
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
