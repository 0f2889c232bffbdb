"""What is searched by: a need's words, and what the request says beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.request import Goal
from matcher.search.retrieval import Seeker, channels, encode, with_context
from models.encoder import Vectors
from models.testing import HashingEncoder

NEED, CONTEXT = "Öfen mauern", "Unser Backhaus steht. Wer kann Öfen mauern?"


def test_a_need_is_searched_half_by_its_context() -> None:
    encoder = HashingEncoder()
    found = channels(Seeker(None, CONTEXT, NEED, (NEED,)), Goal.SOLUTION)
    (alone, *_), whole = encode(encoder, found, "", NEED)
    (beside, *_), whole_beside = encode(encoder, found, "", NEED, CONTEXT)
    need, context = encoder.encode([NEED, CONTEXT], as_query=True)
    middle = (need + context) / np.linalg.norm(need + context)
    np.testing.assert_allclose(alone.vectors[0], need, atol=1e-6)
    np.testing.assert_allclose(beside.vectors[0], middle, atol=1e-6)
    np.testing.assert_allclose(whole_beside[0], middle, atol=1e-6)
    np.testing.assert_allclose(whole[0], need, atol=1e-6)


def test_no_context_changes_nothing() -> None:
    assert with_context(NEED, "") == NEED
    assert with_context(NEED, CONTEXT).endswith(CONTEXT)


class Fixed:
    """Stands where an encoder of questions is; its vectors tell what it was given."""

    version = "fixed"

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode(self, questions: Sequence[str]) -> Vectors:
        self.given += questions
        return np.eye(HashingEncoder().dim, dtype=np.float32)[: len(questions)]


def test_an_encoder_of_questions_reads_the_situation() -> None:
    encoder, fixed = HashingEncoder(), Fixed()
    found = channels(Seeker(None, CONTEXT, NEED, (NEED,)), Goal.SOLUTION)
    (query, *_), whole = encode(encoder, found, "", NEED, CONTEXT, "Lage", fixed)  # type: ignore[arg-type]
    assert fixed.given == ["Lage"]
    np.testing.assert_array_equal(query.vectors[0], whole[0])
