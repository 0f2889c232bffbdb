"""`Collected`: of all pairs of a need and an answer those that a survey goes on with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.needs.answering import Side, Strengths
from matcher.needs.proved import TRIED

ANSWERS = 0.25
"""Strength from which a statement counts as an answer where nothing is proved: where, on the
sample's judged requests, what tells those with a partner from those without is most reliable
(``evaluation.studies.gaps``)."""
MAX_ANSWERS = 100
"""Statements kept for each need. Where so many answer, nobody counts them."""


class Pair(NamedTuple):
    """Positions of a need and an answer, and how near they are."""

    need: int
    answer: int
    strength: float


@dataclass
class Collected:
    """The pairs found so far, by need and by answer."""

    side: Side
    """The answers."""
    strong: list[Pair] = field(default_factory=list)
    nearest: dict[int, Pair] = field(default_factory=dict)
    """need -> its best pair."""
    best: dict[int, Pair] = field(default_factory=dict)
    """answer -> its best pair."""
    tried: dict[int, dict[str, int]] = field(default_factory=dict)
    """need -> the profiles nearest to it, by id, each with the place of its best answer."""

    def add(self, first: int, found: Strengths) -> None:
        """Take up a block of needs that begins with need ``first``."""
        for row, strengths in enumerate(found):
            most = int(strengths.argmax())
            if strengths[most] >= 0:
                self.nearest[first + row] = Pair(first + row, most, float(strengths[most]))
            enough = np.flatnonzero(strengths >= ANSWERS)
            enough = enough[np.argsort(-strengths[enough], kind="stable")[:MAX_ANSWERS]]
            self.strong += [Pair(first + row, int(a), float(strengths[a])) for a in enough]
            self.tried[first + row] = self._nearest_profiles(strengths)
        rows = found.argmax(axis=0)
        for answer, (row, strength) in enumerate(
            zip(rows.tolist(), found.max(axis=0).tolist(), strict=True)
        ):
            known = self.best.get(answer)
            if strength >= 0 and (known is None or strength > known.strength):
                self.best[answer] = Pair(first + row, answer, strength)

    def _nearest_profiles(self, strengths: NDArray[np.float32]) -> dict[str, int]:
        """Return the `TRIED` profiles that come nearest to a need, each with its best answer."""
        near: dict[str, int] = {}
        for at in np.argsort(-strengths, kind="stable").tolist():
            if strengths[at] <= 0 or len(near) == TRIED:
                break
            near.setdefault(self.side.profiles[at].id, at)
        return near
