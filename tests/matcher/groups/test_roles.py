"""Roles out of ideas as people write them."""

import pytest

from data.errors import RequestError
from matcher.groups.request import MAX_ROLES
from matcher.groups.roles import role_of_line, roles_of

IDEAS = (
    (
        "Wir wollen Elektroschrott automatisch zerlegen: Robotik, Bildverarbeitung, ein Recycler, "
        "der die Fraktionen abnimmt, und jemand für die Steuerung",
        ["Robotik", "Bildverarbeitung", "Recycler, der die Fraktionen abnimmt", "Steuerung"],
    ),
    (
        "Wir planen eine Tankstelle. Dazu brauchen wir einen Tiefbauer, Mess- und Regeltechnik "
        "und eine Spedition als Nutzer.",
        ["Tiefbauer", "Mess- und Regeltechnik", "Spedition als Nutzer"],
    ),
    ("Projekt:\n- Laserbearbeitung\n- Härten und Anlassen\n2. Prüfung", None),
    (
        "Laserschneiden\nPulverbeschichtung\nMontage",
        ["Laserschneiden", "Pulverbeschichtung", "Montage"],
    ),
    ("Gesucht werden Robotik und Bildverarbeitung.", ["Robotik", "Bildverarbeitung"]),
    ("Teile: Drehen und Fräsen, Galvanik, Forschung und Entwicklung", None),
)


@pytest.mark.parametrize(("idea", "roles"), IDEAS)
def test_a_list_is_read(idea: str, roles: list[str] | None) -> None:
    read = roles_of(idea)
    assert read.listed
    if roles is not None:
        assert [role.text for role in read.roles] == roles


def test_only_the_last_und_parts_two_roles() -> None:
    read = roles_of("Teile: Drehen und Fräsen, Galvanik, Forschung und Entwicklung")
    assert [role.text for role in read.roles] == [
        "Drehen und Fräsen",
        "Galvanik",
        "Forschung und Entwicklung",
    ]
    assert read.theme == "Teile"


def test_an_idea_without_a_list_is_guessed_from_its_nouns() -> None:
    read = roles_of("Ein Pflegebett mit Sensoren, das Stürze erkennt")
    assert not read.listed
    assert {"Pflegebett", "Sensoren"} <= {role.text for role in read.roles}


@pytest.mark.parametrize("text", ["", "?", ",,, ;;", "und und und", "x" * 4000, "a: b, c"])
def test_nothing_breaks_it(text: str) -> None:
    assert len(roles_of(text).roles) <= MAX_ROLES


def test_a_line_holds_number_and_rules() -> None:
    role = role_of_line("2x Bildverarbeitung | Forschung | 50 km um Prenzlau | Optik")
    assert (role.text, role.count) == ("Bildverarbeitung", 2)
    assert [str(rule.rule) for rule in role.constraints] == ["kind", "radius", "sector"]
    assert role.constraints[1].values == ("Prenzlau",)
    with pytest.raises(RequestError, match="weder Art"):
        role_of_line("Bildverarbeitung | Quatschland")
    with pytest.raises(RequestError, match="1 bis 5"):
        role_of_line("9x Bildverarbeitung")


@pytest.mark.parametrize(
    ("idea", "roles"),
    [
        (
            "Wir brauchen Robotik und Bildverarbeitung; eine Klinik haben wir schon.",
            ["Robotik", "Bildverarbeitung"],
        ),
        (
            "Wir bauen Pflegeroboter. Wir haben schon eine Klinik, es fehlen Software und Greifer.",
            ["Software", "Greifer"],
        ),
        (
            "Gesucht: Sensorik, Textil, eine Klinik ist bereits dabei, Prüfung von Stoffen.",
            ["Sensorik", "Textil", "Prüfung von Stoffen"],
        ),
        ("- Robotik\n- Klinik (haben wir schon)\n- Greifer", ["Robotik", "Greifer"]),
    ],
)
def test_who_is_there_already_is_no_role(idea: str, roles: list[str]) -> None:
    read = roles_of(idea)
    assert [role.text for role in read.roles] == roles
    assert len(read.there) == 1 and "Klinik" in read.there[0]
