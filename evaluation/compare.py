"""Comparison of two runs: how large is the difference, and can it be chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python
from scipy.stats import bootstrap, permutation_test

from evaluation.metrics import HEADLINE, Judgements
from evaluation.runs import Run

Floats = NDArray[np.float64]
Alternative = Literal["two-sided", "less", "greater"]
CONFIDENCE = 0.95
RESAMPLES = 9_999
BATCH = 1_000
"""Resamples at a time: bounds memory to a few MB."""
SHOWN = 10
"""Queries shown with the largest wins and losses."""


@dataclass(frozen=True)
class Change:
    """One query's value in both runs."""

    query: str
    a: float
    b: float

    @property
    def difference(self) -> float:
        """How much better the second run is."""
        return self.b - self.a


@dataclass(frozen=True)
class Difference:
    """Two runs in one slice; differences are the second less the first."""

    queries: int
    mean_a: float
    mean_b: float
    difference: float
    interval: tuple[float, float] | None
    """Confidence interval (95 %) of the difference; None for a single query."""
    p: float
    """Of the paired randomisation test."""
    p_holm: float
    """Corrected for the number of slices that are tested together."""
    wins: int
    """Queries in which the second run is better."""
    losses: int
    ties: int
    best: tuple[Change, ...]
    """The largest wins of the second run."""
    worst: tuple[Change, ...]


@dataclass(frozen=True)
class Comparison:
    """Two runs over the same judgements, slice by slice."""

    dataset: str
    a: str
    b: str
    metric: str
    alternative: Alternative
    """What the test looks for in the second run: "less" tests whether it loses."""
    slices: Mapping[str, Difference]

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        found: dict[str, Any] = to_jsonable_python(self)
        return found


def compare(
    judgements: Judgements,
    run_a: Run,
    run_b: Run,
    slices: Sequence[str] | None = None,
    seed: int = 0,
    *,
    metric: str = HEADLINE,
    alternative: Alternative = "two-sided",
) -> Comparison:
    """Compare the per-query values of two runs in every slice that has judged queries.

    Args:
        judgements: what both runs are measured by.
        run_a: the first run.
        run_b: the second; it wins where its value is higher.
        slices: which are tested together; default all that have an answer.
        seed: of the bootstrap and of the randomisation.
        metric: a key of `evaluation.metrics.MEASURES`.
        alternative: see `Comparison`.
    """
    wanted = judgements.slices if slices is None else slices
    tested = [part for part in wanted if part in judgements.slices]
    pairs = {part: _pairs(judgements, run_a, run_b, part, metric) for part in tested}
    ps = {
        part: randomisation_p(_differences(some), seed, alternative) for part, some in pairs.items()
    }
    corrected = dict(zip(ps, holm(list(ps.values())), strict=True))
    found = {
        part: _difference(some, ps[part], corrected[part], seed) for part, some in pairs.items()
    }
    return Comparison(judgements.dataset, run_a.system, run_b.system, metric, alternative, found)


def interval(values: Iterable[float], seed: int = 0) -> tuple[float, float] | None:
    """Return the 95 % confidence interval of the mean by the percentile bootstrap over queries.

    None for fewer than two values. Source: Efron and Tibshirani 1993, chapter 13.
    """
    sample = np.fromiter(values, dtype=np.float64)
    if len(sample) < 2:
        return None
    found = bootstrap(
        (sample,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def randomisation_p(
    differences: Floats, seed: int = 0, alternative: Alternative = "two-sided"
) -> float:
    """Return p of the paired randomisation test, which flips the sign of each difference.

    Exact for few queries. Source: Smucker, Allan and Carterette 2007, doi 10.1145/1321440.1321528.
    """
    # Queries that both answer alike change no sum: without them, the same test in less time.
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    if len(moved) == 1:  # scipy wants two observations; a zero more changes no sum
        moved = np.append(moved, 0.0)
    found = permutation_test(
        (moved,),
        np.sum,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        alternative=alternative,
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)


def holm(ps: Sequence[float]) -> list[float]:
    """Return p-values corrected for being tested together (Holm 1979, Scand. J. Stat. 6)."""
    order = np.argsort(ps, kind="stable")
    steps = np.asarray(ps, dtype=np.float64)[order] * np.arange(len(ps), 0, -1)
    corrected = np.empty(len(ps))
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return [float(p) for p in corrected]


def _pairs(judgements: Judgements, a: Run, b: Run, part: str, metric: str) -> list[Change]:
    first, second = a.values(judgements, part)[metric], b.values(judgements, part)[metric]
    return [Change(query, first[query], second[query]) for query in first]


def _differences(changes: Sequence[Change]) -> Floats:
    return np.array([change.difference for change in changes], dtype=np.float64)


def _difference(changes: Sequence[Change], p: float, p_holm: float, seed: int) -> Difference:
    deltas = _differences(changes)
    ordered = sorted(changes, key=lambda change: (change.difference, change.query))
    wins = [change for change in reversed(ordered) if change.difference > 0]
    losses = [change for change in ordered if change.difference < 0]
    return Difference(
        queries=len(changes),
        mean_a=float(np.mean([change.a for change in changes])),
        mean_b=float(np.mean([change.b for change in changes])),
        difference=float(deltas.mean()),
        interval=interval(deltas, seed),
        p=p,
        p_holm=p_holm,
        wins=len(wins),
        losses=len(losses),
        ties=len(changes) - len(wins) - len(losses),
        best=tuple(wins[:SHOWN]),
        worst=tuple(losses[:SHOWN]),
    )
