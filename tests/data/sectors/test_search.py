"""From plain words to sectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import RequestError
from data.sectors.search import load_sector_search, plain_words, read_activity, search_sectors


def first(text: str) -> str:
    return search_sectors(text, 1)[0].sector.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Zerspanung", "25.62"),
        ("CNC-Drehen und Fräsen", "25.62"),
        ("Pulverbeschichtung", "25.61"),
        ("Spenglerarbeiten", "43.91"),
        ("Kunststoffspritzgussteile", "22.29"),
        ("Wärmepumpe einbauen", "43.22"),
        ("Wir suchen einen Betrieb, der Platinen bestückt", "26.12"),
        ("Waermebehandlung von Stahl", "25.61"),
    ],
)
def test_everyday_words_find_their_class_first(text: str, code: str) -> None:
    assert first(text) == code


def test_what_is_done_decides_between_classes_of_the_same_goods() -> None:
    assert first("Herstellung von Schuhen") == "15.20"
    assert first("Großhandel mit Schuhen") == "46.42"
    assert first("Einzelhandel mit Schuhen") == "47.72"
    assert first("Reparatur von Schuhen") == "95.23"
    assert first("Handelsvermittlung von Schuhen") == "46.16"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("H. v. Möbeln", "Herstellung von Möbeln"),
        ("Einzelh. m. Schuhen", "Einzelhandel mit Schuhen"),
        ("EH m. Schuhen", "Einzelhandel mit Schuhen"),
        ("Großh. m. Wein", "Großhandel mit Wein"),
        ("Rep. v. Uhren u. Schmuck", "Reparatur von Uhren und Schmuck"),
    ],
)
def test_abbreviations_of_registers_are_read(short: str, full: str) -> None:
    assert read_activity(short) == read_activity(full)
    assert search_sectors(short, 5)[0].sector == search_sectors(full, 5)[0].sector


def test_goods_are_known_to_the_classes_that_trade_them() -> None:
    # Nobody wrote „Marzipan“ beside the retail trade: it is known from the making of sweets.
    assert first("Einzelhandel mit Marzipan") == "47.24"


def test_an_activity_alone_stays_a_text() -> None:
    assert read_activity("Großhandel")[0] == "grosshandel"
    assert search_sectors("Großhandel", 1)[0].sector.code.startswith("46")


def test_fillers_carry_no_meaning() -> None:
    assert plain_words("Wer kann uns helfen mit der Zerspanung?") == "zerspanung"


@pytest.mark.parametrize("text", ["", "   ", "!?", "wer kann mit uns"])
def test_text_without_content_finds_nothing(text: str) -> None:
    assert search_sectors(text) == []


def test_k_is_the_most_that_comes_back() -> None:
    assert len(search_sectors("Metall", 3)) == 3
    with pytest.raises(RequestError, match="mindestens"):
        search_sectors("Metall", 0)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.integers(1, 30))
def test_hits_are_distinct_ordered_classes_with_scores_up_to_one(text: str, k: int) -> None:
    hits = search_sectors(text, k)
    assert len(hits) <= k
    assert len({hit.sector.code for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 + 1e-6 and hit.sector.level == 4 for hit in hits)


def test_many_texts_at_once_score_as_each_alone() -> None:
    search = load_sector_search()
    texts = ["Zerspanung", "Großhandel mit Wein", "", "Dachdecker"]
    together = search.scores(texts)
    assert together.shape == (4, 615)
    for row, text in zip(together, texts, strict=True):
        np.testing.assert_allclose(row, search.scores([text])[0])
