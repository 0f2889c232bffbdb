"""`Prover`: for a need and its candidates, what may be said of each and how surely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.proof.candidates import Candidate
from matcher.proof.claims import Proof, Proved
from matcher.proof.coverage import COVERED, Rarity, Sought
from matcher.proof.features import FEATURES, Compared, compare, matrix
from matcher.proof.model import ProofModel, in_context
from matcher.search.retrieval import with_context
from models.pairs.pair_model import PairScorer
from models.pairs.pair_text import partner_text

Floats = NDArray[np.float64]
DEPTH = 30
"""So many candidates the pair model reads: the best by the other features."""


class Prover:
    """Proves claims. Safe for threads."""

    def __init__(self, model: ProofModel, rarity: Rarity, pairs: PairScorer | None = None) -> None:
        """Without ``pairs`` nothing is said to answer."""
        self._model = model
        self._rarity = rarity
        self._pairs = pairs
        self.version = f"{model.version}+{pairs.version if pairs else 'none'}"

    def prove(
        self,
        need: str,
        candidates: Sequence[Candidate],
        depth: int = DEPTH,
        in_full: str | None = None,
        context: str = "",
    ) -> Proved:
        """Return a proof for each candidate, in their order.

        Args:
            need: what is sought, in the asker's words.
            candidates: those worth a look, in any order; their number should be a few dozen.
            depth: how many of them the pair model reads.
            in_full: the whole request, which the pair model reads instead: who asks often says
                what is meant ("Eine Bäckerei will Abwärme nutzen").
            context: what the request says beside the need; its words count as well.
        """
        asked = Sought.read(with_context(need, context), self._rarity)
        found = [compare(asked, candidate) for candidate in candidates]
        logits, was_read = self._logits(in_full or need, candidates, found, depth)
        chances = self._model.probabilities(logits, matrix(found, np.zeros(len(found))))
        proofs = tuple(
            self._proof(need, asked, candidate, compared, float(chance), bool(seen))
            for candidate, compared, chance, seen in zip(
                candidates, found, chances, was_read, strict=True
            )
        )
        anything = self._model.anything_fits(logits)
        nothing = anything < self._model.thresholds.anything
        return Proved(proofs, anything, nothing, self.version)

    def _logits(
        self, need: str, candidates: Sequence[Candidate], found: Sequence[Compared], depth: int
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return log-odds, (candidates,), and whom the pair model has read."""
        values = matrix(found, np.zeros(len(found)))
        logits = self._model.first_logits(values)
        was_read = np.zeros(len(logits), dtype=np.bool_)
        if self._pairs is None or not len(logits):
            return logits, was_read
        best = np.argsort(-logits, kind="stable")[:depth]
        texts = [
            partner_text(c.name, c.statements, c.strengths) for c in (candidates[i] for i in best)
        ]
        values[best, FEATURES.index("pair")] = self._pairs.logits(need, texts)
        logits[best] = self._model.read_logits(values[best], in_context(logits)[best])
        was_read[best] = True
        return logits, was_read

    def _proof(
        self,
        need: str,
        asked: Sought,
        candidate: Candidate,
        compared: Compared,
        chance: float,
        read: bool,
    ) -> Proof:
        values = compared.values
        name_only = values["covered_best"] == 0 and values["covered_name"] > 0
        covered = asked.taken_up(compared.covered)
        return Proof(
            partner=candidate.id,
            need=need,
            statement=-1 if name_only else compared.best,
            text=None if name_only or compared.best < 0 else candidate.statements[compared.best],
            covered=covered,
            missing=tuple(
                word
                for word, share in zip(asked.words, compared.covered, strict=True)
                if share < COVERED
            ),
            name_only=name_only,
            probability=chance,
            claim=self._model.claim(chance, read=read),
        )
