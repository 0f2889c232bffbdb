"""Runs any sentence-transformers model with torch, from this machine's disk only.

The fast bundled model as a `SentenceTransformer`, for that library's own tools.

Serving does not need it (`models.bundled.onnx_model` runs without torch); mining of hard negatives,
evaluators and the like do, and get the same vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from huggingface_hub import snapshot_download
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from transformers.utils import logging

from data.errors import ModelError
from models.bundled.folder import PASSAGE_PROMPT, QUERY_PROMPT
from models.bundled.onnx_model import OnnxModel
from models.encoder import Vectors
from models.encoders.sentence_encoder import Prompts, SentenceEncoder


class TorchModel:
    """A `SentenceTransformer` as a text model; its own prompts are left to the caller."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.model = model

    @classmethod
    def from_folder(cls, folder: Path) -> TorchModel:
        """Load the SentenceTransformer in ``folder``; ModelError if that fails."""
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return cls(SentenceTransformer(str(folder), local_files_only=True))
        except Exception as error:  # the library raises whatever its parts raise
            raise ModelError(
                f"Der Ordner {folder} enthält kein ladbares sentence-transformers-Modell: {error}",
                f"The folder {folder} holds no loadable sentence-transformers model: {error}",
            ) from error

    @property
    def dim(self) -> int:
        """Number of dimensions of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    def fits(self, text: str) -> bool:
        """Whether ``text`` has no more tokens than the model reads."""
        limit = self.model.get_max_seq_length()
        return limit is None or len(self.model.tokenizer(text, verbose=False)["input_ids"]) <= limit

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, float32 (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        found = self.model.encode(
            list(texts), prompt="", normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)


def load_local_model(name: str) -> SentenceEncoder:
    """Load the model in the folder ``name``, or of that name in the local model cache.

    Prompts are the model's own: ``query``, and ``document`` or ``passage``. Raises ModelError
    when the model is not on this machine: nothing is ever downloaded.
    """
    folder = _folder_of(name)
    model = TorchModel.from_folder(folder)
    own = model.model.prompts
    prompts = Prompts(
        query=own.get("query") or "", passage=own.get("document") or own.get("passage") or ""
    )
    identity = f"{folder.name}/{_hash_of(folder)[:16]}/torch"
    return SentenceEncoder(model, identity=identity, prompts=prompts)


def _folder_of(name: str) -> Path:
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve()
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except Exception as error:  # not in the cache, or no possible name at all
        raise ModelError(
            f"Das Modell „{name}“ (PARTNERMATCH_MODEL) liegt nicht auf diesem Rechner. Bitte den "
            "Pfad eines Ordners mit einem sentence-transformers-Modell angeben oder die "
            "Einstellung weglassen; heruntergeladen wird nichts.",
            f"The model “{name}” (PARTNERMATCH_MODEL) is not on this machine. Please give the "
            "path of a folder with a sentence-transformers model or leave the setting out; "
            "nothing is downloaded.",
        ) from error


def _hash_of(folder: Path) -> str:
    """Return one SHA-256 over names and contents of all files, so that equal means equal."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + content)
    return total.hexdigest()


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
