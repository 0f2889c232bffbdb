"""What a reading says of single requests, and what holds for every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profiles import Kind
from matcher.reading import DoubtCode, Owner, Reading, read
from matcher.reading.lexicon.function_words import FUNCTION_WORDS
from matcher.request import Goal


def regions(text: str) -> list[tuple[str, str, float | None, str]]:
    return [(p.name, str(p.polarity), p.km, p.strength) for p in read(text).regions]


def sought(text: str) -> str:
    return " | ".join(need.text for need in read(text).sought)


PIECES = st.lists(
    st.sampled_from(
        "wir suchen in Potsdam nicht außer 30 km um Forst ( ) , . ? : - und oder Berliner Betrieb "
        "unser Werk PR LOS am liebsten Institut kein keine wer kann a) 03046 \n Sehr geehrte".split(
            " "
        )
    )
).map(" ".join)


@given(st.text(max_size=300) | PIECES)
@settings(max_examples=300, deadline=None)
def test_every_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    reading = read(text)
    assert reading == read(text)
    spans = [span for need in reading.sought for span in need.spans]
    spans += [p.span for p in reading.places] + [k.span for k in reading.kinds]
    spans += [d.span for d in reading.unsure] + [p.span for p in reading.asker.phrases]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


@pytest.mark.parametrize(
    "text",
    [
        "wer schweißt in Potsdam, aber nicht in Berlin? " * 2200,
        "(((((((" * 15_000,
        "in in in " * 12_000,
        "wir suchen " * 9_000,
        "x" * 100_000,
    ],
)
def test_long_texts_end_soon(text: str) -> None:
    read("Potsdam")
    start = time.perf_counter()
    read(text)
    # About a second on an idle machine; a quadratic step would take minutes.
    assert time.perf_counter() - start < 8


@pytest.mark.parametrize(
    "text",
    [
        "Wer kann in Lübbenau Türschlösser fräsen?",
        "Wer kann in Luebbenau Tuerschloesser fraesen?",
        "WER KANN IN LÜBBENAU TÜRSCHLÖSSER FRÄSEN?",
        "wer kann in lübbenau türschlösser fräsen",
        "Wer kann in Lübenau Türschlösser fräsen?",
    ],
)
def test_spelling_makes_no_difference(text: str) -> None:
    assert regions(text) == [("Lübbenau/Spreewald", "in", None, "must")]


def test_a_slip_of_the_finger_is_said() -> None:
    doubts = read("Fliesen legen in Straussberg").unsure
    assert [(d.code, d.candidates) for d in doubts] == [(DoubtCode.SPELLING, ("Strausberg",))]


def test_words_that_are_places_too_need_evidence() -> None:
    assert regions("Ladepunkte im Hof") == []
    assert regions("Harvester im Forst warten") == []
    assert regions("Tischler in Forst") == [("Forst (Lausitz)", "in", None, "must")]
    asked = read("Drohnen in Forst").unsure
    assert [d.code for d in asked] == [DoubtCode.IS_PLACE]
    assert asked[0].candidates == ("Forst (Lausitz)",)


def test_letters_are_places_only_where_places_are_spoken_of() -> None:
    assert regions("Erfahrung in PR") == []
    assert regions("EE und Speicher planen") == []
    assert [name for name, *_ in regions("Maurer in PR oder OPR")] == [
        "Prignitz",
        "Ostprignitz-Ruppin",
    ]


def test_where_the_asker_is_makes_no_rule() -> None:
    reading = read("Wir sind eine Schreinerei in Calau und suchen Furniere.")
    assert reading.regions == ()
    assert [(p.name, p.owner) for p in reading.places] == [("Calau", Owner.ASKER)]
    assert reading.asker.trade == "A-27"
    assert reading.asker.seat == "place:calau"
    assert [n.text for n in reading.sought] == ["Furniere"]


def test_near_is_near_the_asker_or_asked() -> None:
    near = "Wir sitzen in Calau und suchen Furniere, gern in der Nähe."
    assert regions(near) == [("Calau", "in", None, "prefer")]
    unknown = read("Suche Furniere in der Nähe")
    assert unknown.regions == ()
    assert [d.code for d in unknown.unsure] == [DoubtCode.NO_SEAT]


def test_needs_are_told_apart() -> None:
    text = "Wir suchen Folien aus Stärke und außerdem suchen wir jemanden, der Kartons faltet."
    assert sought(text) == "Folien aus Stärke | Kartons faltet"


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Unsere Späne kleben am Band. Wer konstruiert einen Abstreifer?", 1),
        ("Wir wollen Treber trocknen und pressen. Wer baut solche Öfen?", 1),
        ("Käserei braucht Gläser mit Bügel. Wer formt die selbst?", 1),
        ("Gesucht: dünnes Kupferband. Wer walzt kleine Mengen?", 1),
        ("Our kiln cracks tiles. Who builds gentler burners?", 1),
        ("Wer härtet Sägeblätter? Wer schleift Kreismesser?", 2),
        ("Wir suchen einen Sattler. Wir brauchen eine Halle zum Lackieren.", 2),
        ("Wer presst Lavendel? Außerdem suchen wir einen Abfüller für Flaschen.", 2),
        ("Uns fehlen a) ein Drechsler, b) jemand, der Furnier prägt.", 2),
        ("Wir suchen einen Vergolder und außerdem jemanden für Stuck.", 2),
    ],
)
def test_what_is_told_belongs_to_the_question_after_it(text: str, needs: int) -> None:
    assert len(read(text).sought) == needs


def test_the_situation_is_searched_with_the_question() -> None:
    (need,) = read("Aus Treber soll Papier werden. Wer baut so etwas?").sought
    assert "Treber" in need.text
    assert "Papier" in need.text


def test_namesakes_are_asked_about() -> None:
    doubts = read("Maler in Falkenberg").unsure
    assert doubts[0].code is DoubtCode.WHICH_PLACE
    assert "Falkenberg/Elster" in doubts[0].candidates


def test_kinds_and_goals() -> None:
    reading = read("Kein Startup: Welches Netzwerk für Holzbau nimmt Mitglieder auf?")
    assert reading.wanted_kinds == (Kind.CLUSTER,)
    assert reading.unwanted_kinds == (Kind.STARTUP,)
    assert reading.goal is Goal.CLUSTER


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Abrechnungssoftware fürs Handwerk", ()),
        ("Startups, die Handwerkern Angebote schreiben helfen", (Kind.STARTUP,)),
        ("Institut, das mit Handwerksbetrieben an Lehm forscht", (Kind.RESEARCH,)),
        ("Startup oder Forschungseinrichtung für Lehm", (Kind.STARTUP, Kind.RESEARCH)),
    ],
)
def test_whom_the_work_is_for_is_no_kind_of_partner(text: str, kinds: tuple[Kind, ...]) -> None:
    assert read(text).wanted_kinds == kinds


def test_the_region_alone_is_near_somewhere_unsaid() -> None:
    reading = read("Wir suchen Imker aus der Region")
    assert sought("Wir suchen Imker aus der Region") == "Imker"
    assert [d.code for d in reading.unsure] == [DoubtCode.NO_SEAT]
    assert regions("Imker in der Region Lausitz") == [("Lausitz", "in", None, "must")]


def test_the_facts_are_plain_fields() -> None:
    facts = read("Tischler, höchstens 20 km von Guben").facts()
    assert facts["regions"] == [{"name": "Guben", "polarity": "in", "km": 20.0, "strength": "must"}]
    assert facts["sought"] == ["Tischler"]
    assert set(facts) == {
        "sought", "asker", "regions", "kinds", "not_kinds", "goal", "unsure"
    }  # fmt: skip


def test_no_topic_is_lost_when_nothing_is_found() -> None:
    reading = read("Wer kann das?")
    assert reading.sought[0].text == "Wer kann das?"
    assert [d.code for d in reading.unsure] == [DoubtCode.NO_NEED]


def test_no_trade_is_a_function_word() -> None:
    assert not FUNCTION_WORDS & {"tischler", "maler", "dachdecker", "klempner", "baecker"}


@pytest.mark.parametrize(
    "text",
    [
        "Gesucht:\n1) Pumpenwartung in Guben\n2) Ventile",
        "Wir brauchen: 1. Pumpenwartung in Guben 2. Ventile",
        "a) Pumpenwartung in Guben b) Ventile",
        "Bedarf\n- Pumpenwartung in Guben\n- Ventile\nViele Grüße\nMax Kern",
        "• Pumpenwartung in Guben\n• Ventile",
    ],
)
def test_each_item_of_a_list_is_a_need(text: str) -> None:
    assert sought(text) == "Pumpenwartung | Ventile"
    assert regions(text) == [("Guben", "in", None, "must")]


def test_dates_are_no_list() -> None:
    assert (
        sought("Wir suchen bis 1. Mai einen Schlosser und ab 2. Juni einen Maler").count("|") == 0
    )
    assert sought("Zahnradfräsen Modul 12 Hennigsdorf") == "Zahnradfräsen Modul 12"


def test_what_a_third_party_does_is_not_searched_for() -> None:
    for text in (
        "Der Kunde baut Boote in Zeuthen. Gesucht ist ein Lackierer.",
        "Für einen Bootsbauer in Zeuthen suche ich einen Lackierer.",
    ):
        assert sought(text) == "Lackierer"
        assert regions(text) == []
        assert [p.owner for p in read(text).places] == [Owner.ASKER]


def test_praise_and_the_word_for_a_firm_are_no_topic() -> None:
    assert sought("ein gestandener Handwerksbetrieb für Lüftungsreinigung") == "Lüftungsreinigung"
    assert sought("Fachfirma für Faulturm-Entsandung gesucht") == "Faulturm-Entsandung"
    assert sought("gute Griffe für Schränke") == "gute Griffe für Schränke"


def test_an_offer_that_others_could_need_seeks_customers() -> None:
    asked = "Wir bieten Lohntrocknung an. Welche Hersteller von Futtermitteln könnten das brauchen?"
    assert read(asked).goal is Goal.CUSTOMER


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Stahlbau in der Stadt Brandenburg", ["Brandenburg an der Havel"]),
        ("Stahlbau in Brandenburg (Stadt)", ["Brandenburg an der Havel"]),
        ("Stahlbau in Brandenburg", ["Brandenburg"]),
        ("Blumen für die Stadt Berlin, Gärtner in Berlin", ["Berlin"]),
        ("Zäune in Babelsberg", ["Potsdam"]),
        ("Zäune in Kirchmöser oder Premnitz", ["Brandenburg an der Havel", "Premnitz"]),
        ("Zäune in Sielow", ["Cottbus"]),
        ("Lampen am Stern aufhängen", []),
    ],
)
def test_towns_of_a_lands_name_and_parts_of_towns(text: str, names: list[str]) -> None:
    assert [name for name, *_ in regions(text)] == names
