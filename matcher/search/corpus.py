"""The corpus: catalog, row table, vectors, words and sectors of all profiles, changed together.

The row table: which row of the vector index belongs to which statement of which profile.
"""

from __future__ import annotations

import heapq
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.errors import ModelError
from data.profiles import Profile, Role
from matcher.search.catalog import Catalog, Mask
from matcher.visibility.masking import WITHHELD
from matcher.visibility.veil import is_behind, nameless, veil
from models.encoder import Encoder, Progress, Vectors
from models.index import Ids, VectorIndex
from models.indexes.lexical import LexicalIndex
from models.sectors.prediction import SectorRows, sector_predictor_of

RowMask = NDArray[np.bool_]
RowIds = NDArray[np.int64]


class RowRole(IntEnum):
    """What a row holds: a statement of one role, or the profile as a whole."""

    FREE = -1
    OFFER = 0
    NEED = 1
    ABOUT = 2
    WHOLE = 3


ROW_ROLES = {Role.OFFER: RowRole.OFFER, Role.NEED: RowRole.NEED, Role.ABOUT: RowRole.ABOUT}


class Part(NamedTuple):
    """One text of a profile that gets a row."""

    role: RowRole
    position: int
    """Position among the profile's statements; -1 for the whole."""
    text: str


def parts(profile: Profile) -> list[Part]:
    """Return the texts of a profile that get a row: each statement, and name with all of them.

    The whole is kept beside the statements because a firm's name often says what it does when
    its statements do not. Of a veiled profile neither what is withheld has a row, nor the
    description in the place of its name.
    """
    told = [(i, s) for i, s in enumerate(profile.statements) if s.text != WITHHELD]
    statements = [Part(ROW_ROLES[s.role], i, s.text) for i, s in told]
    texts = [s.text for _, s in told]
    whole = ". ".join(texts if texts and nameless(profile) else [profile.name, *texts])
    return [*statements, Part(RowRole.WHOLE, -1, whole)]


class RowTable:
    """Row ids are small, reused and dense, as the vector index wants them."""

    def __init__(self) -> None:
        self.slot: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.role: NDArray[np.int8] = np.zeros(0, dtype=np.int8)
        self.position: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._of_slot: dict[int, RowIds] = {}
        self._free: list[int] = []

    @property
    def capacity(self) -> int:
        """Length of every mask over rows."""
        return len(self.slot)

    def allocate(self, slot: int, items: Sequence[Part]) -> RowIds:
        """Give each part of a profile a row; return the rows, int64 (len(items),)."""
        self._grow(len(items))
        ids = np.array([heapq.heappop(self._free) for _ in items], dtype=np.int64)
        self._set(slot, items, ids)
        return ids

    def _set(self, slot: int, items: Sequence[Part], ids: RowIds) -> None:
        self.slot[ids] = slot
        self.role[ids] = [part.role for part in items]
        self.position[ids] = [part.position for part in items]
        self._of_slot[slot] = ids

    def attach(self, slot: int, items: Sequence[Part], ids: RowIds) -> None:
        """Give the parts of a profile the rows they had before; then call `complete`.

        Raises ModelError if the numbers of parts and rows differ.
        """
        if len(items) != len(ids):
            raise ModelError(
                f"Der Index hat {len(ids)} Zeilen für ein Profil mit {len(items)} Texten. Bitte "
                "„partnermatch index --rebuild“ ausführen.",
                f"The index has {len(ids)} rows for a profile with {len(items)} texts. Please "
                "run “partnermatch index --rebuild”.",
            )
        needed = int(ids.max()) + 1
        if needed > self.capacity:
            self._grow_to(max(needed, 2 * self.capacity))
        self._set(slot, items, ids)

    def complete(self) -> None:
        """After attaching: every row that nobody holds is free."""
        self._free = np.flatnonzero(self.role == RowRole.FREE).tolist()

    def groups(self) -> Iterator[tuple[int, RowIds]]:
        """Yield each slot with its rows, the whole last."""
        yield from self._of_slot.items()

    def release(self, slot: int) -> RowIds:
        """Free the rows of a slot; return them."""
        ids = self._of_slot.pop(slot, np.zeros(0, dtype=np.int64))
        self.role[ids] = RowRole.FREE
        for row in ids.tolist():
            heapq.heappush(self._free, row)
        return ids

    def _grow(self, needed: int) -> None:
        if len(self._free) < needed:
            old = self.capacity
            self._grow_to(max(1024, 2 * old, old + needed))
            self._free += range(old, self.capacity)  # larger than all: still a heap

    def _grow_to(self, capacity: int) -> None:
        more = max(0, capacity - self.capacity)
        self.slot = np.concatenate([self.slot, np.zeros(more, np.int32)])
        self.role = np.concatenate([self.role, np.full(more, RowRole.FREE, np.int8)])
        self.position = np.concatenate([self.position, np.zeros(more, np.int32)])

    def of_slots(self, slots: RowIds) -> RowIds:
        """Return the rows of the given slots, in the slots' order."""
        groups = [self._of_slot[slot] for slot in slots.tolist()]
        return np.concatenate(groups) if groups else np.zeros(0, dtype=np.int64)

    def mask(self, allowed: RowMask, *roles: RowRole) -> RowMask:
        """Return the rows of allowed slots in the given roles, bool (capacity,)."""
        wanted = np.zeros(len(RowRole), dtype=bool)  # role -1 (free) reads the last, never set
        wanted[list(roles)] = True
        if not len(allowed):
            return np.zeros(self.capacity, dtype=bool)
        result: RowMask = wanted[self.role] & allowed[np.minimum(self.slot, len(allowed) - 1)]
        return result


SECRET_BYTES = 32


@dataclass(frozen=True)
class _Batch:
    """Profiles with all that is derived from them, ready to be placed."""

    profiles: Sequence[Profile]
    faces: Sequence[Profile | None]
    """The veiled form of each that has one."""
    texts: Sequence[list[Part]]
    """What gets a row, by profile."""
    vectors: Vectors
    """Of all texts, one after the other."""
    sectors: csr_matrix
    """A row a profile."""

    def only(self, wanted: Sequence[bool]) -> _Batch:
        """Return the batch with the wanted profiles alone."""
        if all(wanted):
            return self
        kept = np.flatnonzero(wanted).tolist()
        rows = np.repeat(wanted, [len(some) for some in self.texts])
        return _Batch(
            [self.profiles[i] for i in kept],
            [self.faces[i] for i in kept],
            [self.texts[i] for i in kept],
            self.vectors[rows],
            self.sectors[kept],
        )


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
        self._ahead: dict[str, int] = {}
        """Changes that are here before all earlier ones are, by id, with their revision."""
        self.edition = 0
        """Counts changes: whoever let go of the lock sees whether anything is another since.

        The key of what is kept for later: a change ahead of others leaves the revision as it was.
        """
        self.changed = False
        """Whether anything was put or removed since the corpus was loaded."""
        self.lock = threading.RLock()

    def put(self, profiles: Sequence[Profile], progress: Progress | None = None) -> None:
        """Add or replace profiles; they are found from the next search on."""
        self.apply(profiles, progress=progress)

    def remove(self, profile_ids: Iterable[str]) -> None:
        """Remove profiles; unknown ids are ignored."""
        self.apply((), removed=profile_ids)

    def apply(
        self,
        put: Sequence[Profile],
        *,
        removed: Iterable[str] = (),
        versions: Mapping[str, int] | None = None,
        revision: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Make a whole batch of changes visible at once: no search sees a part of it.

        Encoding and reading the sectors, the long parts, happen before the lock is taken.

        Args:
            put: profiles to add or replace; of one id the last counts.
            removed: ids to remove; unknown ones are ignored.
            versions: the store's revision of each change. One that is not newer than what is
                here is left out, so that batches may overtake each other. None: all are new.
            revision: the store's revision up to which all changes are here with this batch;
                None: as far as ``versions`` leave no gap.
            progress: called with (done, total) texts encoded.
        """
        known = versions or {}
        latest = [p for p in {p.id: p for p in put}.values() if self._is_newer(p.id, known)]
        faces = [self.face(profile) for profile in latest]
        texts = [parts(face or profile) for profile, face in zip(latest, faces, strict=True)]
        vectors = self.encoder.encode([t.text for some in texts for t in some], progress=progress)
        ends = np.cumsum([len(some) for some in texts], dtype=np.int64) - 1
        predicted = self.predictor.predict([some[-1].text for some in texts], vectors[ends])
        batch = _Batch(latest, faces, texts, vectors, predicted)
        with self.lock:
            batch = batch.only([self._is_newer(p.id, known) for p in latest])
            gone = [id for id in removed if self._is_newer(id, known)]
            self._drop([*gone, *(p.id for p in batch.profiles)])
            self._place(batch)
            self._reach(known, revision)

    def _is_newer(self, profile_id: str, versions: Mapping[str, int]) -> bool:
        version = versions.get(profile_id)
        return version is None or version > max(self.revision, self._ahead.get(profile_id, 0))

    def _reach(self, versions: Mapping[str, int], revision: int | None) -> None:
        """Note which changes are here: all up to a revision, and some that are ahead of it."""
        for profile_id, version in versions.items():
            self._ahead[profile_id] = max(version, self._ahead.get(profile_id, 0))
        self.revision = max(self.revision, revision or 0)
        here = set(self._ahead.values())
        while self.revision + 1 in here:
            self.revision += 1
        self._ahead = {id: at for id, at in self._ahead.items() if at > self.revision}

    def face(self, profile: Profile) -> Profile | None:
        """Return the form in which all but a few see a profile, None if it is as it is."""
        return veil(profile, self._secret) if is_behind(profile) else None

    def _place(self, batch: _Batch) -> None:
        if not batch.profiles:
            return
        groups = [
            self.rows.allocate(self.catalog.put(profile, face), some)
            for profile, face, some in zip(batch.profiles, batch.faces, batch.texts, strict=True)
        ]
        self.vectors.upsert(np.concatenate(groups), batch.vectors)
        wholes = np.array([group[-1] for group in groups], dtype=np.int64)
        self.lexical.upsert(wholes, [some[-1].text for some in batch.texts])
        self.sectors.upsert(wholes, batch.sectors)
        self._touch()

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

    def _drop(self, profile_ids: Iterable[str]) -> None:
        slots = [self.catalog.remove(profile_id) for profile_id in profile_ids]
        groups = [self.rows.release(slot) for slot in slots if slot is not None]
        if groups:
            rows = np.concatenate(groups)
            self.vectors.remove(rows)
            self.lexical.remove(rows)
            self.sectors.remove(rows)
            self._touch()

    def _touch(self) -> None:
        self.changed = True
        self.edition += 1

    def words(self, text: str, visible: Mask) -> NDArray[np.float32]:
        """Return how much each slot's whole profile shares words with ``text``, 0..1.

        How rare a word is, is counted over the slots that are ``visible`` alone.
        """
        by_row = self.lexical.scores(text, self.rows.mask(visible, RowRole.WHOLE))
        by_slot = np.zeros(self.catalog.capacity, dtype=np.float32)
        wholes = np.flatnonzero(self.rows.role == RowRole.WHOLE)
        by_slot[self.rows.slot[wholes]] = by_row[wholes]
        return by_slot
