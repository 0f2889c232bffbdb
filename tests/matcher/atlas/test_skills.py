"""Skills, numbers and sides as statements name them."""

from __future__ import annotations

import pytest

from data.profiles import Role
from matcher.atlas.skills import base_of, named


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (
            Role.NEED,
            "Wir suchen 3 Zerspanungsmechaniker",
            [("Zerspanungsmechaniker", "demand", "skilled", 3)],
        ),
        (
            Role.NEED,
            "zwei Auszubildende zum Elektroniker",
            [("Elektroniker", "demand", "apprentice", 2)],
        ),
        (Role.NEED, "Fachkräfte Schweißen", [("Schweißen", "demand", "skilled", None)]),
        (
            Role.NEED,
            "Fünf Mechatronikerinnen und zwei Dreher fehlen uns.",
            [("Mechatroniker", "demand", "skilled", 5), ("Dreher", "demand", "skilled", 2)],
        ),
        (Role.NEED, "1x Elektroniker gesucht", [("Elektroniker", "demand", "skilled", 1)]),
        (
            Role.OFFER,
            "Grundlehrgänge Drehen und Fräsen für Azubis, 36 Plätze.",
            [("Drehen", "supply", "course", 36), ("Fräsen", "supply", "course", 36)],
        ),
        (
            Role.OFFER,
            "Montage mit 40 geprüften Rohrschweißern.",
            [("Rohrschweißer", "supply", "skilled", 40)],
        ),
        (
            Role.OFFER,
            "Ausbildung Bäcker: vier Plätze frei",
            [("Bäcker", "supply", "apprentice", 4)],
        ),
        (
            Role.ABOUT,
            "Fremdausbildung Zerspanungsmechaniker",
            [("Zerspanungsmechaniker", "demand", "apprentice", None)],
        ),
        (Role.ABOUT, "Seit 1990 drehen 12 Zerspanungsmechaniker bei uns.", []),
        (Role.NEED, "Wir suchen einen Tischler als Partner.", []),
        (Role.NEED, "Werkzeuge mit 64 Nestern suchen wir bei einem Formenbauer.", []),
        (Role.NEED, "Gesucht wird ein Zerspaner, Parallelität fünf Mikrometer, Lose von 20.", []),
        (Role.OFFER, "Wir bieten Zerspanung und Schweißen bis 8 m.", []),
    ],
)
def test_skills_are_read_with_side_grade_and_number(
    role: Role, text: str, expected: list[tuple[str, str, str, int | None]]
) -> None:
    assert [tuple(one) for one in named(text, role)] == expected


def mention(skill: str, side: str, grade: str, number: int | None = None) -> tuple[object, ...]:
    """Return a mention as `named` gives it."""
    return skill, side, grade, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Arbeit für vier Maurer im Winter, wir verleihen sie gern.",
            mention("Maurer", "supply", "skilled", 4),
        ),
        ("Wir können drei Dachdecker abgeben.", mention("Dachdecker", "supply", "skilled", 3)),
        (
            "Qualifizierung für 40 Schlosser zu Windtechnik.",
            mention("Schlosser", "demand", "course", 40),
        ),
        (
            "Unsere fünf Elektroniker sollen SPS lernen, wer bietet einen Kurs?",
            mention("Elektroniker", "demand", "course", 5),
        ),
        ("Teilnehmer für unseren Lehrgang Löten gesucht.", mention("Löten", "supply", "course")),
        ("Mechatroniker fehlen.", mention("Mechatroniker", "demand", "skilled")),
        ("Wir beschäftigen 20 Elektriker und suchen Kabel.", None),
        ("Tischler und Zimmerer bieten Sanierung an, dazu Schulung zu Naturfaser.", None),
    ],
)
def test_people_lent_trained_and_sought_are_three_things(
    text: str, expected: tuple[object, ...] | None
) -> None:
    assert named(text, Role.NEED) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Elektroniker:innen", "Elektroniker"),
        ("Elektronikerin", "Elektroniker"),
        ("Schweißern", "Schweißer"),
        ("Industriekauffrau", "Industriekaufmann"),
        ("Pflegefachkräfte", "Pflegefachkraft"),
        ("Mechatroniker", "Mechatroniker"),
    ],
)
def test_forms_of_an_occupation_are_one(word: str, base: str) -> None:
    assert base_of(word) == base
