from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ModelError
from models.encoder import Progress, Vectors
from models.encoders.vector_cache import CachedEncoder, VectorCache, default_cache
from models.testing import HashingEncoder


class Counting(HashingEncoder):
    """Remembers what it was asked to encode; may break off after some texts."""

    def __init__(self, dim: int = 16, name: str = "one", stop_after: int = 10**9) -> None:
        super().__init__(dim)
        self.name, self.stop_after = name, stop_after
        self.asked: list[str] = []

    @property
    def fingerprint(self) -> str:
        return self.name

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        self.asked += texts
        if len(self.asked) > self.stop_after:
            raise KeyboardInterrupt
        sign = -1 if as_query else 1
        return np.asarray(sign * super().encode(texts, progress=progress))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "vectors.sqlite"


def test_each_text_is_encoded_once_and_comes_back_in_the_same_bytes(path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, VectorCache(path))
    texts = ["Fräsen", "Drehen", "Fräsen", "", "\ud800", "Fräsen\0"]
    expected = HashingEncoder(16).encode(texts).tobytes()
    assert encoder.encode(texts).tobytes() == expected
    assert encoder.encode(texts).tobytes() == expected
    again = CachedEncoder(inner, VectorCache(path))
    assert again.encode(texts[::-1])[::-1].tobytes() == expected
    assert sorted(inner.asked) == sorted(set(texts))
    assert (encoder.fingerprint, encoder.dim) == ("one", 16)
    assert encoder.encode([]).shape == (0, 16)


def test_spaces_never_mix(path: Path) -> None:
    cache = VectorCache(path)
    passage = CachedEncoder(Counting(), cache).encode(["Fräsen"])
    query = CachedEncoder(Counting(), cache).encode(["Fräsen"], as_query=True)
    other = CachedEncoder(Counting(dim=32, name="two"), cache).encode(["Fräsen"])
    np.testing.assert_array_equal(query, -passage)
    assert other.shape == (1, 32)
    for encoder, as_query, expected in (
        (Counting(stop_after=0), False, passage),
        (Counting(stop_after=0), True, query),
        (Counting(dim=32, name="two", stop_after=0), False, other),
    ):
        cached = CachedEncoder(encoder, cache).encode(["Fräsen"], as_query=as_query)
        np.testing.assert_array_equal(cached, expected)


def test_a_vector_of_another_dimension_is_not_served(path: Path) -> None:
    cache = VectorCache(path)
    cache.put("s", ["a"], np.ones((1, 8), np.float32))
    assert cache.get("s", ["a"], 16) == {}
    assert list(cache.get("s", ["a"], 8)) == ["a"]


def test_an_interrupted_run_goes_on_where_it_was(path: Path) -> None:
    texts = [f"Text {i}" for i in range(1200)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Counting(stop_after=1100), VectorCache(path)).encode(texts)
    inner = Counting()
    vectors = CachedEncoder(inner, VectorCache(path)).encode(texts)
    assert inner.asked == texts[1024:]
    np.testing.assert_array_equal(vectors, HashingEncoder(16).encode(texts))


@pytest.mark.parametrize("known", [0, 300, 700])
def test_progress_counts_distinct_texts(path: Path, known: int) -> None:
    encoder = CachedEncoder(Counting(), VectorCache(path))
    texts = [f"Text {i}" for i in range(700)]
    encoder.encode(texts[:known])
    seen: list[tuple[int, int]] = []
    encoder.encode(texts + texts, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (700, 700)
    assert seen == sorted(set(seen))
    assert seen[0][0] > min(known, 699)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=20), max_size=30))
def test_the_cache_changes_no_vector(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    cache = VectorCache(tmp_path_factory.mktemp("cache") / "v.sqlite")
    encoder = CachedEncoder(HashingEncoder(16), cache)
    expected = HashingEncoder(16).encode(texts)
    for _ in range(2):
        np.testing.assert_array_equal(encoder.encode(texts), expected)
    cache.close()


def test_prune_removes_the_oldest_of_the_space_unused_longest(path: Path) -> None:
    cache = VectorCache(path)
    rows = np.ones((400, 256), np.float32)
    for space in ("old", "new"):
        cache.put(space, [str(i) for i in range(400)], rows)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE spaces SET used = used - 1e6 WHERE name = 'old'")
    connection.close()
    assert cache.prune(10**9) == 0
    removed = cache.prune(700 * 1024)
    assert 200 < removed < 400
    assert len(cache.get("new", [str(i) for i in range(400)], 256)) == 400
    left = cache.get("old", [str(i) for i in range(400)], 256)
    assert sorted(map(int, left)) == list(range(removed, 400))
    assert cache.prune(0) == 800 - removed


def test_the_file_stays_within_its_bound(path: Path) -> None:
    cache = VectorCache(path, max_bytes=500_000)
    for part in range(20):
        texts = [f"{part}-{i}" for i in range(50)]
        cache.put("s", texts, np.ones((50, 384), np.float32))
        assert len(cache.get("s", texts, 384)) == 50
    cache.close()
    assert path.stat().st_size < 700_000


def _encode_many(path: Path, offset: int) -> bytes:
    encoder = CachedEncoder(HashingEncoder(32), VectorCache(path))
    texts = [f"Text {i}" for i in range(offset, offset + 600)]
    return encoder.encode(texts).tobytes()


def test_several_processes_share_one_file(path: Path) -> None:
    offsets = [0, 200, 400, 0]
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(_encode_many, [path] * 4, offsets))
    for offset, found in zip(offsets, results, strict=True):
        texts = [f"Text {i}" for i in range(offset, offset + 600)]
        assert found == HashingEncoder(32).encode(texts).tobytes()
    cache = VectorCache(path)
    space = f"{HashingEncoder(32).fingerprint}#passage"
    assert len(cache.get(space, [f"Text {i}" for i in range(1000)], 32)) == 1000


def test_several_threads_share_one_cache(path: Path) -> None:
    encoder = CachedEncoder(HashingEncoder(32), VectorCache(path))
    texts = [f"Text {i}" for i in range(300)]
    expected = HashingEncoder(32).encode(texts).tobytes()
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: encoder.encode(texts).tobytes(), range(16)))
    assert set(results) == {expected}


def test_a_damaged_file_starts_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 1000)
    inner = Counting()
    CachedEncoder(inner, VectorCache(path)).encode(["Fräsen"])
    CachedEncoder(inner, VectorCache(path)).encode(["Fräsen"])
    assert inner.asked == ["Fräsen"]


def test_a_failing_file_costs_time_but_no_result(path: Path) -> None:
    cache = VectorCache(path)
    encoder = CachedEncoder(Counting(), cache)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE vectors")
    connection.close()
    np.testing.assert_array_equal(encoder.encode(["Fräsen"]), HashingEncoder(16).encode(["Fräsen"]))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="Zwischenspeicher") as caught:
        VectorCache(tmp_path / "file" / "vectors.sqlite")
    assert "vectors.sqlite" in caught.value.english


def test_the_default_cache_lies_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_HOME", str(tmp_path))
    default_cache().close()
    assert (tmp_path / "cache" / "vectors.sqlite").is_file()


def test_only_hashes_of_texts_are_stored(path: Path) -> None:
    cache = VectorCache(path)
    CachedEncoder(Counting(), cache).encode(["Vertrauliches Vorhaben"])
    cache.close()
    assert b"Vertraulich" not in path.read_bytes()
