"""`SentenceEncoder`: the `Encoder` made of a text model, its prompts and the care for texts.

What happens to a text before any encoder sees it: made safe, and split when too long.

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
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError
from models.encoder import Progress, Vectors

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


PIPELINE = "p1"
"""Version of cleaning, splitting and pooling: part of the fingerprint, raise it on any change."""
_BATCH = 64


class TextModel(Protocol):
    """Short safe texts, prompts included, to unit vectors."""

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        ...

    def fits(self, text: str) -> bool:
        """Whether the model reads all of ``text``, prompt included, without cutting it."""
        ...

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, float32 (len(texts), dim)."""
        ...


@dataclass(frozen=True)
class Prompts:
    """What is put before a question and before a stored text; empty for symmetric models."""

    query: str = ""
    passage: str = ""


class SentenceEncoder:
    """Any text model as an `Encoder`: texts of every length and content become unit vectors.

    Texts are made safe and, when too long for the model, split:
    `models.encoders.sentence_encoder` says how the
    pieces' vectors are weighted. An empty text has the vector of the bare prompt.
    """

    def __init__(self, model: TextModel, *, identity: str, prompts: Prompts) -> None:
        """``identity`` names the model, the hash of its weights and the runtime."""
        self.model = model
        self.prompts = prompts
        self._fingerprint = f"{identity}/{prompts.query}|{prompts.passage}/{PIPELINE}"
        self._dim = model.dim

    @property
    def fingerprint(self) -> str:
        """Name, weights' hash, runtime, prompts and pipeline version."""
        return self._fingerprint

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return self._dim

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        """Return float32 (len(texts), dim), each row of length 1."""
        prompt = self.prompts.query if as_query else self.prompts.passage
        safe = [safe_text(text) for text in texts]
        longest_first = sorted(range(len(safe)), key=lambda i: -len(safe[i]))
        result = np.empty((len(safe), self._dim), dtype=np.float32)
        for start in range(0, len(safe), _BATCH):
            rows = longest_first[start : start + _BATCH]
            result[rows] = self._encode_batch([safe[i] for i in rows], prompt)
            if progress:
                progress(start + len(rows), len(safe))
        return result

    def _encode_batch(self, texts: Sequence[str], prompt: str) -> Vectors:
        pieces = [split_text(text, lambda part: self.model.fits(prompt + part)) for text in texts]
        vectors = self.model.vectors([prompt + part for parts in pieces for part in parts])
        if any(len(parts) > 1 for parts in pieces):
            weights = np.concatenate([piece_weights(parts) for parts in pieces])
            starts = np.cumsum([0, *(len(parts) for parts in pieces[:-1])])
            vectors = np.add.reduceat(vectors * weights[:, None], starts, axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or (lengths < 1e-6).any():
            raise ModelError(
                f"Das Modell {self._fingerprint} lieferte einen Vektor ohne Länge.",
                f"The model {self._fingerprint} returned a vector without length.",
            )
        return np.asarray(vectors / lengths, dtype=np.float32)
