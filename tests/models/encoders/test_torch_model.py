"""sentence-transformers and torch: the reference of the fast runtime, and any other model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from models.bundled.onnx_model import OnnxModel
from models.encoder import Encoder, Vectors
from models.encoders.sentence_encoder import Prompts, SentenceEncoder

if TYPE_CHECKING:
    from models.encoders.torch_model import TorchModel

pytestmark = [pytest.mark.model, pytest.mark.slow]

TEXTS = [
    "",
    "Fräsen",
    "Ein längerer Satz über das Drehen großer Wellen aus Stahl.",
    "Wir fertigen Baugruppen für Schienenfahrzeuge, auch in kleinen Losen. " * 12,
    "Prüfstand 👩‍🔧 für Getriebe ﷺ 激光焊接",
]


@pytest.mark.parametrize(("runtime", "least"), [("onnx", 0.99999), ("onnx-int8", 0.99)])
def test_graphs_equal_torch(
    runtime: str, least: float, encoder_of: Callable[[str], Encoder]
) -> None:
    exact, graph = encoder_of("torch").encode(TEXTS), encoder_of(runtime).encode(TEXTS)
    assert (exact * graph).sum(axis=1).min() > least


def test_tools_of_sentence_transformers_get_the_same_vectors(
    encoder_of: Callable[[str], Encoder],
) -> None:
    from models.encoders.torch_model import as_sentence_transformer

    encoder = cast(SentenceEncoder, encoder_of("onnx-int8"))
    library = as_sentence_transformer(cast(OnnxModel, encoder.model))
    assert library.get_embedding_dimension() == encoder.dim
    for as_query, encode in ((True, library.encode_query), (False, library.encode_document)):
        found = encode(TEXTS, show_progress_bar=False)
        np.testing.assert_allclose(found, encoder.encode(TEXTS, as_query=as_query), atol=1e-5)


class _Recorder:
    """A text model that keeps what it was given."""

    def __init__(self, model: TorchModel) -> None:
        self.inner, self.seen = model, list[str]()
        self.dim, self.fits = model.dim, model.fits

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return self.inner.vectors(texts)


def test_a_model_that_reads_little_gets_pieces_that_fit(
    encoder_of: Callable[[str], Encoder],
) -> None:
    model = cast("TorchModel", cast(SentenceEncoder, encoder_of("torch")).model)
    recorder, text = _Recorder(model), TEXTS[3].strip()
    before, model.model.max_seq_length = model.model.max_seq_length, 96
    try:
        SentenceEncoder(recorder, identity="short", prompts=Prompts()).encode([text])
    finally:
        model.model.max_seq_length = before
    assert "".join(recorder.seen).replace(" ", "") == text.replace(" ", "")
    assert len(recorder.seen) > 1
    assert all(len(model.model.tokenizer(part)["input_ids"]) <= 96 for part in recorder.seen)
