"""Write a trained pair model as the file that is shipped: its layers in int8, and its head.

python -m evaluation.studies.export_pairs --model DIR/six_all.pt --out models/weights
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.bundled.folder import WEIGHTS_SHA256
from models.bundled.layers import save_layers
from models.pairs.pair_model import HEAD_BIAS, HEAD_WEIGHT, SHIPPED

_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


def layers_of(state: Mapping[str, torch.Tensor], prefix: str) -> dict[str, NDArray[np.float32]]:
    """Return the layers ``PREFIX.N`` of a state under the names of the encoder's own file."""
    count = len({key[len(prefix) + 1 :].split(".")[0] for key in state if key.startswith(prefix)})
    return {
        f"l{layer}.{part}.{kind}": _array(state[f"{prefix}.{layer}.{name}.{word}"])
        for layer in range(count)
        for part, name in _PARTS.items()
        for kind, word in _KINDS.items()
    }


def arrays_of(state: Mapping[str, torch.Tensor]) -> dict[str, NDArray[np.float32]]:
    """Return layers and head under the names of the encoder's own file."""
    found = layers_of(state, "layers")
    found[HEAD_WEIGHT] = _array(state["head.weight"]).reshape(-1)
    found[HEAD_BIAS] = _array(state["head.bias"]).reshape(())
    return found


def _array(tensor: torch.Tensor) -> NDArray[Any]:
    return np.asarray(tensor.detach().float().numpy(), dtype=np.float32)


def main() -> None:
    """Convert one model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default=SHIPPED)
    given = parser.parse_args()
    state = torch.load(given.model, map_location="cpu")
    beside = given.model.with_suffix(".recipe.json")
    training = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    save_layers(given.out, given.name, WEIGHTS_SHA256, arrays_of(state), training)


if __name__ == "__main__":
    main()
