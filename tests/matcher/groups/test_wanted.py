"""What a role goes by, and who says that it can take it."""

from __future__ import annotations

import pytest

from data.profiles import Kind, Profile
from matcher.groups.wanted import wanted


@pytest.mark.parametrize(
    ("role", "name", "text", "said"),
    [
        ("Schreiner", "Tischlerei Vierraden", "Türen aus Eiche", True),
        ("Tischler", "Schreinerei Nord", "Türen aus Eiche", True),
        ("Metzger", "Genuss-Fleischerei", "Wurst", True),
        ("Maler", "Filmrunde", "Vermittlung von Tischlern, Malern und Elektrikern", False),
        ("Maler", "Malerbetrieb Bosold", "Fassaden", True),
        ("Maler", "Karosserie Lackiererei", "Unfallschäden", False),
        ("Klinik", "Rehaklinik am See", "Ganganalyse", True),
        ("Klinik", "Erprobungskrankenhaus", "Vier Zimmer", True),
        ("Klinik", "Klinikelektronik Werkstatt", "Prüfprotokolle ins Gerätebuch der Klinik", False),
        ("Brauerei", "Gärgas", "Rückgewinnung für kleine Brauereien und Brenner", False),
        ("Pflegeheim", "Hörstudio", "Hausbesuche in fünf Pflegeheimen", False),
        ("PV", "Solarhandwerk", "Photovoltaik auf Scheunen", True),
        ("Photovoltaik", "Solarhandwerk", "Photovoltaik auf Scheunen", True),
        ("PV", "Fensterbau", "Fenster aus PVC", False),
        ("Leiterplattenbestückung", "Lötwelle", "Bestückung von Leiterplatten", True),
        ("Leiterplattenbestückung", "Leiterbahn", "Unbestückte Leiterplatten", False),
        ("SPS-Programmierung", "Steuerungsbau", "Programmierung von SPS", True),
        ("SPS-Programmierung", "Code", "Programmierung von Anzeigen", False),
        ("3D-Druck in Metall", "Additiv", "wir drucken Metall", True),
        ("3D-Druck in Metall", "Porzellandruck", "3D-Druck von Keramik", False),
        ("Augenoptiker", "Verein", "Ausbildung Feinoptiker und Augenoptiker gemeinsam", False),
        ("IT-Sicherheit", "Rückgrat", "Netzwerksicherheit für Betriebe", True),
        ("IT-Sicherheit", "Spielfeld", "Lernspiele für Technik und Sicherheit", False),
        ("Bildverarbeitung", "Halle", "Lehrgänge für Lehrlinge: Greifer, Bildverarbeitung", False),
        ("Satelliten", "Forst", "Karten aus Satelliten- und Drohnenbildern", False),
        ("Feuerverzinken", "Stallbau", "Boxen, feuerverzinkt mit Bongossi", False),
    ],
)
def test_a_role_is_said_by_who_can_take_it(role: str, name: str, text: str, said: bool) -> None:
    assert wanted(role).is_said(name, [text]) is said


def test_the_main_trade_counts() -> None:
    def with_trades(*trades: str) -> Profile:
        return Profile(id="x", name="X", kind=Kind.CRAFT, trades=trades)

    assert wanted("Schreiner").is_held_by(with_trades("A-27", "A-52"))
    assert not wanted("Maler").is_held_by(with_trades("A-15", "A-10"))
    assert not wanted("Robotik").is_held_by(with_trades("A-27"))
