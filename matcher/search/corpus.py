"""The corpus: follows the profiles as they change, and always has a snapshot to be read."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from data.profiles import Profile
from matcher.search.catalog import Catalog
from matcher.search.rows import Part, RowTable, parts
from matcher.search.snapshot import Snapshot
from matcher.visibility.veil import is_behind, veil
from models.encoder import Encoder, Progress, Vectors
from models.index import Ids, VectorIndex
from models.indexes.lexical import LexicalIndex
from models.sectors.prediction import sector_predictor_of
from models.sectors.rows import SectorRows

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
    """The profiles that the engine searches, as they change. Safe for threads.

    Readers take the ``snapshot`` once and read nothing else. A change makes the next one beside
    it and puts it in its place; only writers wait for each other.
    """

    def __init__(
        self,
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        sectors: SectorRows,
        secret: bytes | None = None,
    ) -> None:
        """Make a corpus of its parts, whose rows are still to be attached to profiles.

        ``secret`` keeps the ids of veiled profiles apart from their true ones; without it each
        start gives them new ones.
        """
        self.encoder = encoder
        self.predictor = sector_predictor_of(encoder)
        self.snapshot = Snapshot(
            encoder, self.predictor, Catalog(), RowTable(), vectors, lexical, sectors
        )
        """All profiles as they are now."""
        self._secret = secret or secrets.token_bytes(SECRET_BYTES)
        self._ahead: dict[str, int] = {}
        """Changes that are here before all earlier ones are, by id, with their revision."""
        self.changed = False
        """Whether anything was put or removed since the corpus was loaded."""
        self._writing = threading.Lock()

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

        Encoding and reading the sectors, the long parts, happen before other writers wait.

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
        batch = self._read(latest, progress)
        with self._writing:
            batch = batch.only([self._is_newer(p.id, known) for p in latest])
            gone = [id for id in removed if self._is_newer(id, known)]
            gone += [p.id for p in batch.profiles]
            present = self.snapshot
            if batch.profiles or any(id in present.catalog for id in gone):
                present = present.copy()
                _drop(present, gone)
                _place(present, batch)
                self.changed = True
            self.snapshot = replace(present, revision=self._reached(known, revision))

    def _read(self, profiles: Sequence[Profile], progress: Progress | None) -> _Batch:
        """Derive from profiles all that stands in the index."""
        faces = [self.face(profile) for profile in profiles]
        texts = [parts(face or profile) for profile, face in zip(profiles, faces, strict=True)]
        vectors = self.encoder.encode([t.text for some in texts for t in some], progress=progress)
        ends = np.cumsum([len(some) for some in texts], dtype=np.int64) - 1
        predicted = self.predictor.predict([some[-1].text for some in texts], vectors[ends])
        return _Batch(profiles, faces, texts, vectors, predicted)

    def _is_newer(self, profile_id: str, versions: Mapping[str, int]) -> bool:
        version, here = versions.get(profile_id), self.snapshot.revision
        return version is None or version > max(here, self._ahead.get(profile_id, 0))

    def _reached(self, versions: Mapping[str, int], revision: int | None) -> int:
        """Note which changes are here, some of them ahead; return up to where all are."""
        ahead = dict(self._ahead)
        for profile_id, version in versions.items():
            ahead[profile_id] = max(version, ahead.get(profile_id, 0))
        reached = max(self.snapshot.revision, revision or 0)
        here = set(ahead.values())
        while reached + 1 in here:
            reached += 1
        self._ahead = {id: at for id, at in ahead.items() if at > reached}
        return reached

    def face(self, profile: Profile) -> Profile | None:
        """Return the form in which all but a few see a profile, None if it is as it is."""
        return veil(profile, self._secret) if is_behind(profile) else None

    def attach(self, kept: Iterable[tuple[Profile, Ids]], gone: Iterable[int]) -> None:
        """Take up profiles whose rows are in the loaded index already.

        Args:
            kept: profiles with their rows.
            gone: rows of the index that belong to none of them; they are dropped.
        """
        with self._writing:
            draft = self.snapshot.copy()
            for profile, ids in kept:
                face = self.face(profile)
                draft.rows.attach(draft.catalog.put(profile, face), parts(face or profile), ids)
            draft.rows.complete()
            rows = np.fromiter(gone, dtype=np.int64)
            _forget(draft, rows)
            self.changed = self.changed or len(rows) > 0
            self.snapshot = draft


def _place(draft: Snapshot, batch: _Batch) -> None:
    if not batch.profiles:
        return
    groups = [
        draft.rows.allocate(draft.catalog.put(profile, face), some)
        for profile, face, some in zip(batch.profiles, batch.faces, batch.texts, strict=True)
    ]
    draft.vectors.upsert(np.concatenate(groups), batch.vectors)
    wholes = np.array([group[-1] for group in groups], dtype=np.int64)
    draft.lexical.upsert(wholes, [some[-1].text for some in batch.texts])
    draft.sectors.upsert(wholes, batch.sectors)


def _drop(draft: Snapshot, profile_ids: Iterable[str]) -> None:
    slots = [draft.catalog.remove(profile_id) for profile_id in profile_ids]
    groups = [draft.rows.release(slot) for slot in slots if slot is not None]
    if groups:
        _forget(draft, np.concatenate(groups))


def _forget(draft: Snapshot, rows: Ids) -> None:
    draft.vectors.remove(rows)
    draft.lexical.remove(rows)
    draft.sectors.remove(rows)
