"""The fast bundled model as a `SentenceTransformer`, for that library's own tools.

Serving does not need it (`models.onnx_model` runs without torch); mining of hard negatives,
evaluators and the like do, and get the same vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from data.errors import ModelError
from models.bundled_folder import PASSAGE_PROMPT, QUERY_PROMPT
from models.onnx_model import OnnxModel


def as_sentence_transformer(model: OnnxModel) -> SentenceTransformer:
    """Return ``model`` behind the interface of sentence-transformers, on the CPU."""
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    return SentenceTransformer(modules=[OnnxModule(model)], prompts=prompts, device="cpu")


class OnnxModule(InputModule):
    """Texts to unit sentence vectors in one module: pooling is part of the graph."""

    def __init__(self, model: OnnxModel) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self.max_seq_length = model.max_tokens

    def get_embedding_dimension(self) -> int:
        """Number of dimensions of a vector."""
        return self.model.dim

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_kwargs: Any
    ) -> dict[str, torch.Tensor]:
        """Return padded token ids and their mask, int64 (batch, tokens)."""
        rows = [self.model.tokens((prompt or "") + text) for text in inputs]
        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)], mask[i, : len(row)] = row, 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Add ``sentence_embedding``, float32 (batch, dim)."""
        ids, mask = features["input_ids"], features["attention_mask"]
        vectors = self.model.run(ids.cpu().numpy(), mask.cpu().numpy())
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: the bundled folder is the saved form."""
        raise ModelError(
            f"Das ONNX-Modell wird nicht nach {output_path} kopiert; gespeichert liegt es im "
            "Ordner des mitgelieferten Modells.",
            f"The ONNX model is not copied to {output_path}; its saved form is the folder of "
            "the bundled model.",
        )
