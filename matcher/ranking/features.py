"""Features: how a candidate fits, each on a scale from 0 to 1.

Likeness: "more like this" and "not like this", as addends of the score.

Rocchio ("Relevance feedback in information retrieval", in Salton, The SMART Retrieval System,
1971) moves the query towards the mean of the documents that were liked and away from the mean of
those that were not. Where a score is a sum, that splits into one addend for each example:
``like / likes * strength`` and ``-unlike / unlikes * strength``, with the strength of likeness
between two whole profiles against the background. So each addend can be told by its example's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.errors import NotFoundError
from data.profiles import Kind
from data.sectors.wz import load_sectors
from matcher.ranking.background import Background
from matcher.request import Goal, MatchRequest, Viewer
from matcher.search.catalog import Catalog
from matcher.search.retrieval import Query, Seeker
from matcher.search.rows import RowRole
from matcher.search.rules import Applied, seen, slot_of
from matcher.search.snapshot import Snapshot
from matcher.words import Two
from models.encoder import Vectors

Doubles = NDArray[np.float64]
SlotIds = NDArray[np.int64]
Mask = NDArray[np.bool_]

LIKE = 0.3
UNLIKE = 0.1
"""Chosen on the sample's development split (``python -m evaluation.studies.likeness``). A dislike
weighs
less, as is usual: what is wrong in a good list is near to what is right."""
UNWANTED = 100.0
"""Taken off an unwanted example itself: more than any sum of terms."""


@dataclass(frozen=True)
class Example:
    """One profile that was named as wanted or not wanted."""

    slot: int
    id: str
    name: str
    """Id and name as the asker knows them."""
    wanted: bool

    @property
    def term(self) -> str:
        """Name of its addend."""
        return f"{'like' if self.wanted else 'unlike'}:{self.id}"

    @property
    def label(self) -> Two:
        """What a person reads, German and English."""
        if self.wanted:
            return f"ähnlich wie {self.name}", f"like {self.name}"
        return f"zu ähnlich wie {self.name}", f"too much like {self.name}"


@dataclass(frozen=True)
class Likeness:
    """The examples of one request; without any, nothing changes."""

    examples: tuple[Example, ...] = ()

    @property
    def labels(self) -> dict[str, Two]:
        """What a person reads for each addend, by its name."""
        return {example.term: example.label for example in self.examples}

    def near(self, snapshot: Snapshot, slots: SlotIds, allowed: Mask, depth: int) -> SlotIds:
        """Return the candidates ``slots`` and the ``depth`` allowed ones nearest to each wanted."""
        wanted = [example.slot for example in self.examples if example.wanted]
        if not wanted:
            return slots
        within = snapshot.rows.mask(allowed, RowRole.WHOLE)
        hits = snapshot.vectors.search(_wholes(snapshot, np.array(wanted)), depth, within)
        return np.union1d(slots, snapshot.rows.slot[np.concatenate(hits.ids)].astype(np.int64))

    def addends(
        self,
        snapshot: Snapshot,
        background: Background,
        slots: SlotIds,
        like: float = LIKE,
        unlike: float = UNLIKE,
    ) -> dict[str, Doubles]:
        """Return what each example adds to the sums of the candidates ``slots``, float64 (slots,).

        A wanted example gains nothing by its likeness to itself: it stays in the list only where
        it would stand without. One that is not wanted comes last.
        """
        if not self.examples:
            return {}
        there = _wholes(snapshot, np.array([example.slot for example in self.examples]))
        strengths = background.strength(_wholes(snapshot, slots), there)
        wanted = sum(example.wanted for example in self.examples)
        unwanted = len(self.examples) - wanted
        return {
            example.term: like / wanted * np.where(slots == example.slot, 0.0, strength)
            if example.wanted
            else -np.where(slots == example.slot, UNWANTED, unlike / unwanted * strength)
            for example, strength in zip(self.examples, strengths.T, strict=True)
        }


def likeness_of(catalog: Catalog, request: MatchRequest, viewer: Viewer) -> Likeness:
    """Return the examples of a request.

    Raises:
        NotFoundError: one of them does not exist for this viewer.
    """
    named = [(id, True) for id in dict.fromkeys(request.like)]
    named += [(id, False) for id in dict.fromkeys(request.unlike)]
    return Likeness(tuple(_example(catalog, id, wanted, viewer) for id, wanted in named))


def _example(catalog: Catalog, profile_id: str, wanted: bool, viewer: Viewer) -> Example:
    slot = slot_of(catalog, profile_id, viewer)
    if slot is None:
        raise NotFoundError(
            f"Das Profil '{profile_id}' gibt es nicht.", f"There is no profile '{profile_id}'."
        )
    profile = seen(catalog, slot, viewer)
    return Example(slot, profile.id, profile.name, wanted)


def _wholes(snapshot: Snapshot, slots: SlotIds) -> Vectors:
    """Return the vectors of whole profiles, float32 (slots, dim), in the order of the slots."""
    rows = snapshot.rows.of_slots(slots)
    return snapshot.vectors.vectors(rows[snapshot.rows.role[rows] == RowRole.WHOLE])


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
    snapshot: Snapshot,
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
    rows = snapshot.rows.of_slots(slots)
    vectors = snapshot.vectors.vectors(rows)
    roles = snapshot.rows.role[rows]
    firsts = np.searchsorted(snapshot.rows.slot[rows], slots)
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
    values["field"] = snapshot.sectors.scores(field, rows[is_whole]).astype(np.float64)
    if context.goal is Goal.PARTNER and {"their_offer", "their_need"} <= values.keys():
        values["reciprocity"] = harmonic_mean(values["their_offer"], values["their_need"])
    distances = context.distances(snapshot, slots)
    values["distance"] = distance_fit(distances)
    values["kind"] = context.kind_fit(snapshot, slots)
    values["experience"] = values["kind"] * documented(np.diff(starts) - 1)
    values["sector"] = context.sector_fit(snapshot, slots)
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

    def distances(self, snapshot: Snapshot, slots: Slots) -> Floats:
        """Return km from the seeker, inf where unknown."""
        if self.origin is None:
            return np.full(len(slots), np.inf)
        return snapshot.catalog.distances_km(self.origin)[slots]

    def kind_fit(self, snapshot: Snapshot, slots: Slots) -> Floats:
        """Return how usual a kind is as a partner for the goal.

        Research is the partner of most joint projects and the one firms ask last.
        """
        if self.goal not in (Goal.SOLUTION, Goal.PARTNER):
            return np.zeros(len(slots))
        return snapshot.catalog.with_facet(f"kind:{Kind.RESEARCH}")[slots].astype(np.float64)

    def sector_fit(self, snapshot: Snapshot, slots: Slots) -> Floats:
        """Return how near the sectors are, by their closest pair in the tree."""
        own = self.seeker.profile.sectors if self.seeker.profile else ()
        if not own:
            return np.zeros(len(slots))
        sectors = load_sectors()
        theirs = [snapshot.catalog.profile(int(slot)).sectors for slot in slots]
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
