"""German text as hashed character n-grams: parts of compounds match without a dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

SIZES = (3, 4, 5)
BITS = 20
FEATURES = 1 << BITS
"""Number of hash buckets. 2**18 measured the same on 18,415 texts; more stay apart in 2**20."""
CHUNK = 2048
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_JOINT = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad](?=[^\W\d_])")
_APART = re.compile(r"[\W_]+")
_SPACE = ord(" ")


def fold(text: str) -> str:
    """Return ``text`` in one spelling: lower case, ä as ae, ß as ss, é as e, words by one space.

    A hyphen between letters disappears, for "Laser-Schweißen" is "Laserschweißen".
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    if not text.isascii():  # most German is by now, and nothing of it would change
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return _APART.sub(" ", _JOINT.sub("", text)).strip()


def ngrams(texts: Sequence[str]) -> sp.csr_matrix:
    """Return how often each n-gram occurs: float32 counts, (len(texts), FEATURES), sorted.

    N-grams of 3 to 5 characters lie within a word and the spaces around it, as in
    scikit-learn's ``char_wb``. The same text gives the same row on every machine.
    """
    parts = [_ngrams(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    if not parts:
        return sp.csr_matrix((0, FEATURES), dtype=np.float32)
    return sp.vstack(parts, format="csr")


def _ngrams(texts: Sequence[str]) -> sp.csr_matrix:
    padded = [f" {fold(text)} " for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    rows, columns = [], []
    for size in SIZES:
        starts = _starts(codes == _SPACE, size)
        rows.append(owner[starts])
        columns.append(_hash(codes, starts, size))
    where = (np.concatenate(rows), np.concatenate(columns))
    counts = np.ones(len(where[0]), dtype=np.float32)
    matrix = sp.csr_matrix((counts, where), shape=(len(padded), FEATURES))
    matrix.sum_duplicates()
    return matrix


def _starts(space: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    """Return where n-grams begin that hold no space but at their ends.

    None reaches into the next text, for two spaces stand between texts.
    """
    last = max(0, len(space) - size + 1)
    whole = np.ones(last, dtype=np.bool_)
    for offset in range(1, size - 1):
        whole &= ~space[offset : offset + last]
    return np.flatnonzero(whole)


def _hash(codes: NDArray[np.uint32], starts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Mix the characters of each n-gram into a bucket (multiply and shift, modulo 2**64)."""
    mixed = np.full(len(starts), size, dtype=np.uint64)
    for offset in range(size):
        mixed *= np.uint64(0x100000001B3)
        mixed += codes[starts + offset]
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)
