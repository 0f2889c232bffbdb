"""From settings to an encoder: the bundled model by default, any other by name or path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.errors import ModelError
from models.bundled.folder import (
    FLOAT32_GRAPH,
    INT8_GRAPH,
    NAME,
    PASSAGE_PROMPT,
    PIECES,
    QUERY_PROMPT,
    TOKENIZER,
    TORCH_WEIGHTS,
    WEIGHTS_SHA256,
    bundled_model,
)
from models.bundled.onnx_model import OnnxModel
from models.encoder import Encoder
from models.encoders.adapter import AdaptedEncoder, load_adapter
from models.encoders.sentence_encoder import Prompts, SentenceEncoder, TextModel
from models.encoders.vector_cache import CachedEncoder, VectorCache
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
    encoded at once, ``None`` for one per processor. ``adapter``: whether the bundled model's
    vectors are adapted to the domain; those of other models never are.
    """

    model: str | None = None
    runtime: Runtime = Runtime.ONNX_INT8
    threads: int | None = None
    adapter: bool = True

    @classmethod
    def from_environment(cls) -> EncoderSettings:
        """Read the variables ``PARTNERMATCH_MODEL``, ``_RUNTIME``, ``_ADAPTER``, and threads.

        The number of threads is ``OMP_NUM_THREADS``. Raises ModelError on an unknown value.
        """
        threads = os.environ.get("OMP_NUM_THREADS", "").strip()
        return cls(
            model=os.environ.get("PARTNERMATCH_MODEL", "").strip() or None,
            runtime=Runtime(_one_of("PARTNERMATCH_RUNTIME", list(Runtime))),
            threads=int(threads) if threads.isdecimal() and int(threads) > 0 else None,
            adapter=_one_of("PARTNERMATCH_ADAPTER", ["on", "off"]) == "on",
        )


def _one_of(variable: str, known: Sequence[str]) -> str:
    """Return what the environment says, or the first of what is known if it says nothing."""
    found = os.environ.get(variable, "").strip() or known[0]
    if found not in known:
        listed = ", ".join(known)
        raise ModelError(
            f"{variable} ist „{found}“; möglich sind {listed}.",
            f"{variable} is “{found}”; possible are {listed}.",
        )
    return found


def open_encoder(settings: EncoderSettings, cache: VectorCache | None) -> Encoder:
    """Return the encoder of an installation: language model, cache of its vectors, adapter.

    The cache holds the model's own vectors, so that they serve with and without the adapter;
    without one every text is encoded anew. Raises ModelError when model or adapter cannot be
    loaded.
    """
    encoder = load_encoder(settings)
    if cache is not None:
        encoder = CachedEncoder(encoder, cache)
    adapted = settings.adapter and settings.model is None
    return AdaptedEncoder(encoder, load_adapter()) if adapted else encoder


def without_cache(encoder: Encoder) -> Encoder:
    """Return the encoder with its adapter, if it has one, that encodes every text anew."""
    if isinstance(encoder, AdaptedEncoder):
        return AdaptedEncoder(without_cache(encoder.plain), encoder.adapter)
    return encoder.encoder if isinstance(encoder, CachedEncoder) else encoder


def load_default_encoder() -> Encoder:
    """Return the language model that the environment asks for, without cache and adapter."""
    return load_encoder(EncoderSettings.from_environment())


def load_encoder(settings: EncoderSettings) -> Encoder:
    """Return the language model alone.

    Raises ModelError with what to do when it cannot be loaded.
    """
    if settings.model == HASHING:
        return HashingEncoder()
    if settings.model is not None:
        from models.encoders.torch_model import load_local_model

        return load_local_model(settings.model)
    model: TextModel
    if settings.runtime is Runtime.TORCH:
        from models.encoders.torch_model import TorchModel

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
