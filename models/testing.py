"""`HashingEncoder`: a fast encoder without weights, in which shared words mean similarity.

`ExactIndex`: every row is scored. Slow, plainly right, and the truth in tests.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from models.encoder import Progress, Vectors
from models.encoders.sentence_encoder import safe_text
from models.index import (
    Hits,
    Ids,
    Mask,
    best,
    check_ids,
    check_queries,
    check_search,
    check_vectors,
    unknown_row,
)
from models.indexes.files import read_arrays, write_arrays

_WORD_WEIGHT, _TRIGRAM_WEIGHT = 1.0, 0.4
_WORD = re.compile(r"\w+")


class HashingEncoder:
    """Adds up hashed words and character trigrams; the same in every process and on every system.

    For tests of logic and for trying out the program without a language model. It knows no
    meaning: „Schreiner“ and „Tischler“ are strangers to it, „Laser“ and „Laserschweißen“ are not.
    """

    def __init__(self, dim: int = 256) -> None:
        """``dim``: at least 8; more dimensions mean fewer accidental likenesses."""
        self._dim = dim

    @property
    def fingerprint(self) -> str:
        """Name, version and dimension: there are no weights."""
        return f"hashing/1/{self._dim}"

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._dim

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        """Return float32 (len(texts), dim), each row of length 1. Questions are not special."""
        result = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for part, weight in _parts(safe_text(text).casefold()):
                place, sign = _place(part, self._dim)
                result[row, place] += sign * weight
            if not result[row].any():
                result[row, 0] = 1.0
            if progress:
                progress(row + 1, len(texts))
        return np.asarray(result / np.linalg.norm(result, axis=1, keepdims=True))


def _parts(text: str) -> Iterator[tuple[str, float]]:
    for word in _WORD.findall(text):
        yield word, _WORD_WEIGHT
        framed = f"^{word}$"
        for start in range(len(framed) - 2):
            yield f"3{framed[start : start + 3]}", _TRIGRAM_WEIGHT


@lru_cache(maxsize=100_000)
def _place(part: str, dim: int) -> tuple[int, float]:
    value = zlib.crc32(part.encode())
    return (value >> 1) % dim, 1.0 if value & 1 else -1.0


class ExactIndex:
    """Rows in a dictionary, searched one by one in NumPy. For one thread."""

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self._rows: dict[int, Vectors] = {}

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._dim

    def __len__(self) -> int:
        return len(self._rows)

    def upsert(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows, replacing those whose id is present."""
        check_ids(ids, len(self))
        check_vectors(vectors, self._dim, len(ids))
        self._rows.update(zip(ids.tolist(), vectors.copy(), strict=True))

    def remove(self, ids: Ids) -> int:
        """Remove rows; unknown ids are ignored. Return how many were removed."""
        check_ids(ids, len(self))
        return sum(self._rows.pop(row_id, None) is not None for row_id in ids.tolist())

    def vectors(self, ids: Ids) -> Vectors:
        """Return the stored vectors, float32 (len(ids), dim). Unknown ids raise ModelError."""
        for row_id in ids.tolist():
            if row_id not in self._rows:
                raise unknown_row(row_id, len(self))
        rows = [self._rows[row_id] for row_id in ids.tolist()]
        return np.array(rows, dtype=np.float32).reshape(len(ids), self._dim)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Hits:
        """Return the ``k`` nearest allowed rows of each query."""
        check_queries(queries, self._dim)
        check_search(k, allowed)
        known = np.array(sorted(self._rows), dtype=np.int64)
        if allowed is not None:
            known = known[known < len(allowed)]
            known = known[allowed[known]]
        rows = self.vectors(known)
        # einsum sums every row alike, so equal vectors tie exactly; a BLAS product need not.
        found = [best(known, np.einsum("ij,j->i", rows, query), k) for query in queries]
        return Hits(tuple(ids for ids, _ in found), tuple(scores for _, scores in found))

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` so that a crash leaves the old or the new file."""
        ids = np.array(sorted(self._rows), dtype=np.int64)
        write_arrays(path, {"ids": ids, "vectors": self.vectors(ids)})

    def copy(self) -> Self:
        """Return an index of the same rows that changes by itself."""
        other = type(self)(self._dim)
        other._rows = dict(self._rows)
        return other

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; a damaged file raises ModelError."""
        arrays = read_arrays(path, ("ids", "vectors"))
        index = cls(arrays["vectors"].shape[1])
        index.upsert(arrays["ids"], arrays["vectors"])
        return index
