"""The corpus: catalog, row table, vectors, words and sectors of all profiles, changed together."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.profiles import Profile
from matcher.catalog import Catalog, Mask
from matcher.rows import Part, RowRole, RowTable, parts
from matcher.veil import is_behind, veil
from models.encoder import Encoder, Progress, Vectors
from models.index import Ids, VectorIndex
from models.lexical import LexicalIndex
from models.sector_prediction import sector_predictor_of
from models.sector_rows import SectorRows

SECRET_BYTES = 32


class Corpus:
    """Everything the engine searches. Hold ``lock`` while reading more than one part."""

    def __init__(
        self,
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        sectors: SectorRows,
        rows: RowTable,
        secret: bytes | None = None,
    ) -> None:
        """Make a corpus of its parts.

        ``secret`` keeps the ids of veiled profiles apart from their true ones; without it they
        are others at each start.
        """
        self.encoder = encoder
        self.predictor = sector_predictor_of(encoder)
        self.catalog = Catalog()
        self.rows = rows
        self.vectors = vectors
        self.lexical = lexical
        self.sectors = sectors
        self._secret = secret or secrets.token_bytes(SECRET_BYTES)
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
        faces = [self.face(profile) for profile in latest]
        texts = [parts(face or profile) for profile, face in zip(latest, faces, strict=True)]
        vectors = self.encoder.encode([t.text for some in texts for t in some], progress=progress)
        ends = np.cumsum([len(some) for some in texts], dtype=np.int64) - 1
        predicted = self.predictor.predict([some[-1].text for some in texts], vectors[ends])
        with self.lock:
            self.remove([p.id for p in latest])
            self._place(latest, faces, texts, vectors, predicted)

    def face(self, profile: Profile) -> Profile | None:
        """Return the form in which all but a few see a profile, None if it is as it is."""
        return veil(profile, self._secret) if is_behind(profile) else None

    def _place(
        self,
        profiles: Sequence[Profile],
        faces: Sequence[Profile | None],
        texts: Sequence[list[Part]],
        vectors: Vectors,
        predicted: csr_matrix,
    ) -> None:
        if not profiles:
            return
        groups = [
            self.rows.allocate(self.catalog.put(profile, face), some)
            for profile, face, some in zip(profiles, faces, texts, strict=True)
        ]
        self.vectors.upsert(np.concatenate(groups), vectors)
        wholes = np.array([group[-1] for group in groups], dtype=np.int64)
        self.lexical.upsert(wholes, [some[-1].text for some in texts])
        self.sectors.upsert(wholes, predicted)
        self.changed = True

    def attach(self, profile: Profile, rows: Ids) -> None:
        """Take up a profile whose rows are in the loaded index already."""
        face = self.face(profile)
        self.rows.attach(self.catalog.put(profile, face), parts(face or profile), rows)

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

    def words(self, text: str, visible: Mask) -> NDArray[np.float32]:
        """Return how much each slot's whole profile shares words with ``text``, 0..1.

        How rare a word is, is counted over the slots that are ``visible`` alone.
        """
        by_row = self.lexical.scores(text, self.rows.mask(visible, RowRole.WHOLE))
        by_slot = np.zeros(self.catalog.capacity, dtype=np.float32)
        wholes = np.flatnonzero(self.rows.role == RowRole.WHOLE)
        by_slot[self.rows.slot[wholes]] = by_row[wholes]
        return by_slot
