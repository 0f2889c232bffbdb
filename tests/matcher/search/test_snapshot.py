"""Who reads a snapshot sees one state of the profiles, whatever is written meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data.profiles import Profile
from matcher import engine
from matcher.engine import Matcher
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.result import MatchResult
from matcher.search.corpus import Corpus
from matcher.search.ingest import corpus_of, new_corpus
from models.encoder import Progress, Vectors
from models.indexes import blocks, lexical
from models.testing import HashingEncoder
from tests.matcher.conftest import ENCODER, profile

EVERYBODY = Viewer(everything=True)
QUESTION = MatchRequest(question="Laserschweißen von Aluminium", k=20)
REQUESTS = (
    QUESTION,
    MatchRequest(question="Wer mahlt Mehl?", k=20, diversity=0.5),
    MatchRequest(
        question="Treppen aus Stahl",
        constraints=(Constraint(rule=Rule.REGION, values=("Brandenburg",)),),
        k=20,
    ),
)


class Holding:
    """Holds up whoever comes by, once."""

    def __init__(self) -> None:
        self.reached, self.go = threading.Event(), threading.Event()

    def here(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.go.wait(30)


class HoldingEncoder(HashingEncoder):
    """Encodes questions once it is let go."""

    def __init__(self, holding: Holding) -> None:
        super().__init__()
        self._holding = holding

    def encode(
        self, texts: Sequence[str], *, as_query: bool = False, progress: Progress | None = None
    ) -> Vectors:
        if as_query:
            self._holding.here()
        return super().encode(texts, as_query=as_query, progress=progress)


def firms() -> list[Profile]:
    offers = ("Laserschweißen von Aluminium", "Mehl mahlen", "Laserschneiden", "Treppen aus Stahl")
    return [profile(f"p{i}", offers=[text], plz="15230") for i, text in enumerate(offers)]


def asked_apart(matcher: Matcher) -> tuple[threading.Thread, list[MatchResult]]:
    answers: list[MatchResult] = []
    asking = threading.Thread(target=lambda: answers.append(matcher.suggest(QUESTION, EVERYBODY)))
    asking.start()
    return asking, answers


@pytest.mark.parametrize("step", ["encode", "rank", "result_of"])
def test_an_answer_held_up_reads_one_state_while_two_more_are_published(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = Holding()
    right = Matcher(corpus_of(firms(), ENCODER)).suggest(QUESTION, EVERYBODY)
    if step == "encode":
        corpus = corpus_of(firms(), HoldingEncoder(holding))
    else:
        corpus, done = corpus_of(firms(), ENCODER), getattr(engine, step)

        def held(*given: Any) -> object:
            holding.here()
            return done(*given)

        monkeypatch.setattr(engine, step, held)
    matcher = Matcher(corpus)
    asking, answers = asked_apart(matcher)
    assert holding.reached.wait(30)
    corpus.put([profile("p0", offers=["Schafe scheren"]), profile("x", offers=["Laser"])])
    corpus.remove(["p1", "p2"])
    holding.go.set()
    asking.join(30)
    assert answers == [right]
    after = {s.profile_id for s in matcher.suggest(QUESTION, EVERYBODY).suggestions}
    assert after == {"p0", "p3", "x"}


def test_nobody_who_reads_waits_for_a_writer() -> None:
    corpus = corpus_of(firms(), ENCODER)
    matcher = Matcher(corpus)
    with corpus._writing:
        asking, answers = asked_apart(matcher)
        asking.join(30)
        assert not asking.is_alive()
    assert answers[0].suggestions


def test_an_engine_that_stands_still_gives_answers_that_agree() -> None:
    corpus = corpus_of(firms(), ENCODER)
    matcher = Matcher(corpus)
    still = matcher.still()
    corpus.put([profile("x", offers=["Laserschweißen von Aluminium"])])
    assert len(still.allowed(QUESTION, EVERYBODY)) == len(still.rank(QUESTION, EVERYBODY).ids) == 4
    assert len(matcher.allowed(QUESTION, EVERYBODY)) == 5


def test_what_follows_from_a_snapshot_is_made_once() -> None:
    corpus = corpus_of(firms(), ENCODER)
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [corpus.snapshot.once("x", make) for _ in range(2)] == [0, 0]
    corpus.put([profile("new", offers=["Laser"])])
    assert corpus.snapshot.once("x", make) == 1


def test_what_stays_equal_is_shared() -> None:
    corpus = corpus_of(firms(), ENCODER)
    before = corpus.snapshot
    corpus.apply((), removed=["nobody"], revision=9)
    assert (corpus.snapshot.revision, corpus.snapshot.edition) == (9, before.edition)
    assert corpus.snapshot.vectors is before.vectors
    corpus.put([profile("new", offers=["Laser"], plz="10115")])
    was, now = before.catalog._facets, corpus.snapshot.catalog._facets
    kept = [key for key in was if now[key] is was[key]]
    assert "kreis:12053" in kept
    assert "all" not in kept


texts = st.sampled_from(
    ["Laserschweißen", "Mehl mahlen", "Aluminium fräsen", "Treppen aus Stahl", "Laser", "Holz"]
)
profiles = st.builds(
    lambda number, offers, needs, plz: profile(
        f"p{number}", offers=offers, needs=needs, plz=plz, valid_until=None
    ),
    st.integers(0, 12),
    st.lists(texts, min_size=1, max_size=3, unique=True),
    st.lists(texts, max_size=1),
    st.sampled_from(["15230", "10115", "14712"]),
)


def answers_of(matcher: Matcher) -> list[tuple[list[str], list[float], list[int | None], str]]:
    found = []
    for request in REQUESTS:
        result = matcher.suggest(request, EVERYBODY)
        some = result.suggestions
        ids, fits = [s.profile_id for s in some], [s.model_dump_json() for s in some]
        scores = [s.score for s in some]
        counts: list[int | None] = [result.visible, result.allowed, len(fits)]
        found.append((ids, scores, counts, result.versions.data_version))
    return found


class AgainstARebuiltIndex(RuleBasedStateMachine):
    """However a corpus came to its profiles, it answers as one just built of them.

    Every state that somebody kept goes on answering as it did.
    """

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(blocks, "BLOCK", 4)
        self.patch.setattr("models.indexes.faiss_index.BLOCK", 4)
        self.patch.setattr(lexical, "FRESH_ROWS", 0)
        self.patch.setattr(lexical, "FRESH_PART", 2)
        self.corpus: Corpus = new_corpus(ENCODER)
        self.profiles: dict[str, Profile] = {}
        self.kept: list[tuple[Matcher, object]] = []

    def teardown(self) -> None:
        self.patch.undo()

    @rule(some=st.lists(profiles, max_size=5), gone=st.sets(st.integers(0, 14), max_size=3))
    def change(self, some: list[Profile], gone: set[int]) -> None:
        ids = {f"p{number}" for number in gone} - {p.id for p in some}
        self.corpus.apply(some, removed=ids)
        self.profiles |= {p.id: p for p in some}
        self.profiles = {id: p for id, p in self.profiles.items() if id not in ids}

    @rule()
    def keep(self) -> None:
        matcher = Matcher(self.corpus).still()
        self.kept = [*self.kept[-2:], (matcher, answers_of(matcher))]

    @rule()
    def rebuild(self) -> None:
        fresh = answers_of(Matcher(corpus_of(list(self.profiles.values()), ENCODER)))
        for mine, right in zip(answers_of(Matcher(self.corpus)), fresh, strict=True):
            assert (mine[0], mine[2], mine[3]) == (right[0], right[2], right[3])
            assert mine[1] == pytest.approx(right[1], abs=1e-5)

    @invariant()
    def kept_states_answer_as_they_did(self) -> None:
        for matcher, answers in self.kept:
            assert answers_of(matcher) == answers


AgainstARebuiltIndex.TestCase.settings = settings(
    max_examples=12, deadline=None, stateful_step_count=10
)
TestAgainstARebuiltIndex = AgainstARebuiltIndex.TestCase
