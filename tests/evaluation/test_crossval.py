"""Folds: every query is tested once, and nothing known leaks."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RequestError
from evaluation.crossval import folds, groups_of, pooled
from evaluation.datasets import Dataset
from tests.support.sets import dataset, document

IDS = [f"d{n}" for n in range(8)]
DOCUMENTS = [document(id) for id in IDS]


def made(answers: dict[str, list[str]], seekers: dict[str, str] | None = None) -> Dataset:
    metadata = {query: {"profile_id": id} for query, id in (seekers or {}).items()}
    qrels = {query: dict.fromkeys(found, 1) for query, found in answers.items()}
    return dataset(DOCUMENTS, qrels, metadata)


def grouped(some: Dataset, most: int = 100) -> list[set[str]]:
    numbers = groups_of(some, most).tolist()
    named = [q.id for q in some.queries]
    return [
        {q for q, n in zip(named, numbers, strict=True) if n == g} for g in sorted(set(numbers))
    ]


def test_a_shared_pair_or_seeker_ties_queries_and_a_shared_hub_does_not() -> None:
    some = made(
        {
            "title": ["d0", "d1"],
            "again": ["d1", "d0", "d2"],
            "hub": ["d0", "d3"],
            "mine": ["d4"],
            "mine too": ["d5"],
            "back": ["d7"],
        },
        {"mine": "d6", "mine too": "d6", "back": "d4"},
    )
    assert grouped(some) == [{"title", "again"}, {"hub"}, {"mine", "mine too"}, {"back"}]


def test_asked_the_other_way_round_is_the_same_pair() -> None:
    some = made({"there": ["d1"], "back": ["d0"], "else": ["d2"]}, {"there": "d0", "back": "d1"})
    assert grouped(some) == [{"there", "back"}, {"else"}]


def test_the_same_single_answer_ties_queries() -> None:
    some = made({"one": ["d0"], "other": ["d0"], "more": ["d0", "d1"], "silent": []})
    assert grouped(some) == [{"one", "other"}, {"more"}, {"silent"}]


def test_a_pair_holds_where_a_chain_falls_apart() -> None:
    """Each seeker has the hubs among its partners; two of them have each other."""
    hubs = ["d0", "d1"]
    some = made(
        {"one": [*hubs, "d3"], "back": [*hubs, "d2"], "else": [*hubs, "d5"]},
        {"one": "d2", "back": "d3", "else": "d4"},
    )
    assert len(grouped(some)) == 1
    assert grouped(some, most=2) == [{"one", "back"}, {"else"}]


def test_a_chain_that_is_too_long_falls_apart() -> None:
    chain = {f"q{n}": ["d0", "d1", f"d{n + 2}"] for n in range(6)}
    assert len(grouped(made(chain))) == 1
    assert len(grouped(made(chain), most=2)) == 6


@st.composite
def sets(draw: st.DrawFn) -> Dataset:
    count = draw(st.integers(6, 30))
    answers = st.lists(st.sampled_from(IDS), max_size=3, unique=True)
    return made({f"q{n}": draw(answers) for n in range(count)})


@given(sets(), st.integers(0, 3))
def test_every_query_is_tested_once_and_trained_on_elsewhere(some: Dataset, seed: int) -> None:
    count = len(set(groups_of(some, len(some.queries) // 2).tolist()))
    if count < 2:
        return
    parts = folds(some, 2, seed)
    ids = sorted(q.id for q in some.queries)
    assert sorted(q for _, test in parts for q in test) == ids
    assert all(sorted((*train, *test)) == ids for train, test in parts)
    assert folds(some, 2, seed) == parts


def test_no_pair_of_the_test_part_is_in_training() -> None:
    some = made({f"q{n}": [f"d{n % 4}", f"d{n % 4 + 4}"] for n in range(16)})
    for train, test in folds(some, 4):
        known = {pair for q in train for pair in combinations(sorted(some.qrels[q]), 2)}
        asked = {pair for q in test for pair in combinations(sorted(some.qrels[q]), 2)}
        assert not known & asked


def test_the_seed_changes_the_folds() -> None:
    some = made({f"q{n}": [f"d{n % 8}", f"d{(n + n // 8 + 1) % 8}"] for n in range(24)})
    assert len({tuple(folds(some, 3, seed)) for seed in range(5)}) > 1


@pytest.mark.parametrize("k", [0, 1, 4])
def test_a_number_of_folds_that_cannot_be_is_refused(k: int) -> None:
    some = made({f"q{n}": [f"d{n}"] for n in range(3)})
    with pytest.raises(RequestError, match=f"gefunden: {k}"):
        folds(some, k)


def test_pooled_values() -> None:
    assert pooled([{"a": 0.1}, {"b": 0.2}]) == {"a": 0.1, "b": 0.2}
    with pytest.raises(RequestError, match="b"):
        pooled([{"a": 0.1, "b": 0.3}, {"b": 0.2}])
