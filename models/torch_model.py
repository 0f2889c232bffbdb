"""Runs any sentence-transformers model with torch, from this machine's disk only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from huggingface_hub import snapshot_download
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from data.errors import ModelError
from models.encoder import Vectors
from models.sentence_encoder import Prompts, SentenceEncoder


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
