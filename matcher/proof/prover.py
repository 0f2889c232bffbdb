"""`Prover`: for a need and its candidates, what may be said of each and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.proof.brief import brief_values, is_brief
from matcher.proof.candidates import Candidate
from matcher.proof.claims import Proof, Proved
from matcher.proof.coverage import COVERED, Rarity, Sought, content_words
from matcher.proof.features import FEATURES, Compared, compare, matrix
from matcher.proof.function_words import VAGUE_WORDS
from matcher.proof.model import ProofModel, in_context
from matcher.search.retrieval import with_context
from models.pairs.pair_model import PairScorer
from models.pairs.pair_text import partner_text

Floats = NDArray[np.float64]
DEPTH = 30
"""So many candidates the pair model reads: the best by the other features."""
VAGUE = -0.5
"""Highest log-odds for a need that names no thing ("Neue Kunden"): nobody can tell who answers."""
OTHER_SIDE = -2.0
"""The same for a candidate that stands on the wrong side of a succession."""


class Prover:
    """Proves claims. Safe for threads."""

    def __init__(self, model: ProofModel, rarity: Rarity, pairs: PairScorer | None = None) -> None:
        """Without ``pairs`` nothing is said to answer."""
        self._model = model
        self._rarity = rarity
        self._pairs = pairs
        self.version = f"{model.version}+{pairs.version if pairs else 'none'}"

    def prove_pairs(
        self,
        pairs: Sequence[tuple[str, Candidate]],
        depth: int = DEPTH,
        in_full: str | None = None,
        context: str = "",
        typed: bool = False,
    ) -> Proved:
        """Return a proof for each need with the candidate beside it, in their order.

        All pairs are one question: of several needs, whose is answered by what one side offers?

        Args:
            pairs: each need, in the words of whoever has it, with one worth a look for it; their
                number should be a few dozen.
            depth: how many of them the pair model reads.
            in_full: the whole request, which the pair model reads instead: who asks often says
                what is meant ("Eine Bäckerei will Abwärme nutzen").
            context: what the request says beside the need; its words count as well.
            typed: whether it is a question as people type it: of one in a few words less is said.
        """
        sought = {
            need: Sought.read(with_context(need, context), self._rarity)
            for need in dict.fromkeys(need for need, _ in pairs)
        }
        found = [compare(sought[need], candidate) for need, candidate in pairs]
        read = [(in_full or need, candidate) for need, candidate in pairs]
        logits, was_read = self._logits(read, found, depth)
        vague = {need: set(content_words(need)) <= VAGUE_WORDS for need in {n for n, _ in read}}
        most = [_most(candidate, vague=vague[need]) for need, candidate in read]
        logits = np.minimum(logits, most)
        chances = self._model.probabilities(logits, matrix(found, np.zeros(len(found))))
        order, brief = chances, np.zeros(len(pairs), dtype=np.bool_)
        if typed and self._model.brief is not None:
            chances, brief = self._bounded(pairs, sought, found, chances)
            was_read = was_read & ~brief  # of a few words nothing is said to answer
        proofs = tuple(
            self._proof(need, sought[need], candidate, *measured)
            for (need, candidate), *measured in zip(
                pairs,
                found,
                chances.tolist(),
                order.tolist(),
                was_read.tolist(),
                strict=True,
            )
        )
        anything = self._model.anything_fits(logits)
        nothing = anything < self._model.thresholds.anything
        return Proved(proofs, anything, nothing, bool(brief.any()), self.version)

    def _bounded(
        self,
        pairs: Sequence[tuple[str, Candidate]],
        sought: Mapping[str, Sought],
        found: Sequence[Compared],
        chances: Floats,
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return probabilities bounded where needs are of a few words, and where they are."""
        bounded, brief = chances.copy(), np.zeros(len(pairs), dtype=np.bool_)
        for need, asked in sought.items():
            if is_brief(asked.words):
                mine = np.array([other == need for other, _ in pairs], dtype=np.bool_)
                some = [compared for compared, is_mine in zip(found, mine, strict=True) if is_mine]
                values = brief_values(asked, some, chances[mine])
                bounded[mine] = self._model.brief_probabilities(chances[mine], values)
                brief |= mine
        return bounded, brief

    def _logits(
        self, pairs: Sequence[tuple[str, Candidate]], found: Sequence[Compared], depth: int
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return log-odds, (pairs,), and which pairs the pair model has read."""
        values = matrix(found, np.zeros(len(found)))
        logits = self._model.first_logits(values)
        was_read = np.zeros(len(logits), dtype=np.bool_)
        if self._pairs is None or not len(logits):
            return logits, was_read
        best = np.argsort(-logits, kind="stable")[:depth]
        values[best, FEATURES.index("pair")] = _read(self._pairs, [pairs[i] for i in best])
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
        order: float,
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
            order=order,
        )


def _read(scorer: PairScorer, pairs: Sequence[tuple[str, Candidate]]) -> Floats:
    """Return the pair model's logits, (pairs,); pairs of one need are read together."""
    logits = np.zeros(len(pairs))
    for need in dict.fromkeys(need for need, _ in pairs):
        at = [i for i, (other, _) in enumerate(pairs) if other == need]
        texts = [partner_text(c.name, c.statements, c.strengths) for c in (pairs[i][1] for i in at)]
        logits[at] = scorer.logits(need, texts)
    return logits


def _most(candidate: Candidate, *, vague: bool) -> float:
    """Return the highest log-odds that a candidate may have, whatever the texts share."""
    if vague:
        return VAGUE
    return OTHER_SIDE if candidate.is_other_side else float("inf")
