"""`SectorRows`: the predicted sectors of many texts, kept under row ids like their vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from models.atomic_files import read_arrays, rebuild, write_arrays
from models.index import Ids
from models.sector_prediction import KEPT

Scores = NDArray[np.float32]
ARRAYS = ("classes", "weights")


class SectorRows:
    """At most `KEPT` classes a row. Not safe for threads: its owner holds a lock."""

    def __init__(self) -> None:
        self._classes: NDArray[np.int16] = np.zeros((0, KEPT), dtype=np.int16)
        self._weights: NDArray[np.float16] = np.zeros((0, KEPT), dtype=np.float16)

    def upsert(self, ids: Ids, predicted: sp.csr_matrix) -> None:
        """Keep predictions, csr (len(ids), classes), under their row ids."""
        beyond = max(0, int(ids.max(initial=-1)) + 1 - len(self._classes))
        self._classes = np.pad(self._classes, ((0, beyond), (0, 0)))
        self._weights = np.pad(self._weights, ((0, beyond), (0, 0)))
        counts = np.diff(predicted.indptr)
        rows = np.repeat(ids, counts)
        places = np.arange(predicted.nnz) - np.repeat(predicted.indptr[:-1], counts)
        self.remove(ids)
        self._classes[rows, places] = predicted.indices
        self._weights[rows, places] = predicted.data

    def remove(self, ids: Ids) -> None:
        """Forget rows; unknown ids are ignored."""
        self._weights[ids[ids < len(self._weights)]] = 0

    def scores(self, predicted: sp.csr_matrix, ids: Ids) -> Scores:
        """Return the dot product of one prediction, csr (1, classes), with rows, (len(ids),).

        Between 0 and 1: half precision may lengthen a row a little beyond 1.
        """
        wanted = predicted.toarray()[0]
        products = wanted[self._classes[ids]] * self._weights[ids]
        return np.asarray(np.clip(products.sum(axis=1), 0, 1))

    def save(self, path: Path) -> None:
        """Write all rows to ``path`` so that a crash leaves the old or the new file."""
        write_arrays(path, dict(zip(ARRAYS, (self._classes, self._weights), strict=True)))

    def best(self, ids: Ids) -> list[tuple[int, float]]:
        """Return each row's foremost class and its weight; weight 0 where none is known."""
        weights = self._weights[ids].astype(np.float32)
        places = weights.argmax(axis=1)
        rows = np.arange(len(ids))
        classes = self._classes[ids][rows, places]
        return list(zip(classes.tolist(), weights[rows, places].tolist(), strict=True))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; a damaged file raises ModelError."""
        rows = cls()
        rows._classes, rows._weights = read_arrays(path, ARRAYS).values()
        if rows._classes.shape != rows._weights.shape or rows._classes.shape[1:] != (KEPT,):
            raise rebuild(path, "ist beschädigt", "is damaged")
        return rows
