"""Needs of a few words: how surely they are answered.

The pair model learned from requests of whole sentences. "Solarthermie für Wäschereien" gives it
little to read, and it calls sure whoever shares one of the words. What it says of such needs is
bounded by a curve that was fitted on them (`evaluation.studies.fit_brief`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.proof.coverage import COVERED, Sought
from matcher.proof.features import FEATURES, Compared, matrix

Floats = NDArray[np.float64]
MOST_WORDS = 3
"""A need of so many content words, all that the request says beside it included, is brief."""
COLUMNS = ("odds", "taken", "length", *(name for name in FEATURES if name != "pair"))
"""Log-odds of the calibrated probability; share of the need's words that the best statement or the
name takes up; number of words (log); the features but the pair model's."""
_LIGHT = frozenset(
    "baut bauen fertigt fertigen herstellt herstellen stellt macht produziert produzieren liefert "
    "liefern bietet entwickelt entwickeln entwicklung herstellung fertigung produktion".split()
)
"""Words of making, which hardly anybody says of his own work in the same form."""
_SUREST = 1e-4


def is_brief(words: Sequence[str]) -> bool:
    """Return whether a need of these content words is too short for the pair model."""
    return 0 < len(words) <= MOST_WORDS


def brief_values(asked: Sought, found: Sequence[Compared], chances: Floats) -> Floats:
    """Return what the curve is laid over, (candidates, COLUMNS)."""
    bounded = np.clip(chances, _SUREST, 1 - _SUREST)
    telling = np.array([word not in _LIGHT for word in asked.words])
    telling |= not telling.any()
    own = np.stack(
        [
            np.log(bounded / (1 - bounded)),
            [float((compared.covered >= COVERED)[telling].mean()) for compared in found],
            np.full(len(found), np.log(int(telling.sum()))),
        ],
        axis=1,
    )
    rest = np.delete(matrix(found, np.zeros(len(found))), FEATURES.index("pair"), axis=1)
    return np.hstack([own, rest])
