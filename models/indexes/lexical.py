"""`LexicalIndex`: search by shared parts of words, for names and specialist terms.

The score is a TF-IDF cosine over character n-grams in which long texts are punished less:
``<q, d> / (|q|^1.5 |d|^0.5)``, at most 1. A plain cosine divides by the text's full length and
so hides organisations that say much about themselves; measured on real consortia
(``docs/decisions.md``) this form finds far more partners and loses none among the small ones.
An exact text scores 1, a text without a common n-gram 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from data.errors import ModelError
from models.index import Hits, Ids, Mask, best, check_ids, check_search
from models.indexes.files import read_arrays, rebuild, write_arrays
from models.indexes.german import FEATURES, SIZES, ngrams

IDF_POWER = 1.5
DOCUMENT_POWER = 0.5
FRESH_ROWS = 5_000
"""Up to this many rows each write weighs all n-grams anew (some 30 ms)."""
FRESH_PART = 20
"""Beyond, all are weighed anew once a twentieth of the rows has changed."""
KEPT_COUNTS = 8
"""So many sets of counted texts are remembered: one per tenant that asks, at some 5 MB."""
SPELLING = np.array([1, FEATURES, *SIZES], dtype=np.int64)
"""Version and parameters of `models.indexes.german`: other rows are refused when loaded."""
ARRAYS = ("spelling", "ids", "weights", "columns", "starts")
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class _Rows:
    """Rows by ascending id: a column per n-gram, and each row's factor (0: row is gone)."""

    ids: Ids
    weights: sp.csc_matrix
    factors: Scores


@dataclass(frozen=True)
class _View:
    """All texts as a search reads them; never changed, only replaced."""

    worth: Scores
    """idf ** IDF_POWER of each n-gram."""
    base: _Rows
    recent: _Rows
    size: int


class _State:
    """A view, with what was weighed by the counts of some of its texts; never changed either."""

    def __init__(self, view: _View, present: Mask, recent: tuple[Ids, sp.csr_matrix]) -> None:
        self.view = view
        self.present = present
        self.recent = recent
        """Ids and weights of the texts in ``view.recent``."""
        # Two readers who miss the same one make it twice; nobody waits.
        self.counted = lru_cache(KEPT_COUNTS)(partial(_counted, view))


class LexicalIndex:
    """Texts under ids >= 0 chosen by the caller; many concurrent searches, one writer at a time.

    Its owner sees to it that there is one. Nobody waits for it.

    A write is seen by the next search. How rare an n-gram is, is counted over all texts; in
    large indices that count may lag behind by a twentieth of the rows, until they are loaded
    again. Where the texts to be ``counted`` are named, it is exact, and no other text changes any
    score.
    """

    def __init__(self) -> None:
        nothing = np.zeros(0, dtype=np.int64), ngrams([])
        self._state = _State(_weigh(*nothing, 0), np.zeros(0, dtype=np.bool_), nothing)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._state.present))

    def copy(self) -> Self:
        """Return an index of the same texts that changes by itself; both share what is equal."""
        return copy(self)

    def upsert(self, ids: Ids, texts: Sequence[str]) -> None:
        """Add texts, replacing those whose id is present."""
        state = self._state
        check_ids(ids, len(self))
        if len(ids) != len(texts):
            raise ModelError(
                f"{len(ids)} Nummern, aber {len(texts)} Texte.",
                f"Got {len(ids)} ids but {len(texts)} texts.",
            )
        weights = ngrams(texts)
        weights.data = 1 + np.log(weights.data)
        beyond = int(ids.max(initial=-1)) + 1 - len(state.present)
        present = np.pad(state.present, (0, max(0, beyond)))
        present[ids] = True
        self._state = _changed(state, present, ids, weights)

    def remove(self, ids: Ids) -> int:
        """Remove texts; unknown ids are ignored. Return how many were removed."""
        state = self._state
        check_ids(ids, len(self))
        ids = ids[ids < len(state.present)]
        count = int(np.count_nonzero(state.present[ids]))
        if count:
            present = state.present.copy()
            present[ids] = False
            self._state = _changed(state, present, ids[:0], ngrams([]))
        return count

    def scores(self, text: str, counted: Mask | None = None) -> Scores:
        """Return the score in [0, 1] of every id up to the highest, 0 where there is no text.

        Args:
            text: what is searched for.
            counted: the ids over whose texts it is counted how rare an n-gram is; None: all.
        """
        state = self._state
        view = state.view
        if counted is not None:
            view = state.counted(np.packbits(counted).tobytes(), len(counted))
        query = ngrams([text])
        query.data = (1 + np.log(query.data)) * view.worth[query.indices]
        length = np.sqrt(np.sum(np.square(query.data)))
        query.data *= view.worth[query.indices] / max(length, 1) ** (2 - DOCUMENT_POWER)
        found = np.zeros(view.size, dtype=np.float32)
        for rows in (view.base, view.recent):
            score = (rows.weights[:, query.indices] @ query.data) * rows.factors
            found[rows.ids] += score
        return np.minimum(found, 1, out=found)

    def score_rows(self, text: str, ids: Ids) -> Scores:
        """Return the score of each of ``ids``, float32 (len(ids),); 0 for ids without a text."""
        scores = self.scores(text)
        known = (ids >= 0) & (ids < len(scores))
        found = np.zeros(len(ids), dtype=np.float32)
        found[known] = scores[ids[known]]
        return found

    def search(self, text: str, k: int, allowed: Mask | None = None) -> Hits:
        """Return the ``k`` best allowed ids with a score above 0, for one text."""
        check_search(k, allowed)
        scores = self.scores(text)
        end = len(scores) if allowed is None else min(len(scores), len(allowed))
        wanted = scores[:end] > 0
        if allowed is not None:
            wanted &= allowed[:end]
        ids = np.flatnonzero(wanted)
        found, values = best(ids, scores[ids], k)
        return Hits((found,), (values,))

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` so that a crash leaves the old or the new file."""
        state = self._state
        ids, rows = _joined(state.view.base, state.recent)
        arrays = (SPELLING, ids, rows.data, rows.indices, rows.indptr)
        write_arrays(path, dict(zip(ARRAYS, arrays, strict=True)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; a damaged file or other n-grams raise ModelError."""
        spelling, ids, *parts = read_arrays(path, ARRAYS).values()
        if not np.array_equal(spelling, SPELLING):
            raise rebuild(path, "hat andere Wortteile", "has other parts of words")
        check_ids(ids, len(ids))
        try:
            weights = sp.csr_matrix(tuple(parts), shape=(len(ids), FEATURES))
            weights.check_format(full_check=True)
        except ValueError as error:
            raise rebuild(path, "ist beschädigt", "is damaged") from error
        index = cls()
        present = np.zeros(int(ids.max(initial=-1)) + 1, dtype=np.bool_)
        present[ids] = True
        index._state = _State(_weigh(ids, weights, len(present)), present, index._state.recent)
        return index


def _changed(state: _State, present: Mask, ids: Ids, weights: sp.csr_matrix) -> _State:
    """Return the state after some texts were written, and only those ``present`` are left."""
    view, size = state.view, len(present)
    recent = _latest(present, state.recent, (ids, weights))
    stays = present[view.base.ids] & ~_holds(recent[0], size)[view.base.ids]
    changed = len(recent[0]) + int(np.count_nonzero(~stays))
    kept = replace(view.base, factors=np.where(stays, view.base.factors, np.float32(0)))
    view = _View(view.worth, kept, view.recent, size)
    if len(recent[0]) + len(stays) <= FRESH_ROWS or changed * FRESH_PART > len(stays):
        view = _weigh(*_joined(kept, recent), size)
        return _State(view, present, (recent[0][:0], ngrams([])))
    return _State(replace(view, recent=_rows(*recent, view.worth)), present, recent)


def _latest(
    present: Mask, before: tuple[Ids, sp.csr_matrix], after: tuple[Ids, sp.csr_matrix]
) -> tuple[Ids, sp.csr_matrix]:
    """Return the last text of each id that was written and is there, by ascending id."""
    written = np.concatenate([before[0], after[0]])
    weights = sp.vstack([before[1], after[1]], format="csr")
    ids, from_end = np.unique(written[::-1], return_index=True)
    there = present[ids]
    return ids[there], weights[len(written) - 1 - from_end[there]]


def _joined(base: _Rows, recent: tuple[Ids, sp.csr_matrix]) -> tuple[Ids, sp.csr_matrix]:
    """Return the rows that are left of the base, and the recent ones, by ascending id."""
    left = base.factors > 0
    ids = np.concatenate([base.ids[left], recent[0]])
    weights = sp.vstack([base.weights.tocsr()[left], recent[1]], format="csr")
    order = np.argsort(ids)
    return ids[order], weights[order]


def _weigh(ids: Ids, weights: sp.csr_matrix, size: int) -> _View:
    """Count how rare each n-gram is, and weigh all rows by it."""
    frequency = np.bincount(weights.indices, minlength=FEATURES)
    worth = _worth(frequency, len(ids))
    nothing = _rows(ids[:0], weights[:0], worth)
    return _View(worth, _rows(ids, weights, worth), nothing, size)


def _worth(frequency: Ids, size: int) -> Scores:
    """Return the worth of n-grams that occur in so many of ``size`` texts."""
    idf = np.log((1 + size) / (1 + np.arange(size + 1))) + 1
    return np.asarray((idf**IDF_POWER).astype(np.float32)[frequency])


def _rows(ids: Ids, weights: sp.csr_matrix, worth: Scores) -> _Rows:
    columns = weights.tocsc()
    squares = sp.csc_matrix(
        (np.square(columns.data), columns.indices, columns.indptr), columns.shape
    )
    lengths = np.sqrt(squares @ np.square(worth))
    return _Rows(ids, columns, np.maximum(lengths, 1) ** np.float32(-DOCUMENT_POWER))


def _counted(view: _View, counted_bits: bytes, length: int) -> _View:
    """Return the view as if only the counted of its texts told how rare an n-gram is.

    Weighing 18,415 texts takes some 80 ms.

    Args:
        view: all texts.
        counted_bits: the mask of the counted ids, packed.
        length: its length.
    """
    packed = np.frombuffer(counted_bits, dtype=np.uint8)
    counted = np.unpackbits(packed, count=length).astype(np.bool_)
    frequency, size = np.zeros(FEATURES, dtype=np.int64), 0
    for rows in (view.base, view.recent):
        known = rows.ids < len(counted)
        asked = np.zeros(len(rows.ids), dtype=np.bool_)
        asked[known] = counted[rows.ids[known]]
        asked &= rows.factors > 0
        size += int(np.count_nonzero(asked))
        frequency += _frequency(rows.weights, asked)
    worth = _worth(frequency, size)
    base, recent = (_reweighed(rows, worth) for rows in (view.base, view.recent))
    return _View(worth, base, recent, view.size)


def _frequency(weights: sp.csc_matrix, asked: Mask) -> Ids:
    """Return in how many of the ``asked`` rows each n-gram occurs, int64 (FEATURES,)."""
    if asked.all():
        return np.asarray(np.diff(weights.indptr), dtype=np.int64)
    ones = np.ones(weights.nnz, dtype=np.float32)  # exact: far fewer than 2**24 rows
    present = sp.csr_matrix((ones, weights.indices, weights.indptr), weights.shape[::-1])
    found: Ids = np.asarray(present @ asked.astype(np.float32), dtype=np.int64)
    return found


def _reweighed(rows: _Rows, worth: Scores) -> _Rows:
    fresh = _rows(rows.ids, rows.weights, worth)
    return replace(fresh, factors=np.where(rows.factors > 0, fresh.factors, np.float32(0)))


def _holds(ids: Ids, size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[ids] = True
    return mask
