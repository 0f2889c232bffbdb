"""The unpacked model understands German, and its fast runtime is faithful to the exact one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models.encoder import Encoder

pytestmark = pytest.mark.model

# said one way, said another way, about something else in similar form
TRIPLES = [
    ("Wir fräsen Gehäuse aus Aluminium.", "CNC-Bearbeitung von Alugehäusen", "Wir backen Brote."),
    ("Tischlerei mit Treppenbau", "Schreinerei, die Treppen fertigt", "Metzgerei mit Partyservice"),
    ("Wir suchen Lehrlinge.", "Auszubildende gesucht", "Wir suchen eine Halle."),
    ("Wärmepumpen einbauen", "Installation von Wärmepumpen", "Webseiten gestalten"),
    ("Spritzguss in Kleinserie", "Kunststoffteile in geringer Stückzahl", "Übersetzung ins Engl."),
    ("Bilderkennung für die Qualitätsprüfung", "Fehler per Kamera und KI finden", "Steuerberatung"),
    ("Lohnabfüllung von Säften", "Wir füllen Saft für andere Betriebe ab.", "Lohnbuchhaltung"),
    ("Elektroautos laden", "Ladesäulen für E-Fahrzeuge", "Obstbäume schneiden"),
    ("Medizintechnik sterilisieren", "Keimfreie OP-Instrumente", "Reifen wechseln"),
    ("Holzhäuser vorfertigen", "Fertigbau in Holzrahmenbauweise", "Holzspielzeug verleihen"),
    ("Optische Linsen schleifen", "Fertigung von Präzisionsoptik", "Haare schneiden"),
    ("Wir brauchen jemanden für Laserschweißen.", "Schweißen mit dem Laser", "Fahrschule Laser"),
    ("Prüfstand für Getriebe", "Getriebe im Dauerversuch testen", "Gestüt für Pferde"),
    ("Abwasser reinigen", "Kläranlagen und Wasseraufbereitung", "Teppiche verkaufen"),
    ("Gewächshaus mit Sensoren steuern", "Smart Farming unter Glas", "Musikschule für Kinder"),
    ("Logistik auf der letzten Meile", "Paketzustellung in der Stadt", "Wein vom eigenen Gut"),
    ("Drohnen zur Vermessung", "Luftbildvermessung mit Multikoptern", "Malerarbeiten innen"),
    ("Wasserstoff speichern", "Tanks für H2", "Kinderbücher drucken"),
    ("Software für die Lagerverwaltung", "Digitale Bestandsführung", "Dachrinnen erneuern"),
    ("Batterien wiederverwerten", "Recycling von Lithium-Akkus", "Seminare zur Rhetorik"),
    ("Ferienwohnung am See", "Urlaubsunterkunft am Wasser", "Gießerei für Grauguss"),
    ("Schaltschränke bauen", "Schaltanlagenbau und Verdrahtung", "Blumen liefern"),
]


@pytest.mark.parametrize("runtime", ["onnx-int8", "onnx"])
def test_paraphrases_are_nearer_than_strangers(
    runtime: str, encoder_of: Callable[[str], Encoder]
) -> None:
    said, again, other = (
        encoder_of(runtime).encode(list(texts)) for texts in zip(*TRIPLES, strict=True)
    )
    near, far = (said * again).sum(axis=1), (said * other).sum(axis=1)
    wrong = [texts for texts, n, f in zip(TRIPLES, near, far, strict=True) if n <= f]
    assert len(wrong) <= 2, wrong  # a small model: some triples were made hard


@pytest.fixture(scope="module")
def texts() -> list[str]:
    short = [text for triple in TRIPLES for text in triple]
    return short + [" ".join(triple) for triple in TRIPLES] + [" ".join(short[:40])]


def test_int8_is_faithful(texts: list[str], encoder_of: Callable[[str], Encoder]) -> None:
    exact, fast = (encoder_of(runtime).encode(texts) for runtime in ("onnx", "onnx-int8"))
    cosines = (exact * fast).sum(axis=1)
    assert cosines.mean() > 0.997
    assert cosines.min() > 0.99


def test_a_question_has_another_vector_than_a_passage(
    encoder_of: Callable[[str], Encoder],
) -> None:
    encoder = encoder_of("onnx-int8")
    assert not np.allclose(encoder.encode(["Fräsen"]), encoder.encode(["Fräsen"], as_query=True))


def test_the_end_of_a_long_text_counts_but_less_than_its_beginning(
    encoder_of: Callable[[str], Encoder],
) -> None:
    encoder = encoder_of("onnx-int8")
    baking = "Wir backen Brot und Brötchen aus regionalem Mehl im Holzofen. " * 40
    metal = "Wir schweißen Gestelle aus Edelstahl für den Maschinenbau. " * 40
    bread_first, metal_first, bread = encoder.encode([baking + metal, metal + baking, baking])
    assert bread_first @ bread > metal_first @ bread
    assert bread_first @ bread < 0.999
