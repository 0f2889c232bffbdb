import pytest

from matcher.reading.question import understand
from matcher.request import Constraint, MatchRequest, Rule


@pytest.mark.parametrize(
    ("question", "topic", "rules"),
    [
        (
            "Wer in Brandenburg kann Aluminium mit dem Laser schweißen?",
            "Aluminium mit dem Laser schweißen",
            [("region", ("Brandenburg",), None)],
        ),
        (
            "Wer kann in Prenzlau Armaturen prüfen?",
            "Armaturen prüfen",
            [("radius", ("Prenzlau",), 30)],
        ),
        (
            "Wer macht in Brandenburg an der Havel Stahlbau?",
            "Stahlbau",
            [("region", ("Brandenburg an der Havel",), None)],
        ),
        (
            "Wer hat Erfahrung in Elektronik in der Lausitz?",
            "Erfahrung in Elektronik",
            [("region", ("Lausitz",), None)],
        ),
        (
            "Gibt es in Berlin oder in Brandenburg Härtereien?",
            "Härtereien",
            [("region", ("Berlin", "Brandenburg"), None)],
        ),
        ("Wer kann bei Hitze in Werkhallen helfen?", "Hitze in Werkhallen", []),
        ("Suche Tischler, der in Serie fertigt", "Tischler, der in Serie fertigt", []),
        (
            "Looking for a machine shop near Berlin",
            "machine shop",
            [("region", ("Berlin",), None)],
        ),
        ("Laserschweißen in Bremen", "Laserschweißen", [("region", ("Bremen",), None)]),
        # The title of a project asks nothing and keeps its places.
        (
            "Entwicklung einer Anlage zum Laserschweißen dünner Bleche für den Schiffbau in Bremen",
            "Entwicklung einer Anlage zum Laserschweißen dünner Bleche für den Schiffbau in Bremen",
            [],
        ),
        ("Wer?", "Wer?", []),
    ],
)
def test_place_and_topic(
    question: str, topic: str, rules: list[tuple[str, tuple[str, ...], float | None]]
) -> None:
    understood = understand(MatchRequest(question=question))
    assert understood.topic == topic
    assert [(r.rule, r.values, r.km) for r in understood.rules] == rules


def test_a_rule_on_place_of_ones_own_stands() -> None:
    own = Constraint(rule=Rule.REGION, values=("Berlin",))
    question = "Wer schweißt in Brandenburg?"
    understood = understand(MatchRequest(question=question, constraints=(own,)))
    assert understood.rules == () and understood.topic == "schweißt"


def test_reading_can_be_switched_off() -> None:
    question = "Wer schweißt in Brandenburg?"
    understood = understand(MatchRequest(question=question, read_question=False))
    assert understood.topic == question and understood.rules == ()


def rules_of(question: str, **fields: object) -> list[tuple[str, tuple[str, ...], str, str]]:
    request = MatchRequest.model_validate({"question": question, **fields})
    return [(r.rule, r.values, r.match, r.strength) for r in understand(request).rules]


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        (
            "Wer verzinkt Treppen, aber nicht in Spandau?",
            [("region", ("Spandau",), "none", "must")],
        ),
        ("Drechsler in Potsdam und Cottbus", [("region", ("Potsdam", "Cottbus"), "any", "must")]),
        (
            "Wer poliert Glas, am liebsten in der Prignitz?",
            [("region", ("Landkreis Prignitz",), "any", "prefer")],
        ),
        # What is no place is no rule: a trade fair's hall, a skill, a yard.
        ("Wer baut uns eine Ladesäule im Hof?", []),
        ("Wir suchen jemanden mit Erfahrung in PR", []),
    ],
)
def test_a_place_has_polarity_strength_and_evidence(
    question: str, rules: list[tuple[str, tuple[str, ...], str, str]]
) -> None:
    assert rules_of(question) == rules


def test_circles_that_cannot_be_joined_are_wishes() -> None:
    asked = "Wer repariert Pumpen im Umkreis von 20 km um Prenzlau oder um Rathenow?"
    found = understand(MatchRequest(question=asked)).rules
    if len(found) > 1:
        assert {rule.strength for rule in found} == {"prefer"}


def test_who_asks_is_not_searched_for_and_its_trade_is_left_out() -> None:
    asked = "Wir sind eine Tischlerei in der Uckermark und suchen jemanden, der Edelstahl biegt."
    understood = understand(MatchRequest(question=asked))
    assert understood.needs == ("Edelstahl biegt",)
    assert understood.origin == "Landkreis Uckermark"
    assert [(r.rule, r.values, r.match) for r in understood.rules] == [
        (Rule.SECTOR, ("Tischler",), "none")
    ]


def test_a_rule_that_was_taken_away_is_not_read_again() -> None:
    asked = "Welches Startup aus Potsdam vergießt Sensoren?"
    assert {rule[0] for rule in rules_of(asked)} == {"region", "kind"}
    assert {rule[0] for rule in rules_of(asked, unread=["kind"])} == {"region"}


def test_the_context_leaves_out_places_and_who_asks() -> None:
    text = (
        "Wir sind eine Schreinerei in Calau. Unsere Kanten lösen sich. "
        "Wer in Berlin leimt mit Laser?"
    )
    read = understand(MatchRequest(question=text))
    for told in (read.context, read.situation):
        assert "Kanten lösen sich" in told
        assert not any(word in told for word in ("Schreinerei", "Calau", "Berlin"))


def test_the_askers_own_work_stands_in_the_situation_alone() -> None:
    read = understand(
        MatchRequest(
            question="Wir drehen Wellen aus Messing und suchen jemanden, der sie verchromt."
        )
    )
    assert "Messing" not in read.context
    assert "Messing" in read.situation


def test_the_place_where_the_asker_works_is_no_trouble() -> None:
    text = "Wir suchen einen Investor für unsere Brauerei in Spremberg"
    read = understand(MatchRequest(question=text))
    assert (read.needs, read.goal) == (("Investor",), None)
    assert "Brauerei" not in read.context


def test_a_pronoun_in_a_further_need_stands_for_the_one_before() -> None:
    text = "Wir brauchen eine Halterung aus PEEK und außerdem jemanden, der sie sterilisiert."
    assert understand(MatchRequest(question=text)).needs == (
        "Halterung aus PEEK",
        "Halterung aus PEEK sterilisiert",
    )


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Partner für ein ZIM-Projekt zu Leichtbau aus Hanffasern, bevorzugt in der Lausitz", True),
        ("Hersteller von Holzfenstern suchen Partner für das Recycling von Altfenstern", True),
        ("Entwicklung einer Pilotanlage zur Herstellung von Hanffasern im Raum Cottbus", False),
    ],
)
def test_a_wish_asks_and_the_title_of_a_project_does_not(text: str, asks: bool) -> None:
    assert understand(MatchRequest(question=text)).asks is asks


def test_several_needs_have_no_context() -> None:
    text = "Wer härtet Sägeblätter? Wer schleift Kreismesser?"
    assert understand(MatchRequest(question=text)).context == ""


def test_a_bare_topic_is_its_own_context() -> None:
    assert understand(MatchRequest(question="Sägeblätter härten")).context == ""


@pytest.mark.parametrize(
    "title",
    [
        "Energie.NRW: Wärme aus Grubenwasser",
        "FLAMME - Dämmstoffe aus Rohrkolben",
        "Leichte Träger aus Flachs – FlaxBeam",
        "Dämmstoffe aus Rohrkolben (TyphaBau)",
        "Entwicklung eines Prüfstands für Rotorblätter",
        "Verbundprojekt zur Trocknung von Klärschlamm",
    ],
)
def test_a_title_of_a_project_asks_for_nobody(title: str) -> None:
    found = understand(MatchRequest(question=title))
    assert not found.asks and found.topic == title and not found.rules


@pytest.mark.parametrize(
    "text",
    [
        "Cottbus: Dachdecker für Schiefer",
        "LOS: Lohnmosterei",
        "CNC-Fräsen - Berlin",
        "Krause GmbH: Lackierer für Tore",
        "Dosiermaschine für Senf, EHEDG",
        "Entwicklung von Leiterplatten gesucht",
        "Klärschlamm trocknen (Uckermark)",
    ],
)
def test_short_searches_are_no_titles(text: str) -> None:
    assert understand(MatchRequest(question=text)).asks
