"""The encoder of questions beside the one of texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.loading import EncoderSettings, open_encoder
from models.questions.question_encoder import question_encoder_of
from models.testing import HashingEncoder


def test_other_encoders_have_none() -> None:
    assert question_encoder_of(HashingEncoder()) is None


@pytest.mark.model
def test_everyday_words_find_the_process(model_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions and answers that nothing was trained on; each answer is one of six texts."""
    monkeypatch.setenv("PARTNERMATCH_HOME", str(model_home))
    encoder = open_encoder(EncoderSettings(threads=2), None)
    questions = question_encoder_of(encoder)
    assert questions is not None
    pairs = [
        ("Unsere Schränke klemmen, wenn es feucht wird. Wer trocknet Holz besser?",
         "Prozessführung der technischen Holztrocknung mit Vakuum"),
        ("Wer macht aus alten Jeans wieder Garn?", "Faserrückgewinnung aus Alttextilien"),
        ("Der Keller riecht, seit die Wand nass ist. Wer sucht das Leck?",
         "Ortung von Leckagen mit Infrarotthermografie"),
        ("Wer druckt Zahnkronen über Nacht?", "Additive Fertigung von Dentalrestaurationen"),
        ("Unser Bus soll ohne Fahrer fahren", "Automatisierte Shuttles im öffentlichen Nahverkehr"),
        ("Wer zählt Fische, ohne sie zu fangen?", "Hydroakustische Erfassung von Beständen"),
    ]  # fmt: skip
    asked = questions.encode([question for question, _ in pairs])
    texts = encoder.encode([text for _, text in pairs])
    np.testing.assert_allclose(np.linalg.norm(asked, axis=1), 1, atol=1e-5)
    best = (asked @ texts.T).argmax(axis=1)
    assert (best == np.arange(len(pairs))).sum() >= 5
