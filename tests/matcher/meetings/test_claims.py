"""Reasons of an event by the proof: graded by hand before anybody looked at what is said."""

from __future__ import annotations

import pytest

from data.events.event import Event
from data.events.plans import Bond, pair_key
from matcher.meetings.reasons import reasons
from matcher.meetings.scores import event_matcher, mutual_scores, seat_profiles
from matcher.ranking.ranker import DEFAULT
from models.loading import EncoderSettings, open_encoder
from tests.matcher.meetings.test_scores import event_of, plan_of, seat

pytestmark = pytest.mark.model

IDEAL = [
    ("Wir suchen jemanden, der Edelstahlgehäuse laserschweißt", "Laserschweißen von Gehäusen"),
    ("Suchen Software zur Planung unserer Fertigung", "Software zur Feinplanung der Fertigung"),
    ("Drohnenflüge über Windräder gesucht", "Inspektion von Windrädern mit Drohnen"),
    ("Batteriespeicher mit 2 MWh gesucht", "Stationäre Batteriespeicher aus alten Autos"),
    ("Hilfe bei der Zulassung eines Medizinprodukts", "Zulassung von Medizinprodukten nach MDR"),
    ("Implantate mit Titan beschichten lassen", "Plasmabeschichtung medizinischer Implantate"),
    ("Wir wollen die Abwärme unserer Öfen nutzen", "Wärmerückgewinnung aus der Abluft von Öfen"),
    ("Risse in Gussteilen mit der Kamera finden", "Bildverarbeitung prüft Oberflächen von Metall"),
    ("Verpackung für Tiefkühlkost, die verrottet", "Kältefeste Verpackungen aus Zellstoff"),
    ("Pilotkunden aus der Lebensmittelindustrie", "Wir backen und testen gern neue Technik"),
]
FALSE = [
    ("Wir suchen jemanden, der Edelstahlgehäuse laserschweißt", "Laserbeschriftung von Bechern"),
    ("Suchen Software zur Planung unserer Fertigung", "Schulungen für Behörden"),
    ("Drohnenflüge über Windräder gesucht", "Wartungsverträge für Gabelstapler"),
    ("Batteriespeicher mit 2 MWh gesucht", "Regale und Lagertechnik"),
    ("Hilfe bei der Zulassung eines Medizinprodukts", "Spielgeräte für Kliniken"),
    ("Implantate mit Titan beschichten lassen", "Beschichtung von Möbelfronten im Lohn"),
    ("Wir wollen die Abwärme unserer Öfen nutzen", "Backöfen für Bäckereien"),
    ("Risse in Gussteilen mit der Kamera finden", "Gussteile aus Aluminium bis 50 kg"),
    ("Verpackung für Tiefkühlkost, die verrottet", "Kühlhäuser für Tiefkühlkost"),
    ("Pilotkunden aus der Lebensmittelindustrie", "Beratung zu Exportzöllen"),
]


@pytest.fixture(scope="module")
def bonds() -> dict[tuple[str, str], Bond]:
    """How surely each pair is said to fit."""
    pairs = [*IDEAL, *FALSE]
    seats = [seat(f"n{i}", needs=[need]) for i, (need, _) in enumerate(pairs)]
    seats += [seat(f"o{i}", offers=[offer]) for i, (_, offer) in enumerate(pairs)]
    event: Event = event_of(*seats)
    encoder = open_encoder(EncoderSettings(), None)
    matcher = event_matcher(encoder, event, seat_profiles(event, {}), DEFAULT)
    plan = plan_of(event, *((f"n{i}", f"o{i}") for i in range(len(pairs))))
    found = reasons(matcher, event, plan, mutual_scores(matcher, event))
    return {pair: found[pair_key(f"n{i}", f"o{i}")].bond for i, pair in enumerate(pairs)}


def test_what_is_said_to_fit_fits(bonds: dict[tuple[str, str], Bond]) -> None:
    said = [pair for pair, bond in bonds.items() if bond is Bond.FITS]
    assert len(said) >= 7
    assert sum(pair in IDEAL for pair in said) / len(said) >= 0.85


def test_what_answers_is_not_called_loose(bonds: dict[tuple[str, str], Bond]) -> None:
    assert sum(bonds[pair] is not Bond.LOOSE for pair in IDEAL) >= len(IDEAL) - 1
