"""The snapshot: all profiles as the engine reads them at one moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from matcher.search.catalog import Catalog, Mask
from matcher.search.rows import RowRole, RowTable
from models.encoder import Encoder
from models.index import VectorIndex
from models.indexes.lexical import LexicalIndex
from models.sectors.prediction import SectorPredictor
from models.sectors.rows import SectorRows

_Made = TypeVar("_Made")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Catalog, row table, vectors, words and sectors of all profiles, which belong together.

    Once it can be read, nothing in it changes. Whoever holds one reads it for as long as it
    likes, waits for nobody and is waited for by nobody.
    """

    encoder: Encoder
    predictor: SectorPredictor
    catalog: Catalog
    rows: RowTable
    vectors: VectorIndex
    lexical: LexicalIndex
    sectors: SectorRows
    revision: int = 0
    """The store's revision up to which all changes are here."""
    edition: int = 0
    """Number of the snapshots with other profiles before it.

    A change ahead of others leaves the revision as it was.
    """
    _made: dict[Hashable, object] = field(default_factory=dict)

    def copy(self) -> Snapshot:
        """Return the next edition, still equal, to be changed before others read it."""
        return replace(
            self,
            catalog=self.catalog.copy(),
            rows=self.rows.copy(),
            vectors=self.vectors.copy(),
            lexical=self.lexical.copy(),
            sectors=self.sectors.copy(),
            edition=self.edition + 1,
            _made={},
        )

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what follows from the snapshot, kept as long as the snapshot itself.

        Two readers who ask first at the same time both make it, and go on with the same one.
        """
        if key not in self._made:
            self._made.setdefault(key, make())
        return cast(_Made, self._made[key])

    def words(self, text: str, visible: Mask) -> NDArray[np.float32]:
        """Return how much each slot's whole profile shares words with ``text``, 0..1.

        How rare a word is, is counted over the slots that are ``visible`` alone.
        """
        by_row = self.lexical.scores(text, self.rows.mask(visible, RowRole.WHOLE))
        by_slot = np.zeros(self.catalog.capacity, dtype=np.float32)
        wholes = np.flatnonzero(self.rows.role == RowRole.WHOLE)
        by_slot[self.rows.slot[wholes]] = by_row[wholes]
        return by_slot
