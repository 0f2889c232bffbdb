"""The corpus: catalog, row table, vectors, words and sectors of all profiles, changed together."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.profiles import Profile
from matcher.catalog import Catalog
from matcher.rows import Part, RowRole, RowTable, parts
from models.encoder import Encoder, Progress, Vectors
from models.index import Ids, VectorIndex
from models.lexical import LexicalIndex
from models.sector_prediction import sector_predictor_of
from models.sector_rows import SectorRows


class Corpus:
    """Everything the engine searches. Hold ``lock`` while reading more than one part."""

    def __init__(
        self,
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        sectors: SectorRows,
        rows: RowTable,
    ) -> None:
        self.encoder = encoder
        self.predictor = sector_predictor_of(encoder)
        self.catalog = Catalog()
        self.rows = rows
        self.vectors = vectors
        self.lexical = lexical
        self.sectors = sectors
        self.revision = 0
        """The store's revision up to which this corpus follows it."""
        self.changed = False
        """Whether anything was put or removed since the corpus was loaded."""
        self.lock = threading.RLock()

    def put(self, profiles: Sequence[Profile], progress: Progress | None = None) -> None:
        """Add or replace profiles; they are found from the next search on.

        Encoding and reading the sectors, the long parts, happen before the lock is taken.
        """
        latest = list({p.id: p for p in profiles}.values())
        texts = [parts(profile) for profile in latest]
        vectors = self.encoder.encode([t.text for some in texts for t in some], progress=progress)
        ends = np.cumsum([len(some) for some in texts], dtype=np.int64) - 1
        predicted = self.predictor.predict([some[-1].text for some in texts], vectors[ends])
        with self.lock:
            self.remove([p.id for p in latest])
            self._place(latest, texts, vectors, predicted)

    def _place(
        self,
        profiles: Sequence[Profile],
        texts: Sequence[list[Part]],
        vectors: Vectors,
        predicted: csr_matrix,
    ) -> None:
        if not profiles:
            return
        groups = [
            self.rows.allocate(self.catalog.put(profile), some)
            for profile, some in zip(profiles, texts, strict=True)
        ]
        self.vectors.upsert(np.concatenate(groups), vectors)
        wholes = np.array([group[-1] for group in groups], dtype=np.int64)
        self.lexical.upsert(wholes, [some[-1].text for some in texts])
        self.sectors.upsert(wholes, predicted)
        self.changed = True

    def attach(self, profile: Profile, rows: Ids) -> None:
        """Take up a profile whose rows are in the loaded index already."""
        self.rows.attach(self.catalog.put(profile), parts(profile), rows)

    def forget(self, rows: Iterable[int]) -> None:
        """Drop rows of the loaded index that no profile was attached to."""
        gone = np.fromiter(rows, dtype=np.int64)
        self.vectors.remove(gone)
        self.lexical.remove(gone)
        self.sectors.remove(gone)
        self.rows.complete()
        self.changed = self.changed or len(gone) > 0

    def remove(self, profile_ids: Iterable[str]) -> None:
        """Remove profiles; unknown ids are ignored."""
        with self.lock:
            slots = [self.catalog.remove(profile_id) for profile_id in profile_ids]
            groups = [self.rows.release(slot) for slot in slots if slot is not None]
            if groups:
                rows = np.concatenate(groups)
                self.vectors.remove(rows)
                self.lexical.remove(rows)
                self.sectors.remove(rows)
                self.changed = True

    def words(self, text: str) -> NDArray[np.float32]:
        """Return how much each slot's whole profile shares words with ``text``, 0..1."""
        by_row = self.lexical.scores(text)
        by_slot = np.zeros(self.catalog.capacity, dtype=np.float32)
        wholes = np.flatnonzero(self.rows.role == RowRole.WHOLE)
        by_slot[self.rows.slot[wholes]] = by_row[wholes]
        return by_slot
