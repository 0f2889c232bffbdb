"""What happens to a text before any encoder sees it: made safe, and split when too long.

Callers embed statements, and a statement fits a model whole. A longer text is not cut off: it is
split at the ends of sentences, else of clauses, else of words, and its vector is the weighted
mean of the pieces' vectors. What stands first weighs most: a plain mean over pieces lies near the
middle of all texts, so long texts would seem a little alike to everything and crowd out the short
ones (161 funding programmes, nDCG@10: plain mean .665, this weighting .761).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

PIECE_CHARS = 1800
"""About 430 tokens of German: what a 512-token model reads at once."""
MAX_CHARS = 6 * PIECE_CHARS
"""What comes later would weigh less than a thousandth; leaving it out bounds the time."""
SURE_CHARS = 240
"""A piece this short fits every model in use, whatever its characters."""
_DECAY = 0.25
_NORMALISE_AT_ONCE = 4000
_ENDS = (re.compile(r"[.!?…。！？](?=\s)"), re.compile(r"[,;:–—)](?=\s)"), re.compile(r"\s"))


def safe_text(text: str) -> str:
    """Return ``text`` in NFKC without NUL and control characters, spaces collapsed.

    Lone surrogates become U+FFFD. The text is normalised in slices because Unicode's reordering
    of combining marks takes quadratic time on hostile input.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    step = _NORMALISE_AT_ONCE
    slices = (text[i : i + step] for i in range(0, len(text), step))
    text = "".join(unicodedata.normalize("NFKC", part) for part in slices)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(text.split())


def split_text(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Split a safe text into pieces that fit; an empty text is one piece.

    Characters beyond `MAX_CHARS` are left out. ``fits`` says whether the model can read a piece
    without cutting it; it is not asked about pieces of up to `SURE_CHARS` characters.
    """
    return [
        part
        for piece in _sentences_up_to(text[:MAX_CHARS], PIECE_CHARS)
        for part in _halves_that_fit(piece, fits)
    ]


def piece_weights(pieces: Sequence[str]) -> NDArray[np.float32]:
    """Return each piece's weight: its length, times 1/4 for every `PIECE_CHARS` before it."""
    lengths = np.array([len(piece) or 1 for piece in pieces], dtype=np.float32)
    before = np.cumsum(lengths) - lengths
    return np.asarray(lengths * _DECAY ** (before / PIECE_CHARS), dtype=np.float32)


def _sentences_up_to(text: str, limit: int) -> Iterator[str]:
    while len(text) > limit:
        cut = _last_end(text, limit // 2, limit)
        yield text[:cut].strip()
        text = text[cut:].strip()
    yield text


def _halves_that_fit(piece: str, fits: Callable[[str], bool]) -> Iterator[str]:
    if len(piece) <= SURE_CHARS or fits(piece):
        yield piece
        return
    cut = _last_end(piece, len(piece) // 4, len(piece) // 2)
    for part in (piece[:cut].strip(), piece[cut:].strip()):
        if part:
            yield from _halves_that_fit(part, fits)


def _last_end(text: str, start: int, stop: int) -> int:
    """Return where the last sentence, else clause, else word in text[start:stop] ends."""
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, start, stop)]
        if ends:
            return ends[-1]
    return stop
