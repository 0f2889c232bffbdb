"""The background: what similarity unrelated statements have.

Raw cosines of the e5 family lie between .78 and .88 whatever the pair, and differ from one
question to the next. Against a fixed set of statements of all trades they become comparable:
0 means no nearer than chance, 1 as near as a close paraphrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from data.files import sample_profiles
from models.encoder import Encoder, Vectors

Floats = NDArray[np.float64]
SIZE = 512
Z_FULL = 10.0
"""Standard deviations above the background mean that mean strength 1. On real profiles the best
of thousands reach 5 to 11."""
HUB_SHARE = 0.5
HUB_NEIGHBOURS = 50
"""Half the mean cosine with the 50 nearest background texts is taken off a text that is near to
everything (docs/decisions.md, with figures)."""
_BLOCK = 8192


class Background:
    """Cosines with a fixed set of statements that were not chosen for a query."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        if len(texts) < 2:
            raise ValueError(f"a background needs at least 2 texts, got {len(texts)}")
        self._vectors = encoder.encode(texts)
        self._hub_mean = float(self._nearness(self._vectors).mean())

    def strength(self, vectors: Vectors, queries: Vectors, *, hubs: bool = False) -> Floats:
        """Return how much nearer than chance each pair is, float64 (vectors, queries), 0..1.

        Args:
            vectors: the texts found, float32 (vectors, dim).
            queries: what was searched for, float32 (queries, dim).
            hubs: take off what a text has in common with everything.
        """
        unrelated = (self._vectors @ queries.T).astype(np.float64)
        spread = np.maximum(unrelated.std(axis=0), 1e-6)
        cosines = (vectors @ queries.T).astype(np.float64)
        if hubs:
            cosines -= HUB_SHARE * (self._nearness(vectors) - self._hub_mean)[:, None]
        above: Floats = (cosines - unrelated.mean(axis=0)) / spread
        return np.clip(above / Z_FULL, 0.0, 1.0)

    def _nearness(self, vectors: Vectors) -> Floats:
        """Return each text's mean cosine with its nearest background texts, float64 (n,)."""
        count = min(HUB_NEIGHBOURS, len(self._vectors))
        means = np.empty(len(vectors))
        for start in range(0, len(vectors), _BLOCK):
            block = vectors[start : start + _BLOCK] @ self._vectors.T
            means[start : start + _BLOCK] = np.partition(block, -count, axis=1)[:, -count:].mean(1)
        return means


_known: dict[str, Background] = {}


def background_of(encoder: Encoder) -> Background:
    """Return the background in an encoder's vectors; encoded once a process."""
    if encoder.fingerprint not in _known:
        _known[encoder.fingerprint] = Background(encoder, background_texts())
    return _known[encoder.fingerprint]


def background_texts() -> list[str]:
    """Return 512 statements of the shipped sample: all trades and kinds, always the same ones.

    They are fixed and not drawn from the profiles at hand, so that a score does not move when
    others are added. Chosen by the order of their hashes, which is as good as chance.
    """
    texts = {s.text for profile in sample_profiles() for s in profile.statements}
    return sorted(texts, key=lambda text: sha256(text.encode()).digest())[:SIZE]
