"""`HashingEncoder`: a fast encoder without weights, in which shared words mean similarity."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from models.encoder import Progress, Vectors
from models.splitting import safe_text

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
