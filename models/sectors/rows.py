"""`SectorRows`: the predicted sectors of many texts, kept under row ids like their vectors."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from models.index import Ids
from models.indexes.blocks import Blocks
from models.indexes.files import read_arrays, rebuild, write_arrays
from models.sectors.prediction import KEPT

RowScores = NDArray[np.float32]
ARRAYS = ("classes", "weights")


class SectorRows:
    """At most `KEPT` classes a row. One writer at a time; whoever reads meanwhile reads a copy."""

    def __init__(self) -> None:
        self._classes = Blocks(KEPT, np.int16)
        self._weights = Blocks(KEPT, np.float16)

    def copy(self) -> Self:
        """Return the same rows, to be changed by themselves; both share what stays equal."""
        return copy(self)

    def upsert(self, ids: Ids, predicted: sp.csr_matrix) -> None:
        """Keep predictions, csr (len(ids), classes), under their row ids."""
        counts = np.diff(predicted.indptr)
        rows = np.repeat(np.arange(len(ids)), counts)
        places = np.arange(predicted.nnz) - np.repeat(predicted.indptr[:-1], counts)
        classes = np.zeros((len(ids), KEPT), dtype=np.int16)
        weights = np.zeros((len(ids), KEPT), dtype=np.float16)
        classes[rows, places] = predicted.indices
        weights[rows, places] = predicted.data
        self._classes = self._classes.replaced(ids, classes)
        self._weights = self._weights.replaced(ids, weights)

    def remove(self, ids: Ids) -> None:
        """Forget rows; unknown ids are ignored."""
        known = ids[ids < len(self._weights)]
        nothing = np.zeros((len(known), KEPT), dtype=np.float16)
        self._weights = self._weights.replaced(known, nothing)

    def scores(self, predicted: sp.csr_matrix, ids: Ids) -> RowScores:
        """Return the dot product of one prediction, csr (1, classes), with rows, (len(ids),).

        Between 0 and 1: half precision may lengthen a row a little beyond 1.
        """
        wanted = predicted.toarray()[0]
        products = wanted[self._classes.take(ids)] * self._weights.take(ids)
        return np.asarray(np.clip(products.sum(axis=1), 0, 1))

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` so that a crash leaves the old or the new file."""
        arrays = (self._classes.whole(), self._weights.whole())
        write_arrays(path, dict(zip(ARRAYS, arrays, strict=True)))

    def best(self, ids: Ids) -> list[tuple[int, float]]:
        """Return each row's foremost class and its weight; weight 0 where none is known."""
        weights = self._weights.take(ids).astype(np.float32)
        places = weights.argmax(axis=1)
        rows = np.arange(len(ids))
        classes = self._classes.take(ids)[rows, places]
        return list(zip(classes.tolist(), weights[rows, places].tolist(), strict=True))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; a damaged file raises ModelError."""
        classes, weights = read_arrays(path, ARRAYS).values()
        if classes.shape != weights.shape or classes.shape[1:] != (KEPT,):
            raise rebuild(path, "ist beschädigt", "is damaged")
        rows = cls()
        rows._classes, rows._weights = Blocks.of(classes), Blocks.of(weights)
        return rows
