"""What is searched by: a need's words, and what the request says beside them."""

from __future__ import annotations

import numpy as np

from matcher.request import Goal
from matcher.search.ingest import corpus_of
from matcher.search.retrieval import Seeker, channels, encode, with_context
from models.testing import HashingEncoder

NEED, CONTEXT = "Öfen mauern", "Unser Backhaus steht. Wer kann Öfen mauern?"


def test_a_need_is_searched_half_by_its_context() -> None:
    corpus = corpus_of([], HashingEncoder())
    found = channels(Seeker(None, CONTEXT, NEED, (NEED,)), Goal.SOLUTION)
    (alone, *_), whole = encode(corpus, found, "", NEED)
    (beside, *_), whole_beside = encode(corpus, found, "", NEED, CONTEXT)
    need, context = corpus.encoder.encode([NEED, CONTEXT], as_query=True)
    middle = (need + context) / np.linalg.norm(need + context)
    np.testing.assert_allclose(alone.vectors[0], need, atol=1e-6)
    np.testing.assert_allclose(beside.vectors[0], middle, atol=1e-6)
    np.testing.assert_allclose(whole_beside[0], middle, atol=1e-6)
    np.testing.assert_allclose(whole[0], need, atol=1e-6)


def test_no_context_changes_nothing() -> None:
    assert with_context(NEED, "") == NEED
    assert with_context(NEED, CONTEXT).endswith(CONTEXT)
