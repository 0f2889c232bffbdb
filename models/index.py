"""The `VectorIndex` contract, and what every index checks in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.encoder import Vectors

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Hits:
    """The nearest rows of each query, best first.

    ``ids`` and ``scores`` hold one array per query; a query with fewer than ``k`` allowed rows
    has shorter arrays: there is no padding. Scores are inner products in [-1, 1]; equal scores
    are ordered by id, so the same input gives the same answer.
    """

    ids: tuple[Ids, ...]
    scores: tuple[NDArray[np.float32], ...]


class VectorIndex(Protocol):
    """Rows of unit vectors under ids >= 0 chosen by the caller (small, reused, dense ints)."""

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        ...

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def upsert(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows, replacing those whose id is present. Visible to the next search."""
        ...

    def remove(self, ids: Ids) -> int:
        """Remove rows; unknown ids are ignored. Return how many were removed."""
        ...

    def vectors(self, ids: Ids) -> Vectors:
        """Return the stored vectors, float32 (len(ids), dim). Unknown ids raise ModelError."""
        ...

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Hits:
        """Return the ``k`` nearest allowed rows of each query.

        ``allowed[id]`` says whether row ``id`` may be found; ids beyond its end may not;
        ``None`` allows all. Queries: finite float32 (q, dim).
        """
        ...

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` (a file) so that a crash leaves the old or the new one."""
        ...
