"""`FaissIndex`: exact where few rows are allowed, inverted lists where many are.

The thresholds are measured with ``python -m evaluation.studies.index_speed``. Two things to know:

- FAISS' OpenMP must not be used before a fork: the child hangs. Start workers by spawn.
- Once there are lists, memory grows by half: they hold a copy of the vectors in half precision.

A lock for many readers or one writer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from models.encoder import Vectors
from models.index import (
    Hits,
    Ids,
    Mask,
    best,
    check_ids,
    check_queries,
    check_search,
    check_vectors,
    permitted,
    unknown_row,
)
from models.indexes import inverted_lists
from models.indexes.files import Arrays, read_arrays, write_arrays
from models.indexes.inverted_lists import InvertedLists


class ReadWriteLock:
    """Many readers at once, or one writer alone; a waiting writer goes before new readers."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._waiting = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold off writers. Not to be nested: a writer waiting in between would block both."""
        with self._changed:
            self._changed.wait_for(lambda: not self._writing and not self._waiting)
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off readers and other writers."""
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: not self._writing and not self._readers)
                self._writing = True
            finally:
                self._waiting -= 1
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


ARRAYS = ("ids", "vectors", "lists", *inverted_lists.ARRAYS)
GROWTH = 1.5
SPARE = 16
"""That many more rows are taken from the lists, for half precision confuses near neighbours."""
Found = tuple[Ids, NDArray[np.float32]]


@dataclass(frozen=True)
class FaissTuning:
    """When to search exactly, and how much of the lists to read otherwise.

    Attributes:
        train_from: Rows from which inverted lists are kept; below, every search is exact.
        exact_rows: Allowed rows up to which a search is exact although there are lists.
        exact_per_hit: The same, as a multiple of ``k``: long answers need exact search.
        probe_share: Share of the lists that is read, in (0, 1].
    """

    train_from: int = 50_000
    exact_rows: int = 20_000
    exact_per_hit: int = 20
    probe_share: float = 1 / 2


class FaissIndex:
    """A `VectorIndex` for many concurrent searches and one writer at a time."""

    def __init__(self, dim: int, tuning: FaissTuning | None = None) -> None:
        self._dim = dim
        self._tuning = tuning or FaissTuning()
        self._vectors: Vectors = np.zeros((0, dim), dtype=np.float32)
        self._present: Mask = np.zeros(0, dtype=np.bool_)
        self._count = 0
        self._lists: InvertedLists | None = None
        self._trained_at = 0
        self._lock = ReadWriteLock()
        self._writer = threading.Lock()

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._dim

    def __len__(self) -> int:
        return self._count

    def upsert(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows, replacing those whose id is present. Visible to the next search.

        The call that lets the index outgrow its lists also trains new ones (a few seconds
        for 100,000 rows); searches go on meanwhile.
        """
        check_ids(ids, self._count)
        check_vectors(vectors, self._dim, len(ids))
        if not len(ids):
            return
        with self._writer:
            with self._lock.writing():
                self._reserve(int(ids.max()) + 1)
                old = ids[self._present[ids]]
                self._vectors[ids] = vectors
                self._present[ids] = True
                self._count += len(ids) - len(old)
                if self._lists is not None:
                    self._lists.remove(old)
                    self._lists.add(ids, vectors)
            if self._count >= max(self._tuning.train_from, 2 * self._trained_at):
                rows = np.flatnonzero(self._present)
                self._lists = InvertedLists.train(self._vectors, rows)
                self._trained_at = self._count

    def remove(self, ids: Ids) -> int:
        """Remove rows; unknown ids are ignored. Return how many were removed."""
        check_ids(ids, self._count)
        with self._writer, self._lock.writing():
            ids = ids[ids < len(self._present)]
            ids = ids[self._present[ids]]
            self._present[ids] = False
            self._count -= len(ids)
            if self._lists is not None:
                self._lists.remove(ids)
        return len(ids)

    def vectors(self, ids: Ids) -> Vectors:
        """Return the stored vectors, float32 (len(ids), dim). Unknown ids raise ModelError."""
        with self._lock.reading():
            known = (ids >= 0) & (ids < len(self._present))
            known[known] = self._present[ids[known]]
            if not known.all():
                raise unknown_row(int(ids[~known][0]), self._count)
            rows: Vectors = self._vectors[ids]
        return rows

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Hits:
        """Return the ``k`` nearest allowed rows of each query.

        Never fewer than ``k`` while that many rows are allowed.
        """
        check_queries(queries, self._dim)
        check_search(k, allowed)
        queries = np.ascontiguousarray(queries)
        with self._lock.reading():
            mask = permitted(self._present, allowed)
            count = int(np.count_nonzero(mask))
            few = count <= max(self._tuning.exact_rows, self._tuning.exact_per_hit * k)
            lists = None if few else self._lists
            if lists is None:
                rows = np.flatnonzero(mask)
                found = [self._exact(query, rows, k) for query in queries]
            else:
                found = [self._probe(lists, query, k, mask, count) for query in queries]
        return Hits(tuple(ids for ids, _ in found), tuple(scores for _, scores in found))

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` so that a crash leaves the old or the new file."""
        self.frozen()(path)

    def frozen(self) -> Callable[[Path], None]:
        """Return what `save` would write now, as a writer that needs no lock any more."""
        with self._writer:
            ids = np.flatnonzero(self._present)
            arrays: Arrays = {"ids": ids, "vectors": self._vectors[ids]}
            if self._lists is None:
                nothing = np.zeros(0, dtype=np.int64)
                arrays |= dict.fromkeys(("lists", *inverted_lists.ARRAYS), nothing)
            else:
                arrays["lists"] = self._lists.list_of_row(len(self._present))[ids]
                arrays |= {name: array.copy() for name, array in self._lists.arrays.items()}
        return lambda path: write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path, tuning: FaissTuning | None = None) -> Self:
        """Read what `save` wrote; a damaged file raises ModelError."""
        arrays = read_arrays(path, ARRAYS)
        ids, vectors = arrays["ids"], arrays["vectors"]
        index = cls(vectors.shape[1], tuning)
        check_ids(ids, len(ids))
        check_vectors(vectors, index.dim, len(ids))
        index._reserve(int(ids.max(initial=-1)) + 1)
        index._vectors[ids] = vectors
        index._present[ids] = True
        index._count = len(ids)
        if len(arrays["centres"]):
            index._lists = InvertedLists.restore(arrays, ids, vectors, arrays["lists"])
            index._trained_at = len(ids)
        return index

    def _reserve(self, size: int) -> None:
        old = len(self._present)
        if size <= old:
            return
        size = max(size, int(GROWTH * old))
        vectors = np.zeros((size, self._dim), dtype=np.float32)
        present = np.zeros(size, dtype=np.bool_)
        vectors[:old], present[:old] = self._vectors, self._present
        self._vectors, self._present = vectors, present

    def _probe(self, lists: InvertedLists, query: Vectors, k: int, mask: Mask, count: int) -> Found:
        allowed = None if count == self._count else mask
        rows = lists.nearest(query, k + SPARE, self._tuning.probe_share, allowed)
        if len(rows) < k:
            rows = np.flatnonzero(mask)
        return self._exact(query, rows, k)

    def _exact(self, query: Vectors, rows: Ids, k: int) -> Found:
        """Score ``rows`` without copying them; equal vectors tie exactly, wherever they stand."""
        faiss.omp_set_num_threads(1)
        scores = np.empty(len(rows), dtype=np.float32)
        pointers = (faiss.swig_ptr(array) for array in (scores, query, self._vectors, rows))
        faiss.fvec_inner_products_by_idx(  # type: ignore[attr-defined]
            *pointers, self._dim, 1, len(rows)
        )
        return best(rows, scores, k)
