"""Runs the bundled model with ONNX Runtime: no torch, loaded in about a second.

Each text is run alone. On processors that batching does not help (measured: 41 against 32
texts a second), it wastes no padding, and a text's vector depends on nothing but the text.
Several texts run at once on threads; a run inside one thread needs no pool of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from data.errors import ModelError
from models.bert_graph import ATTENTION_MASK, INPUT_IDS, OUTPUT
from models.encoder import Vectors

Tokens = NDArray[np.int64]
_ERRORS_ONLY = 3
_FRAME = 2
"""Tokens that begin and end each text."""


class OnnxModel:
    """Tokenizer and graph of the bundled model. Safe for use from several threads."""

    def __init__(self, pieces: Path, graph: Path, *, max_tokens: int, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        self._threads = threads
        try:
            self._pieces = SentencePieceProcessor(model_file=str(pieces))
            self._session = onnxruntime.InferenceSession(
                str(graph), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise their own kinds, some bare Exception
            raise ModelError(
                f"Das Sprachmodell in {graph.parent.parent} lässt sich nicht laden ({error}). "
                "Bitte den Ordner löschen: er wird beim nächsten Start neu angelegt.",
                f"The language model in {graph.parent.parent} cannot be loaded ({error}). "
                "Please delete the folder: it is built again at the next start.",
            ) from error
        self.max_tokens = max_tokens

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return int(self._session.get_outputs()[0].shape[1])

    def fits(self, text: str) -> bool:
        """Whether ``text`` has no more tokens than the model has positions."""
        return len(self._pieces.encode(text)) + _FRAME <= self.max_tokens

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, float32 (len(texts), dim). Texts must be safe and must fit."""
        workers = min(self._threads, len(texts))
        if workers < 2:
            rows = [self._vector(text) for text in texts]
        else:
            with ThreadPoolExecutor(workers) as pool:
                rows = list(pool.map(self._vector, texts))
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def tokens(self, text: str) -> list[int]:
        """Return the ids of ``text`` in the model's frame, cut to ``max_tokens``."""
        ids: list[int] = self._pieces.encode(text)[: self.max_tokens - _FRAME]
        return [self._pieces.bos_id(), *ids, self._pieces.eos_id()]

    def run(self, ids: Tokens, mask: Tokens) -> Vectors:
        """Return unit vectors, float32 (batch, dim), of framed ids (batch, tokens).

        ``mask`` is 1 at tokens and 0 at padding.
        """
        (found,) = self._session.run([OUTPUT], {INPUT_IDS: ids, ATTENTION_MASK: mask})
        return np.asarray(found, dtype=np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self.tokens(text)], dtype=np.int64)
        return np.asarray(self.run(ids, np.ones_like(ids))[0])
