"""What every encoder must keep, whatever computes its vectors."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from models.encoder import Encoder

ENCODERS = [
    "hashing",
    pytest.param("onnx-int8", marks=pytest.mark.model),
    pytest.param("onnx", marks=[pytest.mark.model, pytest.mark.slow]),
    pytest.param("torch", marks=[pytest.mark.model, pytest.mark.slow]),
]
ODD = {
    "empty": "",
    "spaces": " \t\n ",
    "nul": "\0",
    "nul inside": "Laser\0schweißen",
    "expanding ligature": "ﷺ" * 900,
    "emoji": "👩‍👩‍👧‍👦😀" * 50,
    "lone surrogate": "Fräsen \ud800 Drehen",
    "combining marks": "a" + "\u0301\u0316" * 20_000,
    "right to left": "מפעל לייזר",
    "Chinese": "激光焊接铝" * 400,
    "dense digits": "8f3a9c07" * 900,
    "special tokens": "<s></s><pad><mask><unk>",
    "one word": "x" * 1_000_000,
    "a book": "Wir drehen und fräsen Teile aus Aluminium. " * 25_000,
}


@pytest.fixture(params=ENCODERS)
def encoder(request: pytest.FixtureRequest, encoder_of: Callable[[str], Encoder]) -> Encoder:
    return encoder_of(request.param)


def assert_unit(vectors: np.ndarray, encoder: Encoder, rows: int) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == (rows, encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("as_query", [False, True])
def test_vectors_are_float32_rows_of_length_one(encoder: Encoder, as_query: bool) -> None:
    texts = ["Fräsen", "Wir suchen einen Partner für Laserschweißen.", "Bäckerei"]
    assert_unit(encoder.encode(texts, as_query=as_query), encoder, 3)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert_unit(encoder.encode([]), encoder, 0)


def test_a_vector_depends_on_its_text_alone(encoder: Encoder) -> None:
    texts = [f"{word} in Auftrag, {i} Stück" * (i + 1) for i, word in enumerate(("Drehen",) * 9)]
    together = encoder.encode(texts)
    np.testing.assert_allclose(encoder.encode(texts[::-1])[::-1], together, atol=2e-6)
    np.testing.assert_allclose(encoder.encode(texts[4:5]), together[4:5], atol=2e-6)


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_encoded_in_bounded_time(encoder: Encoder, name: str) -> None:
    started = time.monotonic()
    vectors = encoder.encode([ODD[name], "Fräsen"])
    assert time.monotonic() - started < 60
    assert_unit(vectors, encoder, 2)
    np.testing.assert_allclose(vectors[1:], encoder.encode(["Fräsen"]), atol=2e-6)


def test_differences_that_nobody_sees_do_not_matter(encoder: Encoder) -> None:
    plain, decomposed, spaced = encoder.encode(
        ["Schweißen für Köche", "Schweißen fu\u0308r Ko\u0308che", "  Schweißen\tfür \n Köche "]
    )
    np.testing.assert_allclose(decomposed, plain, atol=2e-6)
    np.testing.assert_allclose(spaced, plain, atol=2e-6)


def test_progress_rises_to_the_number_of_texts(encoder: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(["Fräsen"] * 70, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (70, 70)
    assert seen == sorted(set(seen))


def test_the_fingerprint_names_the_encoder(encoder: Encoder) -> None:
    assert encoder.fingerprint == encoder.fingerprint.strip() != ""


@pytest.mark.model
@pytest.mark.slow
def test_fingerprints_differ_between_runtimes(encoder_of: Callable[[str], Encoder]) -> None:
    names = ("hashing", "onnx-int8", "onnx", "torch")
    assert len({encoder_of(name).fingerprint for name in names}) == 4
