"""Advice for a firm: who is shown where, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from data.office.sheets import Section
from data.profiles import Contact, Kind, Profile
from matcher.advice.asked import Asked
from matcher.advice.sections import advise, concerns, nearest_statement
from matcher.advice.weighing import FLOOR, worth
from matcher.engine import Matcher
from matcher.request import Constraint, Rule, Viewer
from tests.matcher.conftest import profile

NEED = "Weniger Verzug beim Schweißen von Edelstahl"
ANYBODY = Viewer(tenant="hwk")
OFFICE = Contact(office="Transferstelle", phone="0355 1", email="transfer@institut.example")
FIRM = profile("firma", plz="14770", kind=Kind.CRAFT, trades=["A-13"])
INSTITUTE = profile(
    "institut",
    kind=Kind.RESEARCH,
    plz="03046",
    offers=[f"{NEED}: Versuche und Rat"],
    contact=OFFICE,
)
STARTUP = profile("start", kind=Kind.STARTUP, plz="10115", offers=[f"Software für {NEED}"])
HELPER = profile(
    "helfer",
    plz="14776",
    offers=[f"Lohnfertigung, {NEED}"],
    clusters=["metal"],
    contact=Contact(office="Vertrieb", email="vertrieb@helfer.example"),
)
PEER = profile("kollege", kind=Kind.CRAFT, plz="14641", needs=[NEED])
NETWORK = profile(
    "netz",
    kind=Kind.CLUSTER,
    plz="14727",
    offers=["Stammtisch der Metallbetriebe"],
    clusters=["metal"],
    contact=Contact(office="Geschäftsstelle", phone="03386 1"),
)
FAR_NETWORK = NETWORK.model_copy(
    update={"id": "fern", "name": "Fernes Netz", "places": profile("x", plz="01067").places}
)
OTHERS = [
    profile("anders", kind=Kind.STARTUP, plz="14770", offers=["Eisdiele mit Lieferdienst"]),
    profile("tourismus", kind=Kind.CLUSTER, plz="14770", offers=["Radwege"], clusters=["tourism"]),
]
ALL = [INSTITUTE, STARTUP, HELPER, PEER, NETWORK, FAR_NETWORK, *OTHERS]
Making = Callable[[Sequence[Profile]], Matcher]


@pytest.fixture(scope="module")
def matcher(matcher_of: Making) -> Matcher:
    return matcher_of(ALL)


def shown(matcher: Matcher, asked: Asked) -> dict[Section, list[str]]:
    """Return the ids that each section shows."""
    advice = advise(matcher, asked, ANYBODY)
    return {
        section: [partner.suggestion.profile_id for partner in one.partners]
        for section, one in advice.sections.items()
    }


def test_each_section_has_its_own_and_nobody_twice(matcher: Matcher) -> None:
    assert shown(matcher, Asked(FIRM, NEED)) == {
        Section.RESEARCH: ["institut"],
        Section.STARTUPS: ["start"],
        Section.FIRMS: ["helfer"],
        Section.PEERS: ["kollege"],
        Section.CLUSTER: ["netz"],
    }


def test_who_fits_two_sections_stands_where_it_fits_better(matcher_of: Making) -> None:
    both = profile("beides", plz="14770", offers=["Schweißen von Rohren"], needs=[NEED])
    found = shown(matcher_of([*ALL, both]), Asked(FIRM, NEED))
    assert "beides" in found[Section.PEERS]
    assert "beides" not in found[Section.FIRMS]


def test_a_section_says_that_nobody_was_found_rather_than_showing_anybody(
    matcher: Matcher,
) -> None:
    advice = advise(matcher, Asked(FIRM, "Glutenfreie Hochzeitstorten"), ANYBODY)
    for section in (Section.RESEARCH, Section.STARTUPS, Section.FIRMS, Section.PEERS):
        assert advice.sections[section].partners == ()
        assert "Bestand" in advice.sections[section].gap
    assert all(worth(s) < FLOOR for s in advice.sections[Section.STARTUPS].result.suggestions)


def test_who_is_nearest_is_offered_where_nobody_fits(matcher: Matcher) -> None:
    sections = advise(matcher, Asked(FIRM, "Glutenfreie Hochzeitstorten"), ANYBODY).sections
    near = sections[Section.STARTUPS].near
    assert 1 <= len(near) <= 2
    assert {partner.suggestion.kind for partner in near} == {Kind.STARTUP}
    assert sections[Section.PEERS].near == ()
    fitting = advise(matcher, Asked(FIRM, NEED), ANYBODY).sections[Section.STARTUPS]
    assert fitting.partners
    assert fitting.near == ()


def test_two_concerns_are_two_needs(matcher_of: Making) -> None:
    tart = profile("torte", kind=Kind.STARTUP, plz="14770", offers=["Glutenfreie Hochzeitstorten"])
    both = f"Wir suchen Hilfe: {NEED}. Außerdem suchen wir glutenfreie Hochzeitstorten."
    assert len(concerns(both)) == 2
    assert concerns(NEED) == (NEED,)
    matcher = matcher_of([*ALL, tart])
    found = shown(matcher, Asked(FIRM, both))
    assert set(found[Section.STARTUPS]) == {"start", "torte"}


def test_reason_gain_and_next_step_are_told(matcher: Matcher) -> None:
    sections = advise(matcher, Asked(FIRM, NEED), ANYBODY).sections
    institute = sections[Section.RESEARCH].partners[0]
    assert institute.reason == f"Bietet: „{NEED}: Versuche und Rat“"
    assert institute.evidence == f"{NEED}: Versuche und Rat"
    assert institute.gain == "Die Forschung gewinnt einen Praxispartner."
    assert institute.next_step == "Transferstelle (0355 1, transfer@institut.example) ansprechen."
    helper = sections[Section.FIRMS].partners[0]
    assert helper.next_step == (
        "Vertrieb (vertrieb@helfer.example) ansprechen; vorstellen könnte „Firma netz“."
    )
    assert sections[Section.STARTUPS].partners[0].next_step == (
        "Wir stellen den Kontakt für Sie her."
    )
    assert sections[Section.PEERS].partners[0].reason == f"Hat denselben Bedarf: „{NEED}“."


def test_the_cluster_of_the_trade_and_region_is_named_plainly(matcher: Matcher) -> None:
    network = advise(matcher, Asked(FIRM, NEED), ANYBODY).sections[Section.CLUSTER].partners[0]
    assert network.fit == "Feld des Gewerks"
    assert network.reason == (
        "Arbeitet im Feld Metall, zu dem das Gewerk Metallbauer gehört. "
        "Bietet: „Stammtisch der Metallbetriebe“"
    )
    assert network.next_step == "Geschäftsstelle (03386 1) ansprechen."
    dresden = FIRM.model_copy(update={"places": profile("x", plz="01067").places})
    assert shown(matcher, Asked(dresden, NEED))[Section.CLUSTER] == ["fern"]


def test_without_a_network_the_cluster_of_the_land_is_named(matcher_of: Making) -> None:
    matcher = matcher_of([INSTITUTE])
    gap = advise(matcher, Asked(FIRM, NEED), ANYBODY).sections[Section.CLUSTER].gap
    assert "Cluster Metall" in gap
    plasterer = FIRM.model_copy(update={"trades": ("A-9",)})
    gap = advise(matcher, Asked(plasterer, NEED), ANYBODY).sections[Section.CLUSTER].gap
    assert "keinem der neun Cluster" in gap


def test_a_network_that_names_the_trade_fits_even_outside_all_clusters(
    matcher_of: Making,
) -> None:
    guild = profile("bund", kind=Kind.CLUSTER, plz="14770", offers=["Für Stuckateure und Maler"])
    plasterer = FIRM.model_copy(update={"trades": ("A-9",)})
    matcher = matcher_of([guild, NETWORK])
    assert shown(matcher, Asked(plasterer, NEED))[Section.CLUSTER] == ["bund"]


def test_short_words_are_read_with_the_trade(matcher_of: Making) -> None:
    robot = profile("robo", kind=Kind.STARTUP, plz="10115", offers=["Roboter für Bäcker"])
    matcher = matcher_of([robot, *OTHERS])
    short = "nachts keine Leute"
    baker = FIRM.model_copy(update={"trades": ("A-30",)})
    assert shown(matcher, Asked(baker, short))[Section.STARTUPS] == ["robo"]
    assert shown(matcher, Asked(FIRM, short))[Section.STARTUPS] == []


def test_rules_hold_in_every_section(matcher: Matcher) -> None:
    near = Constraint(rule=Rule.RADIUS, values=("14770",), km=30)
    found = shown(matcher, Asked(FIRM, NEED, (near,)))
    assert found[Section.RESEARCH] == found[Section.STARTUPS] == []
    assert found[Section.FIRMS] == ["helfer"]
    assert found[Section.CLUSTER] == ["netz"]
    nowhere = near.model_copy(update={"km": 0.5})
    gap = advise(matcher, Asked(FIRM, NEED, (nowhere,)), ANYBODY).sections[Section.RESEARCH].gap
    assert "die Region oder den Umkreis weiter zu fassen" in gap


def test_no_rule_of_a_section_itself_is_said_to_be_in_the_way(matcher_of: Making) -> None:
    nobody_new = [p for p in ALL if p.kind is not Kind.STARTUP]
    gap = advise(matcher_of(nobody_new), Asked(FIRM, NEED), ANYBODY).sections[Section.STARTUPS].gap
    assert "Kein Startup" in gap and "Regel" not in gap and "Region" not in gap


def test_a_name_says_more_than_a_weak_sentence(matcher_of: Making) -> None:
    named = profile(
        "edel", name="Edelstahl-Schweißerei Nord", plz="14770", offers=["Erweiterung der Halle"]
    )
    partners = advise(matcher_of([named]), Asked(FIRM, NEED), ANYBODY).sections[Section.FIRMS]
    told = [partner.reason for partner in partners.partners]
    assert told and "Schon der Name weist auf Ihr Thema hin" in told[0]


def test_who_is_far_must_fit_better(matcher_of: Making) -> None:
    near = profile("nah", kind=Kind.RESEARCH, plz="14770", offers=["Schweißen von Edelstahl"])
    far = near.model_copy(
        update={"id": "zzz", "name": "Firma nah", "places": profile("x", plz="80331").places}
    )
    found = shown(matcher_of([near, far]), Asked(FIRM, "Schweißen dünner Bleche, Rohre, Profile"))
    assert found[Section.RESEARCH] == ["nah"]


def test_excluded_profiles_and_the_firm_itself_are_left_out(matcher: Matcher) -> None:
    found = shown(matcher, Asked(HELPER, NEED, excluded=("institut",)))
    assert found[Section.RESEARCH] == []
    assert found[Section.FIRMS] == []


def test_what_nobody_may_see_is_not_shown(matcher_of: Making) -> None:
    hidden = INSTITUTE.model_copy(update={"visibility": "own", "owner": "andere"})
    assert shown(matcher_of([hidden, NETWORK]), Asked(FIRM, NEED))[Section.RESEARCH] == []


def test_the_sheet_speaks_english(matcher: Matcher) -> None:
    sections = advise(matcher, Asked(FIRM, NEED, language="en"), ANYBODY).sections
    assert sections[Section.RESEARCH].partners[0].reason.startswith("Offers: “")
    assert sections[Section.CLUSTER].partners[0].fit == "field of the trade"


def test_the_nearest_statement_of_a_chosen_profile(matcher: Matcher) -> None:
    many = profile("viele", offers=["Eis", f"Rat zu {NEED}"], needs=[NEED])
    nearest = nearest_statement(matcher, NEED, many)
    assert nearest is not None
    assert nearest.text == f"Rat zu {NEED}"
    assert nearest_statement(matcher, NEED, PEER) is None
