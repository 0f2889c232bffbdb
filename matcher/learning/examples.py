"""Examples to learn a ranker from, and the same as arrays.

A logistic curve over features whose weights are never negative and stay near known ones.

How probable it is that a suggestion at a position is looked at at all.

People read from the top. A partner at place 9 without any reaction was seldom refused: mostly
nobody got there. The examination hypothesis says that a reaction needs both: that the place is
examined, and that the partner shown there calls for it (Richardson et al. 2007, doi
10.1145/1242572.1242643), so ``P(reaction) = examined(position) * calls(features)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from matcher.ranking.ranker import RankingConfig
from matcher.request import Goal

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


USUAL_DECAY, DECAY_SPREAD = 1.0, 0.5
"""Without evidence place k is examined 1/k of the times (Joachims et al. 2017, section 6.1, doi
10.1145/3018661.3018699)."""
PSEUDO_ROWS = 100.0
"""How many rows at a place weigh as much as the smooth curve through all places."""
SMALLEST = 1e-3
ROUNDS, PRECISION = 200, 1e-4


@dataclass(frozen=True)
class Reactions:
    """Shown suggestions of one goal: arrays of equal length."""

    x: Floats
    """Features, (rows, features)."""
    position: NDArray[np.int64]
    """1 is the top."""
    reacted: NDArray[np.bool_]
    """Whether anything at all became of it."""


@dataclass(frozen=True)
class Examination:
    """The probability that each position is examined, relative to the first."""

    curve: Floats
    """By position from 1 on; the first is 1."""
    decay: float
    """Positions beyond the curve are examined ``position ** -decay`` of the times."""

    def at(self, position: NDArray[np.int64]) -> Floats:
        """Return the probabilities at positions (1 is the top)."""
        known = np.minimum(position, len(self.curve)) - 1
        beyond = np.power(position.astype(np.float64), -self.decay)
        at = np.where(position <= len(self.curve), self.curve[known], beyond)
        return np.maximum(at, SMALLEST)

    def examined(self, seen: Reactions, calls: Floats) -> Floats:
        """Return how probable it is that each row was examined, given what became of it.

        A reaction proves it. Silence at a place that is examined with probability e, before a
        partner that calls for a reaction with probability c, leaves ``e (1 - c) / (1 - e c)``.
        """
        examined = self.at(seen.position)
        silent = examined * (1 - calls) / np.maximum(1 - examined * calls, SMALLEST)
        return np.where(seen.reacted, 1.0, silent)

    def called(self, seen: Reactions, calls: Floats) -> Floats:
        """Return how probable it is that each row would have brought a reaction if examined."""
        examined = self.at(seen.position)
        silent = calls * (1 - examined) / np.maximum(1 - examined * calls, SMALLEST)
        return np.where(seen.reacted, 1.0, silent)


@dataclass(frozen=True)
class Estimate:
    """An examination curve with the models of reactions it was found with."""

    examination: Examination
    calls: tuple[Curve, ...]
    """Per group of rows: P(reaction | examined, features)."""


def usual(decay: float = USUAL_DECAY, positions: int = 1) -> Examination:
    """Return the curve ``1 / position ** decay``."""
    return Examination(np.arange(1, positions + 1, dtype=np.float64) ** -decay, decay)


def estimate(
    groups: Sequence[Reactions], priors: Sequence[Prior], known: Examination | None = None
) -> Estimate:
    """Find the examination curve in the log, without any experiment on users.

    Regression-based expectation maximisation (Wang et al. 2018, doi 10.1145/3159652.3159732):
    each row's examination and call are guessed from the present models, then the models are
    fitted to the guesses. Places with few rows follow the smooth curve ``1 / position ** decay``
    through all places; its decay is estimated too, and is the usual one where nothing is known.

    Args:
        groups: rows of the goals; the curve is the same for all of them.
        priors: per group, where the model of reactions starts.
        known: an examination curve to keep; then only the models of reactions are found.
    """
    last = max((int(g.position.max()) for g in groups if len(g.position)), default=1)
    rows = np.sum([np.bincount(g.position, minlength=last + 1)[1:] for g in groups], axis=0)
    calls = [prior.curve for prior in priors]
    found = usual(positions=last) if known is None else known
    for _ in range(ROUNDS):
        examined, moved = np.zeros(last), 0.0
        for n, (group, prior) in enumerate(zip(groups, priors, strict=True)):
            calling = calls[n](group.x)
            at = found.examined(group, calling)
            examined += np.bincount(group.position, weights=at, minlength=last + 1)[1:]
            called = found.called(group, calling)
            calls[n] = fit_curve(group.x, called, np.ones(len(called)), prior, calls[n])
            moved = max(moved, float(np.abs(calls[n](group.x) - calling).max(initial=0.0)))
        found = _smooth(examined, rows) if known is None else known
        if moved < PRECISION:
            break
    return Estimate(found, tuple(calls))


def _smooth(examined: Floats, rows: NDArray[np.int64]) -> Examination:
    """Return the curve of places examined so often, drawn to the smooth one."""
    place = np.arange(2, len(rows) + 1, dtype=np.float64)
    seen, shown = examined[1:], rows[1:]

    def misfit(decay: float) -> float:
        smooth = np.clip(place**-decay, SMALLEST, 1 - SMALLEST)
        likelihood = seen @ np.log(smooth) + (shown - seen) @ np.log1p(-smooth)
        return float(((decay - USUAL_DECAY) / DECAY_SPREAD) ** 2 / 2 - likelihood)

    decay = float(minimize_scalar(misfit, bounds=(0.0, 4.0), method="bounded").x)
    curve = (seen + PSEUDO_ROWS * place**-decay) / (shown + PSEUDO_ROWS)
    return Examination(np.append(1.0, curve), decay)


@dataclass(frozen=True)
class Example:
    """A suggestion that was shown, and what became of it."""

    impression: str
    """Which list it was shown in."""
    pair: str
    """Who asked and who was suggested; the same pair may be shown in several lists."""
    goal: Goal
    position: int
    """1 is the top."""
    features: Mapping[str, float]
    """What the ranker saw, each 0..1."""
    ranker: str
    """Version that put it there."""
    reacted: bool
    """Whether anything became of it: then it was looked at."""
    value: float | None
    """How good it turned out, 0..1; None where the reaction says nothing about the fit."""


@dataclass(frozen=True)
class Log:
    """The examples of one goal that say something about the fit, and all reactions."""

    names: tuple[str, ...]
    """Features that have a weight."""
    seen: Reactions
    value: Floats
    """(rows,), nan where a row says nothing about the fit."""
    lists: tuple[str, ...]
    """(rows,), the impression of each."""
    pairs: NDArray[np.int64]
    """(rows,), a number for each pair of seeker and partner."""

    @property
    def positive(self) -> int:
        """Number of rows that speak for a partner."""
        return int((self.value > 0).sum())

    def part(self, rows: NDArray[np.bool_]) -> Log:
        """Return some of the rows."""
        seen = Reactions(self.seen.x[rows], self.seen.position[rows], self.seen.reacted[rows])
        lists = tuple(name for name, kept in zip(self.lists, rows, strict=True) if kept)
        return Log(self.names, seen, self.value[rows], lists, self.pairs[rows])


def logs_of(examples: Sequence[Example], present: RankingConfig) -> dict[Goal, Log]:
    """Return the examples of each goal as arrays, in order of the goals' names."""
    by_goal: dict[Goal, list[Example]] = {}
    for example in examples:
        by_goal.setdefault(example.goal, []).append(example)
    return {goal: _log(by_goal[goal], weights_of(present, goal)) for goal in sorted(by_goal)}


def weights_of(config: RankingConfig, goal: Goal) -> dict[str, float]:
    """Return what weighs for a goal; a weight that fell to 0 may rise again."""
    return dict(config.weights[goal])


def _log(examples: Sequence[Example], weights: Mapping[str, float]) -> Log:
    names = tuple(weights)
    rows = [[e.features.get(name, 0.0) for name in names] for e in examples]
    seen = Reactions(
        x=np.array(rows, dtype=np.float64),
        position=np.array([e.position for e in examples], dtype=np.int64),
        reacted=np.array([e.reacted for e in examples], dtype=bool),
    )
    value = np.array([np.nan if e.value is None else e.value for e in examples])
    pairs = np.unique([e.pair for e in examples], return_inverse=True)[1]
    return Log(names, seen, value, tuple(e.impression for e in examples), pairs)
