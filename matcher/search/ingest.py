"""Ingest: the corpus follows the store, is saved, and can always be rebuilt from it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np

from data.errors import ModelError
from data.profiles import Profile
from data.store.profiles import Change, ProfileStore
from matcher.search.corpus import Corpus
from matcher.search.rows import parts
from matcher.search.snapshot import Snapshot
from models.encoder import Encoder, Progress
from models.index import Ids
from models.indexes.faiss_index import FaissIndex, FaissTuning
from models.indexes.files import load_index, save_index, write_bytes
from models.indexes.lexical import LexicalIndex
from models.sectors.rows import SectorRows

BATCH = 2000
"""Profiles encoded and added at a time: bounds memory, and what a crash can cost."""
ROWS_FILE = "rows.json"
LEXICAL_FILE = "lexical.npz"
SECTORS_FILE = "sectors.npz"
EXACT = FaissTuning(train_from=sys.maxsize, exact_rows=sys.maxsize)
"""Every search is exact, however many rows there are. Inverted lists are chosen by all rows; with
them the rows of others, whom an asker may not see, would decide what is found (docs/decisions.md).
"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Followed:
    """What following the store changed."""

    put: int
    removed: int


def new_corpus(encoder: Encoder, secret: bytes | None = None) -> Corpus:
    """Return an empty corpus; ``secret`` as in `Corpus`."""
    index = FaissIndex(encoder.dim, EXACT)
    return Corpus(encoder, index, LexicalIndex(), SectorRows(), secret)


def corpus_of(
    profiles: Iterable[Profile],
    encoder: Encoder,
    progress: Progress | None = None,
    secret: bytes | None = None,
) -> Corpus:
    """Return a corpus of profiles that are in no store."""
    corpus = new_corpus(encoder, secret)
    corpus.put(list(profiles), progress)
    return corpus


def open_corpus(
    folder: Path,
    store: ProfileStore,
    encoder: Encoder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    secret: bytes | None = None,
) -> Corpus:
    """Return the saved corpus brought up to the store's state, and save it if it changed.

    ``secret`` as in `Corpus`.

    One that is damaged or belongs to another encoder is built anew: all of it can be made from the
    store. Neither that nor a disk that takes nothing keeps anybody from being answered.
    """
    fresh = rebuild or not (folder / "CURRENT").exists()
    corpus = None if fresh else _loaded(folder, store, encoder, progress, secret)
    fresh = corpus is None
    if corpus is None:
        corpus = new_corpus(encoder, secret)
    follow(corpus, store, progress)
    if fresh or corpus.changed:
        try:
            save(corpus.snapshot, folder)
        except OSError as error:
            _log.warning("the index cannot be saved in %s: %s", folder, error)
    return corpus


def _loaded(
    folder: Path,
    store: ProfileStore,
    encoder: Encoder,
    progress: Progress | None,
    secret: bytes | None,
) -> Corpus | None:
    """Return the saved corpus, None if it is of no use."""
    try:
        return _load(folder, store, encoder, progress, secret)
    except (ModelError, OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the index in %s is built anew: %s", folder, error)
        return None


def follow(corpus: Corpus, store: ProfileStore, progress: Progress | None = None) -> Followed:
    """Apply the store's changes since the corpus's revision; ``progress`` counts profiles."""
    since = corpus.snapshot.revision
    total = store.count() if since == 0 else store.revision() - since
    put = removed = 0
    for batch in _batches(store.changes(since=since)):
        # A stream may tell of an id twice, when it changes while the stream is read.
        latest = {change.id: change.profile for change in batch}
        profiles = [profile for profile in latest.values() if profile is not None]
        gone = [profile_id for profile_id, profile in latest.items() if profile is None]
        removed += sum(profile_id in corpus.snapshot.catalog for profile_id in gone)
        corpus.apply(
            profiles,
            removed=gone,
            versions={change.id: change.revision for change in batch},
            revision=batch[-1].revision,
            progress=_share(progress, put, len(profiles), total),
        )
        put += len(profiles)
    if progress is not None and put:
        progress(total, total)
    return Followed(put, removed)


def take_up(corpus: Corpus, store: ProfileStore, profile_ids: Iterable[str]) -> None:
    """Bring these profiles to their last state in the store, whatever else is still to come.

    For whoever changed a few and wants them found at once: `follow` takes up the rest later.
    Raises NotFoundError if the store never had one of the ids.
    """
    changes = [store.record(profile_id) for profile_id in profile_ids]
    corpus.apply(
        [change.profile for change in changes if change.profile is not None],
        removed=[change.id for change in changes if change.profile is None],
        versions={change.id: change.revision for change in changes},
    )


def _share(progress: Progress | None, before: int, count: int, total: int) -> Progress | None:
    """Return a progress over texts that counts the profiles of one batch."""
    if progress is None:
        return None
    tell = progress
    return lambda done, texts: tell(min(before + count * done // max(texts, 1), total), total)


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    stream = iter(changes)
    while batch := list(islice(stream, BATCH)):
        yield batch


def save(snapshot: Snapshot, folder: Path) -> None:
    """Save a snapshot so that a crash leaves the old one or this."""

    def write_rows(path: Path) -> None:
        catalog, digests = snapshot.catalog, snapshot.rows.digests
        rows = {}
        for slot, ids in snapshot.rows.groups():
            if slot not in digests:
                digests[slot] = digest(catalog.profile(slot))
            rows[catalog.true(slot).id] = [digests[slot], ids.tolist()]
        write_bytes(path, json.dumps(rows).encode())

    save_index(
        folder,
        snapshot.vectors,
        fingerprint=snapshot.encoder.fingerprint,
        extra={"revision": snapshot.revision, "profiles": len(snapshot.catalog)},
        beside={
            LEXICAL_FILE: snapshot.lexical.save,
            SECTORS_FILE: snapshot.sectors.save,
            ROWS_FILE: write_rows,
        },
    )


def digest(profile: Profile) -> str:
    """Return a hash of the texts that stand in the index, to see whether they still hold.

    Of a veiled profile these are the texts of its veiled form.
    """
    texts = json.dumps(parts(profile), ensure_ascii=False)
    return sha256(texts.encode()).hexdigest()[:16]


def _load(
    folder: Path,
    store: ProfileStore,
    encoder: Encoder,
    progress: Progress | None,
    secret: bytes | None,
) -> Corpus:
    """Read the saved index and take from it what the store still holds in the same words.

    What differs is encoded anew, so a store that was restored or exchanged does no harm.
    """
    index, saved = load_index(
        folder,
        partial(FaissIndex.load, tuning=EXACT),
        fingerprint=encoder.fingerprint,
        dimension=encoder.dim,
    )
    rows: dict[str, tuple[str, list[int]]] = json.loads((saved.path / ROWS_FILE).read_bytes())
    lexical = LexicalIndex.load(saved.path / LEXICAL_FILE)
    sectors = SectorRows.load(saved.path / SECTORS_FILE)
    corpus = Corpus(encoder, index, lexical, sectors, secret)
    revision = store.revision()
    attached: list[tuple[Profile, Ids]] = []
    changed: list[Profile] = []
    for profile in store.iterate():
        known = rows.get(profile.id)
        if known is not None and known[0] == digest(corpus.face(profile) or profile):
            attached.append((profile, np.array(known[1], dtype=np.int64)))
            del rows[profile.id]
        else:
            changed.append(profile)
    corpus.attach(attached, (row for _, ids in rows.values() for row in ids))
    progress_of_changed = _share(progress, 0, len(changed), len(changed))
    corpus.apply(changed, revision=revision, progress=progress_of_changed)
    return corpus
