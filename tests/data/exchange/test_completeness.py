"""What is missing in a profile is named, weighed and explained."""

from __future__ import annotations

import datetime as dt

import pytest

from data.exchange.completeness import NAMES, WEIGHTS, WHY, Gap, check, is_generic, is_short
from data.profiles import Contact, Kind, Place, Profile, Role, SizeClass, Statement

TODAY = dt.date(2027, 3, 1)


def whole(**changes: object) -> Profile:
    content: dict[str, object] = {
        "id": "m1",
        "name": "Metallbau Beispiel",
        "kind": Kind.CRAFT,
        "statements": (
            Statement(role=Role.OFFER, text="Laserschneiden von Aluminium bis 20 mm"),
            Statement(role=Role.NEED, text="Pulverbeschichtung für kleine Serien"),
        ),
        "places": (Place(postcode="17291", name="Prenzlau", kreis="12073", land="12"),),
        "trades": ("A-13",),
        "size": SizeClass.SMALL,
        "contact": Contact(office="Geschäftsführung"),
    }
    return Profile.model_validate(content | changes)


def gaps(**changes: object) -> tuple[Gap, ...]:
    return check(whole(**changes), TODAY).gaps


def test_nothing_is_missing_in_a_whole_profile() -> None:
    found = check(whole(), TODAY)
    assert (found.gaps, found.score, found.word("de")) == ((), 100, "vollständig")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"statements": (Statement(role=Role.NEED, text="Pulver für kleine Serien"),)}, Gap.OFFER),
        ({"statements": (Statement(role=Role.OFFER, text="Schneiden von Edelstahl"),)}, Gap.NEED),
        ({"places": ()}, Gap.PLACE),
        ({"places": (Place(land="12"),)}, Gap.PLACE),
        ({"places": (Place(kreis="12073", land="12"),)}, Gap.POSTCODE),
        ({"trades": ()}, Gap.SECTOR),
        ({"contact": None}, Gap.CONTACT),
        ({"size": None}, Gap.SIZE),
        ({"languages": ()}, Gap.LANGUAGES),
        ({"valid_until": dt.date(2027, 2, 28)}, Gap.EXPIRED),
        ({"valid_until": dt.date(2027, 3, 1)}, Gap.EXPIRES_SOON),
    ],
)
def test_each_gap_is_named(changes: dict[str, object], missing: Gap) -> None:
    assert gaps(**changes) == (missing,)
    assert check(whole(**changes), TODAY).score == 100 - WEIGHTS[missing]


def test_most_statements_must_say_something() -> None:
    def with_texts(*texts: str) -> tuple[Gap, ...]:
        roles = [Role.OFFER, Role.NEED, Role.OFFER]
        pairs = zip(roles, texts, strict=False)
        return gaps(statements=tuple(Statement(role=r, text=t) for r, t in pairs))

    vague = "Innovative Lösungen für unsere Kunden"
    precise = "Härten von Wellen bis 800 mm"
    assert with_texts(vague, precise) == ()
    assert with_texts(vague, precise, "Metallbau") == (Gap.VAGUE,)


def test_short_and_general_are_told_apart() -> None:
    assert is_short("Metallbau")
    assert not is_short("Schweißen von Aluminium")
    assert is_generic("Wir bieten kompetente Beratung und hohe Qualität")
    assert not is_generic("Beratung zum Hochwasserschutz")
    assert not is_generic("Hohe Qualität nach ISO 9001")


def test_the_worst_comes_first_and_the_word_falls_with_the_score() -> None:
    empty = Profile(id="x", name="Nur ein Name", kind=Kind.COMPANY, valid_until=dt.date(2020, 1, 1))
    found = check(empty, TODAY)
    assert found.gaps[0] is Gap.EXPIRED
    weights = [WEIGHTS[gap] for gap in found.gaps]
    assert weights == sorted(weights, reverse=True)
    assert (found.score, found.word("en")) == (0, "hardly findable")


def test_every_gap_has_a_weight_a_name_and_a_sentence() -> None:
    assert set(Gap) == set(WEIGHTS) == set(NAMES) == set(WHY)
