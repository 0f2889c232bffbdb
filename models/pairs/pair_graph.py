"""The pair model's graph: the encoder's, with the plain mean over the tokens at its end."""

from __future__ import annotations

from typing import ClassVar

from onnx import TensorProto, helper

from models.bundled.onnx_model import ATTENTION_MASK, OUTPUT, BertGraph


class PairGraph(BertGraph):
    """The encoder's graph that gives the plain mean over the tokens."""

    edition: ClassVar[int] = 2

    def residual(self, new: str, old: str, name: str, kind: str) -> str:
        """Add bias and residual, then normalise, in steps: a fifth quicker than the fused one.

        The sums round otherwise, and int8 carries that on: the encoder's graph must stay as it
        is, because its vectors are compared with stored ones.
        """
        bias = {"a": "ao", "o": "fo"}[kind]
        both = self.add("Add", [self.add("Add", [new, self.vector(f"{name}{bias}.b")]), old])
        norm = [both, *(self.vector(f"{name}{kind}ln.{part}") for part in "wb")]
        return self.add("LayerNormalization", norm, axis=-1, epsilon=self.shape.epsilon)

    def pool(self, x: str) -> None:
        """Mean over the real tokens; its length counts, so it is kept."""
        mask = self.add("Cast", [ATTENTION_MASK], to=TensorProto.FLOAT)
        seen = self.add("Unsqueeze", [mask, "axis_last"])
        total = self.add("ReduceSum", [self.add("Mul", [x, seen]), "axis_tokens"], keepdims=0)
        count = self.add("ReduceSum", [mask, "axis_tokens"], keepdims=1)
        self.nodes.append(helper.make_node("Div", [total, count], [OUTPUT]))
