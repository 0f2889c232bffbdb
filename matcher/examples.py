"""Examples to learn a ranker from, and the same as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.examination import Reactions
from matcher.logistic import Floats
from matcher.ranking import RankingConfig
from matcher.request import Goal


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
