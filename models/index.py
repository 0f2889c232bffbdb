"""The `VectorIndex` contract, and what every index checks in the same way.

What every `VectorIndex` refuses, and how each picks and orders its best rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError
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

    def copy(self) -> Self:
        """Return an index of the same rows that changes by itself; both share what stays equal."""
        ...


FREE_IDS = 1_000_000
"""Ids below this are always accepted; above, they must be dense (see `check_ids`)."""
LENGTH_TOLERANCE = 1e-3


def check_ids(ids: Ids, rows: int = 0) -> None:
    """Refuse ids that are not distinct, non-negative and dense.

    Memory grows with the largest id, so beyond ``FREE_IDS`` an id may be at most four times the
    number of rows (``rows`` present and ``len(ids)`` new).
    """
    if getattr(ids, "ndim", 0) != 1 or ids.dtype != np.int64:
        found = _kind(ids)
        raise ModelError(
            f"Zeilennummern müssen ein eindimensionales int64-Feld sein, gefunden: {found}.",
            f"Row ids must be a one-dimensional int64 array, found: {found}.",
        )
    if not len(ids):
        return
    low, high, limit = int(ids.min()), int(ids.max()), FREE_IDS + 4 * (rows + len(ids))
    if low < 0 or high >= limit:
        bad = low if low < 0 else high
        raise ModelError(
            f"Zeilennummer {bad} liegt nicht zwischen 0 und {limit - 1}: Nummern sind dicht.",
            f"Row id {bad} is not between 0 and {limit - 1}: ids are dense.",
        )
    distinct = len(np.unique(ids))
    if distinct != len(ids):
        raise ModelError(
            f"{len(ids)} Zeilennummern, aber nur {distinct} verschiedene: jede nur einmal angeben.",
            f"{len(ids)} row ids, but only {distinct} distinct ones: give each once.",
        )


def check_vectors(vectors: Vectors, dim: int, rows: int) -> None:
    """Refuse anything but ``rows`` finite float32 vectors of length 1 in ``dim`` dimensions."""
    check_queries(vectors, dim)
    if len(vectors) != rows:
        raise ModelError(
            f"{rows} Zeilennummern, aber {len(vectors)} Vektoren.",
            f"Got {rows} row ids but {len(vectors)} vectors.",
        )
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    wrong = np.flatnonzero(np.abs(lengths - 1) > LENGTH_TOLERANCE)
    if len(wrong):
        at, length = int(wrong[0]), float(lengths[wrong[0]])
        raise ModelError(
            f"Vektor {at} hat die Länge {length:.4f} statt 1: bitte normalisieren.",
            f"Vector {at} has length {length:.4f} instead of 1: please normalise.",
        )


def check_queries(queries: Vectors, dim: int) -> None:
    """Refuse anything but finite float32 of shape (any, ``dim``)."""
    shape = getattr(queries, "shape", None)
    right = shape is not None and len(shape) == 2 and shape[1] == dim
    if not right or queries.dtype != np.float32:
        raise ModelError(
            f"Vektoren müssen float32 der Form (n, {dim}) sein, gefunden: {_kind(queries)}.",
            f"Vectors must be float32 of shape (n, {dim}), found: {_kind(queries)}.",
        )
    finite = np.isfinite(queries).all(axis=1)
    if not finite.all():
        at = int(np.flatnonzero(~finite)[0])
        raise ModelError(
            f"Vektor {at} von {len(queries)} enthält NaN oder unendlich statt endlicher Zahlen.",
            f"Vector {at} of {len(queries)} holds NaN or infinity instead of finite numbers.",
        )


def check_search(k: int, allowed: Mask | None) -> None:
    """Refuse ``k`` below 1 and a mask that is not a one-dimensional boolean array."""
    if k < 1:
        raise ModelError(
            f"Die Zahl der Treffer muss mindestens 1 sein, gefunden: {k}.",
            f"The number of hits must be at least 1, found: {k}.",
        )
    if allowed is not None and (allowed.ndim != 1 or allowed.dtype != np.bool_):
        raise ModelError(
            f"Die erlaubten Zeilen müssen ein eindimensionales Ja/Nein-Feld sein, "
            f"gefunden: {_kind(allowed)}.",
            f"Allowed rows must be a one-dimensional boolean array, found: {_kind(allowed)}.",
        )


def unknown_row(row_id: int, rows: int) -> ModelError:
    """Return the error for an id that no row has."""
    return ModelError(
        f"Zeile {row_id} ist nicht im Index ({rows} Zeilen).",
        f"Row {row_id} is not in the index ({rows} rows).",
    )


def permitted(present: Mask, allowed: Mask | None) -> Mask:
    """Return which rows are both present and allowed; ids beyond ``allowed`` are not."""
    if allowed is None:
        return present
    if len(allowed) >= len(present):
        both: Mask = present & allowed[: len(present)]
        return both
    both = np.zeros_like(present)
    np.logical_and(present[: len(allowed)], allowed, out=both[: len(allowed)])
    return both


def best(ids: Ids, scores: NDArray[np.float32], k: int) -> tuple[Ids, NDArray[np.float32]]:
    """Return the ``k`` best of some rows, by score descending, then by id ascending."""
    if len(ids) > k:
        bound = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= bound)
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


def _kind(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape}"
    return type(value).__name__
