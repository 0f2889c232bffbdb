"""Umlauts and ß that were written out, and texts in capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.question import understand
from matcher.reading.spelling import as_written
from matcher.request import MatchRequest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("geloetete Naehte pruefen", "gelötete Nähte prüfen"),
        ("Groesse der Baeckerei", "Größe der Bäckerei"),
        ("Oberflaechenbehandlung", "Oberflächenbehandlung"),
        ("Fluessigkeitspumpen", "Flüssigkeitspumpen"),
        ("Prozessueberwachung fuer Messgeraete", "Prozessüberwachung für Messgeräte"),
        ("SCHWEISSNÄHTE PRÜFEN", "schweißnähte prüfen"),
        ("heiss giessen", "heiß gießen"),
    ],
)
def test_umlauts_are_put_back(typed: str, meant: str) -> None:
    assert as_written(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Steuerung neuer Maschinen",
        "Wasser messen auf der Messe",
        "Quellen, Dauer, Aktuelles",
        "Preissenkung und Ausschuss",
        "Goethe",
        "CNC",
        "Adressen aussuchen",
        "blue issue queue",
    ],
)
def test_words_that_are_words_stay(text: str) -> None:
    assert as_written(text) == text


@given(st.text(max_size=200))
def test_any_text_is_survived_and_is_stable(text: str) -> None:
    once = as_written(text)
    assert as_written(once) == once


def test_three_ways_of_typing_search_for_the_same() -> None:
    typed = ("schweissnaehte pruefen", "schweißnähte prüfen", "SCHWEISSNAEHTE PRUEFEN")
    topics = {understand(MatchRequest(question=text)).topic for text in typed}
    assert len(topics) == 1
