"""`RememberedPairs`: a pair scorer that reads the same pair once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from models.pairs.pair_model import Floats, PairScorer

KEPT = 60_000
"""Pairs remembered, the last used, at about 600 bytes each: a survey of some thousand needs, which
is made anew after every change, then reads only what has changed."""


class RememberedPairs:
    """Safe for threads."""

    def __init__(self, scorer: PairScorer, kept: int = KEPT) -> None:
        self._scorer = scorer
        self._kept = kept
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()
        self.version = scorer.version

    def logits(self, need: str, partners: Sequence[str]) -> Floats:
        """Return one logit a partner text, (partners,), as the scorer would."""
        keys = [(need, partner) for partner in partners]
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
        unread = list(dict.fromkeys(key for key in keys if key not in known))
        if unread:
            read = self._scorer.logits(need, [partner for _, partner in unread])
            known |= dict(zip(unread, read.tolist(), strict=True))
        with self._lock:
            for key in keys:
                self._known[key] = known[key]
                self._known.move_to_end(key)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return np.array([known[key] for key in keys], dtype=np.float64)
