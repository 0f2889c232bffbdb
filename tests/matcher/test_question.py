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
            "macht Stahlbau",
            [("region", ("Brandenburg an der Havel",), None)],
        ),
        (
            "Wer hat Erfahrung in Elektronik in der Lausitz?",
            "Erfahrung in Elektronik",
            [("region", ("Lausitz",), None)],
        ),
        (
            "Gibt es in Berlin oder in Brandenburg Härtereien?",
            "oder Härtereien",
            [("region", ("Berlin", "Brandenburg"), None)],
        ),
        ("Wer kann bei Hitze in Werkhallen helfen?", "bei Hitze in Werkhallen helfen", []),
        ("Suche Tischler, der in Serie fertigt", "Tischler, der in Serie fertigt", []),
        (
            "Looking for a machine shop near Berlin",
            "a machine shop",
            [("region", ("Berlin",), None)],
        ),
        # Not put as a question: the title of a project keeps its places.
        ("Laserschweißen in Bremen", "Laserschweißen in Bremen", []),
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
