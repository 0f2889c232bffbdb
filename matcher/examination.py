"""How probable it is that a suggestion at a position is looked at at all.

People read from the top. A partner at place 9 without any reaction was seldom refused: mostly
nobody got there. The examination hypothesis says that a reaction needs both: that the place is
examined, and that the partner shown there calls for it (Richardson et al. 2007, doi
10.1145/1242572.1242643), so ``P(reaction) = examined(position) * calls(features)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from matcher.logistic import Curve, Floats, Prior, fit_curve

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
