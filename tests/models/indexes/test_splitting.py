from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.encoders.sentence_encoder import (
    MAX_CHARS,
    PIECE_CHARS,
    SURE_CHARS,
    piece_weights,
    safe_text,
    split_text,
)

anything = st.text(st.characters(), max_size=300)


@given(anything)
def test_safe_text_is_plain_and_stable(text: str) -> None:
    safe = safe_text(text)
    assert safe == safe_text(safe)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in safe)
    assert "  " not in safe
    safe.encode("utf-8")


def test_safe_text_keeps_words_apart_at_nul() -> None:
    assert safe_text("Laser\0schweißen") == "Laser schweißen"
    assert safe_text("a\ud800b") == "a\ufffdb"
    assert safe_text("\ud83d\ude00") == "😀"


@given(st.lists(st.text("abc.,; ", max_size=900), max_size=12), st.integers(5, 400))
def test_pieces_hold_the_whole_text_in_order_and_fit(parts: list[str], words: int) -> None:
    text = safe_text(" ".join(parts))
    pieces = split_text(text, lambda piece: len(piece.split()) <= words)
    assert "".join(pieces).replace(" ", "") == text[:MAX_CHARS].replace(" ", "")
    assert all(len(piece) <= PIECE_CHARS for piece in pieces)
    assert all(len(p) <= SURE_CHARS or len(p.split()) <= words for p in pieces)
    assert all(pieces) or pieces == [""]


def test_a_text_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "Wir drehen, fräsen und schleifen Wellen bis zwei Meter. "
    pieces = split_text(safe_text(sentence * 50), lambda _: True)
    assert len(pieces) == 2
    assert all(piece.endswith("Meter.") and piece.startswith("Wir") for piece in pieces)


def test_a_text_without_ends_is_cut_anyway() -> None:
    pieces = split_text("x" * 5000, lambda piece: len(piece) <= 700)
    assert "".join(pieces) == "x" * 5000
    assert max(map(len, pieces)) <= 700


def test_weights_fall_with_the_place_and_rise_with_the_length() -> None:
    weights = piece_weights(["x" * PIECE_CHARS, "x" * PIECE_CHARS, "x" * (PIECE_CHARS // 2)])
    np.testing.assert_allclose(weights / PIECE_CHARS, [1, 1 / 4, 1 / 32])
    assert piece_weights([""]) == [1]
