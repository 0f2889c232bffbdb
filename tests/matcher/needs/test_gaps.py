import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from data.profiles import Profile, Role, Visibility
from matcher.engine import Matcher
from matcher.needs.answering import Answers
from matcher.needs.collecting import ANSWERS
from matcher.needs.gaps import Gap, Survey, survey
from matcher.ranking.background import background_of
from matcher.request import Viewer
from tests.matcher.conftest import ENCODER, profile

TODAY = dt.date(2026, 11, 21)
EVERYBODY = Viewer(everything=True)
WELDING = "Laserschweißen von Aluminium für dünne Bleche"
HONEY = "Sortenreiner Honig aus der Uckermark"
Make = Callable[[Sequence[Profile]], Matcher]


def look(make: Make, profiles: Sequence[Profile], viewer: Viewer = EVERYBODY) -> Survey:
    return survey(make(profiles), viewer, TODAY)


def only(gaps: Sequence[Gap]) -> Gap:
    assert len(gaps) == 1
    return gaps[0]


def test_a_need_is_answered_by_an_offer_of_the_same_words(matcher_of: Make) -> None:
    found = look(matcher_of, [profile("a", needs=[WELDING]), profile("b", offers=[WELDING])])
    gap = only(found.needs)
    assert [answer.profile.id for answer in gap.answers] == ["b"]
    assert gap.nearest == gap.answers[0]
    assert gap.strength > ANSWERS
    assert [asker.profile.id for asker in only(found.offers).answers] == ["a"]


def test_an_offer_of_something_else_is_the_nearest_but_no_answer(matcher_of: Make) -> None:
    found = look(matcher_of, [profile("a", needs=[WELDING]), profile("b", offers=[HONEY])])
    gap = only(found.needs)
    assert gap.answers == ()
    assert gap.nearest is not None
    assert gap.nearest.text == HONEY
    assert only(found.offers).answers == ()


def test_nobody_answers_himself(matcher_of: Make) -> None:
    found = look(matcher_of, [profile("a", needs=[WELDING], offers=[WELDING])])
    assert only(found.needs).nearest is None
    assert only(found.needs).strength == 0
    assert only(found.offers).nearest is None


def test_a_description_answers_but_does_not_wait_to_be_asked(matcher_of: Make) -> None:
    found = look(matcher_of, [profile("a", needs=[WELDING]), profile("b", about=[WELDING])])
    assert only(found.needs).answers[0].role is Role.ABOUT
    assert found.offers == ()
    assert (found.profiles, found.described) == (2, 1)


def test_the_name_before_a_description_counts(matcher_of: Make) -> None:
    name = "Meisterbetrieb Bauklempnerei und Sanitärinstallation"
    asking = profile("a", needs=["Bauklempnerei und Sanitärinstallation"])
    plain, telling = (
        profile("b", about=["Schaffung von Ausbildungsplätzen"], name=n) for n in ("Firma", name)
    )
    weak, strong = (only(look(matcher_of, [asking, p]).needs).strength for p in (plain, telling))
    assert strong > weak + 0.2


@pytest.mark.parametrize("visibility", [Visibility.OWN, Visibility.NETWORK])
def test_who_may_not_be_seen_is_not_told_of(matcher_of: Make, visibility: Visibility) -> None:
    hidden = profile("b", offers=[WELDING], needs=[HONEY], visibility=visibility, owner="x")
    alone = [profile("a", needs=[WELDING]), profile("c", offers=[HONEY])]
    seen = look(matcher_of, [*alone, hidden], Viewer())
    assert seen == look(matcher_of, alone, Viewer())
    assert only(look(matcher_of, [*alone, hidden], Viewer(tenant="x")).needs[-1:]).answers


def test_how_rare_a_word_is_does_not_depend_on_who_may_not_be_seen(matcher_of: Make) -> None:
    alone = [profile("a", needs=[WELDING]), profile("c", offers=["Schweißen von Stahl"])]
    hidden = [
        profile(f"h{i}", offers=["Schweißen"], visibility=Visibility.OWN, owner="x")
        for i in range(20)
    ]
    with_hidden = only(look(matcher_of, [*alone, *hidden], Viewer()).needs)
    assert with_hidden == only(look(matcher_of, alone, Viewer()).needs)


def test_who_is_behind_an_intermediary_is_veiled(matcher_of: Make) -> None:
    behind = profile(
        "b",
        offers=[WELDING],
        name="Geheimguss Prenzlau",
        plz="17291",
        visibility=Visibility.INTERMEDIARY,
        owner="x",
    )
    people = [profile("a", needs=[WELDING]), behind]
    found = only(look(matcher_of, people, Viewer(tenant="y")).needs).answers[0].profile
    assert found.id != "b"
    assert "Geheimguss" not in found.name
    own = only(look(matcher_of, people, Viewer(tenant="x")).needs).answers[0].profile
    assert own.name == "Geheimguss Prenzlau"


def test_who_is_no_longer_valid_neither_asks_nor_answers(matcher_of: Make) -> None:
    past = TODAY - dt.timedelta(days=1)
    found = look(
        matcher_of,
        [
            profile("a", needs=[WELDING], valid_until=TODAY),
            profile("b", offers=[WELDING], valid_until=past),
            profile("c", needs=[HONEY], valid_until=past),
        ],
    )
    assert only(found.needs).nearest is None
    assert found.profiles == 1


def test_each_profile_answers_once_with_its_best_sentence(matcher_of: Make) -> None:
    several = profile("b", offers=["Laserschweißen von Aluminium", WELDING])
    found = look(matcher_of, [profile("a", needs=[WELDING]), several])
    assert [answer.text for answer in only(found.needs).answers] == [WELDING]


def test_the_least_met_come_first(matcher_of: Make) -> None:
    met = profile("a", needs=[WELDING])
    unmet = profile("b", needs=["Austernzucht im Salzwasserbecken"])
    found = look(matcher_of, [met, unmet, profile("c", offers=[WELDING])])
    assert [gap.profile.id for gap in found.needs] == ["b", "a"]


def test_blocks_do_not_change_what_is_found(
    matcher_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["Honig", "Stahl", "Aluminium", "Holz", "Glas"]
    people = [profile(f"n{i}", needs=[f"{w} gesucht"]) for i, w in enumerate(words)]
    people += [profile(f"o{i}", offers=[f"{w} zu haben"]) for i, w in enumerate(words)]
    whole = look(matcher_of, people)
    monkeypatch.setattr("matcher.needs.gaps.BLOCK", 2)
    monkeypatch.setattr("matcher.needs.answering.PIECE", 3)
    parts = look(matcher_of, people)
    for one, other in zip(
        (*whole.needs, *whole.offers), (*parts.needs, *parts.offers), strict=True
    ):
        assert (one.profile, one.text) == (other.profile, other.text)
        assert one.strength == pytest.approx(other.strength, abs=1e-6)
        assert [a.profile for a in one.answers] == [a.profile for a in other.answers]
        assert one.nearest is not None
        assert other.nearest is not None
        assert one.nearest.profile == other.nearest.profile


def test_progress_counts_needs(matcher_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.needs.gaps.BLOCK", 2)
    people = [profile(f"n{i}", needs=[WELDING]) for i in range(3)]
    told: list[tuple[int, int]] = []
    survey(
        matcher_of([*people, profile("o", offers=[HONEY])]),
        EVERYBODY,
        TODAY,
        lambda done, total: told.append((done, total)),
    )
    assert told == [(2, 3), (3, 3)]


def test_nothing_is_found_among_nobody(matcher_of: Make) -> None:
    found = look(matcher_of, [])
    assert (found.needs, found.offers, found.profiles) == ((), (), 0)


def test_a_strength_is_the_mean_of_meaning_profile_and_words(matcher_of: Make) -> None:
    snapshot = matcher_of([profile("b", offers=[WELDING])]).snapshot
    background = background_of(ENCODER)
    answers = Answers(snapshot, background, EVERYBODY, snapshot.catalog.with_facet("all"))
    vectors = ENCODER.encode([WELDING])
    found = answers.strengths([WELDING], vectors)
    whole = ENCODER.encode([f"Firma b. {WELDING}"])
    meaning = background.strength(vectors, vectors)[0, 0]
    profiles = background.strength(whole, vectors, hubs=True)[0, 0]
    assert found.shape == (1, 1)
    assert found[0, 0] == pytest.approx((meaning + profiles + 1) / 3, abs=1e-5)
    assert np.all((found >= 0) & (found <= 1))
