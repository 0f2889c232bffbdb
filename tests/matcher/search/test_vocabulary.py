"""Words that profiles use, and the ones that a slip of the finger may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.question import understand
from matcher.reading.slips import mended
from matcher.request import MatchRequest, Viewer
from matcher.search.ingest import corpus_of
from matcher.search.vocabulary import Vocabulary, vocabulary_of
from models.testing import HashingEncoder

TEXTS = [
    ["Laserschweißen von Aluminium"],
    ["Wärmepumpen im Altbau"],
    ["Härterei", "Beratungen"],
    ["Alufenster"],
]
SAID = Vocabulary([*TEXTS, *([["Drohnen im Forst"]] * 2), *([["Drogenhilfe, Drogen"]] * 2)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Laserschweisen", "Laserschweißen"),  # another letter
        ("Wärmepunpen", "Wärmepumpen"),
        ("Wärmepmpen", "Wärmepumpen"),  # one too few
        ("Aluminnium", "Aluminium"),  # one too many
        ("Alumniium", "Aluminium"),  # two in the wrong order
    ],
)
def test_one_slip_is_read_as_what_profiles_say(typed: str, meant: str) -> None:
    read = understand(MatchRequest(question=f"Wer kann {typed}?"), SAID.meant_by)
    assert meant in read.question
    assert [(u.code, u.text, u.candidates) for u in read.unsure] == [("mistyped", typed, (meant,))]


@pytest.mark.parametrize(
    "text",
    [
        "Dronen",  # Drohnen or Drogen: nobody knows
        "Wärmeplumpsen",  # two slips
        "Beratung",  # an ending is no slip, and the word exists
        "„Laserschweisen“",  # meant just so
        "LASERSCHWEISEN-X",
        "Ärmepumpen",  # first letters are right
        "Härtere",
        "Altfenster",  # a compound that exists, whoever writes of Alufenster
    ],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert mended(text, SAID.meant_by) == (text, ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Klebstofe", "Klebstoffe"), ("Schweißnäte", "Schweißnähte"), ("Glasfasser", "Glasfaser")],
)
def test_long_words_of_the_word_list_are_known_though_no_profile_uses_them(
    typed: str, meant: str
) -> None:
    changed, found = mended(typed, SAID.meant_by)
    assert changed == meant and found[0].text == typed


@pytest.mark.parametrize("text", ["puffert", "böttchert", "etikettierer", "pastöse", "Petrick"])
def test_forms_and_names_are_no_slips(text: str) -> None:
    assert mended(text, SAID.meant_by) == (text, ())


def test_a_slip_in_a_profile_is_not_what_is_meant() -> None:
    slipped = Vocabulary([["Kantenanleinmaschine"], ["Kantenanleinmaschine"]])
    assert mended("Kantenanleimmaschine", slipped.meant_by)[0] == "Kantenanleimmaschine"


def test_names_of_trades_are_known_without_profiles() -> None:
    words = vocabulary_of(corpus_of([], HashingEncoder()).snapshot, Viewer())
    assert mended("ein Tichler", words.meant_by)[0] == "ein Tischler"


def test_a_frequent_word_is_meant_rather_than_a_rare_one() -> None:
    many = Vocabulary([*([["Drohnen"]] * 10), ["Drogen"], ["Drogen"]])
    assert many.meant_by("Dronen") == "drohnen"
    assert Vocabulary([*([["Drohnen"]] * 9), ["Drogen"], ["Drogen"]]).meant_by("Dronen") is None


@given(st.text(max_size=60))
def test_nothing_but_words_changes(text: str) -> None:
    changed, found = mended(text, SAID.meant_by)
    assert (changed == text) is (not found)
    assert all(unsure.text in text for unsure in found)
