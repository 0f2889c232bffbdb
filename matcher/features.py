"""Features: how a candidate fits, each on a scale from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.profiles import Kind
from data.sectors.wz import load_sectors
from matcher.background import Background
from matcher.constraints import Applied
from matcher.corpus import Corpus
from matcher.likeness import Likeness
from matcher.request import Goal
from matcher.retrieval import Query, Seeker
from matcher.rows import RowRole
from models.encoder import Vectors

Floats = NDArray[np.float64]
Slots = NDArray[np.int64]

WORDS_FULL = 0.5
"""A lexical cosine from which two texts count as saying the same."""
HALF_DISTANCE_KM = 50.0
"""At this distance the value of being near is half."""
SECTOR_FIT = {"same": 1.0, "group": 0.8, "division": 0.6, "section": 0.25, "none": 0.0}


@dataclass(frozen=True)
class RowMatch:
    """The statements of one channel against the rows of all candidates."""

    query: Query
    rows: Slots
    strengths: Floats
    """(rows, mine), 0..1; 0 where a row's role is not searched."""


@dataclass(frozen=True)
class Table:
    """Features of all candidates, each float64 (candidates,)."""

    slots: Slots
    values: dict[str, Floats]
    matches: tuple[RowMatch, ...]
    starts: Slots
    """Where each candidate's rows begin in ``RowMatch.rows``, and at the end their number."""
    distances: Floats
    """km to the seeker; inf where either place is unknown."""


def features(
    corpus: Corpus,
    background: Background,
    slots: Slots,
    queries: Sequence[Query],
    whole: Vectors,
    words: NDArray[np.float32],
    field: csr_matrix,
    context: Context,
) -> Table:
    """Compare the seeker with all candidates (``slots``, ascending).

    Args:
        whole: vector of the whole text sought, float32 (1, dim).
        words: lexical score of each slot, float32 (capacity,).
        field: sectors that the text sought speaks of, (1, classes).
    """
    rows = corpus.rows.of_slots(slots)
    vectors = corpus.vectors.vectors(rows)
    roles = corpus.rows.role[rows]
    firsts = np.searchsorted(corpus.rows.slot[rows], slots)
    starts = np.append(firsts, len(rows))
    matches, values = [], {}
    for query in queries:
        strengths = background.strength(vectors, query.vectors)
        strengths[~np.isin(roles, query.channel.roles)] = 0.0
        matches.append(RowMatch(query, rows, strengths))
        values[query.channel.term] = np.maximum.reduceat(strengths.max(axis=1), firsts)
    is_whole = roles == RowRole.WHOLE
    values["profile"] = background.strength(vectors[is_whole], whole, hubs=True)[:, 0]
    values["words"] = np.minimum(words[slots].astype(np.float64) / WORDS_FULL, 1.0)
    values["field"] = corpus.sectors.scores(field, rows[is_whole]).astype(np.float64)
    if context.goal is Goal.PARTNER and {"their_offer", "their_need"} <= values.keys():
        values["reciprocity"] = harmonic_mean(values["their_offer"], values["their_need"])
    distances = context.distances(corpus, slots)
    values["distance"] = distance_fit(distances)
    values["kind"] = context.kind_fit(corpus, slots)
    values["experience"] = values["kind"] * documented(np.diff(starts) - 1)
    values["sector"] = context.sector_fit(corpus, slots)
    values["preference"] = context.preference(slots)
    return Table(slots, values, tuple(matches), starts, distances)


@dataclass(frozen=True)
class Context:
    """What the seeker brings beside texts: place, sectors, goal, preferences."""

    seeker: Seeker
    goal: Goal
    origin: tuple[float, float] | None
    asked: frozenset[str]
    """Keys of the regions the rules ask for (`Regions.keys`)."""
    preferences: tuple[Applied, ...]
    likeness: Likeness
    """Profiles of which more, or nothing more, is wanted."""

    def distances(self, corpus: Corpus, slots: Slots) -> Floats:
        """Return km from the seeker, inf where unknown."""
        if self.origin is None:
            return np.full(len(slots), np.inf)
        return corpus.catalog.distances_km(self.origin)[slots]

    def kind_fit(self, corpus: Corpus, slots: Slots) -> Floats:
        """Return how usual a kind is as a partner for the goal.

        Research is the partner of most joint projects and the one firms ask last.
        """
        if self.goal not in (Goal.SOLUTION, Goal.PARTNER):
            return np.zeros(len(slots))
        return corpus.catalog.with_facet(f"kind:{Kind.RESEARCH}")[slots].astype(np.float64)

    def sector_fit(self, corpus: Corpus, slots: Slots) -> Floats:
        """Return how near the sectors are, by their closest pair in the tree."""
        own = self.seeker.profile.sectors if self.seeker.profile else ()
        if not own:
            return np.zeros(len(slots))
        sectors = load_sectors()
        theirs = [corpus.catalog.profile(int(slot)).sectors for slot in slots]
        return np.array([SECTOR_FIT[sectors.relation(own, codes)] for codes in theirs])

    def preference(self, slots: Slots) -> Floats:
        """Return the share of the request's preferences that are met."""
        if not self.preferences:
            return np.zeros(len(slots))
        return np.asarray(np.mean([rule.kept[slots] for rule in self.preferences], axis=0))


def harmonic_mean(a: Floats, b: Floats) -> Floats:
    """Return 2ab / (a + b), 0 where both are 0 (RECON, doi 10.1145/1864708.1864747)."""
    total = a + b
    return np.divide(2 * a * b, total, out=np.zeros_like(total), where=total > 0)


def documented(statements: NDArray[np.int64]) -> Floats:
    """Return 0 without a statement, growing with their logarithm to 1 at 99 and more.

    Used within research alone: among institutes it tells who often works with others, among firms
    it would only tell who is large (docs/decisions.md, with figures).
    """
    return np.asarray(np.minimum(np.log1p(statements) / np.log(100), 1.0))


def distance_fit(km: Floats) -> Floats:
    """Return 1 at 0 km, falling to 1/2 at 50 km; 0 where the distance is not known (inf)."""
    return np.asarray(HALF_DISTANCE_KM / (HALF_DISTANCE_KM + km))
