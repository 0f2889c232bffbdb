"""FAISS inverted lists with caller-chosen ids: approximate search among many rows."""

from __future__ import annotations

import math
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError
from models.encoder import Vectors
from models.index import Ids, Mask

SAMPLE_PER_LIST = 64
ROUNDS = 10
CHUNK = 1 << 16


class InvertedLists:
    """Rows grouped by their nearest of about √n centroids.

    FAISS' number of threads belongs to the calling thread, so each entry sets it: a server
    answers many questions at once instead of one on many cores, and training on one thread
    gives the same centroids everywhere.
    """

    def __init__(self, centroids: Vectors) -> None:
        dim = centroids.shape[1]
        quantizer = faiss.IndexFlatIP(dim)
        quantizer.add(np.ascontiguousarray(centroids))
        self._index: Any = faiss.IndexIVFFlat(
            quantizer, dim, len(centroids), faiss.METRIC_INNER_PRODUCT
        )

    @classmethod
    def train(cls, vectors: Vectors, ids: Ids) -> Self:
        """Choose centroids for the rows ``ids`` of ``vectors`` and fill the lists with them."""
        faiss.omp_set_num_threads(1)
        count = max(1, round(math.sqrt(len(ids))))
        size = min(len(ids), SAMPLE_PER_LIST * count)
        sample = np.sort(np.random.default_rng(0).choice(ids, size, replace=False))
        kmeans = faiss.Kmeans(
            vectors.shape[1],
            count,
            niter=ROUNDS,
            spherical=True,
            seed=1,
            min_points_per_centroid=1,
        )
        kmeans.train(vectors[sample])
        lists = cls(np.asarray(kmeans.centroids, dtype=np.float32))
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            lists.add(some, vectors[some])
        return lists

    @classmethod
    def restore(cls, centroids: Vectors, ids: Ids, vectors: Vectors, of_row: Ids) -> Self:
        """Fill lists again from what `centroids` and `list_of_row` gave."""
        if len(of_row) != len(ids) or (len(of_row) and not _within(of_row, len(centroids))):
            raise ModelError(
                f"Der gespeicherte Index ordnet {len(of_row)} von {len(ids)} Zeilen "
                f"{len(centroids)} Listen zu, und nicht alle gibt es.",
                f"The saved index assigns {len(of_row)} of {len(ids)} rows to "
                f"{len(centroids)} lists, and not all of these exist.",
            )
        lists = cls(centroids)
        for start in range(0, len(ids), CHUNK):
            part = slice(start, start + CHUNK)
            rows, some = np.ascontiguousarray(vectors[part]), np.ascontiguousarray(ids[part])
            known = np.ascontiguousarray(of_row[part])
            pointers = (faiss.swig_ptr(array) for array in (rows, some, known))
            lists._index.add_core(len(some), *pointers)
        return lists

    @property
    def centroids(self) -> Vectors:
        """The centroids, float32 (lists, dim)."""
        found: Vectors = self._index.quantizer.reconstruct_n(0, self._index.nlist)
        return found

    def list_of_row(self, size: int) -> Ids:
        """Return the list of each id below ``size``, -1 where there is no such row."""
        of_row = np.full(size, -1, dtype=np.int64)
        store = self._index.invlists
        for number in range(self._index.nlist):
            length = store.list_size(number)
            if length:
                of_row[faiss.rev_swig_ptr(store.get_ids(number), length)] = number
        return of_row

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows that are not in the lists."""
        faiss.omp_set_num_threads(1)
        self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(ids))

    def remove(self, ids: Ids) -> None:
        """Remove rows."""
        faiss.omp_set_num_threads(1)
        self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(ids)))

    def nearest(self, query: Vectors, k: int, share: float, allowed: Mask | None) -> Ids:
        """Return up to ``k`` allowed ids from the ``share`` of lists nearest to ``query``."""
        faiss.omp_set_num_threads(1)
        selector = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        probes = math.ceil(share * self._index.nlist)
        parameters = faiss.SearchParametersIVF(  # type: ignore[call-arg]
            nprobe=probes, sel=selector
        )
        found: NDArray[np.int64] = self._index.search(query[None], k, params=parameters)[1][0]
        return found[found >= 0]


def _within(numbers: Ids, end: int) -> bool:
    return bool(numbers.min() >= 0 and numbers.max() < end)
