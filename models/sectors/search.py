"""Sector search by meaning as well as by letters: for questions put in whole sentences.

`data.sectors.search` answers at once and without a model. Fused with the default encoder the same
words find more: nDCG@10 .718 becomes .760 on the half of `ihk_branche_wz` that was not tuned on.
Price: every word of every class is encoded first, about 10,000 short texts, 40 seconds on one
processor; pass a `CachedEncoder` so that this happens once per machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.sectors.search import Scores, SectorHit, SectorSearch, best_hits, load_sector_search
from models.encoder import Encoder, Progress

# Tuned on the development half of `ihk_branche_wz`; .5 to .7 differ by less than .005.
DENSE_WEIGHT = 0.6
OTHER_ACTIVITY = 3.0
"""What a class loses, in standard deviations, that does something else than the text says."""


class HybridSectorSearch:
    """`SectorSearch` fused with the nearest word or label of each class in an encoder's space."""

    def __init__(
        self,
        encoder: Encoder,
        lexical: SectorSearch | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._lexical = lexical or load_sector_search()
        self.classes = self._lexical.classes
        self._owner = np.array([owner for owner, _ in self._lexical.texts])
        words = [text for _, text in self._lexical.texts]
        self._vectors = encoder.encode(words, progress=progress)

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return scores in (0, 1), shape (len(texts), 615); they compare within one text only."""
        queries = self._encoder.encode(texts, as_query=True)
        nearest = np.full((len(self.classes), len(texts)), -1.0)
        np.maximum.at(nearest, self._owner, self._vectors @ queries.T)
        dense = _standard(nearest.T)
        dense -= OTHER_ACTIVITY * ~self._lexical.fits_activity(texts)
        lexical = _standard(self._lexical.scores(texts))
        fused = (1 - DENSE_WEIGHT) * lexical + DENSE_WEIGHT * dense
        return np.asarray(1 / (1 + np.exp(-fused)), dtype=np.float64)

    def search(self, text: str, k: int = 10) -> list[SectorHit]:
        """Return the ``k`` nearest classes, best first; there are always ``k``."""
        return best_hits(self.classes, self.scores([text])[0], k)


def _standard(scores: Scores) -> Scores:
    """Return each row with mean 0 and deviation 1; a flat row becomes zeros."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(centred / (scores.std(axis=1, keepdims=True) + 1e-9), dtype=np.float64)
