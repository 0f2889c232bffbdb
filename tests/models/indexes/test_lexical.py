"""Lexical search: German spellings and compounds, and an index that never needs a rebuild."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sklearn.feature_extraction.text import CountVectorizer

from data.errors import ModelError
from models.index import Hits, Ids
from models.indexes import lexical
from models.indexes.german import FEATURES, fold, ngrams
from models.indexes.lexical import LexicalIndex

TEXTS = [
    "Laserschweißen von Aluminium in Kleinserie",
    "Steuerberatung für Handwerksbetriebe",
    "CNC-Fräsen und Drehen von Edelstahl",
    "Bäckerei mit Holzofen",
    "Entwicklung optischer Messtechnik für Schweißnähte",
    "Vermietung von Ferienwohnungen an der Müritz",
]


def ids_of(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def filled(texts: list[str]) -> LexicalIndex:
    index = LexicalIndex()
    index.upsert(np.arange(len(texts)), texts)
    return index


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Laser-Schweißen", "Laserschweissen"),
        ("LASERSCHWEISSEN", "Laserschweißen"),
        ("Märkte", "Maerkte"),
        ("Mu\u0308nze", "Münze"),
        ("Café", "cafe"),
        ("Schwei\u00adßen", "Schweißen"),
        ("Berlin\u2011Brandenburg", "Berlin-Brandenburg"),
        ("  Holz,  Metall & Co. ", "holz metall co"),
        ("ﬁlter", "Filter"),
    ],
)
def test_spellings_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Metall- und Maschinenbau", "metall und maschinenbau"),
        ("5-Achs-Fräsen", "5 achsfraesen"),
        ("DIN EN 1090-2", "din en 1090 2"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_what_is_apart_stays_apart(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("abcß ä-x1"), max_size=30), min_size=1, max_size=5))
def test_ngrams_are_those_of_scikit_learn(texts: list[str]) -> None:
    """Same counts per text; hashing may merge two n-grams, never split one."""
    mine = ngrams(texts)
    folded = [fold(text) for text in texts]
    if not any(folded):
        assert mine.nnz == 0
        return
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False)
    analyse = theirs.build_analyzer()
    for row, text in zip(mine, folded, strict=True):
        # scikit-learn gives a short word whole, once; here it has no longer n-gram than itself.
        grams = [gram for gram in analyse(text) if len(gram) >= 3]
        assert row.sum() == len(grams)
        assert row.nnz == len(set(grams))


def test_ngrams_do_not_cross_texts_and_have_sorted_columns() -> None:
    together, apart = ngrams(["abc", "", "def ghi"]), [ngrams([t]) for t in ("abc", "", "def ghi")]
    assert together.shape == (3, FEATURES)
    assert together.has_sorted_indices
    for row, single in zip(together, apart, strict=True):
        assert (row != single).nnz == 0


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Wer kann Aluminium schweissen?", 0),
        ("Laser-Schweißen", 0),
        ("Edelstahlfräsen", 2),
        ("Optik, Schweissnaht prüfen", 4),
        ("Baeckerei", 3),
        ("Ferienwohnung Mueritz", 5),
    ],
)
def test_parts_of_compounds_are_found(question: str, right: int) -> None:
    hits = filled(TEXTS).search(question, 3)
    assert hits.ids[0][0] == right
    assert (np.diff(hits.scores[0]) <= 0).all()


def test_scores_lie_between_nothing_and_the_exact_text() -> None:
    index = filled(TEXTS)
    for row, text in enumerate(TEXTS):
        scores = index.scores(text)
        assert scores.dtype == np.float32
        assert scores[row] == pytest.approx(1, abs=1e-5)
        assert (np.delete(scores, row) < 0.5).all()
    assert not index.scores("").any()
    assert not index.scores("§§§").any()
    assert not index.scores("qqqqq").any()


def test_phrases_that_stand_everywhere_weigh_little() -> None:
    generic = "Erweiterung einer Betriebsstätte"
    index = filled([f"{generic} {word}" for word in ("Optik", "Brot", "Holz", "Stahl")] * 20)
    alone = filled([f"{generic} Optik", *["Ganz andere Vorhaben"] * 79])
    assert index.scores(generic)[0] < 0.9 * alone.scores(generic)[0]
    assert set(index.search(f"{generic} Stahl", 20).ids[0] % 4) == {3}


def test_what_says_more_besides_is_punished_less_than_by_a_cosine() -> None:
    short, long = "Laserschweißen", "Laserschweißen, Fräsen, Drehen, Beschichten und Montage"
    scores = filled([short, long, *TEXTS[3:]]).scores(short)
    assert 0.6 < scores[1] < scores[0]


def test_only_allowed_ids_with_a_score_are_found() -> None:
    index = filled(TEXTS)
    allowed = np.array([False, True, True])
    assert index.search("Stahl und Handwerk", 10, allowed).ids[0].tolist() == [1, 2]
    assert index.search("Schweißen", 10, np.zeros(9, dtype=np.bool_)).ids[0].tolist() == []
    assert 4 not in index.search("Holzofen", 10).ids[0]


def test_equal_texts_are_ordered_by_id() -> None:
    index = LexicalIndex()
    index.upsert(ids_of(9, 2, 5), ["Optik"] * 3)
    assert index.search("Optik", 2).ids[0].tolist() == [2, 5]


def test_writes_are_seen_at_once() -> None:
    index = filled(TEXTS)
    index.upsert(ids_of(1, 40), ["Imkerei", "Imkerei und Honig"])
    assert len(index) == 7
    assert index.search("Imkerei", 5).ids[0].tolist()[:2] == [1, 40]
    assert 1 not in index.search("Steuerberatung", 5).ids[0]
    assert index.remove(ids_of(1, 3, 99)) == 2
    assert index.remove(ids_of(1)) == 0
    assert index.search("Imkerei", 5).ids[0].tolist() == [40]
    index.upsert(ids_of(1), ["Imkerei"])
    assert index.search("Imkerei", 1).ids[0].tolist() == [1]


def test_scores_of_rows() -> None:
    index = filled(TEXTS)
    scores = index.score_rows("Schweißen", ids_of(4, 1000, -1, 0))
    np.testing.assert_array_equal(scores[[0, 3]], index.scores("Schweißen")[[4, 0]])
    assert scores[1] == scores[2] == 0


def test_an_empty_index_answers_with_nothing(tmp_path: Path) -> None:
    index = LexicalIndex()
    assert index.scores("Optik").shape == (0,)
    assert index.search("Optik", 3).ids[0].tolist() == []
    index.upsert(ids_of(), [])
    index.save(tmp_path / "words.npz")
    assert len(LexicalIndex.load(tmp_path / "words.npz")) == 0


def test_wrong_input_is_refused() -> None:
    index = LexicalIndex()
    with pytest.raises(ModelError, match=r"2.*1"):
        index.upsert(ids_of(0, 1), ["Optik"])
    with pytest.raises(ModelError, match="-1"):
        index.upsert(ids_of(-1), ["Optik"])
    with pytest.raises(ModelError, match="0"):
        index.search("Optik", 0)
    assert len(index) == 0


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    index, path = filled(TEXTS), tmp_path / "words.npz"
    index.remove(ids_of(5))
    index.save(path)
    again = LexicalIndex.load(path)
    assert len(again) == 5
    for text in (*TEXTS, "Wer schweißt?"):
        np.testing.assert_array_equal(again.scores(text)[:5], index.scores(text)[:5])
    again.upsert(ids_of(0), ["Optik"])
    again.save(tmp_path / "other.npz")
    assert (tmp_path / "other.npz").read_bytes() != path.read_bytes()
    other = LexicalIndex()
    for row in (3, 1, 2, 4, 0, 2):
        other.upsert(ids_of(row), [TEXTS[row]])
        other.scores("Optik")
    other.save(tmp_path / "same.npz")
    assert (tmp_path / "same.npz").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["spelling", "columns", "starts", "ids"])
def test_foreign_or_damaged_rows_are_refused(tmp_path: Path, name: str) -> None:
    filled(TEXTS).save(tmp_path / "words.npz")
    with np.load(tmp_path / "words.npz") as file:
        arrays = dict(file)
    arrays[name] = -1 - arrays[name]
    np.savez(tmp_path / "words.npz", allow_pickle=False, **arrays)
    with pytest.raises(ModelError):
        LexicalIndex.load(tmp_path / "words.npz")


def test_searches_run_while_others_write() -> None:
    index = filled(TEXTS)
    problems: list[str] = []

    def read() -> None:
        for _ in range(40):
            scores = index.scores(TEXTS[0])
            if not 0.999 < scores[0] <= 1:
                problems.append(f"{scores[0]}")

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for step in range(20):
        index.upsert(np.arange(10, 20), [f"{TEXTS[step % 6]} {n}" for n in range(10)])
        index.remove(np.arange(10, 15))
    for reader in readers:
        reader.join()
    assert problems == []


words = st.sampled_from(["Optik", "Laser", "Holzbau", "Bäckerei", "Schweißen", "Laseroptik", ""])
texts = st.lists(words, max_size=4).map(" ".join)


class AgainstAFreshIndex(RuleBasedStateMachine):
    """However it came to its texts, an index answers as one that was just filled with them."""

    def __init__(self) -> None:
        super().__init__()
        self.index = LexicalIndex()
        self.texts: dict[int, str] = {}

    @rule(rows=st.dictionaries(st.integers(0, 30), texts, max_size=12))
    def upsert(self, rows: dict[int, str]) -> None:
        self.index.upsert(ids_of(*rows), list(rows.values()))
        self.texts.update(rows)

    @rule(ids=st.sets(st.integers(0, 40), max_size=8))
    def remove(self, ids: set[int]) -> None:
        there = [i for i in ids if self.texts.pop(i, None) is not None]
        assert self.index.remove(ids_of(*ids)) == len(there)

    @rule(text=texts)
    def search(self, text: str) -> None:
        ids = ids_of(*self.texts)
        fresh = LexicalIndex()
        fresh.upsert(ids, list(self.texts.values()))
        self.compare(self.index.search(text, 50), fresh.search(text, 50))

    def compare(self, mine: Hits, right: Hits) -> None:
        np.testing.assert_array_equal(mine.ids[0], right.ids[0])
        np.testing.assert_array_equal(mine.scores[0], right.scores[0])


class WithALaggingCount(AgainstAFreshIndex):
    """Where only the changed rows are weighed anew, the same rows are found, scores differ."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(lexical, "FRESH_ROWS", 0)
        self.patch.setattr(lexical, "FRESH_PART", 1)

    def teardown(self) -> None:
        self.patch.undo()

    def compare(self, mine: Hits, right: Hits) -> None:
        assert set(mine.ids[0].tolist()) == set(right.ids[0].tolist())


for machine in (AgainstAFreshIndex, WithALaggingCount):
    machine.TestCase.settings = settings(max_examples=12, deadline=None, stateful_step_count=10)
TestFresh = AgainstAFreshIndex.TestCase
TestLagging = WithALaggingCount.TestCase


def test_a_lagging_count_is_caught_up_by_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "FRESH_ROWS", 0)
    index = filled(TEXTS * 10)
    before = index.scores("Imkerei Holzofen")[3]
    index.upsert(ids_of(60), ["Imkerei"])
    index.save(tmp_path / "words.npz")
    assert index.scores("Imkerei Holzofen")[3] == before
    fresh = filled([*TEXTS * 10, "Imkerei"]).scores("Imkerei Holzofen")
    again = LexicalIndex.load(tmp_path / "words.npz")
    np.testing.assert_array_equal(again.scores("Imkerei Holzofen"), fresh)
    assert fresh[3] != before


def test_a_copy_changes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    index, everyone = filled(TEXTS * 10), np.ones(60, dtype=bool)
    for fresh_rows in (lexical.FRESH_ROWS, 0):
        monkeypatch.setattr(lexical, "FRESH_ROWS", fresh_rows)
        before = index.scores("Holzofen"), index.scores("Holzofen", everyone)
        other = index.copy()
        other.upsert(ids_of(3, 60), ["Imkerei", "Holzofen"])
        other.remove(ids_of(9))
        assert (len(index), len(other)) == (60, 60)
        np.testing.assert_array_equal(index.scores("Holzofen"), before[0])
        np.testing.assert_array_equal(index.scores("Holzofen", everyone), before[1])
        assert not other.scores("Holzofen")[[3, 9]].any()
        assert other.scores("Holzofen")[60] > 0.9


SHARED = Path(__file__).parents[4] / "shared" / "eval" / "ihk_branche_wz"


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"NOT MEASURED: {SHARED} is missing")
def test_trades_find_their_class_as_often_as_measured() -> None:
    """Mean reciprocal rank on 1,106 wordings; below the floor something was broken."""
    corpus, queries = (
        [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]
        for name in ("corpus.jsonl", "queries.jsonl")
    )
    index = filled([f"{d['title']}. {d['text']}" for d in corpus])
    place = {d["_id"]: row for row, d in enumerate(corpus)}
    lines = (SHARED / "qrels.tsv").read_text("utf-8").splitlines()[1:]
    right = {line.split("\t")[0]: place[line.split("\t")[1]] for line in lines}
    found = []
    for query in queries:
        ids = index.search(query["text"], 10).ids[0].tolist()
        row = right[query["_id"]]
        found.append(1 / (1 + ids.index(row)) if row in ids else 0)
    assert np.mean(found) > 0.295


def test_only_counted_texts_say_what_is_rare() -> None:
    """Texts that do not count change no score, whatever they hold and whenever they come."""
    query = "Holzofen und Laserschweißen"
    index = filled(TEXTS)
    counted = np.ones(len(TEXTS), dtype=bool)
    alone = index.scores(query, counted)
    np.testing.assert_array_equal(alone, index.scores(query))
    index.upsert(ids_of(6, 7), ["Bäckerei mit Holzofen", "Holzofen, Holzofen"])
    np.testing.assert_array_equal(index.scores(query, counted)[: len(TEXTS)], alone)
    assert index.scores(query)[3] < alone[3]
    assert index.scores(query, np.ones(8, dtype=bool))[3] == index.scores(query)[3]
    index.remove(ids_of(6))
    np.testing.assert_array_equal(index.scores(query, counted)[: len(TEXTS)], alone)
    assert index.scores(query, counted)[6] == 0


def test_counting_some_texts_is_exact_where_the_count_of_all_lags(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lexical, "FRESH_ROWS", 0)
    index = filled(TEXTS * 10)
    index.scores("Imkerei")
    index.upsert(ids_of(60), ["Imkerei"])
    index.remove(ids_of(0))
    fresh = filled([*TEXTS * 10, "Imkerei"])
    fresh.remove(ids_of(0))
    fresh.upsert(ids_of(0), ["x"])  # weighs all anew
    fresh.remove(ids_of(0))
    everyone = np.ones(61, dtype=bool)
    query = "Imkerei Holzofen"
    np.testing.assert_allclose(
        index.scores(query, everyone), fresh.scores(query, everyone), rtol=1e-6
    )
    assert index.scores(query, everyone)[3] != index.scores(query)[3]
