"""The corpus follows the store and survives being saved, with the real store and index."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from data.store.profiles import Change, ProfileStore, open_store
from matcher.engine import Matcher
from matcher.request import MatchRequest, Viewer
from matcher.search.corpus import Corpus
from matcher.search.ingest import EXACT, follow, new_corpus, open_corpus, save
from matcher.search.snapshot import Snapshot
from models.encoder import Progress, Vectors
from models.indexes.faiss_index import FaissIndex, FaissTuning
from models.testing import HashingEncoder
from tests.matcher.conftest import profile

QUESTION = MatchRequest(question="Laserschweißen von Aluminium")
WELDER = profile("welder", offers=["Laserschweißen von Aluminium"], plz="15230")
BAKER = profile("baker", offers=["Brot backen"], needs=["Mehl"], plz="14712")
MILLER = profile("miller", offers=["Mehl mahlen"], plz="17291")


class CountingEncoder(HashingEncoder):
    """Counts what it is asked to encode."""

    encoded = 0

    def encode(
        self, texts: object, *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        self.encoded += 0 if as_query else len(texts)  # type: ignore[arg-type]
        return super().encode(texts, as_query=as_query, progress=progress)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProfileStore]:
    with open_store(f"sqlite:///{tmp_path / 'profiles.sqlite'}") as opened:
        opened.put([WELDER, BAKER])
        yield opened


def found(corpus: Corpus) -> list[tuple[str, float]]:
    ranking = Matcher(corpus).rank(QUESTION, Viewer(everything=True))
    return list(zip(ranking.ids, ranking.scores, strict=True))


def test_a_saved_corpus_answers_the_same_without_encoding(
    store: ProfileStore, tmp_path: Path
) -> None:
    first = open_corpus(tmp_path / "index", store, HashingEncoder())
    encoder = CountingEncoder()
    again = open_corpus(tmp_path / "index", store, encoder)
    assert encoder.encoded == 0
    assert found(again) == found(first)
    assert [p for p, _ in found(first)] == ["welder", "baker"]


def test_changes_made_elsewhere_are_taken_up(store: ProfileStore, tmp_path: Path) -> None:
    open_corpus(tmp_path / "index", store, HashingEncoder())
    store.put([MILLER, profile("welder", offers=["Schafe scheren"])])
    store.delete(["baker"])
    encoder = CountingEncoder()
    reopened = open_corpus(tmp_path / "index", store, encoder)
    fresh = new_corpus(HashingEncoder())
    follow(fresh, store)
    assert dict(found(reopened)) == pytest.approx(dict(found(fresh)))
    assert {p for p, _ in found(reopened)} == {"welder", "miller"}
    # Two texts of each of the two changed profiles: the statement and the whole.
    assert encoder.encoded == 4
    assert len(reopened.snapshot.vectors) == 4


def test_follow_applies_only_what_is_new(store: ProfileStore) -> None:
    corpus = new_corpus(HashingEncoder())
    seen: list[tuple[int, int]] = []
    assert follow(corpus, store, lambda done, total: seen.append((done, total))).put == 2
    assert seen[-1] == (2, 2)
    store.put([MILLER])
    store.delete(["baker"])
    followed = follow(corpus, store)
    assert (followed.put, followed.removed) == (1, 1)
    assert corpus.snapshot.revision == store.revision()
    assert follow(corpus, store).put == 0


def test_another_store_under_the_same_index_does_no_harm(
    store: ProfileStore, tmp_path: Path
) -> None:
    open_corpus(tmp_path / "index", store, HashingEncoder())
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        other.put([profile("welder", offers=["Laserschweißen von Kupfer"]), MILLER])
        corpus = open_corpus(tmp_path / "index", other, HashingEncoder())
        assert {p for p, _ in found(corpus)} == {"welder", "miller"}
        fresh = new_corpus(HashingEncoder())
        follow(fresh, other)
        assert dict(found(corpus)) == pytest.approx(dict(found(fresh)))


def damages(folder: Path) -> Iterator[str]:
    """Damage the saved index in every way that a disk does, each time anew."""
    version = folder / (folder / "CURRENT").read_text().split()[0]
    for path in (folder / "CURRENT", *sorted(version.iterdir())):
        whole = path.read_bytes()
        spoilt = {"empty": b"", "cut": whole[: len(whole) // 2], "flipped": _flipped(whole)}
        for name, content in spoilt.items():
            path.write_bytes(content)
            yield f"{path.name} {name}"
            path.write_bytes(whole)
        path.unlink()
        yield f"{path.name} gone"
        path.write_bytes(whole)


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def test_a_damaged_index_is_built_anew_by_itself(store: ProfileStore, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    expected = dict(found(open_corpus(kept, store, HashingEncoder())))
    for number, _ in enumerate(damages(kept)):
        copy = tmp_path / str(number)
        shutil.copytree(kept, copy)
        assert dict(found(open_corpus(copy, store, HashingEncoder()))) == expected
        counting = CountingEncoder()
        open_corpus(copy, store, counting)
        assert counting.encoded == 0, "and is whole the next time"
    assert number + 1 == 24


def test_a_disk_that_takes_nothing_keeps_nobody_from_being_answered(
    store: ProfileStore, tmp_path: Path
) -> None:
    (tmp_path / "index").write_text("no folder can be made here")
    assert len(found(open_corpus(tmp_path / "index", store, HashingEncoder()))) == 2


def test_an_index_of_another_encoder_is_built_anew(store: ProfileStore, tmp_path: Path) -> None:
    open_corpus(tmp_path / "index", store, HashingEncoder())
    rebuilt = open_corpus(tmp_path / "index", store, HashingEncoder(dim=128))
    assert rebuilt.snapshot.vectors.dim == 128
    assert len(found(rebuilt)) == 2


def test_what_was_saved_before_and_changed_since_is_saved_as_it_is_now(
    store: ProfileStore, tmp_path: Path
) -> None:
    corpus = open_corpus(tmp_path / "index", store, HashingEncoder())
    store.put([profile("welder", offers=["Schafe scheren"]), MILLER])
    store.delete(["baker"])
    follow(corpus, store)
    save(corpus.snapshot, tmp_path / "index")
    encoder = CountingEncoder()
    again = open_corpus(tmp_path / "index", store, encoder)
    assert encoder.encoded == 0
    assert dict(found(again)) == pytest.approx(dict(found(corpus)))


def test_saving_is_not_seen_by_who_is_reading(store: ProfileStore, tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "index", store, HashingEncoder())
    corpus.put([MILLER])
    before = found(corpus)
    save(corpus.snapshot, tmp_path / "index")
    assert found(corpus) == before


def test_a_batch_of_changes_is_seen_wholly_or_not_at_all(store: ProfileStore) -> None:
    corpus = new_corpus(HashingEncoder())
    follow(corpus, store)
    before = corpus.snapshot
    store.put([MILLER, profile("welder", offers=["Laserschneiden"], plz="15230")])
    store.delete(["baker"])
    states: list[tuple[int, set[str]]] = []

    def published(corpus: Corpus, name: str, value: object) -> None:
        object.__setattr__(corpus, name, value)
        if isinstance(value, Snapshot):
            states.append((value.revision, ids_in(value)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Corpus, "__setattr__", published)
        follow(corpus, store)
    assert states == [(store.revision(), {"miller", "welder"})]
    assert ids_in(before) == {"welder", "baker"}


def ids_in(snapshot: Snapshot) -> set[str]:
    return {p.id for p in snapshot.catalog.faces() if p is not None}


def test_a_profile_deleted_while_changes_are_read_is_gone(store: ProfileStore) -> None:
    corpus = new_corpus(HashingEncoder())
    changes = store.changes

    def deleting(since: int = 0, *, batch: int = 1000) -> Iterator[Change]:
        stream = changes(since, batch=1)
        yield next(stream)
        store.delete(["welder"])
        yield from stream

    store.changes = deleting  # type: ignore[method-assign]
    follow(corpus, store)
    assert [p for p, _ in found(corpus)] == ["baker"]
    assert corpus.snapshot.revision == store.revision()


def test_a_change_that_was_read_earlier_does_not_undo_a_later_one() -> None:
    corpus = new_corpus(HashingEncoder())
    later = profile("welder", offers=["Laserschneiden"], plz="15230")
    corpus.apply([later], versions={"welder": 9})
    corpus.apply([WELDER], versions={"welder": 5})
    corpus.apply([], removed=["welder"], versions={"welder": 7})
    assert corpus.snapshot.catalog.faces() == [later]


def test_above_any_number_of_rows_hidden_ones_do_not_decide_what_is_found() -> None:
    random = np.random.default_rng(5)
    vectors = random.standard_normal((60_000, 16)).astype(np.float32)
    hidden = np.arange(60_000) >= 30_000  # of another sort: lists would be drawn to them
    vectors[hidden, 0] = np.abs(vectors[hidden, 0]) + 2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    def nearest(tuning: FaissTuning | None, rows: NDArray[np.bool_]) -> list[list[int]]:
        index = FaissIndex(16, tuning)
        index.upsert(np.flatnonzero(rows), vectors[rows])
        allowed = np.zeros(60_000, dtype=np.bool_)
        allowed[:30_000] = True
        found = index.search(vectors[:40], 50, allowed[: int(np.flatnonzero(rows)[-1]) + 1])
        return [ids.tolist() for ids in found.ids]

    everybody = np.ones(60_000, dtype=np.bool_)
    quick = FaissTuning(train_from=20_000, exact_rows=10_000, probe_share=0.1)
    assert nearest(quick, ~hidden) != nearest(quick, everybody), "lists would tell"
    assert nearest(EXACT, ~hidden) == nearest(EXACT, everybody)
    index = new_corpus(HashingEncoder()).snapshot.vectors
    assert isinstance(index, FaissIndex)
    assert index._tuning == EXACT
