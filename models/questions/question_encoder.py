"""`QuestionEncoder`: vectors of free questions, in the space of the bundled encoder's texts.

People name the problem and the everyday word, profiles the process and the project. The layers
were trained on questions that name an organisation in other words than its own, while the vectors
of all texts stayed as they were (`evaluation.studies.train_questions`): so nothing that is indexed
has to be encoded anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from models.bundled.folder import NAME, PIECES, QUERY_PROMPT, WEIGHTS_SHA256, bundled_model
from models.bundled.layers import graph_file, load_layers
from models.bundled.onnx_model import BertGraph, OnnxModel
from models.encoder import Encoder, Vectors
from models.encoders.adapter import AdaptedEncoder, Adapter, load_adapter
from models.encoders.sentence_encoder import Prompts, SentenceEncoder
from models.loading import MAX_TOKENS

SHIPPED = "questions-1"
"""Name of the layers that come with the program."""
_THREADS = 2


class QuestionEncoder:
    """Encodes free questions. Safe for threads."""

    def __init__(self, encoder: SentenceEncoder, adapter: Adapter, version: str) -> None:
        """``adapter``: the one that moves the vectors of the texts."""
        self._encoder = encoder
        self._adapter = adapter
        self.version = version

    def encode(self, questions: Sequence[str]) -> Vectors:
        """Return unit vectors, float32 (questions, dim)."""
        return self._adapter.apply(self._encoder.encode(questions, as_query=True))


def question_encoder_of(encoder: Encoder) -> QuestionEncoder | None:
    """Return the shipped question encoder for an encoder of texts; None where it does not fit.

    It was trained against the vectors of the bundled encoder with the shipped adapter.
    """
    bundled = encoder.fingerprint.startswith(f"{NAME}/{WEIGHTS_SHA256[:16]}/")
    if not bundled or not isinstance(encoder, AdaptedEncoder):
        return None
    shipped = _shipped()
    return shipped if encoder.adapter.checksum == load_adapter().checksum else None


@cache
def _shipped() -> QuestionEncoder:
    layers = load_layers(SHIPPED)
    pieces = bundled_model([PIECES]) / PIECES
    model = OnnxModel(
        pieces, graph_file(layers, BertGraph), max_tokens=MAX_TOKENS, threads=_THREADS
    )
    prompts = Prompts(query=QUERY_PROMPT)
    encoder = SentenceEncoder(model, identity=layers.version, prompts=prompts)
    return QuestionEncoder(encoder, load_adapter(), layers.version)
