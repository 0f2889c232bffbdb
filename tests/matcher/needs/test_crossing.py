import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from data.profiles import Profile
from matcher.engine import Matcher
from matcher.needs.crossing import PER_PARTNER, Pair, _order, chances, pairs
from matcher.needs.gaps import survey
from matcher.request import Goal, Viewer
from matcher.result import FITTING
from tests.matcher.conftest import profile

TODAY = dt.date(2026, 11, 21)
VIEWER = Viewer(tenant="metall")
HONEY = "Sortenreiner Honig aus pestizidarmen Lagen der Uckermark, 800 Kilogramm im Jahr"
SCAN = "Drohnenaufmaß von Dächern mit Flächen, Gauben und Neigung als maßhaltiges Modell"
Make = Callable[[Sequence[Profile]], Matcher]


def find(
    make: Make,
    profiles: Sequence[Profile],
    home: str | None = None,
    own: bool = True,
) -> tuple[Matcher, list[Pair]]:
    matcher = make(profiles)
    known = survey(matcher, VIEWER, TODAY)
    return matcher, pairs(known, lambda p: not own or p.owner == "metall", home)


def member(id: str, *clusters: str, **statements: object) -> Profile:
    return profile(id, owner="metall", clusters=clusters, **statements)  # type: ignore[arg-type]


def test_a_pair_needs_two_who_share_no_cluster(matcher_of: Make) -> None:
    people = [
        member("m", "metal", "food", needs=[HONEY]),
        profile("same", clusters=("food",), offers=[HONEY]),
        profile("none", offers=[HONEY]),
        profile("other", clusters=("tourism",), offers=[HONEY]),
    ]
    _, found = find(matcher_of, people)
    assert [(p.member.id, p.partner.id) for p in found] == [("m", "other")]
    assert found[0].theirs > 0
    assert found[0].ours == 0
    assert found[0].goal is Goal.SOLUTION


def test_a_partner_of_the_members_own_cluster_is_none(matcher_of: Make) -> None:
    people = [
        member("m", "metal", needs=[HONEY]),
        profile("o", clusters=("tourism",), offers=[HONEY]),
    ]
    assert find(matcher_of, people, home="tourism")[1] == []
    assert len(find(matcher_of, people, home="energy")[1]) == 1


def test_a_member_without_a_cluster_counts_to_that_of_the_tenant(matcher_of: Make) -> None:
    people = [member("m", needs=[HONEY]), profile("o", clusters=("tourism",), offers=[HONEY])]
    assert find(matcher_of, people)[1] == []
    matcher, found = find(matcher_of, people, home="metal")
    assert [chance.partner.id for chance in chances(matcher, found, VIEWER, "de")] == ["o"]


def test_the_members_offer_counts_too(matcher_of: Make) -> None:
    people = [
        member("m", "metal", offers=[SCAN]),
        profile("o", clusters=("tourism",), needs=[SCAN]),
    ]
    _, found = find(matcher_of, people)
    assert (found[0].member.id, found[0].goal) == ("m", Goal.CUSTOMER)


def test_where_both_gain_a_pair_comes_first(matcher_of: Make) -> None:
    people = [
        member("m", "metal", needs=[HONEY], offers=[SCAN]),
        profile("both", clusters=("tourism",), offers=[HONEY], needs=[SCAN]),
        profile("one", clusters=("tourism",), offers=[HONEY]),
    ]
    _, found = find(matcher_of, people)
    assert [p.partner.id for p in found] == ["both", "one"]
    assert found[0].goal is Goal.PARTNER


def test_of_two_members_a_pair_is_told_once(matcher_of: Make) -> None:
    people = [member("a", "metal", offers=[HONEY]), member("b", "tourism", needs=[HONEY])]
    _, found = find(matcher_of, people)
    assert [(p.member.id, p.partner.id) for p in found] == [("b", "a")]
    assert find(matcher_of, people, home="energy")[1] == []


def test_the_engine_words_what_it_finds_fitting(matcher_of: Make) -> None:
    people = [
        member("m", "metal", needs=[HONEY]),
        profile("o", clusters=("tourism",), offers=[HONEY]),
    ]
    matcher, found = find(matcher_of, people)
    told: list[tuple[int, int]] = []
    worded = chances(matcher, found, VIEWER, "de", lambda d, t: told.append((d, t)))
    assert [(c.member.id, c.partner.id) for c in worded] == [("m", "o")]
    assert worded[0].suggestion.score >= FITTING
    assert "Honig" in worded[0].suggestion.reason
    assert (worded[0].mine, worded[0].theirs) == (("metal",), ("tourism",))
    assert told == [(1, 1)]


def test_what_the_engine_does_not_find_fitting_is_dropped(
    matcher_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [
        member("m", "metal", needs=[HONEY]),
        profile("o", clusters=("tourism",), offers=[HONEY]),
    ]
    matcher, found = find(matcher_of, people)
    monkeypatch.setattr("matcher.result.FITTING", 1.01)
    assert chances(matcher, found, VIEWER, "de") == ()


def test_a_partner_whom_all_need_is_shown_a_few_times(matcher_of: Make) -> None:
    people = [member(f"m{i}", "metal", needs=[HONEY]) for i in range(PER_PARTNER + 3)]
    people.append(profile("popular", clusters=("tourism",), offers=[HONEY]))
    matcher, found = find(matcher_of, people)
    assert len(found) == PER_PARTNER + 3
    assert len(chances(matcher, found, VIEWER, "de")) == PER_PARTNER


def test_a_member_removed_meanwhile_is_passed_over(matcher_of: Make) -> None:
    people = [
        member("m", "metal", needs=[HONEY]),
        profile("o", clusters=("tourism",), offers=[HONEY]),
    ]
    matcher, found = find(matcher_of, people)
    matcher.corpus.remove(["m"])
    assert chances(matcher, found, VIEWER, "de") == ()


def test_what_a_sentence_proves_comes_before_what_only_scores_high(matcher_of: Make) -> None:
    people = [
        member("m", "metal", needs=[HONEY]),
        profile("o", clusters=("tourism",), offers=[HONEY]),
    ]
    matcher, found = find(matcher_of, people)
    sure = chances(matcher, found, VIEWER, "de")[0]
    assert sure.suggestion.fit == "sehr passend"
    changed = sure.suggestion.model_copy(update={"fit": "passend", "score": 0.99})
    doubtful = replace(sure, suggestion=changed)
    assert sorted([doubtful, sure], key=_order) == [sure, doubtful]
