"""Vectors kept on disk, so that an unchanged text is never encoded twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock

from data.errors import ModelError
from data.files import home
from models.encoder import Encoder, Progress, Vectors

MAX_BYTES = 2 * 1024**3
"""About 1.2 million vectors of 384 dimensions."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS spaces (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, used REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS vectors (
    id INTEGER PRIMARY KEY,
    space INTEGER NOT NULL REFERENCES spaces (id),
    text BLOB NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (space, text)
);
"""
_AT_ONCE = 500
_SAVE_EVERY = 512
_DAY = 86_400.0
_WAIT_SECONDS = 30.0
_log = logging.getLogger(__name__)


class VectorCache:
    """(space, text) -> vector in one SQLite file; a space is an encoder and how it was asked.

    Safe for several threads and processes. Vectors come back as the exact bytes put in. When the
    file holds more than ``max_bytes``, the oldest vectors of the spaces unused for longest go.
    Only hashes of texts are stored, never the texts. A damaged file is replaced by an empty one,
    and trouble while reading or writing is logged and costs time, never a result.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES) -> None:
        """Open or create the file at ``path``; ModelError when the folder is not writable."""
        self._path = path
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name(path.name + ".lock"), timeout=_WAIT_SECONDS):
                self._connection = _open(path)
        except (OSError, sqlite3.Error) as error:
            raise ModelError(
                f"Der Zwischenspeicher für Vektoren {path} lässt sich nicht öffnen ({error}). "
                "Bitte Schreibrechte und freien Platz prüfen.",
                f"The vector cache {path} cannot be opened ({error}). Please check write "
                "permission and free space.",
            ) from error

    def close(self) -> None:
        """Close the file; the cache cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def get(self, space: str, texts: Sequence[str], dim: int) -> dict[str, Vectors]:
        """Return the vectors, float32 (dim,), of those ``texts`` that are known in ``space``."""
        keys = {_key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        try:
            with self._lock, self._connection:
                number = self._space(space)
                for key, blob in self._rows(number, list(keys)):
                    if len(blob) == dim * 4:
                        found[keys[key]] = np.frombuffer(blob, "<f4")
        except sqlite3.Error as error:
            _log.warning("vector cache %s cannot be read: %s", self._path, error)
        return found

    def put(self, space: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Store the rows of ``vectors`` for ``texts``; known texts keep their vector."""
        rows = [
            (_key(text), vector.astype("<f4", copy=False).tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        try:
            with self._lock, self._connection:
                number = self._space(space)
                self._connection.executemany(
                    "INSERT OR IGNORE INTO vectors (space, text, vector) VALUES (?, ?, ?)",
                    [(number, *row) for row in rows],
                )
        except sqlite3.Error as error:
            _log.warning("vector cache %s cannot be written: %s", self._path, error)
        self.prune(self._max_bytes)

    def prune(self, max_bytes: int) -> int:
        """Remove vectors until at most ``max_bytes`` are in use. Return how many were removed.

        A tenth more than needed goes, so that the next row does not start it again.
        """
        try:
            with self._lock, self._connection:
                used = self._bytes_in_use()
                if used <= max_bytes:
                    return 0
                (count,) = self._connection.execute("SELECT count(*) FROM vectors").fetchone()
                surplus = min(count, int(count * (1 - 0.9 * max_bytes / used)) + 1)
                self._connection.execute(
                    "DELETE FROM vectors WHERE id IN (SELECT vectors.id FROM vectors "
                    "JOIN spaces ON spaces.id = space ORDER BY used, vectors.id LIMIT ?)",
                    (surplus,),
                )
                return int(surplus)
        except sqlite3.Error as error:
            _log.warning("vector cache %s cannot be pruned: %s", self._path, error)
            return 0

    def _bytes_in_use(self) -> int:
        pragmas = ("page_count", "freelist_count", "page_size")
        pages, free, size = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas
        )
        return int((pages - free) * size)

    def _space(self, name: str) -> int:
        """Return the number of a space; note its use, at most once a day to spare writes."""
        now = time.time()
        row = self._connection.execute(
            "SELECT id, used FROM spaces WHERE name = ?", (name,)
        ).fetchone()
        if row is None or now - row[1] > _DAY:
            row = self._connection.execute(
                "INSERT INTO spaces (name, used) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET used = excluded.used RETURNING id",
                (name, now),
            ).fetchone()
        return int(row[0])

    def _rows(self, space: int, keys: list[bytes]) -> list[tuple[bytes, bytes]]:
        rows: list[tuple[bytes, bytes]] = []
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows += self._connection.execute(
                f"SELECT text, vector FROM vectors WHERE space = ? AND text IN ({marks})",
                (space, *part),
            ).fetchall()
        return rows


class CachedEncoder:
    """An `Encoder` that asks the cache first and encodes each distinct missing text once."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self.encoder = encoder
        """The encoder behind the cache."""
        self._cache = cache

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the encoder behind the cache."""
        return self.encoder.fingerprint

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self.encoder.dim

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        """Return float32 (len(texts), dim). Progress counts distinct texts.

        New vectors are saved every 512 texts, so that an interrupted run goes on where it was.
        """
        space = f"{self.fingerprint}#{'query' if as_query else 'passage'}"
        distinct = list(dict.fromkeys(texts))
        known = self._cache.get(space, distinct, self.dim)
        missing = [text for text in distinct if text not in known]
        for start in range(0, len(missing), _SAVE_EVERY):
            part = missing[start : start + _SAVE_EVERY]
            done = len(distinct) - len(missing) + start
            inner = _shifted(progress, done, len(distinct))
            vectors = self.encoder.encode(part, as_query=as_query, progress=inner)
            self._cache.put(space, part, vectors)
            known.update(zip(part, vectors, strict=True))
        if progress and not missing:
            progress(len(distinct), len(distinct))
        result = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            result[row] = known[text]
        return result


def default_cache() -> VectorCache:
    """Return the cache in the program's home folder."""
    return VectorCache(home() / "cache" / "vectors.sqlite")


def _shifted(progress: Progress | None, offset: int, total: int) -> Progress | None:
    if progress is None:
        return None
    report = progress
    return lambda done, _total: report(offset + done, total)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _open(path: Path) -> sqlite3.Connection:
    """Open the file; one that is no database is deleted first: it is only a cache.

    The caller holds a lock: SQLite does not wait when two processes switch a file to WAL.
    """
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        _log.warning("vector cache %s is damaged and starts anew: %s", path, error)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
