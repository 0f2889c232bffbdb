"""The pair model's graph: the encoder's, with the plain mean over the tokens at its end."""

from __future__ import annotations

from onnx import TensorProto, helper

from models.bundled.onnx_model import ATTENTION_MASK, OUTPUT, BertGraph


class PairGraph(BertGraph):
    """The encoder's graph that gives the plain mean over the tokens."""

    def pool(self, x: str) -> None:
        """Mean over the real tokens; its length counts, so it is kept."""
        mask = self.add("Cast", [ATTENTION_MASK], to=TensorProto.FLOAT)
        seen = self.add("Unsqueeze", [mask, "axis_last"])
        total = self.add("ReduceSum", [self.add("Mul", [x, seen]), "axis_tokens"], keepdims=0)
        count = self.add("ReduceSum", [mask, "axis_tokens"], keepdims=1)
        self.nodes.append(helper.make_node("Div", [total, count], [OUTPUT]))
