"""Proving: what may be said of the best candidates of a request, and in which order they stand.

Retrieval finds and the ranker orders; here the needs and the partners' texts are read together.
What is sure goes first. Wishes, distance and examples still move the order, as far as they did in
the ranker, but they never raise what is said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.profiles import Kind, Role, Visibility
from matcher.proof import Candidate, Proof, Prover, load_proof_model, load_rarity, says_only
from matcher.ranking.features import RowMatch, Table
from matcher.ranking.ranker import Ranked, RankingConfig
from matcher.request import Goal, Viewer
from matcher.search.retrieval import THEIR_OFFERS, Seeker
from matcher.search.rows import RowRole
from matcher.search.rules import is_veiled, seen
from matcher.search.snapshot import Snapshot
from matcher.words import TERMS
from models.bundled.folder import NAME, WEIGHTS_SHA256
from models.encoder import Encoder
from models.encoders.adapter import AdaptedEncoder
from models.pairs.pair_model import open_pair_model

SOUGHT = "their_offer"
"""The channel in which a need is answered by what others offer or describe."""
POOL = 60
"""So many of the best candidates are proved."""
SAYING = {"profile": 0.9, SOUGHT: 0.35, "words": 0.45, "field": 0.4}
"""Features by which candidates are chosen to be proved, with their weights: what the texts say.
Kind, record and distance say nothing of whether a need is answered (``docs/proof.md``)."""
READ = 16
"""So many of them are read by the pair model, for all needs of a request together."""
LEAST_READ = 8
"""So many are read for each need at least."""
MOST_NEEDS = 4
"""Needs of a profile that are proved; the others are searched all the same."""
PAIR_THREADS = 2
MOVING = ("preference", "distance")
"""Features that move the order beside what is proved."""


@dataclass(frozen=True)
class Proofs:
    """What was proved of a request's candidates."""

    by_candidate: Mapping[int, Proof]
    """The best proof of each, by position in the table."""
    nothing_fits: bool
    version: str


@cache
def _shipped() -> Prover:
    return Prover(load_proof_model(), load_rarity(), open_pair_model(threads=PAIR_THREADS))


def prover_of(encoder: Encoder) -> Prover | None:
    """Return the shipped prover for the encoder that its calibration was measured with.

    None for any other: what is said then rests on likeness alone.
    """
    measured = encoder.fingerprint.startswith(f"{NAME}/{WEIGHTS_SHA256[:16]}/")
    return _shipped() if measured and isinstance(encoder, AdaptedEncoder) else None


@dataclass(frozen=True)
class Pool:
    """The best candidates of a request, with what the prover reads of them."""

    positions: tuple[int, ...]
    """In the table, best first."""
    in_full: str | None
    """The question as it was put, where it asks for one thing."""
    context: str
    """What it says beside that."""
    needs: tuple[tuple[str, tuple[Candidate, ...]], ...]
    """Each need with the candidates, in the order of the positions."""


def gather(
    snapshot: Snapshot,
    seeker: Seeker,
    table: Table,
    ranked: Ranked,
    viewer: Viewer,
) -> Pool | None:
    """Return what is to be proved; None where no need is searched for."""
    match = next((m for m in table.matches if m.query.channel.term == SOUGHT), None)
    mine = match.query.channel.mine if match is not None else ()
    needs = [(i, text) for i, (role, text) in enumerate(mine) if role is Role.NEED]
    if match is None or not needs:
        return None
    positions = _most_saying(table, ranked)
    texts = _Texts(snapshot, said_texts(snapshot), table, match, viewer)
    return Pool(
        positions,
        seeker.question if len(needs) == 1 else None,
        seeker.context,
        tuple(
            (need, tuple(texts.candidate(position, column) for position in positions))
            for column, need in needs[:MOST_NEEDS]
        ),
    )


def _most_saying(table: Table, ranked: Ranked) -> tuple[int, ...]:
    """Return the candidates whose texts fit best, best first; equal ones in the ranker's order."""
    return tuple(p for p in _by_texts(table, ranked)[:POOL].tolist() if ranked.scores[p] > 0)


def _by_texts(table: Table, ranked: Ranked) -> NDArray[np.int64]:
    """Return all candidates by what their texts say, equal ones in the ranker's order."""
    sums = np.sum([weight * table.values[name] for name, weight in SAYING.items()], axis=0)
    return ranked.order[np.argsort(-sums[ranked.order], kind="stable")]


def prove_pool(prover: Prover, pool: Pool) -> Proofs:
    """Prove each need; of each candidate the best proof counts."""
    best: dict[int, Proof] = {}
    nothing = []
    for need, candidates in pool.needs:
        depth = max(READ // len(pool.needs), LEAST_READ)
        proved = prover.prove(need, candidates, depth, pool.in_full, pool.context)
        nothing.append(proved.nothing_fits)
        for position, proof in zip(pool.positions, proved.proofs, strict=True):
            if position not in best or proof.probability > best[position].probability:
                best[position] = proof
    return Proofs(best, all(nothing), prover.version)


class _Texts:
    """The candidates of one request as the prover reads them."""

    def __init__(
        self,
        snapshot: Snapshot,
        said: Counter[str],
        table: Table,
        match: RowMatch,
        viewer: Viewer,
    ) -> None:
        self._snapshot, self._said, self._viewer = snapshot, said, viewer
        self._table, self._match = table, match

    def candidate(self, position: int, column: int) -> Candidate:
        """Return the candidate at a position of the table, for the need of a column."""
        table, catalog = self._table, self._snapshot.catalog
        slot = int(table.slots[position])
        profile = seen(catalog, slot, self._viewer)
        start, end = (int(x) for x in table.starts[position : position + 2])
        nearest: dict[str, float] = {}
        for row in range(start, end):
            strength = float(self._match.strengths[row, column])
            at = int(self._snapshot.rows.position[self._match.rows[row]])
            role = RowRole(int(self._snapshot.rows.role[self._match.rows[row]]))
            text = profile.statements[at].text
            if role in THEIR_OFFERS and not says_only(text, profile.name):
                nearest[text] = max(nearest.get(text, 0.0), strength)
        values = table.values
        return Candidate(
            id=profile.id,
            name="" if is_veiled(catalog, slot, self._viewer) else profile.name,
            statements=tuple(nearest),
            strengths=np.array(list(nearest.values())),
            profile=float(values["profile"][position]),
            words=float(values["words"][position]),
            field=float(values["field"][position]),
            commonness=tuple(max(self._said[text], 1) for text in nearest),
            is_research=profile.kind is Kind.RESEARCH,
        )


def said_texts(snapshot: Snapshot) -> Counter[str]:
    """Return how many public profiles say each text word for word; counted once for a snapshot.

    What only some may see is not counted.
    """

    def counted() -> Counter[str]:
        public = snapshot.catalog.with_facet(f"visibility:{Visibility.PUBLIC}")
        return Counter(
            text
            for slot in np.flatnonzero(public).tolist()
            for text in {s.text for s in snapshot.catalog.profile(slot).statements}
        )

    return snapshot.once("said texts", counted)


def reorder(table: Table, ranked: Ranked, proofs: Proofs, config: RankingConfig) -> Ranked:
    """Return the ranking of a question for a solution with what is surest first.

    A score is the probability, moved by wishes, distance and examples. Who was not proved comes
    after, by what the texts say, with no higher score. The addends still add up to the score.
    """
    weights = config.weights[Goal.SOLUTION]
    moved: dict[int, float] = {}
    for position, proof in proofs.by_candidate.items():
        beside = [weights.get(name, 0.0) * float(table.values[name][position]) for name in MOVING]
        unscaled = ranked.sums[position] / ranked.scores[position]
        beside += [
            float(values[position]) * unscaled
            for name, values in ranked.terms.items()
            if name not in TERMS
        ]
        moved[position] = log_odds(proof.probability) + config.steepness * sum(beside)
    place = {position: at for at, position in enumerate(ranked.order.tolist())}
    first = sorted(moved, key=lambda position: (-moved[position], place[position]))
    rest = [position for position in _by_texts(table, ranked).tolist() if position not in moved]
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
