"""Nobody waits for another's question to be encoded, and no answer mixes two states."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from data.profiles import Kind, Profile, Role, Statement, Visibility
from matcher.engine import Matcher
from matcher.request import MatchRequest, Viewer
from matcher.search.ingest import corpus_of, save
from models.encoder import Progress, Vectors
from models.indexes.faiss_index import FaissIndex
from models.indexes.files import load_index, write_arrays
from models.testing import HashingEncoder

SLOW = "Wer verzinkt Geländer?"


class Waiting(HashingEncoder):
    """Encodes one question only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go = threading.Event(), threading.Event()

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        if as_query and any("verzinkt" in text for text in texts):
            self.reached.set()
            assert self.go.wait(30)
        return super().encode(texts, as_query=as_query, progress=progress)


def firm(name: str, offer: str) -> Profile:
    return Profile(
        id=name.lower().replace(" ", "-"),
        name=name,
        kind=Kind.CRAFT,
        visibility=Visibility.PUBLIC,
        statements=(Statement(role=Role.OFFER, text=offer),),
    )


@pytest.fixture
def encoder() -> Waiting:
    return Waiting()


def test_a_change_and_another_question_do_not_wait_for_a_question_being_encoded(
    encoder: Waiting,
) -> None:
    corpus = corpus_of([firm("Alt", "Wir verzinken Treppen")], encoder)
    matcher, found = Matcher(corpus), list[str]()

    def ask() -> None:
        result = matcher.suggest(MatchRequest(question=SLOW), Viewer())
        found.extend(s.profile_id for s in result.suggestions)

    asking = threading.Thread(target=ask)
    asking.start()
    assert encoder.reached.wait(30)
    corpus.put([firm("Neu", "Wir verzinken Geländer")])
    other = matcher.suggest(MatchRequest(question="Wer baut Treppen?"), Viewer())
    assert {s.profile_id for s in other.suggestions} == {"alt", "neu"}
    encoder.go.set()
    asking.join(30)
    # The question that was held up is answered from the profiles as they were when it began.
    assert found == ["alt"]


def test_four_threads_answer_like_one() -> None:
    profiles = [firm(f"Firma {i}", f"Wir fräsen Teile Nummer {i} aus Stahl") for i in range(40)]
    matcher = Matcher(corpus_of(profiles, HashingEncoder()))
    requests = [MatchRequest(question=f"Wer fräst Teile Nummer {i}?") for i in range(16)]
    alone = [matcher.suggest(request, Viewer()) for request in requests]
    together: dict[int, object] = {}

    def ask(first: int) -> None:
        for i in range(first, len(requests), 4):
            together[i] = matcher.suggest(requests[i], Viewer())

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [together[i] for i in range(len(requests))] == alone


def test_a_question_does_not_wait_for_the_index_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = corpus_of([firm("Alt", "Wir bauen Treppen")], HashingEncoder())
    writing, go = threading.Event(), threading.Event()

    def slow(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        writing.set()
        assert go.wait(30)
        write_arrays(path, arrays)

    monkeypatch.setattr("models.indexes.faiss_index.write_arrays", slow)
    saving = threading.Thread(target=save, args=(corpus.snapshot, tmp_path))
    saving.start()
    assert writing.wait(30)
    corpus.put([firm("Neu", "Wir bauen Dächer")])
    answer = Matcher(corpus).suggest(MatchRequest(question="Wer baut Treppen?"), Viewer())
    assert [s.profile_id for s in answer.suggestions] == ["alt", "neu"]
    go.set()
    saving.join(30)
    # What was written is the state in which writing began.
    _, saved = load_index(
        tmp_path,
        FaissIndex.load,
        fingerprint=corpus.encoder.fingerprint,
        dimension=corpus.encoder.dim,
    )
    assert saved.manifest.extra["profiles"] == 1
