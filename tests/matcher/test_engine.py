import datetime as dt
from collections.abc import Callable, Sequence

import pytest

import matcher.engine
from data.errors import NotFoundError, RequestError
from data.profiles import Kind, Profile, Visibility
from matcher.engine import Matcher
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.result import MatchResult
from tests.matcher.conftest import profile

Build = Callable[[Sequence[Profile]], Matcher]
PUBLIC = Viewer()

SEEKER = profile(
    "seeker",
    offers=["Zahnräder fräsen und schleifen"],
    needs=["Laserschweißen von Aluminium"],
    plz="17291",
)
WELDER = profile("welder", offers=["Laserschweißen von Aluminium und Kupfer"], plz="15230")
CUSTOMER = profile("customer", needs=["Zahnräder fräsen und schleifen lassen"], plz="10115")
PEER = profile("peer", needs=["Laserschweißen von Aluminium im Auftrag"], plz="03046")
BAKER = profile("baker", offers=["Brot backen"], needs=["Mehl aus der Region"], plz="14712")
NETWORK = profile("network", about=["Netzwerk für Laserschweißen"], kind=Kind.CLUSTER, plz="16225")
EVERYONE = [SEEKER, WELDER, CUSTOMER, PEER, BAKER, NETWORK]


def ids(result: MatchResult) -> list[str]:
    return [suggestion.profile_id for suggestion in result.suggestions]


@pytest.mark.parametrize(
    ("goal", "best"),
    [
        (Goal.SOLUTION, "welder"),
        (Goal.CUSTOMER, "customer"),
        (Goal.PEERS, "peer"),
        (Goal.CLUSTER, "network"),
    ],
)
def test_each_goal_finds_whom_it_is_for(matcher_of: Build, goal: Goal, best: str) -> None:
    result = matcher_of(EVERYONE).suggest(MatchRequest(profile_id="seeker", goal=goal), PUBLIC)
    assert ids(result)[0] == best


def test_a_partner_who_gains_too_beats_one_who_only_gives(matcher_of: Build) -> None:
    mutual = profile(
        "mutual",
        offers=["Laserschweißen von Aluminium und Kupfer"],
        needs=["Zahnräder fräsen und schleifen lassen"],
        plz="15230",
    )
    one_way = profile(
        "one_way",
        offers=["Laserschweißen von Aluminium und Kupfer"],
        needs=["Mehl aus der Region kaufen können"],
        plz="15230",
    )
    result = matcher_of([SEEKER, mutual, one_way]).suggest(
        MatchRequest(profile_id="seeker", goal=Goal.PARTNER), PUBLIC
    )
    assert ids(result) == ["mutual", "one_way"]
    first = result.suggestions[0]
    assert {pair.gain for pair in first.evidence} == {"mine", "theirs"}
    assert "umgekehrt" in first.reason and "Zahnräder" in first.reason


def test_nearer_is_never_worse(matcher_of: Build) -> None:
    offers = ["Laserschweißen von Aluminium und Kupfer"]
    near = profile("z-near", offers=offers, plz="17291", name="Firma")
    far = profile("a-far", offers=offers, plz="03046", name="Firma")
    result = matcher_of([SEEKER, near, far]).suggest(
        MatchRequest(profile_id="seeker", goal=Goal.SOLUTION), PUBLIC
    )
    assert ids(result) == ["z-near", "a-far"]
    assert result.suggestions[0].distance_km == 0
    # Prenzlau to Cottbus is about 175 km by great circle.
    assert result.suggestions[1].distance_km == pytest.approx(175, abs=10)


def test_a_preference_ranks_but_never_excludes(matcher_of: Build) -> None:
    twin = profile("a-twin", offers=list(WELDER.texts(WELDER.statements[0].role)), plz="10115")
    rule = Constraint(rule=Rule.REGION, values=("Brandenburg",), strength="prefer")
    request = MatchRequest(question="Laserschweißen von Aluminium", constraints=(rule,))
    result = matcher_of([WELDER, twin]).suggest(request, PUBLIC)
    assert ids(result) == ["welder", "a-twin"]
    assert result.suggestions[0].met == ("Region: Brandenburg",)
    assert result.suggestions[1].met == ()


def test_the_widest_help_is_named(matcher_of: Build) -> None:
    radius = Constraint(rule=Rule.RADIUS, values=("Prenzlau",), km=50)
    request = MatchRequest(question="Laserschweißen", constraints=(radius,), k=2)
    result = matcher_of([SEEKER, WELDER, CUSTOMER, PEER]).suggest(request, PUBLIC)
    assert ids(result) == ["seeker"]
    assert result.rejected_by[0].count == result.rejected_by[0].only == 3
    # Berlin lies 91 km from Prenzlau: 80 km bring nobody, 100 km bring one, which is enough.
    assert result.relax is not None
    assert result.relax.text == "Umkreis 50 → 100 km: 1 weitere"


def test_the_smallest_sufficient_change_is_proposed(matcher_of: Build) -> None:
    town = Constraint(rule=Rule.REGION, values=("Prenzlau",))
    request = MatchRequest(question="Laserschweißen", constraints=(town,), k=2)
    result = matcher_of([SEEKER, WELDER, CUSTOMER]).suggest(request, PUBLIC)
    # All of Brandenburg brings the one that is missing; dropping the rule would bring two.
    assert result.relax is not None and result.relax.values == ("Brandenburg",)
    assert result.relax.gain == 1


def test_far_away_can_be_asked_for(matcher_of: Build) -> None:
    away = Constraint(rule=Rule.RADIUS, values=("Prenzlau",), km=50, match="none")
    request = MatchRequest(question="Laserschweißen", constraints=(away,))
    result = matcher_of([SEEKER, WELDER, PEER]).suggest(request, PUBLIC)
    assert set(ids(result)) == {"welder", "peer"}


def test_what_others_look_for_is_searched_among_their_needs(matcher_of: Build) -> None:
    """Who offers the same is a competitor, not a customer."""
    rival = profile("rival", offers=["Zahnräder fräsen und schleifen"])
    for goal in (Goal.CUSTOMER, Goal.PARTNER):
        request = MatchRequest(profile_id="seeker", goal=goal)
        result = matcher_of([SEEKER, CUSTOMER, rival]).suggest(request, PUBLIC)
        theirs = {
            s.profile_id: [e for e in s.evidence if e.gain == "theirs"] for s in result.suggestions
        }
        assert [e.theirs for e in theirs["customer"]] == ["Zahnräder fräsen und schleifen lassen"]
        assert theirs["rival"] == []


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (Viewer(), {"public"}),
        (Viewer(tenant="other"), {"public", "network", "veiled"}),
        (Viewer(tenant="mine"), {"public", "network", "own", "intermediary"}),
        (Viewer(everything=True), {"public", "network", "own", "intermediary"}),
    ],
)
def test_visibility_is_a_hard_rule(matcher_of: Build, viewer: Viewer, seen: set[str]) -> None:
    kinds = [profile(str(v), offers=["Laser"], visibility=v, owner="mine") for v in Visibility]
    result = matcher_of(kinds).suggest(MatchRequest(question="Laser"), viewer)
    assert {"veiled" if s.veiled else s.profile_id for s in result.suggestions} == seen
    assert result.visible == result.allowed == len(seen)
    assert result.rejected_by == ()


def test_a_seeker_one_may_not_see_does_not_exist(matcher_of: Build) -> None:
    secret = profile("secret", offers=["Laser"], visibility=Visibility.OWN, owner="mine")
    matcher = matcher_of([secret, WELDER])
    with pytest.raises(NotFoundError, match="'secret'"):
        matcher.suggest(MatchRequest(profile_id="secret"), PUBLIC)
    with pytest.raises(NotFoundError, match="'nobody'"):
        matcher.suggest(MatchRequest(profile_id="nobody"), PUBLIC)


def test_competitors_and_own_cluster_can_be_left_out(matcher_of: Build) -> None:
    mine = profile("mine", needs=["Laser"], sectors=["25.62"], plz="17291")
    same = profile("same", offers=["Laser"], sectors=["25.62"])
    other = profile("other", offers=["Laser"], sectors=["62.01"])
    matcher = matcher_of([mine, same, other])
    for rule in (Rule.OTHER_SECTOR, Rule.OTHER_CLUSTER):
        request = MatchRequest(profile_id="mine", constraints=(Constraint(rule=rule),))
        assert ids(matcher.suggest(request, PUBLIC)) == ["other"]
    question = MatchRequest(question="Laser", constraints=(Constraint(rule=Rule.OTHER_SECTOR),))
    with pytest.raises(RequestError, match="Regel 1"):
        matcher.suggest(question, PUBLIC)


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        (Rule.REGION, "Ukermark", "Uckermark"),
        (Rule.SECTOR, "99.99", "99.99"),
        (Rule.KIND, "firma", "company"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(
    matcher_of: Build, rule: Rule, value: str, said: str
) -> None:
    request = MatchRequest(question="Laser", constraints=(Constraint(rule=rule, values=(value,)),))
    with pytest.raises(RequestError) as caught:
        matcher_of([WELDER]).suggest(request, PUBLIC)
    assert "Regel 1" in caught.value.german and value in caught.value.german
    assert said in caught.value.german


def test_a_radius_needs_a_place_with_coordinates(matcher_of: Build) -> None:
    rule = Constraint(rule=Rule.RADIUS, values=("Brandenburg",), km=20)
    with pytest.raises(RequestError, match="Umkreis"):
        matcher_of([WELDER]).suggest(MatchRequest(question="x", constraints=(rule,)), PUBLIC)


def test_changes_show_at_once(matcher_of: Build) -> None:
    matcher = matcher_of([WELDER, BAKER])
    request = MatchRequest(question="Laserschweißen von Aluminium")
    matcher.corpus.put([profile("new", offers=["Laserschweißen von Aluminium"])])
    assert ids(matcher.suggest(request, PUBLIC))[0] == "new"
    matcher.corpus.put([profile("new", offers=["Schafe scheren"])])
    assert ids(matcher.suggest(request, PUBLIC))[0] == "welder"
    matcher.corpus.remove(["welder"])
    assert set(ids(matcher.suggest(request, PUBLIC))) == {"baker", "new"}


def test_candidates_from_the_index_keep_every_rule(
    matcher_of: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matcher.engine, "MIN_DEPTH", 3)
    many = [
        profile(f"p{i:02d}", offers=[f"Laser Anlage {i}"], plz="17291" if i % 3 else "10115")
        for i in range(60)
    ]
    rule = Constraint(rule=Rule.REGION, values=("Uckermark",))
    request = MatchRequest(question="Laser Anlage 7", constraints=(rule,), k=1)
    result = matcher_of(many).suggest(request, PUBLIC)
    assert result.considered < result.allowed == 40
    assert ids(result) == ["p07"]


def test_diversity_and_caps(matcher_of: Build) -> None:
    twins = [profile(f"twin{i}", offers=["Laserschweißen von Aluminium"]) for i in range(3)]
    lab = profile("lab", offers=["Laserschweißen prüfen"], kind=Kind.RESEARCH)
    matcher = matcher_of([*twins, lab])
    question = MatchRequest(question="Laserschweißen von Aluminium", k=3)
    capped = question.model_copy(update={"max_per_kind": 1})
    assert sorted(s.kind for s in matcher.suggest(capped, PUBLIC).suggestions) == [
        Kind.COMPANY,
        Kind.RESEARCH,
    ]
    varied = question.model_copy(update={"diversity": 0.7, "k": 2})
    assert "lab" in ids(matcher.suggest(varied, PUBLIC))


def test_expired_profiles_are_counted_not_shown() -> None:
    old = profile("old", offers=["Laser"], valid_until=dt.date(2026, 1, 31))
    from matcher.search.ingest import corpus_of
    from tests.matcher.conftest import ENCODER

    corpus = corpus_of([old, WELDER], ENCODER)
    request = MatchRequest(question="Laser")
    last_day = Matcher(corpus, today=lambda: dt.date(2026, 1, 31)).suggest(request, PUBLIC)
    assert set(ids(last_day)) == {"old", "welder"}
    next_day = Matcher(corpus, today=lambda: dt.date(2026, 2, 1)).suggest(request, PUBLIC)
    assert ids(next_day) == ["welder"]
    assert [(r.count, r.only) for r in next_day.rejected_by] == [(1, 1)]


def test_english(matcher_of: Build) -> None:
    request = MatchRequest(profile_id="seeker", goal=Goal.SOLUTION, language="en")
    first = matcher_of([SEEKER, WELDER]).suggest(request, PUBLIC).suggestions[0]
    assert first.reason.startswith("Offers “Laserschweißen") and "your need" in first.reason


def test_every_answer_names_its_versions(matcher_of: Build) -> None:
    matcher = matcher_of([WELDER])
    versions = matcher.suggest(MatchRequest(question="Laser"), PUBLIC).versions
    assert versions.encoder == matcher.corpus.encoder.fingerprint
    assert versions.ranker and versions.program


def test_the_askers_gain_comes_first(matcher_of: Build) -> None:
    """Even where the other side's gain rests on the closer words."""
    mutual = profile(
        "mutual",
        offers=["Laserschweißen"],
        needs=["Zahnräder fräsen und schleifen"],
    )
    result = matcher_of([SEEKER, mutual]).suggest(MatchRequest(profile_id="seeker"), PUBLIC)
    pairs = result.suggestions[0].evidence
    assert [pair.gain for pair in pairs] == ["mine", "theirs"]
    assert pairs[1].strength > pairs[0].strength
