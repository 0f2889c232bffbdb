"""`SentenceEncoder`: the `Encoder` made of a text model, its prompts and the care for texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.errors import ModelError
from models.encoder import Progress, Vectors
from models.splitting import piece_weights, safe_text, split_text

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

    Texts are made safe and, when too long for the model, split: `models.splitting` says how the
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
