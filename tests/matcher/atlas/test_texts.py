"""What of a text tells a topic."""

from __future__ import annotations

import pytest

from matcher.atlas.texts import clean, nouns, speaks


@pytest.mark.parametrize(
    "text",
    [
        "Potentialberatung",
        "Betriebliche Ausbildung im Verbund",
        "Bildungsschecks",
        "Erweiterung einer Betriebsstätte",
        "Coaching BONUS - Beratungsfoerderung",
        "Markterschließung Messeförderung",
        "InnoTrans ´2012 Ort: Berlin",
        "Agritechnica 2015, Hannover, 08.- 14.11.2015",
        'Messeteilnahme: "InnoTrans 2016" in Berlin',
        "Landkreis Uckermark",
        "",
    ],
)
def test_what_says_nothing_about_competence_belongs_to_no_topic(text: str) -> None:
    assert not speaks(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zerspanung von Titan in Prenzlau", ["Zerspanung", "Titan"]),
        ("_x000D_ Laserschweißen_x000D_", ["Laserschweißen"]),
        ("Hightech.NRW: AVIGLE – Sensorik", ["Sensorik"]),
        ("Forschung zu Wasserstoff der MÜLLER GmbH 2015", ["Wasserstoff"]),
        ("Neue additive Druckverfahren", ["Druckverfahren", "Additive Druckverfahren"]),
        ("Holz aus Bernau", ["Holz"]),
    ],
)
def test_nouns_are_kept_but_no_place_year_firm_or_programme(text: str, expected: list[str]) -> None:
    assert [noun.form for noun in nouns(text)] == expected


def test_a_word_parted_at_the_end_of_a_line_is_put_together() -> None:
    assert clean("Forschungs-einrichtung") == "Forschungseinrichtung"
    assert clean("Mess- und Prüftechnik, CNC-Fräsen") == "Mess- und Prüftechnik, CNC-Fräsen"


def test_forms_of_a_noun_have_one_stem() -> None:
    assert nouns("Wärmepumpe")[0].stem == nouns("Wärmepumpen")[0].stem
