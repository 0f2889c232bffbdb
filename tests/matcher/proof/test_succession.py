import pytest

from matcher.proof.succession import Side, sides_of, sought_sides
from tests.matcher.conftest import profile

TAKES, HANDS, MEDIATES = Side.TAKES_OVER, Side.HANDS_OVER, Side.MEDIATES


@pytest.mark.parametrize(
    ("need", "sides"),
    [
        ("Für unsere Dachdeckerei suchen wir einen Nachfolger.", {TAKES, MEDIATES}),
        ("Wer übernimmt meinen Laden, wenn ich aufhöre?", {TAKES, MEDIATES}),
        ("Der Chef geht in Rente, wer führt die Bäckerei weiter?", {TAKES, MEDIATES}),
        ("Wir möchten einen Malerbetrieb übernehmen.", {HANDS, MEDIATES}),
        ("Gesucht: Firmen, die verkaufen wollen", {HANDS, MEDIATES}),
        ("Wer berät bei der Unternehmensnachfolge?", {MEDIATES}),
        ("Wer übernimmt den Laden oder begleitet die Übergabe des Betriebs?", {TAKES, MEDIATES}),
        ("Wer übernimmt Abwärme aus der Gießerei?", set()),
        ("Geldgeber, ohne die Firma zu übernehmen", set()),
        ("Laserschweißen von Blechen", set()),
    ],
)
def test_sides_that_a_need_asks_for(need: str, sides: set[Side]) -> None:
    assert sought_sides(need) == sides


def test_sides_that_profiles_stand_on() -> None:
    seeks = profile("a", needs=["Nachfolger gesucht, Übergabe in zwei Jahren"])
    takes = profile("b", needs=["Wir wollen einen Elektrobetrieb in der Region übernehmen"])
    brings = profile("c", offers=["Vermittlung zwischen Betrieben und Nachfolgern"])
    advised = profile("d", about=["Beratung zur Vorbereitung der Unternehmensnachfolge"])
    found = [sides_of(each) for each in (seeks, takes, brings, advised)]
    assert found == [{HANDS}, {TAKES}, {MEDIATES}, set()]
