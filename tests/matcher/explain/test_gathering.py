"""What is proved, whichever way a request points, and what is said of it."""

from __future__ import annotations

import pytest

from data.profiles import Profile
from matcher.request import Goal, MatchRequest, Viewer
from matcher.result import Claim, Suggestion
from tests.matcher.conftest import profile
from tests.support.proving import proving_matcher

WELDING = "Laserschweißen von Aluminium für dünne Bleche"
HONEY = "Sortenreiner Honig aus der Uckermark"
VIEWER = Viewer(everything=True)


def said(asker: Profile, goal: Goal, *others: Profile) -> dict[str, Suggestion]:
    """Return what is said of each other profile."""
    result = proving_matcher(others).suggest(MatchRequest(profile=asker, goal=goal), VIEWER)
    return {suggestion.profile_id: suggestion for suggestion in result.suggestions}


def test_a_customer_is_claimed_only_where_the_offer_is_proved_to_answer_its_need() -> None:
    asker = profile("x", offers=[WELDING])
    found = said(
        asker, Goal.CUSTOMER, profile("a", needs=[WELDING, HONEY]), profile("b", needs=[HONEY])
    )
    assert found["a"].claim is Claim.ANSWERS
    assert found["a"].evidence[0].theirs == WELDING
    assert found["a"].evidence[0].mine == WELDING
    assert found["b"].claim is Claim.NEAR
    assert found["a"].for_partner != found["b"].for_partner.replace(HONEY, WELDING)


def test_peers_share_a_need_that_both_state() -> None:
    asker = profile("x", needs=[WELDING])
    found = said(
        asker,
        Goal.PEERS,
        profile("same", needs=[WELDING]),
        profile("does", about=[WELDING]),
        profile("other", needs=[HONEY]),
    )
    assert found["same"].claim is Claim.ANSWERS
    assert found["same"].evidence[0].gain == "shared"
    assert {found[id].claim for id in ("does", "other")} == {Claim.NEAR}


@pytest.mark.parametrize("gain", ["mine", "theirs"])
def test_a_partner_is_claimed_whoever_gains(gain: str) -> None:
    asker = profile("x", needs=[WELDING], offers=[HONEY])
    other = profile("a", offers=[WELDING]) if gain == "mine" else profile("a", needs=[HONEY])
    found = said(asker, Goal.PARTNER, other, profile("b", offers=["Eisdiele"], needs=["Kegel"]))
    assert found["a"].claim is Claim.ANSWERS
    assert found["a"].evidence[0].gain == gain
    assert found["b"].claim is Claim.NEAR


def test_where_nobody_states_a_need_nothing_is_claimed() -> None:
    found = said(profile("x", about=[WELDING]), Goal.PARTNER, profile("a", about=[WELDING]))
    assert found["a"].claim is Claim.NEAR
    assert found["a"].probability is None


def test_who_seeks_a_successor_is_no_answer_to_who_seeks_one() -> None:
    need = "Nachfolger für unsere Tischlerei gesucht"
    seeks = profile("seeks", about=["Tischlerei, Nachfolger gesucht"])
    takes = profile("takes", offers=["Wir übernehmen eine Tischlerei als Nachfolger"])
    matcher = proving_matcher([seeks, takes])
    result = matcher.suggest(MatchRequest(question=need, goal=Goal.SOLUTION), VIEWER)
    claims = {s.profile_id: s.claim for s in result.suggestions}
    assert claims["takes"] in (Claim.ANSWERS, Claim.TOUCHES)
    assert claims["seeks"] is Claim.NEAR


def test_a_need_that_names_nothing_is_answered_by_nobody() -> None:
    matcher = proving_matcher([profile("a", offers=["Neue Kunden"])])
    result = matcher.suggest(MatchRequest(question="Neue Kunden gesucht"), VIEWER)
    assert {s.claim for s in result.suggestions} <= {Claim.NEAR, Claim.TOUCHES} - {Claim.TOUCHES}


def test_twins_take_one_place() -> None:
    twins = [
        profile("a", name="Schmidt GmbH", offers=[WELDING], plz="10115"),
        profile("b", name="Schmidt", offers=[WELDING]),
        profile("c", name="Schmidt GmbH", offers=[WELDING], plz="03046"),
    ]
    found = proving_matcher(twins).suggest(MatchRequest(question=WELDING), VIEWER)
    assert [s.profile_id for s in found.suggestions] in (["a", "c"], ["b"], ["c", "a"])
    apart = proving_matcher([twins[0], twins[2]]).suggest(MatchRequest(question=WELDING), VIEWER)
    assert {s.profile_id for s in apart.suggestions} == {"a", "c"}
