"""Needs are met, and searches told, by what is proved."""

from __future__ import annotations

import datetime as dt

from data.profiles import Profile
from matcher.needs.crossing import watch
from matcher.needs.gaps import Survey, survey
from matcher.request import Goal, MatchRequest, Viewer
from tests.matcher.conftest import profile
from tests.support.proving import proving_matcher

WELDING = "Laserschweißen von Aluminium für dünne Bleche"
NEARLY = "Laserschneiden von Aluminium, dicke Platten und Rohre aus Stahl, Kupfer und Messing"
HONEY = "Sortenreiner Honig aus der Uckermark"
VIEWER = Viewer(everything=True)


def look(*profiles: Profile) -> Survey:
    return survey(proving_matcher(profiles), VIEWER, dt.date(2026, 11, 21))


def test_a_need_is_met_where_an_answer_is_proved_and_its_offer_is_asked_for() -> None:
    found = look(profile("a", needs=[WELDING]), profile("b", offers=[WELDING, HONEY]))
    (need,) = found.needs
    assert [answer.profile.id for answer in need.answers] == ["b"]
    assert need.is_empty is False
    asked = {offer.text: [a.profile.id for a in offer.answers] for offer in found.offers}
    assert asked == {WELDING: ["a"], HONEY: []}


def test_a_need_is_unmet_where_it_is_proved_that_nobody_answers() -> None:
    (need,) = look(profile("a", needs=[WELDING]), profile("b", offers=[HONEY])).needs
    assert need.answers == ()
    assert need.is_empty is True
    assert not need.may_be_met
    assert need.nearest is not None


def test_a_need_without_anybody_near_is_unmet() -> None:
    (need,) = look(profile("a", needs=[WELDING], offers=[WELDING])).needs
    assert (need.answers, need.is_empty) == ((), True)


def test_progress_counts_every_need() -> None:
    told: list[tuple[int, int]] = []
    matcher = proving_matcher([profile(id, needs=[WELDING]) for id in "abc"])
    survey(matcher, VIEWER, dt.date(2026, 11, 21), lambda done, all_: told.append((done, all_)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_saved_search_tells_only_what_is_proved() -> None:
    matcher = proving_matcher([profile("same", needs=[WELDING]), profile("does", about=[WELDING])])
    request = MatchRequest(profile=profile("x", needs=[WELDING]), goal=Goal.PEERS)
    found = watch(matcher, request, VIEWER)
    assert found.listed == ("same",)
    assert found.near == {"same", "does"}
