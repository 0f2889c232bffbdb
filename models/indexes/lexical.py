"""`LexicalIndex`: search by shared parts of words, for names and specialist terms.

The score is a TF-IDF cosine over character n-grams in which long texts are punished less:
``<q, d> / (|q|^1.5 |d|^0.5)``, at most 1. A plain cosine divides by the text's full length and
so hides organisations that say much about themselves; measured on real consortia
(``docs/decisions.md``) this form finds far more partners and loses none among the small ones.
An exact text scores 1, a text without a common n-gram 0.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    """What a search reads; never changed, only replaced."""

    worth: Scores
    """idf ** IDF_POWER of each n-gram."""
    base: _Rows
    recent: _Rows
    size: int


class LexicalIndex:
    """Texts under ids >= 0 chosen by the caller; many concurrent searches, any writers.

    A write is seen by the next search. How rare an n-gram is, is counted over all texts; in
    large indices that count may lag behind by a twentieth of the rows, until `save`. Where the
    texts to be ``counted`` are named, it is exact, and no other text changes any score.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._present: Mask = np.zeros(0, dtype=np.bool_)
        self._recent: list[tuple[Ids, sp.csr_matrix]] = []
        self._view = _weigh(np.zeros(0, dtype=np.int64), ngrams([]), size=0)
        self._settled = True
        self._counted: OrderedDict[bytes, _View] = OrderedDict()
        """`_counted_of` weighed by the counts of some of its texts, by which they are."""
        self._counted_of = self._view

    def __len__(self) -> int:
        return int(np.count_nonzero(self._present))

    def upsert(self, ids: Ids, texts: Sequence[str]) -> None:
        """Add texts, replacing those whose id is present."""
        check_ids(ids, len(self))
        if len(ids) != len(texts):
            raise ModelError(
                f"{len(ids)} Nummern, aber {len(texts)} Texte.",
                f"Got {len(ids)} ids but {len(texts)} texts.",
            )
        weights = ngrams(texts)
        weights.data = 1 + np.log(weights.data)
        with self._lock:
            beyond = int(ids.max(initial=-1)) + 1 - len(self._present)
            self._present = np.pad(self._present, (0, max(0, beyond)))
            self._present[ids] = True
            self._recent.append((ids.copy(), weights))
            self._settled = False

    def remove(self, ids: Ids) -> int:
        """Remove texts; unknown ids are ignored. Return how many were removed."""
        check_ids(ids, len(self))
        with self._lock:
            ids = ids[ids < len(self._present)]
            count = int(np.count_nonzero(self._present[ids]))
            self._present = self._present.copy()
            self._present[ids] = False
            self._settled = False
        return count

    def scores(self, text: str, counted: Mask | None = None) -> Scores:
        """Return the score in [0, 1] of every id up to the highest, 0 where there is no text.

        Args:
            text: what is searched for.
            counted: the ids over whose texts it is counted how rare an n-gram is; None: all.
        """
        view = self._settle() if counted is None else self._weighed(counted)
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
        self.frozen()(path)

    def frozen(self) -> Callable[[Path], None]:
        """Return what `save` would write now, as a writer that needs no lock any more."""
        rows = self._settle(anew=True).base

        def write(path: Path) -> None:
            weights = rows.weights.tocsr()
            arrays = (SPELLING, rows.ids, weights.data, weights.indices, weights.indptr)
            write_arrays(path, dict(zip(ARRAYS, arrays, strict=True)))

        return write

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
        index._present = np.zeros(int(ids.max(initial=-1)) + 1, dtype=np.bool_)
        index._present[ids] = True
        index._view = _weigh(ids, weights, len(index._present))
        return index

    def settle(self) -> None:
        """Take in all that was written, so that `frozen` has little left to do."""
        self._settle(anew=True)

    def _settle(self, anew: bool = False) -> _View:
        """Take in what was written since the last search; return what is to be read."""
        with self._lock:
            if self._settled and not (anew and self._recent):
                return self._view
            ids, weights = self._latest()
            base, size = self._view.base, len(self._present)
            stays = self._present[base.ids] & ~_holds(ids, size)[base.ids]
            changed = len(ids) + int(np.count_nonzero(~stays))
            if anew or len(ids) + len(stays) <= FRESH_ROWS or changed * FRESH_PART > len(stays):
                ids = np.concatenate([base.ids[stays], ids])
                weights = sp.vstack([base.weights.tocsr()[stays], weights], format="csr")
                order = np.argsort(ids)
                self._view = _weigh(ids[order], weights[order], size)
                self._recent = []
            else:
                worth = self._view.worth
                kept = replace(base, factors=np.where(stays, base.factors, np.float32(0)))
                self._view = _View(worth, kept, _rows(ids, weights, worth), size)
                self._recent = [(ids, weights)]
            self._settled = True
            return self._view

    def _weighed(self, counted: Mask) -> _View:
        """Return the present view, weighed by how often n-grams occur in the ``counted`` texts.

        Those of the last few masks are kept until something is written: weighing 18,415 texts
        takes some 80 ms.
        """
        view = self._settle()
        with self._lock:
            if self._counted_of is not view:
                self._counted.clear()
                self._counted_of = view
            key = np.packbits(counted).tobytes()
            if key not in self._counted:
                self._counted[key] = _counted(view, counted)
                while len(self._counted) > KEPT_COUNTS:
                    self._counted.popitem(last=False)
            self._counted.move_to_end(key)
            return self._counted[key]

    def _latest(self) -> tuple[Ids, sp.csr_matrix]:
        """Return the last text of each id written since all were weighed, by ascending id."""
        if not self._recent:
            return np.zeros(0, dtype=np.int64), ngrams([])
        written = np.concatenate([ids for ids, _ in self._recent])
        weights = sp.vstack([weights for _, weights in self._recent], format="csr")
        ids, from_end = np.unique(written[::-1], return_index=True)
        there = self._present[ids]
        return ids[there], weights[len(written) - 1 - from_end[there]]


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


def _counted(view: _View, counted: Mask) -> _View:
    """Return the view as if only the ``counted`` of its texts told how rare an n-gram is."""
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
