"""How well statements answer needs: every need beside everything that is offered or described.

One figure for each pair, the mean of three: how near the statement is in meaning, how near its
whole profile is, and how many words statement and need share. Words of the single statement tell
an answer from a near miss better than those of the whole profile: ``python -m
evaluation.studies.gaps``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from data.profiles import Profile, Role, Statement
from matcher.ranking.background import Background, Floats
from matcher.ranking.features import WORDS_FULL
from matcher.request import Viewer
from matcher.search.catalog import Mask
from matcher.search.retrieval import THEIR_OFFERS
from matcher.search.rows import RowRole
from matcher.search.rules import seen, visible_to
from matcher.search.snapshot import Snapshot
from matcher.visibility.veil import nameless
from models.encoder import Vectors
from models.indexes.lexical import LexicalIndex

Slots = NDArray[np.int64]
Strengths = NDArray[np.float32]
DIGITS = 5
PIECE = 4096
"""Vectors compared at a time: bounds memory."""


@dataclass(frozen=True)
class Side:
    """Statements of many profiles, by the profiles' ids and within a profile as stated.

    So of equal answers the same one is told, whoever else there is.
    """

    slots: Slots
    """Slot of each statement's profile."""
    profiles: tuple[Profile, ...]
    """Profile of each statement, as the viewer may see it."""
    statements: tuple[Statement, ...]
    """As the viewer may see them."""
    texts: tuple[str, ...]
    """As they are compared: without what tells who somebody behind an intermediary is, and a
    description with the name before it, which often says what the description does not."""
    vectors: Vectors
    """float32 (statements, dim), as they stand in the index."""

    def __len__(self) -> int:
        return len(self.statements)

    @classmethod
    def of(cls, snapshot: Snapshot, viewer: Viewer, allowed: Mask, *roles: RowRole) -> Self:
        """Return the statements of the allowed slots in some roles."""
        catalog, rows = snapshot.catalog, snapshot.rows
        found = np.flatnonzero(rows.mask(allowed, *roles)).tolist()
        where = {row: (int(rows.slot[row]), int(rows.position[row])) for row in found}
        shown = {slot: seen(catalog, slot, viewer) for slot, _ in where.values()}
        found.sort(key=lambda row: (shown[where[row][0]].id, where[row][1]))
        at = [where[row] for row in found]
        return cls(
            np.array([slot for slot, _ in at], dtype=np.int64),
            tuple(shown[slot] for slot, _ in at),
            tuple(shown[slot].statements[position] for slot, position in at),
            tuple(_compared(catalog.profile(slot), position) for slot, position in at),
            snapshot.vectors.vectors(np.array(found, dtype=np.int64)),
        )


class Answers:
    """Everything that may answer a need."""

    def __init__(
        self, snapshot: Snapshot, background: Background, viewer: Viewer, allowed: Mask
    ) -> None:
        """Take the offers and descriptions of the allowed slots.

        What no need says is read as in a search: a description may answer, too.
        """
        self.side = Side.of(snapshot, viewer, allowed, *THEIR_OFFERS)
        own, self._whole_of = np.unique(self.side.slots, return_inverse=True)
        rows = snapshot.rows.of_slots(own)
        wholes = rows[snapshot.rows.role[rows] == RowRole.WHOLE]
        self._wholes = snapshot.vectors.vectors(wholes)
        self._background = background
        self._words = LexicalIndex()
        self._words.upsert(np.arange(len(self.side), dtype=np.int64), self.side.texts)

    def __len__(self) -> int:
        return len(self.side)

    def strengths(self, texts: Sequence[str], vectors: Vectors) -> Strengths:
        """Return how well each statement answers each need, float32 (needs, statements), 0..1.

        Args:
            texts: the needs.
            vectors: the same encoded as stored statements are, float32 (needs, dim).
        """
        if not len(self) or not texts:
            return np.zeros((len(texts), len(self)), dtype=np.float32)
        found = np.stack([self._words.scores(text) for text in texts])
        np.minimum(found / WORDS_FULL, 1, out=found)
        wholes = np.concatenate(
            [
                self._background.strength(self._wholes[part], vectors, hubs=True)
                for part in _parts(len(self._wholes))
            ]
        )
        for part in _parts(len(self)):
            meaning: Floats = self._background.strength(self.side.vectors[part], vectors)
            found[:, part] += (meaning + wholes[self._whole_of[part]]).T
        # Sums of many products differ in their last digits with how many there are.
        return np.asarray(np.round(found / 3, DIGITS))


def standing(snapshot: Snapshot, viewer: Viewer, today: dt.date) -> Mask:
    """Return the slots that a viewer may see and that are still valid."""
    return np.asarray(visible_to(snapshot.catalog, viewer) & ~snapshot.catalog.expired(today))


def _compared(profile: Profile, position: int) -> str:
    statement = profile.statements[position]
    named = statement.role is Role.ABOUT and not nameless(profile)
    return f"{profile.name}. {statement.text}" if named else statement.text


def _parts(size: int) -> list[slice]:
    return [slice(start, start + PIECE) for start in range(0, size, PIECE)]
