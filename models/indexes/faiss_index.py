"""`FaissIndex`: exact where few rows are allowed, inverted lists where many are.

The thresholds are measured with ``python -m evaluation.studies.index_speed``. Two things to know:

- FAISS' OpenMP must not be used before a fork: the child hangs. Start workers by spawn.
- Once there are lists, memory grows by half: they hold a copy of the vectors in half precision.

Nobody waits for anybody: a search reads one state of the index, which a write replaces as a whole.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
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
from models.indexes.blocks import BLOCK, Blocks
from models.indexes.files import Arrays, read_arrays, write_arrays
from models.indexes.inverted_lists import InvertedLists

ARRAYS = ("ids", "vectors", "lists", *inverted_lists.ARRAYS)
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
        beside: Changed rows up to which the lists stay as they are, and these rows are searched
            one by one; a twentieth of the rows in the lists if that is more.
    """

    train_from: int = 50_000
    exact_rows: int = 20_000
    exact_per_hit: int = 20
    probe_share: float = 1 / 2
    beside: int = 2_000


BESIDE_PART = 20


@dataclass(frozen=True)
class _Listed:
    """Inverted lists, which are never changed, and how they stand to the rows."""

    lists: InvertedLists
    current: Mask
    """Rows of which the lists hold the present vector, bool (rows,)."""
    of_row: NDArray[np.int32]
    """The list that each row belongs to, whether it stands there already or not, (rows,)."""
    trained_at: int
    """Number of rows when the lists were chosen."""

    @property
    def stale(self) -> int:
        """How many rows the lists hold that are gone or have another vector now."""
        return len(self.lists) - int(np.count_nonzero(self.current))


@dataclass(frozen=True)
class _State:
    """What a search reads; never changed, only replaced."""

    rows: Blocks
    present: Mask
    count: int
    listed: _Listed | None = None


class FaissIndex:
    """A `VectorIndex` for many concurrent searches and one writer at a time.

    Its owner sees to it that there is one. Nobody waits for it.
    """

    def __init__(self, dim: int, tuning: FaissTuning | None = None) -> None:
        self._dim = dim
        self._tuning = tuning or FaissTuning()
        self._state = _State(Blocks(dim, np.float32), np.zeros(0, dtype=np.bool_), 0)

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._dim

    def __len__(self) -> int:
        return self._state.count

    def copy(self) -> Self:
        """Return an index of the same rows that changes by itself; both share what stays equal."""
        return copy(self)

    def upsert(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows, replacing those whose id is present. Visible to the next search.

        The call that lets the index outgrow its lists also trains new ones (a few seconds
        for 100,000 rows); searches go on meanwhile.
        """
        state = self._state
        check_ids(ids, state.count)
        check_vectors(vectors, self._dim, len(ids))
        if not len(ids):
            return
        rows = state.rows.replaced(ids, vectors)
        present = np.pad(state.present, (0, len(rows) - len(state.present)))
        count = state.count + len(ids) - int(np.count_nonzero(present[ids]))
        present[ids] = True
        listed = state.listed and _moved(state.listed, ids, vectors, len(rows))
        self._state = self._tended(_State(rows, present, count, listed))

    def remove(self, ids: Ids) -> int:
        """Remove rows; unknown ids are ignored. Return how many were removed."""
        state = self._state
        check_ids(ids, state.count)
        ids = ids[ids < len(state.present)]
        ids = ids[state.present[ids]]
        if len(ids):
            present = state.present.copy()
            present[ids] = False
            listed = state.listed and _without(state.listed, ids)
            left = _State(state.rows, present, state.count - len(ids), listed)
            self._state = self._tended(left)
        return len(ids)

    def _tended(self, state: _State) -> _State:
        """Return the state with new lists where it outgrew them, or too much is not in them."""
        listed = state.listed
        trained_at = listed.trained_at if listed is not None else 0
        if state.count >= max(self._tuning.train_from, 2 * trained_at):
            ids = np.flatnonzero(state.present)
            lists, of_ids = InvertedLists.train(state.rows, ids)
            of_row = np.zeros(len(state.present), dtype=np.int32)
            of_row[ids] = of_ids
            return replace(state, listed=_Listed(lists, state.present, of_row, state.count))
        if listed is not None and self._is_worn(state, listed):
            ids = np.flatnonzero(state.present)
            of_ids = listed.of_row[ids].astype(np.int64)
            lists = InvertedLists.filled(listed.lists.arrays, ids, state.rows, of_ids)
            return replace(state, listed=replace(listed, lists=lists, current=state.present))
        return state

    def _is_worn(self, state: _State, listed: _Listed) -> bool:
        changed = listed.stale + int(np.count_nonzero(state.present & ~listed.current))
        return changed > max(self._tuning.beside, len(listed.lists) // BESIDE_PART)

    def vectors(self, ids: Ids) -> Vectors:
        """Return the stored vectors, float32 (len(ids), dim). Unknown ids raise ModelError."""
        state = self._state
        known = (ids >= 0) & (ids < len(state.present))
        known[known] = state.present[ids[known]]
        if not known.all():
            raise unknown_row(int(ids[~known][0]), state.count)
        return state.rows.take(ids)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Hits:
        """Return the ``k`` nearest allowed rows of each query.

        Never fewer than ``k`` while that many rows are allowed.
        """
        check_queries(queries, self._dim)
        check_search(k, allowed)
        state = self._state
        queries = np.ascontiguousarray(queries)
        mask = permitted(state.present, allowed)
        count = int(np.count_nonzero(mask))
        few = count <= max(self._tuning.exact_rows, self._tuning.exact_per_hit * k)
        if few or state.listed is None:
            rows = np.flatnonzero(mask)
            found = [_exact(state, query, rows, k) for query in queries]
        else:
            share = self._tuning.probe_share
            found = [_probe(state, state.listed, query, k, mask, share) for query in queries]
        return Hits(tuple(ids for ids, _ in found), tuple(scores for _, scores in found))

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` so that a crash leaves the old or the new file."""
        state = self._state
        ids = np.flatnonzero(state.present)
        arrays: Arrays = {"ids": ids, "vectors": state.rows.take(ids)}
        if state.listed is None:
            nothing = np.zeros(0, dtype=np.int64)
            arrays |= dict.fromkeys(("lists", *inverted_lists.ARRAYS), nothing)
        else:
            arrays["lists"] = state.listed.of_row[ids].astype(np.int64)
            arrays |= state.listed.lists.arrays
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path, tuning: FaissTuning | None = None) -> Self:
        """Read what `save` wrote; a damaged file raises ModelError."""
        arrays = read_arrays(path, ARRAYS)
        ids, vectors = arrays["ids"], arrays["vectors"]
        index = cls(vectors.shape[1], tuning)
        check_ids(ids, len(ids))
        check_vectors(vectors, index.dim, len(ids))
        rows = index._state.rows.replaced(ids, vectors)
        present = np.zeros(len(rows), dtype=np.bool_)
        present[ids] = True
        listed = None
        if len(arrays["centres"]):
            lists = InvertedLists.filled(arrays, ids, rows, arrays["lists"])
            of_row = np.zeros(len(rows), dtype=np.int32)
            of_row[ids] = arrays["lists"]
            listed = _Listed(lists, present, of_row, len(ids))
        index._state = _State(rows, present, len(ids), listed)
        return index


def _moved(listed: _Listed, ids: Ids, vectors: Vectors, size: int) -> _Listed:
    """Return how the lists stand to the rows once some have other vectors."""
    more = size - len(listed.current)
    current, of_row = np.pad(listed.current, (0, more)), np.pad(listed.of_row, (0, more))
    current[ids] = False
    of_row[ids] = listed.lists.nearest_lists(vectors)
    return replace(listed, current=current, of_row=of_row)


def _without(listed: _Listed, ids: Ids) -> _Listed:
    current = listed.current.copy()
    current[ids] = False
    return replace(listed, current=current)


def _probe(
    state: _State, listed: _Listed, query: Vectors, k: int, mask: Mask, share: float
) -> Found:
    """Search what the lists hold of the allowed rows, and one by one what they do not."""
    inside = mask & listed.current
    everything = int(np.count_nonzero(inside)) == len(listed.lists)
    rows = listed.lists.nearest(query, k + SPARE, share, None if everything else inside)
    rows = np.sort(np.concatenate([rows, np.flatnonzero(mask & ~listed.current)]))
    return _exact(state, query, rows if len(rows) >= k else np.flatnonzero(mask), k)


def _exact(state: _State, query: Vectors, rows: Ids, k: int) -> Found:
    """Score ``rows``, ascending, in place; equal vectors tie exactly, wherever they stand."""
    faiss.omp_set_num_threads(1)
    scores = np.empty(len(rows), dtype=np.float32)
    for number, block, part in state.rows.split(rows):
        local, some = rows[part] - BLOCK * number, scores[part]
        pointers = (faiss.swig_ptr(array) for array in (some, query, block, local))
        faiss.fvec_inner_products_by_idx(  # type: ignore[attr-defined]
            *pointers, state.rows.width, 1, len(local)
        )
    return best(rows, scores, k)
