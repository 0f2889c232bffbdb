"""`Candidate`: what is known of a partner before the proof, in texts and arrays alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One partner that retrieval found for a need."""

    id: str
    name: str
    """Empty where the name is withheld."""
    statements: tuple[str, ...]
    """What may prove: its offers and descriptions, each text once, in the profile's order."""
    strengths: Floats
    """How much nearer to the need than chance each statement is (`matcher.background`),
    (statements,), 0..1."""
    profile: float
    """The same of the whole profile, with what is near to everything taken off, 0..1."""
    words: float
    """Shared parts of words of the whole profile, 0..1 (the feature of that name)."""
    field: float
    """Agreement of the sectors read out of both texts, 0..1."""
    commonness: tuple[int, ...] = ()
    """How many profiles say each statement word for word, (statements,); empty: unknown."""
    is_research: bool = False
    is_other_side: bool = False
    """Whether it stands on the wrong side of a succession (`matcher.proof.succession`)."""

    def times_said(self, position: int) -> int:
        """Return how many profiles say a statement word for word, 1 if unknown."""
        return self.commonness[position] if self.commonness else 1
