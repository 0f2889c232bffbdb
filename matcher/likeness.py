"""Likeness: "more like this" and "not like this", as addends of the score.

Rocchio ("Relevance feedback in information retrieval", in Salton, The SMART Retrieval System,
1971) moves the query towards the mean of the documents that were liked and away from the mean of
those that were not. Where a score is a sum, that splits into one addend for each example:
``like / likes * strength`` and ``-unlike / unlikes * strength``, with the strength of likeness
between two whole profiles against the background. So each addend can be told by its example's name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.errors import NotFoundError
from matcher.background import Background
from matcher.catalog import Catalog
from matcher.constraints import seen, slot_of
from matcher.corpus import Corpus
from matcher.request import MatchRequest, Viewer
from matcher.rows import RowRole
from matcher.words import Two
from models.encoder import Vectors

Floats = NDArray[np.float64]
Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]

LIKE = 0.3
UNLIKE = 0.1
"""Chosen on the sample's development split (``python -m evaluation.likeness``). A dislike weighs
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

    def near(self, corpus: Corpus, slots: Slots, allowed: Mask, depth: int) -> Slots:
        """Return the candidates ``slots`` and the ``depth`` allowed ones nearest to each wanted."""
        wanted = [example.slot for example in self.examples if example.wanted]
        if not wanted:
            return slots
        within = corpus.rows.mask(allowed, RowRole.WHOLE)
        hits = corpus.vectors.search(_wholes(corpus, np.array(wanted)), depth, within)
        return np.union1d(slots, corpus.rows.slot[np.concatenate(hits.ids)].astype(np.int64))

    def addends(
        self,
        corpus: Corpus,
        background: Background,
        slots: Slots,
        like: float = LIKE,
        unlike: float = UNLIKE,
    ) -> dict[str, Floats]:
        """Return what each example adds to the sums of the candidates ``slots``, float64 (slots,).

        A wanted example gains nothing by its likeness to itself: it stays in the list only where
        it would stand without. One that is not wanted comes last.
        """
        if not self.examples:
            return {}
        there = _wholes(corpus, np.array([example.slot for example in self.examples]))
        strengths = background.strength(_wholes(corpus, slots), there)
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


def _wholes(corpus: Corpus, slots: Slots) -> Vectors:
    """Return the vectors of whole profiles, float32 (slots, dim), in the order of the slots."""
    rows = corpus.rows.of_slots(slots)
    return corpus.vectors.vectors(rows[corpus.rows.role[rows] == RowRole.WHOLE])
