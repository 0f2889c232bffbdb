"""A pair scorer without a language model, for tests of logic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.indexes.german import ngrams


class SharedLetters:
    """Says how much two texts share n-grams: logits from -4 (nothing) to 4 (the same text)."""

    version = "shared-letters"

    def logits(self, need: str, partners: Sequence[str]) -> NDArray[np.float64]:
        """Return one logit a partner text, (partners,)."""
        rows = ngrams([need, *partners]).astype(np.float64)
        lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1.clip(1.0)
        shared = (rows[1:] @ rows[0].T).toarray()[:, 0]
        return np.asarray(8 * shared / (lengths[1:] * lengths[0]) - 4)
