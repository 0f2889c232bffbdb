"""From settings to an encoder: the bundled model by default, any other by name or path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum

from data.errors import ModelError
from models.bundled import NAME, WEIGHTS_SHA256, bundled_model
from models.bundled_folder import (
    FLOAT32_GRAPH,
    INT8_GRAPH,
    PASSAGE_PROMPT,
    PIECES,
    QUERY_PROMPT,
    TOKENIZER,
    TORCH_WEIGHTS,
)
from models.encoder import Encoder
from models.onnx_model import OnnxModel
from models.sentence_encoder import Prompts, SentenceEncoder, TextModel
from models.testing import HashingEncoder

MAX_TOKENS = 512
HASHING = "hashing"
"""Name of the encoder without a language model, for tests of logic."""


class Runtime(StrEnum):
    """What computes the vectors of the bundled model."""

    ONNX_INT8 = "onnx-int8"
    ONNX = "onnx"
    TORCH = "torch"


@dataclass(frozen=True)
class EncoderSettings:
    """Which encoder to load.

    ``model``: ``None`` for the bundled one, ``"hashing"``, or the folder or name of a
    sentence-transformers model that is on this machine (it runs on torch). ``threads``: texts
    encoded at once, ``None`` for one per processor.
    """

    model: str | None = None
    runtime: Runtime = Runtime.ONNX_INT8
    threads: int | None = None

    @classmethod
    def from_environment(cls) -> EncoderSettings:
        """Read ``PARTNERMATCH_MODEL``, ``PARTNERMATCH_RUNTIME`` and ``OMP_NUM_THREADS``."""
        runtime = os.environ.get("PARTNERMATCH_RUNTIME", "").strip() or Runtime.ONNX_INT8.value
        if runtime not in list(Runtime):
            known = ", ".join(Runtime)
            raise ModelError(
                f"PARTNERMATCH_RUNTIME ist „{runtime}“; möglich sind {known}.",
                f"PARTNERMATCH_RUNTIME is “{runtime}”; possible are {known}.",
            )
        threads = os.environ.get("OMP_NUM_THREADS", "").strip()
        return cls(
            model=os.environ.get("PARTNERMATCH_MODEL", "").strip() or None,
            runtime=Runtime(runtime),
            threads=int(threads) if threads.isdecimal() and int(threads) > 0 else None,
        )


def load_default_encoder() -> Encoder:
    """Return the encoder that the environment asks for."""
    return load_encoder(EncoderSettings.from_environment())


def load_encoder(settings: EncoderSettings) -> Encoder:
    """Return the encoder. Raises ModelError with what to do when the model cannot be loaded."""
    if settings.model == HASHING:
        return HashingEncoder()
    if settings.model is not None:
        from models.torch_model import load_local_model  # torch takes seconds to import

        return load_local_model(settings.model)
    model: TextModel
    if settings.runtime is Runtime.TORCH:
        from models.torch_model import TorchModel  # torch takes seconds to import

        folder = bundled_model([TOKENIZER, TORCH_WEIGHTS])
        model = TorchModel.from_folder(folder)
    else:
        graph = INT8_GRAPH if settings.runtime is Runtime.ONNX_INT8 else FLOAT32_GRAPH
        folder = bundled_model([PIECES, graph])
        model = OnnxModel(
            folder / PIECES,
            folder / graph,
            max_tokens=MAX_TOKENS,
            threads=settings.threads or os.cpu_count() or 1,
        )
    identity = f"{NAME}/{WEIGHTS_SHA256[:16]}/{settings.runtime}"
    return SentenceEncoder(
        model, identity=identity, prompts=Prompts(query=QUERY_PROMPT, passage=PASSAGE_PROMPT)
    )
