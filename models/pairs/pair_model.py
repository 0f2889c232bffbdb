"""`PairModel`: how well partners' texts answer a need, read together; int8 on ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from data.errors import ModelError
from models.bundled.folder import PIECES, bundled_model
from models.bundled.layers import WEIGHTS, LayerWeights, graph_file, load_layers
from models.bundled.onnx_model import ATTENTION_MASK, INPUT_IDS, OUTPUT
from models.pairs.pair_graph import PairGraph
from models.pairs.pair_text import PairTokenizer

Floats = NDArray[np.float64]
SHIPPED = "pairs-2"
"""Name of the pair model that comes with the program."""
HEAD_WEIGHT, HEAD_BIAS = "head.w", "head.b"
"""Names of its last unit in the file: (hidden,) and one number."""
_ERRORS_ONLY = 3
_PADDING = 1
_AT_ONCE = 4
"""Pairs of like length run together: more wait longer for the last."""


class PairScorer(Protocol):
    """Says how well texts answer a need."""

    @property
    def version(self) -> str:
        """Changes whenever the same texts may get another score."""

    def logits(self, need: str, partners: Sequence[str]) -> Floats:
        """Return one number a partner, (partners,): the larger, the likelier it answers."""


class PairModel:
    """The shipped pair model. Safe for threads."""

    def __init__(
        self, pieces: Path, graph: Path, weights: LayerWeights, *, threads: int = 1
    ) -> None:
        """``threads``: pairs read at once."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        try:
            self._session = onnxruntime.InferenceSession(
                str(graph), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime raises several kinds
            raise ModelError(
                f"Das Paarmodell {graph} lässt sich nicht laden ({error}). Bitte die Datei "
                "löschen: sie wird neu angelegt.",
                f"The pair model {graph} cannot be loaded ({error}). Please delete the file: it "
                "is built again.",
            ) from error
        self._tokenizer = PairTokenizer(pieces)
        self._head = weights.arrays[HEAD_WEIGHT].astype(np.float64)
        self._bias = float(weights.arrays[HEAD_BIAS])
        self._pool = ThreadPoolExecutor(threads, "pairs") if threads > 1 else None
        self.version = f"{weights.version}/{PairGraph.edition}"

    def logits(self, need: str, partners: Sequence[str]) -> Floats:
        """Return one logit a partner text, (partners,)."""
        return self.logits_of(self._tokenizer.pairs(need, partners))

    def logits_of(self, ids: Sequence[Sequence[int]]) -> Floats:
        """Return one logit for each framed pair of token ids, (pairs,)."""
        order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        groups = [order[i : i + _AT_ONCE] for i in range(0, len(order), _AT_ONCE)]
        batches = [[ids[i] for i in group] for group in groups]
        run = map if self._pool is None else self._pool.map
        found = np.empty(len(ids))
        for group, logits in zip(groups, run(self._run, batches), strict=True):
            found[group] = logits
        return found

    def _run(self, batch: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, batch))
        ids = np.full((len(batch), longest), _PADDING, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (means,) = self._session.run([OUTPUT], {INPUT_IDS: ids, ATTENTION_MASK: mask})
        return np.asarray(means.astype(np.float64) @ self._head + self._bias)


def open_pair_model(threads: int = 1, name: str = SHIPPED, folder: Path = WEIGHTS) -> PairModel:
    """Return a pair model, the shipped one unless another is named.

    Its graph is put together on this machine at first use.
    """
    weights = load_layers(name, folder)
    pieces = bundled_model([PIECES]) / PIECES
    return PairModel(pieces, graph_file(weights, PairGraph), weights, threads=threads)
