"""Exposure against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profiles import Kind, SizeClass
from evaluation.exposure import exposure, gini, reciprocity
from matcher.engine import Matcher
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.sets import dataset, document, run

DOCUMENTS = [
    document("hub", kind=Kind.RESEARCH, projects=6),
    document("smith", kind=Kind.CRAFT, size=SizeClass.MICRO, projects=2),
    document("third", projects=0),
    document("never", projects=0),
]
SET = dataset(DOCUMENTS, {"q1": {"smith": 1}, "q2": {"hub": 1, "smith": 2}, "q3": {}})
FOUND = exposure(SET, run("x", {"q1": ["hub", "smith"], "q2": ["hub", "third"], "q3": []}, SET))
SECOND = 1 / math.log2(3)
"""Exposure of the second rank; the first has 1."""


def test_coverage_and_shares() -> None:
    assert FOUND.coverage == pytest.approx(3 / 4)
    total = 2 + 2 * SECOND
    assert FOUND.kind["craft"].exposure == pytest.approx(SECOND / total)
    assert FOUND.kind["craft"].catalogue == pytest.approx(1 / 4)
    assert FOUND.kind["craft"].judged == pytest.approx(2 / 3)
    assert FOUND.known["hub"].exposure == pytest.approx(2 / total)
    assert FOUND.size["micro"].exposure == pytest.approx(SECOND / total)
    assert FOUND.size["unknown"].catalogue == pytest.approx(3 / 4)


def test_novelty_is_self_information_in_bits() -> None:
    # With one added, the shares of all projects are 7, 3, 1 and 1 of 12.
    expected = -(2 * math.log2(7 / 12) + math.log2(3 / 12) + math.log2(1 / 12)) / 4
    assert FOUND.novelty == pytest.approx(expected)
    nobody = dataset([document("a")], {"q": {"a": 1}})
    assert exposure(nobody, run("x", {"q": ["a"]}, nobody)).novelty is None


def test_only_the_first_ten_are_exposure() -> None:
    documents = [document(f"d{n}") for n in range(12)]
    some = dataset(documents, {"q": {"d0": 1}})
    assert exposure(some, run("x", {"q": [f"d{n}" for n in range(12)]}, some)).coverage == 10 / 12


def test_gini_by_hand() -> None:
    assert gini(np.array([1.0, 1.0, 1.0])) == pytest.approx(0)
    assert gini(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(3 / 4)
    assert gini(np.array([1.0, 3.0])) == pytest.approx(1 / 4)
    assert gini(np.zeros(3)) == 0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.floats(0.1, 10))
def test_gini_is_a_share_and_has_no_unit(values: list[float], factor: float) -> None:
    some = np.array(values)
    found = gini(some)
    assert -1e-9 <= found < 1
    assert gini(some * factor) == pytest.approx(found, abs=1e-6)


def test_reciprocity_asks_the_other_side() -> None:
    # Eleven firms weld; a twelfth bakes, and nobody who welds has it among the first ten.
    documents = [document(f"w{n:02d}", "Laserschweißen Aluminium Stahl") for n in range(11)]
    documents.append(document("bread", "Brot und Brötchen backen"))
    metadata = {"q1": {"profile_id": "w00"}, "q2": {"profile_id": "bread"}, "q3": {}}
    some = dataset(documents, {"q1": {}, "q2": {}, "q3": {}}, metadata)
    matcher = Matcher(corpus_of([d.profile for d in documents], HashingEncoder()))
    both = run("x", {"q1": ["w01"], "q2": ["w01"], "q3": ["w02"]}, some)
    assert reciprocity(matcher, some, both) == pytest.approx(1 / 2)
    assert reciprocity(matcher, some, run("x", {"q3": ["w01"]}, some)) is None
