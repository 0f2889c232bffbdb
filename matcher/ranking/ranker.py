"""Ranking: a weighted sum of features, calibrated, its addends kept as the explanation.

The rankers of an installation: the shipped one, and what was learnt from its feedback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from data.errors import ModelError
from matcher.ranking.background import Background
from matcher.ranking.features import Floats, Table
from matcher.request import Goal, MatchRequest
from matcher.search.rows import RowRole
from matcher.search.snapshot import Snapshot
from matcher.words import TERMS
from models.registry.registry import Registry


class RankingConfig(BaseModel):
    """Weights of the terms per goal, and the logistic curve that calibrates their sum.

    All weights are at least 0, so a nearer, better fitting partner never ranks lower for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    """Named in every answer: two configurations that rank differently have different versions."""
    weights: Mapping[Goal, Mapping[str, float]]
    offsets: Mapping[Goal, float] = {}
    """Added to the sums of goals whose pairs of texts resemble each other less: a network never
    words its offer as its members word theirs."""
    middle: float = Field(default=0.59, gt=0)
    """Weighted sum at which a suggestion is as likely good as not."""
    steepness: float = Field(default=7.5, gt=0)


_BASE = {"distance": 0.05, "preference": 0.15}

DEFAULT = RankingConfig(
    version="linear-3",
    weights={
        Goal.SOLUTION: _BASE
        | {"profile": 0.45, "their_offer": 0.35, "words": 0.45, "kind": 0.05, "experience": 0.12}
        | {"their_need": 0.05, "field": 0.4},
        Goal.PARTNER: _BASE
        | {"profile": 0.5, "their_offer": 0.25, "words": 0.3, "kind": 0.08, "experience": 0.15}
        | {"their_need": 0.1, "reciprocity": 0.15, "sector": 0.02, "field": 0.2},
        Goal.CUSTOMER: _BASE | {"profile": 0.3, "their_need": 0.4, "words": 0.4},
        Goal.PEERS: _BASE | {"profile": 0.2, "same_need": 0.5, "words": 0.3, "sector": 0.05},
        Goal.CLUSTER: _BASE | {"profile": 0.4, "their_offer": 0.3, "words": 0.3, "sector": 0.1},
    },
    offsets={Goal.PARTNER: -0.04, Goal.CUSTOMER: 0.14, Goal.PEERS: 0.09, Goal.CLUSTER: 0.13},
)


@dataclass(frozen=True)
class Ranked:
    """Candidates best first; each array is (candidates,) in that order."""

    order: NDArray[np.int64]
    """Positions in the table of features."""
    scores: Floats
    """Calibrated, 0..1, of every row of the table (not reordered)."""
    sums: Floats
    """Weighted sums before calibration, not reordered."""
    terms: dict[str, Floats]
    """Addends of the scores, not reordered."""


def rank(
    table: Table,
    names: list[str],
    goal: Goal,
    config: RankingConfig,
    further: Mapping[str, Floats] | None = None,
) -> Ranked:
    """Score all candidates; equal scores are ordered by profile id (``names``).

    ``further`` addends of the sums, each (candidates,), stand beside the weighted features.
    """
    beside = dict(further or {})
    weights = config.weights[goal]
    weighted = {
        term: weights[term] * values
        for term, values in table.values.items()
        if weights.get(term, 0.0) > 0
    }
    raw = np.sum([*weighted.values(), *beside.values()], axis=0)
    sums = np.where(raw > 0, raw + config.offsets.get(goal, 0.0), 0.0)
    scores = calibrate(sums, config)
    share = np.divide(scores, raw, out=np.zeros_like(raw), where=raw > 0)
    terms = {term: weighted[term] * share for term in TERMS if term in weighted}
    terms |= {term: values * share for term, values in beside.items()}
    order = np.lexsort((np.array(names), -raw))
    return Ranked(order, scores, sums, terms)


def calibrate(raw: Floats, config: RankingConfig) -> Floats:
    """Map the weighted sum to 0..1 by a logistic curve, strictly growing and 0 at 0."""
    curve = 1 / (1 + np.exp(-config.steepness * (raw - config.middle)))
    floor = 1 / (1 + np.exp(config.steepness * config.middle))
    return np.asarray(np.clip((curve - floor) / (1 - floor), 0.0, 1.0))


def choose(
    snapshot: Snapshot,
    background: Background,
    table: Table,
    ranked: Ranked,
    pool: NDArray[np.int64],
    request: MatchRequest,
) -> NDArray[np.int64]:
    """Return who of the ``pool`` is shown, as positions in the table."""
    if request.diversity == 0 and request.max_per_kind is None:
        return pool[: request.k]
    rows = snapshot.rows.of_slots(table.slots[pool])
    wholes = rows[snapshot.rows.role[rows] == RowRole.WHOLE]
    vectors = snapshot.vectors.vectors(wholes)
    return diversify(
        pool,
        ranked.scores,
        background.strength(vectors, vectors),
        [str(snapshot.catalog.profile(int(slot)).kind) for slot in table.slots[pool]],
        request.k,
        request.diversity,
        request.max_per_kind,
    )


def diversify(
    order: NDArray[np.int64],
    scores: Floats,
    similar: NDArray[np.float64],
    kinds: list[str],
    k: int,
    diversity: float,
    max_per_kind: int | None,
) -> NDArray[np.int64]:
    """Choose ``k`` of the ranked candidates by maximal marginal relevance.

    Each next one maximises ``(1 - diversity) * score - diversity * (largest similarity to one
    already chosen)`` (Carbonell and Goldstein 1998, doi 10.1145/290941.291025), with at most
    ``max_per_kind`` of one kind. ``similar`` (candidates, candidates) follows ``order``.
    """
    chosen: list[int] = []
    counts: dict[str, int] = {}
    left = list(range(len(order)))
    limit = max_per_kind if max_per_kind is not None else len(order)
    while left and len(chosen) < k:
        left = [i for i in left if counts.get(kinds[i], 0) < limit]
        if not left:
            break
        nearest = similar[np.ix_(left, chosen)].max(axis=1) if chosen else np.zeros(len(left))
        value = (1 - diversity) * scores[order[left]] - diversity * nearest
        best = left[int(np.argmax(value))]
        chosen.append(best)
        counts[kinds[best]] = counts.get(kinds[best], 0) + 1
        left.remove(best)
    return order[chosen]


KIND = "ranker"
FOLDER = "rankers"


def open_rankers(home: Path) -> Registry[RankingConfig]:
    """Return the versions kept in the folder of all state."""
    return Registry(home / FOLDER, DEFAULT, KIND)


def active_ranker(home: Path, encoder: str) -> RankingConfig:
    """Return the active ranker.

    Args:
        home: the folder of all state.
        encoder: fingerprint of the encoder it will be used with.

    Raises:
        ModelError: it is damaged, or learnt to weigh the similarities of another encoder.
    """
    rankers = open_rankers(home)
    active = rankers.active_version()
    config = rankers.load(active)
    if active == DEFAULT.version:
        return config
    learnt_with = rankers.manifest(active).origin.encoder
    if learnt_with != encoder:
        raise ModelError(
            f"Der Ranker „{active}“ ist mit dem Encoder „{learnt_with}“ gelernt, eingestellt ist "
            f"„{encoder}“. Den mitgelieferten nehmen: partnermatch rankers promote "
            f"{DEFAULT.version}",
            f"The ranker “{active}” was learnt with the encoder “{learnt_with}”, but “{encoder}” "
            f"is set. To take the shipped one: partnermatch rankers promote {DEFAULT.version}",
        )
    return config
