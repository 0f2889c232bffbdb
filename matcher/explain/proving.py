"""Proving: what may be said of the best candidates of a request, and in which order they stand.

Retrieval finds and the ranker orders; here the needs and the partners' texts are read together.
What is sure goes first. Wishes, distance and examples still move the order, as far as they did in
the ranker, but they never raise what is said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from matcher.explain.gathering import SOUGHT, Asking, by_texts
from matcher.proof import Proof, Prover, load_proof_model, load_rarity
from matcher.ranking.features import Table
from matcher.ranking.ranker import Ranked, RankingConfig
from matcher.request import Goal
from matcher.words import TERMS
from models.bundled.folder import NAME, WEIGHTS_SHA256
from models.encoder import Encoder
from models.encoders.adapter import AdaptedEncoder
from models.pairs.pair_model import open_pair_model
from models.pairs.remembered import RememberedPairs

READ = 16
"""So many of them are read by the pair model, for all needs of a request together."""
LEAST_READ = 8
"""So many are read for each need at least."""
PAIR_THREADS = 2
MOVING = ("preference", "distance")
"""Features that move the order beside what is proved."""


@dataclass(frozen=True)
class Proofs:
    """What was proved of a request's candidates."""

    by_term: Mapping[str, Mapping[int, Proof]]
    """The best proof of each candidate, by channel and position in the table."""
    nothing_fits: bool
    brief: bool
    """Whether every need is of a few words, of which nothing is said to answer."""
    version: str

    @property
    def by_candidate(self) -> Mapping[int, Proof]:
        """The best proof of each candidate, whichever way it points."""
        best: dict[int, Proof] = {}
        for proofs in self.by_term.values():
            for position, proof in proofs.items():
                if position not in best or proof.probability > best[position].probability:
                    best[position] = proof
        return best

    def of(self, position: int, *terms: str) -> Proof | None:
        """Return the best proof of a candidate in some channels, None without one."""
        found = [p for term in terms if (p := self.by_term.get(term, {}).get(position))]
        return max(found, key=lambda proof: proof.probability, default=None)


@cache
def _shipped() -> Prover:
    pairs = RememberedPairs(open_pair_model(threads=PAIR_THREADS))
    return Prover(load_proof_model(), load_rarity(), pairs)


def prover_of(encoder: Encoder) -> Prover | None:
    """Return the shipped prover for the encoder that its calibration was measured with.

    None for any other: what is said then rests on likeness alone.
    """
    measured = encoder.fingerprint.startswith(f"{NAME}/{WEIGHTS_SHA256[:16]}/")
    return _shipped() if measured and isinstance(encoder, AdaptedEncoder) else None


def prove_all(prover: Prover, askings: Sequence[Asking], typed: bool = False) -> Proofs:
    """Prove what was gathered; of each candidate the best proof of a channel counts.

    Where nobody states a need, nothing is proved. ``typed``: the question is one as people type it,
    of which less is said in a few words.
    """
    best: dict[str, dict[int, Proof]] = {}
    nothing, brief = [], []
    for asking in askings:
        depth = max(READ // len(askings), LEAST_READ)
        proved = prover.prove_pairs(asking.pairs, depth, asking.in_full, asking.context, typed)
        nothing.append(proved.nothing_fits)
        brief.append(proved.brief)
        known = best.setdefault(asking.term, {})
        for position, proof in zip(asking.positions, proved.proofs, strict=True):
            if position not in known or proof.probability > known[position].probability:
                known[position] = proof
    return Proofs(best, bool(nothing) and all(nothing), bool(brief) and all(brief), prover.version)


def reorder(table: Table, ranked: Ranked, proofs: Proofs, config: RankingConfig) -> Ranked:
    """Return the ranking of a question for a solution with what is surest first.

    A score is the probability, moved by wishes, distance and examples. Who was not proved comes
    after, by what the texts say, with no higher score. The addends still add up to the score.
    """
    weights = config.weights[Goal.SOLUTION]
    moved: dict[int, float] = {}
    for position, proof in proofs.by_term.get(SOUGHT, {}).items():
        beside = [weights.get(name, 0.0) * float(table.values[name][position]) for name in MOVING]
        unscaled = ranked.sums[position] / ranked.scores[position]
        beside += [
            float(values[position]) * unscaled
            for name, values in ranked.terms.items()
            if name not in TERMS
        ]
        moved[position] = log_odds(proof.order) + config.steepness * sum(beside)
    place = {position: at for at, position in enumerate(ranked.order.tolist())}
    first = sorted(moved, key=lambda position: (-moved[position], place[position]))
    rest = [p for p in by_texts(table, ranked, SOUGHT).tolist() if p not in moved]
    scores = ranked.scores.copy()
    scores[first] = [1 / (1 + math.exp(-moved[position])) for position in first]
    least = scores[first[-1]] if first else 1.0
    scores[rest] = np.minimum(np.minimum.accumulate(scores[rest]), least)
    share = np.divide(scores, ranked.scores, out=np.zeros_like(scores), where=ranked.scores > 0)
    terms = {name: values * share for name, values in ranked.terms.items()}
    return replace(ranked, order=np.array([*first, *rest], np.int64), scores=scores, terms=terms)


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, bounded to ±7 so that certainty stays finite."""
    inside = min(max(probability, 0.001), 0.999)
    return math.log(inside / (1 - inside))
