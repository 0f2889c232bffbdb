"""The measurement of likes and dislikes."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.studies.likeness import cases_of, grid, report
from matcher.engine import Matcher
from matcher.ranking.features import LIKE, UNLIKE
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.sets import dataset, document

ENCODER = HashingEncoder()
SET = dataset(
    [
        document("a", "Laserschweißen von Aluminium"),
        document("b", "Laserschweißen von Edelstahl"),
        document("c", "Aluminium gießen"),
        document("d", "Töpfern mit Ton"),
    ],
    {"q": {"a": 3, "b": 1}, "einer": {"a": 1}, "keiner": {}},
    texts={"q": "Aluminium verbinden", "einer": "Aluminium", "keiner": "Ton"},
)


def matcher() -> Matcher:
    return Matcher(corpus_of([d.profile for d in SET.documents], ENCODER))


def test_only_what_is_left_to_be_found_counts() -> None:
    (case,) = cases_of(SET, matcher())
    assert (case.query, case.liked, case.unliked) == ("q", "a", "c")
    assert case.graded == {"b": 1}
    assert case.value(["a", "c", "b", "d"]) == 1.0
    assert case.value(["a", "c", "d", "b"]) == pytest.approx(1 / np.log2(3))


def test_the_grid_says_what_the_engine_does() -> None:
    found = matcher()
    cases = cases_of(SET, found)
    values = {(like, unlike): value for like, unlike, value in grid(cases, found)}
    (case,) = cases
    assert values[0.0, 0.0] == case.value(case.first.ids)
    lines = list(report(SET, ENCODER, weights=False))
    assert len(lines) == 4
    assert f"{values[LIKE, UNLIKE]:.3f} (" in lines[-1]
