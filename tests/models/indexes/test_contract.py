"""Every vector index keeps the same contract; the exact index is the truth."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data.errors import ModelError
from models.encoder import Vectors
from models.index import Hits, Ids, Mask, best
from models.indexes.faiss_index import FaissIndex, FaissTuning
from models.indexes.inverted_lists import InvertedLists
from models.testing import ExactIndex

DIM = 4
ALL_LISTS = FaissTuning(train_from=20, exact_rows=0, exact_per_hit=0, probe_share=1, beside=5)
ONE_LIST = FaissTuning(train_from=20, exact_rows=0, exact_per_hit=0, probe_share=0.01, beside=5)
Index = ExactIndex | FaissIndex
MAKERS: dict[str, Callable[[], Index]] = {
    "exact": lambda: ExactIndex(DIM),
    "faiss-flat": lambda: FaissIndex(DIM),
    "faiss-all-lists": lambda: FaissIndex(DIM, ALL_LISTS),
    "faiss-one-list": lambda: FaissIndex(DIM, ONE_LIST),
}


@pytest.fixture(params=list(MAKERS))
def index(request: pytest.FixtureRequest) -> Index:
    return MAKERS[request.param]()


def unit(rows: int, seed: int = 0, dim: int = DIM) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def ids_of(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def assert_ordered(hits: Hits) -> None:
    for ids, scores in zip(hits.ids, hits.scores, strict=True):
        pairs = list(zip((-scores).tolist(), ids.tolist(), strict=True))
        assert pairs == sorted(pairs)
        assert len(set(ids.tolist())) == len(ids)


def assert_same(hits: Hits, truth: Hits) -> None:
    """Equal up to rounding: rows whose scores differ by less than 1e-6 may change places."""
    assert_ordered(hits)
    for found, scores, right, best_scores in zip(
        hits.ids, hits.scores, truth.ids, truth.scores, strict=True
    ):
        np.testing.assert_allclose(scores, best_scores, atol=1e-6)
        clear = best_scores > best_scores.min(initial=2) + 2e-6
        assert set(right[clear].tolist()) <= set(found.tolist())


def test_search_finds_the_nearest_best_first(index: Index) -> None:
    vectors = unit(60)
    index.upsert(np.arange(60), vectors)
    for row in (0, 17, 59):
        hits = index.search(vectors[row : row + 1], 60)
        assert hits.ids[0][0] == row
        assert hits.scores[0][0] == pytest.approx(1)
        assert len(hits.ids[0]) == 60
        assert_ordered(hits)
        assert len(index.search(vectors[row : row + 1], 5).ids[0]) == 5


def test_each_query_has_its_own_answer(index: Index) -> None:
    vectors = unit(60)
    index.upsert(np.arange(60), vectors)
    hits = index.search(vectors[:3], 60)
    assert [ids[0] for ids in hits.ids] == [0, 1, 2]
    assert index.search(vectors[:0], 1) == Hits((), ())


def test_an_empty_index_answers_with_nothing(index: Index) -> None:
    hits = index.search(unit(2), 3)
    assert [len(ids) for ids in hits.ids] == [0, 0]
    assert len(index) == 0
    assert index.vectors(ids_of()).shape == (0, DIM)


def test_short_answers_are_not_padded(index: Index) -> None:
    index.upsert(np.arange(60), unit(60))
    allowed = np.zeros(60, dtype=np.bool_)
    allowed[[3, 40, 59]] = True
    hits = index.search(unit(4, seed=1), 10, allowed)
    assert [sorted(ids.tolist()) for ids in hits.ids] == [[3, 40, 59]] * 4


def test_only_allowed_rows_are_found(index: Index) -> None:
    index.upsert(np.arange(1, 241), unit(240))
    allowed = np.random.default_rng(2).random(241) < 0.3
    truth = ExactIndex(DIM)
    truth.upsert(np.arange(1, 241), unit(240))
    hits = index.search(unit(20, seed=1), 3, allowed)
    assert all(len(ids) == 3 and allowed[ids].all() for ids in hits.ids)
    best = truth.search(unit(20, seed=1), 3, allowed)
    if not (isinstance(index, FaissIndex) and index._tuning is ONE_LIST):
        assert_same(hits, best)


@pytest.mark.parametrize("length", [0, 10, 60, 500])
def test_ids_beyond_the_mask_are_not_allowed(index: Index, length: int) -> None:
    index.upsert(np.arange(60), unit(60))
    hits = index.search(unit(1), 100, np.ones(length, dtype=np.bool_))
    assert sorted(hits.ids[0].tolist()) == list(range(min(length, 60)))


def test_equal_scores_are_ordered_by_id(index: Index) -> None:
    vectors = np.tile(unit(1), (40, 1))
    order = np.random.default_rng(3).permutation(40)
    index.upsert(order, vectors)
    assert index.search(vectors[:1], 40).ids[0].tolist() == list(range(40))


def test_upsert_replaces_and_remove_removes(index: Index) -> None:
    old, new = unit(60), unit(60, seed=9)
    index.upsert(np.arange(60), old)
    index.upsert(ids_of(7), new[:1])
    assert len(index) == 60
    np.testing.assert_array_equal(index.vectors(ids_of(7, 8)), np.stack([new[0], old[8]]))
    found = index.search(new[:1], 60)
    assert found.ids[0][0] == 7
    assert_ordered(found)
    assert index.remove(ids_of(7, 8, 900)) == 2
    assert index.remove(ids_of(7)) == 0
    assert len(index) == 58
    left = index.search(np.concatenate([old[7:9], new[:1]]), 60)
    assert all(not {7, 8} & set(ids.tolist()) and len(ids) == 58 for ids in left.ids)
    index.upsert(ids_of(8), new[:1])
    assert index.search(new[:1], 1).ids[0].tolist() == [8]


def test_the_index_keeps_its_own_copy(index: Index) -> None:
    vectors = unit(30)
    index.upsert(np.arange(30), vectors)
    kept = vectors.copy()
    vectors[:] = 0
    np.testing.assert_array_equal(index.vectors(np.arange(30)), kept)


@pytest.mark.parametrize("unknown", [[-1], [60], [3, 10**9]])
def test_vectors_of_unknown_ids_are_refused(index: Index, unknown: list[int]) -> None:
    index.upsert(np.arange(60), unit(60))
    with pytest.raises(ModelError, match=f"{unknown[-1]}.*60"):
        index.vectors(ids_of(*unknown))


def nan_row() -> Vectors:
    vectors = unit(3)
    vectors[1, 2] = np.nan
    return vectors


@pytest.mark.parametrize(
    ("vectors", "words"),
    [
        (unit(3, dim=DIM + 1), "(n, 4).*(3, 5)"),
        (unit(3).astype(np.float64), "float64"),
        (unit(3)[0], "(4,)"),
        (nan_row(), "1.*NaN"),
        (unit(3) * np.float32(np.inf), "0.*NaN"),
    ],
)
def test_wrong_vectors_are_refused(index: Index, vectors: Vectors, words: str) -> None:
    words = words.replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ModelError, match=words):
        index.search(vectors, 1)
    with pytest.raises(ModelError, match=words):
        index.upsert(np.arange(3), vectors)
    assert len(index) == 0


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (ids_of(0, -4, 1), "-4"),
        (ids_of(0, 1, 10**12), "1000000000000"),
        (ids_of(0, 1, 1), "3.*2"),
        (ids_of(0, 1), "2.*3"),
        (np.arange(3).astype(np.int32), "int32"),
        (np.arange(3)[None], "eindimensional"),
    ],
)
def test_wrong_ids_are_refused(index: Index, ids: Ids, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        index.upsert(ids, unit(3))
    assert len(index) == 0


def test_rows_that_are_not_of_length_one_are_refused(index: Index) -> None:
    with pytest.raises(ModelError, match=r"Vektor 0 hat die Länge 2\.0000"):
        index.upsert(np.arange(3), unit(3) * 2)


def test_wrong_k_and_masks_are_refused(index: Index) -> None:
    with pytest.raises(ModelError, match="0"):
        index.search(unit(1), 0)
    with pytest.raises(ModelError, match="int64"):
        index.search(unit(1), 1, np.arange(3))  # type: ignore[arg-type]


def test_saving_and_loading_changes_nothing(index: Index, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    index.upsert(rng.permutation(80), unit(80))
    index.remove(ids_of(0, 5, 79))
    path = tmp_path / "vectors.npz"
    index.save(path)
    again: Index
    if isinstance(index, ExactIndex):
        again = ExactIndex.load(path)
    else:
        again = FaissIndex.load(path, index._tuning)
    assert len(again) == 77
    queries = unit(10, seed=8)
    for k in (1, 7, 100):
        mine, theirs = again.search(queries, k), index.search(queries, k)
        for a, b in zip(mine.ids + mine.scores, theirs.ids + theirs.scores, strict=True):
            np.testing.assert_array_equal(a, b)
    again.save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.npz", "vectors.npz"]


def test_an_empty_index_can_be_saved(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "v.npz")
    again = type(index).load(tmp_path / "v.npz")
    assert (len(again), again.dim) == (0, DIM)


def test_order_of_insertion_does_not_matter(index: Index) -> None:
    vectors, order = unit(18), np.random.default_rng(1).permutation(18)
    index.upsert(np.arange(18), vectors)
    other = type(index)(DIM)
    for row in order.tolist():
        other.upsert(ids_of(row), vectors[row : row + 1])
    mine, theirs = index.search(unit(5, seed=2), 18), other.search(unit(5, seed=2), 18)
    for a, b in zip(mine.ids + mine.scores, theirs.ids + theirs.scores, strict=True):
        np.testing.assert_array_equal(a, b)


def lists_of(index: FaissIndex) -> InvertedLists | None:
    listed = index._state.listed
    return None if listed is None else listed.lists


def test_lists_are_trained_when_the_index_outgrows_them() -> None:
    index = FaissIndex(DIM, ALL_LISTS)
    index.upsert(np.arange(19), unit(19))
    assert lists_of(index) is None
    index.upsert(np.arange(19, 20), unit(1))
    first = lists_of(index)
    assert first is not None
    index.upsert(np.arange(20, 39), unit(19, seed=5))
    filled = lists_of(index)
    assert filled is not None
    assert filled.arrays["centres"] is first.arrays["centres"]
    index.upsert(np.arange(39, 40), unit(1))
    trained = lists_of(index)
    assert trained is not None
    assert len(trained.arrays["centres"]) > len(first.arrays["centres"])


def test_lists_are_filled_anew_when_much_changed_and_not_before() -> None:
    index = FaissIndex(DIM, ALL_LISTS)
    index.upsert(np.arange(30), unit(30))
    first = lists_of(index)
    index.upsert(np.arange(2), unit(2, seed=1))  # two stale in the lists, two beside them
    index.remove(ids_of(0))
    assert lists_of(index) is first
    index.upsert(np.arange(10, 12), unit(2, seed=2))
    filled = lists_of(index)
    assert filled is not None
    assert filled is not first
    assert len(filled) == len(index) == 29


def test_a_copy_changes_by_itself(index: Index) -> None:
    vectors, other_vectors = unit(60), unit(60, seed=9)
    index.upsert(np.arange(60), vectors)
    before = index.search(vectors[:4], 60)
    other = index.copy()
    other.upsert(ids_of(3, 70), other_vectors[:2])
    other.remove(ids_of(0, 1))
    third = other.copy()
    third.upsert(np.arange(60), other_vectors)
    assert_equal(index.search(vectors[:4], 60), before)
    assert (len(index), len(other), len(third)) == (60, 59, 61)
    np.testing.assert_array_equal(other.vectors(ids_of(3, 4)), [other_vectors[0], vectors[4]])
    np.testing.assert_array_equal(index.vectors(ids_of(0, 3)), vectors[[0, 3]])


def assert_equal(mine: Hits, theirs: Hits) -> None:
    for a, b in zip(mine.ids + mine.scores, theirs.ids + theirs.scores, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_half_of_the_lists_find_nearly_all(share: float) -> None:
    """Vectors without clusters in a narrow cone, the hard case; half of them replaced."""
    rng, dim, size = np.random.default_rng(0), 32, 4000
    vectors = (rng.normal(size=(size + 100, dim)) / np.sqrt(np.arange(1, dim + 1)) + 1).astype("f4")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries, vectors = vectors[size:], vectors[:size]
    index, truth = FaissIndex(dim, FaissTuning(1000, 0, 0)), ExactIndex(dim)
    index.upsert(np.arange(size), np.roll(vectors, 7, axis=0))
    for each in (index, truth):
        each.upsert(np.arange(0, size, 2), vectors[::2])
        each.upsert(np.arange(1, size, 2), vectors[1::2])
    allowed = rng.random(size) < share
    mine, right = index.search(queries, 20, allowed).ids, truth.search(queries, 20, allowed).ids
    found = [len(set(a.tolist()) & set(b.tolist())) for a, b in zip(mine, right, strict=True)]
    assert np.mean(found) > 0.98 * 20


def test_too_few_from_the_lists_are_topped_up() -> None:
    """The probed list is nearest to the query; what is allowed lies elsewhere."""
    index, truth = FaissIndex(DIM, ONE_LIST), ExactIndex(DIM)
    vectors = unit(400)
    for each in (index, truth):
        each.upsert(np.arange(400), vectors)
    query = vectors[:1]
    allowed = (vectors @ query[0]) < 0
    assert_same(index.search(query, 20, allowed), truth.search(query, 20, allowed))


def test_damaged_assignments_are_refused(tmp_path: Path) -> None:
    index = FaissIndex(DIM, ALL_LISTS)
    index.upsert(np.arange(50), unit(50))
    index.save(tmp_path / "v.npz")
    with np.load(tmp_path / "v.npz") as file:
        arrays = dict(file)
    arrays["lists"][3] = 10**6
    np.savez(tmp_path / "v.npz", allow_pickle=False, **arrays)
    with pytest.raises(ModelError, match="Listen"):
        FaissIndex.load(tmp_path / "v.npz")


@pytest.mark.parametrize("tuning", [FaissTuning(), ALL_LISTS], ids=["flat", "lists"])
def test_searches_see_a_write_whole_or_not_at_all(tuning: FaissTuning) -> None:
    index, dim, size = FaissIndex(64, tuning), 64, 3000
    one, other = (np.tile(unit(1, seed, dim), (size, 1)) for seed in (1, 2))
    index.upsert(np.arange(size), one)
    torn: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            scores = index.search(one[:1], size).scores[0]
            if len(scores) != size or scores[0] != scores[-1]:
                torn.append(f"{len(scores)} rows, {scores[0]} to {scores[-1]}")

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for step in range(40):
            index.upsert(np.arange(size), one if step % 2 else other)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert torn == []


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=40), st.integers(1, 50))
def test_best_is_the_head_of_the_sorted_rows(scores: list[float], k: int) -> None:
    ids = np.random.default_rng(0).permutation(len(scores)).astype(np.int64)
    right = sorted(zip((-s for s in scores), ids.tolist(), strict=True))[:k]
    found, values = best(ids, np.array(scores, dtype=np.float32), k)
    assert list(zip((-values).tolist(), found.tolist(), strict=True)) == right


numbers = st.integers(min_value=-2, max_value=2)
directions = (
    st.lists(numbers, min_size=DIM, max_size=DIM)
    .filter(any)
    .map(lambda row: np.array(row, dtype=np.float32) / np.float32(np.linalg.norm(row)))
)
rows = st.dictionaries(st.integers(0, 70), directions, max_size=40)


class AgainstTheTruth(RuleBasedStateMachine):
    """Random writes to two indices; after each, their answers are the same."""

    tuning = FaissTuning()

    def __init__(self) -> None:
        super().__init__()
        self.index = FaissIndex(DIM, self.tuning)
        self.truth = ExactIndex(DIM)
        self.left: list[tuple[FaissIndex, ExactIndex]] = []

    @rule(rows=rows)
    def upsert(self, rows: dict[int, Vectors]) -> None:
        vectors = np.array(list(rows.values()), dtype=np.float32).reshape(-1, DIM)
        for index in (self.index, self.truth):
            index.upsert(ids_of(*rows), vectors)

    @rule(ids=st.sets(st.integers(0, 80)))
    def remove(self, ids: set[int]) -> None:
        assert self.index.remove(ids_of(*ids)) == self.truth.remove(ids_of(*ids))

    @rule(query=directions, k=st.integers(1, 30), allowed=st.none() | st.lists(st.booleans()))
    def search(self, query: Vectors, k: int, allowed: list[bool] | None) -> None:
        mask = None if allowed is None else np.array(allowed, dtype=np.bool_)
        hits = self.index.search(query[None], k, mask)
        truth = self.truth.search(query[None], k, mask)
        self.compare(hits, truth, mask)

    def compare(self, hits: Hits, truth: Hits, mask: Mask | None) -> None:
        assert_same(hits, truth)

    @invariant()
    def same_size(self) -> None:
        assert len(self.index) == len(self.truth)

    @rule()
    def go_on_with_a_copy(self) -> None:
        self.left.append((self.index, self.truth.copy()))
        self.index = self.index.copy()

    @invariant()
    def what_was_copied_stays(self) -> None:
        for index, truth in self.left:
            ids = np.array(sorted(truth._rows), dtype=np.int64)
            np.testing.assert_array_equal(index.vectors(ids), truth.vectors(ids))
            assert len(index) == len(truth)


class OneList(AgainstTheTruth):
    """Reading one list may miss rows, but never breaks the rules."""

    tuning = ONE_LIST

    def compare(self, hits: Hits, truth: Hits, mask: Mask | None) -> None:
        assert_ordered(hits)
        assert len(hits.ids[0]) == len(truth.ids[0])
        assert mask is None or mask[hits.ids[0]].all()
        assert (hits.scores[0] <= truth.scores[0] + 1e-6).all()


class AllLists(OneList):
    """Reading every list loses no more than half precision does."""

    tuning = ALL_LISTS

    def compare(self, hits: Hits, truth: Hits, mask: Mask | None) -> None:
        super().compare(hits, truth, mask)
        assert (hits.scores[0] >= truth.scores[0] - 2e-3).all()


for machine in (AgainstTheTruth, AllLists, OneList):
    machine.TestCase.settings = settings(max_examples=30, deadline=None, stateful_step_count=20)
TestFlat = AgainstTheTruth.TestCase
TestAllLists = AllLists.TestCase
TestOneList = OneList.TestCase
