"""Teams: rules that always hold, gaps that are gaps, known partners, choices of the user."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import EventKind
from data.files import sample_profiles
from data.profiles import Kind, Profile
from matcher.engine import Matcher
from matcher.groups.bundle import bundle
from matcher.groups.consortium import consortium
from matcher.groups.request import BundleRequest, ConsortiumRequest, RoleAsked, Team
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from matcher.search.ingest import corpus_of
from tests.matcher.conftest import ENCODER, profile

VIEWER = Viewer()
SAMPLE = list(sample_profiles())[::5]
ROLES = ("Laserschweißen", "Augenoptik", "Photovoltaik", "Fräsen", "Software", "Bildverarbeitung")


@pytest.fixture(scope="module")
def sample() -> Matcher:
    return Matcher(corpus_of(SAMPLE, ENCODER))


def ids_of(team: Team) -> list[str]:
    return [r.member.suggestion.profile_id for r in team.roles if r.member is not None]


def roles(*texts: str, **more: object) -> tuple[RoleAsked, ...]:
    return tuple(RoleAsked.model_validate({"text": text} | more) for text in texts)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(st.sampled_from(ROLES), min_size=1, max_size=4, unique=True),
    counts=st.lists(st.integers(1, 2), min_size=4, max_size=4),
    most=st.integers(1, 6),
    region=st.sampled_from(("Brandenburg", "Berlin", None)),
    excluded=st.lists(st.sampled_from([p.id for p in SAMPLE]), max_size=5, unique=True),
    included=st.integers(0, 300),
)
def test_every_hard_rule_holds(
    sample: Matcher,
    texts: list[str],
    counts: list[int],
    most: int,
    region: str | None,
    excluded: list[str],
    included: int,
) -> None:
    rules = (Constraint(rule=Rule.REGION, values=(region,)),) if region else ()
    allowed = sample.allowed(_question(rules), VIEWER)
    free = [i for i in allowed if i not in excluded]
    include = (free[included % len(free)],) if free else ()
    asked = ConsortiumRequest(
        roles=tuple(RoleAsked(text=t, count=n) for t, n in zip(texts, counts, strict=False)),
        constraints=rules,
        include=include,
        exclude=tuple(excluded),
        max_size=most,
    )
    team = consortium(sample, asked, VIEWER)
    members = ids_of(team)
    everybody = {*members, *(s.profile_id for s in team.others)}
    assert len(members) == len(set(members))
    assert team.size == len(everybody) <= most
    assert everybody <= set(allowed)
    assert everybody.isdisjoint(excluded)
    assert set(include) <= everybody
    for role in team.roles:
        assert (role.member is None) == (role.gap is not None)
        others = [m.suggestion.profile_id for m in role.alternatives]
        assert everybody.isdisjoint(others)
        assert set(others) <= set(allowed) - set(excluded)
    assert team == consortium(sample, asked, VIEWER)


def _question(rules: Sequence[Constraint]) -> MatchRequest:
    return MatchRequest(question="x", read_question=False, constraints=tuple(rules))


MatcherOf = Callable[[Sequence[Profile]], Matcher]


def small(matcher_of: MatcherOf) -> Matcher:
    return matcher_of(
        [
            profile("laser", offers=["Laserschweißen von Blech"], plz="17291"),
            profile("haerte", offers=["Wärmebehandlung und Härten von Stahl"], plz="15230"),
            profile("beides", offers=["Laserschweißen", "Bildverarbeitung"], plz="17291"),
            profile("bild", offers=["Bildverarbeitung für Maschinen"], plz="17291"),
        ]
    )


AROUND = (Constraint(rule=Rule.RADIUS, values=("Prenzlau",), km=60),)


def test_a_gap_names_the_nearest_and_how_far_it_is(matcher_of: MatcherOf) -> None:
    asked = ConsortiumRequest(roles=roles("Wärmebehandlung"), constraints=AROUND)
    gap = consortium(small(matcher_of), asked, VIEWER).roles[0].gap
    assert gap is not None
    assert gap.reason == "place"
    assert gap.text.startswith("Niemand im Umkreis von 60 km um Prenzlau bietet „Wärmebehandlung“")
    assert "Firma haerte, sitzt 1" in gap.text
    assert gap.nearest is not None
    assert gap.nearest.suggestion.profile_id == "haerte"


def test_a_gap_names_the_rule_that_bars(matcher_of: MatcherOf) -> None:
    rule = Constraint(rule=Rule.KIND, values=("research",))
    asked = ConsortiumRequest(roles=roles("Wärmebehandlung", constraints=[rule]))
    gap = consortium(small(matcher_of), asked, VIEWER).roles[0].gap
    assert gap is not None
    assert gap.reason == "rule"
    assert "Forschungseinrichtung" in gap.text


def test_an_excluded_firm_is_no_way_out(matcher_of: MatcherOf) -> None:
    asked = ConsortiumRequest(roles=roles("Wärmebehandlung"), exclude=("haerte",))
    gap = consortium(small(matcher_of), asked, VIEWER).roles[0].gap
    assert gap is not None
    assert gap.reason == "nobody"
    assert "haerte" not in gap.text


def test_who_is_needed_elsewhere_is_named(matcher_of: MatcherOf) -> None:
    matcher = matcher_of([profile("laser", offers=["Laserschweißen von Blech"])])
    team = consortium(
        matcher, ConsortiumRequest(roles=roles("Laserschweißen", "Laserschweißen Blech")), VIEWER
    )
    gap = next(role.gap for role in team.roles if role.gap is not None)
    assert gap.reason == "taken"
    both = ConsortiumRequest(
        roles=roles("Laserschweißen", "Laserschweißen Blech"), roles_per_member=2
    )
    assert consortium(matcher, both, VIEWER).covered == 2


def test_too_few_for_the_least_size_is_nobody_at_all(matcher_of: MatcherOf) -> None:
    asked = ConsortiumRequest(roles=roles("Wärmebehandlung"), min_size=3)
    team = consortium(small(matcher_of), asked, VIEWER)
    assert ids_of(team) == []
    assert "mindestens 3" in team.notes[0]
    assert team.roles[0].gap is not None
    assert team.roles[0].gap.reason == "size"


def test_a_known_cooperation_decides_between_equals(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(
        [
            profile("bild", offers=["Bildverarbeitung"], plz="17291"),
            profile("laser-a", offers=["Laserschweißen von Blech"], plz="17291"),
            profile("laser-b", offers=["Laserschweißen von Blech"], plz="17291"),
        ]
    )
    asked = ConsortiumRequest(roles=roles("Bildverarbeitung", "Laserschweißen"))
    for partner in ("laser-a", "laser-b"):
        known = {frozenset(("bild", partner)): EventKind.COOPERATION}
        team = consortium(matcher, asked, VIEWER, known)
        assert ids_of(team) == ["bild", partner]
        assert [link.sort for link in team.links] == ["cooperation"]


def test_near_members_are_preferred(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(
        [
            profile("bild", offers=["Bildverarbeitung"], plz="17291"),
            profile("laser-a", offers=["Laserschweißen von Blech"], plz="01067"),
            profile("laser-b", offers=["Laserschweißen von Blech"], plz="17291"),
        ]
    )
    asked = ConsortiumRequest(roles=roles("Bildverarbeitung", "Laserschweißen"))
    assert ids_of(consortium(matcher, asked, VIEWER)) == ["bild", "laser-b"]


def test_a_choice_of_the_user_holds(matcher_of: MatcherOf) -> None:
    chosen = (RoleAsked(text="Laserschweißen", member="haerte"),)
    team = consortium(small(matcher_of), ConsortiumRequest(roles=chosen), VIEWER)
    assert ids_of(team) == ["haerte"]
    assert team.roles[0].member is not None
    assert team.roles[0].member.chosen


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"include": ("haerte",), "constraints": AROUND}, RequestError),
        ({"include": ("niemand",)}, NotFoundError),
        ({"roles": (RoleAsked(text="Laser", member="bild"),), "exclude": ("bild",)}, RequestError),
        ({"include": ("laser", "bild"), "max_size": 1}, RequestError),
    ],
)
def test_what_cannot_be_is_refused(
    matcher_of: MatcherOf, asked: dict[str, object], error: type[Exception]
) -> None:
    request = ConsortiumRequest.model_validate({"roles": roles("Laserschweißen")} | asked)
    with pytest.raises(error):
        consortium(small(matcher_of), request, VIEWER)


def test_a_veiled_profile_stays_veiled(matcher_of: MatcherOf) -> None:
    hidden = profile(
        "geheim", offers=["Laserschweißen von Blech"], visibility="intermediary", owner="kammer"
    )
    own = profile(
        "nur-eigen", offers=["Laserschweißen von Blech"], visibility="own", owner="kammer"
    )
    asked = ConsortiumRequest(roles=(RoleAsked(text="Laserschweißen", count=2),))
    team = consortium(matcher_of([hidden, own]), asked, Viewer(tenant="andere"))
    member = team.roles[0].member
    assert member is not None
    assert member.suggestion.veiled
    assert "geheim" not in team.model_dump_json()
    assert "nur-eigen" not in team.model_dump_json()


def test_a_bundle_takes_few_firms_near_the_site(matcher_of: MatcherOf) -> None:
    craft = {"kind": Kind.CRAFT}
    matcher = matcher_of(
        [
            profile("bad", offers=["Bäder"], plz="17291", trades=["A-24", "A-42"], **craft),
            profile("heizung", offers=["Heizung"], plz="17291", trades=["A-24"], **craft),
            profile("fliesen", offers=["Fliesen"], plz="17291", trades=["A-42"], **craft),
            profile("fern", offers=["Strom"], plz="01067", trades=["A-25"], **craft),
        ]
    )
    asked = BundleRequest(job="Bad umbauen", place="Prenzlau", km=60)
    team = bundle(matcher, asked, VIEWER)
    taken = {r.asked.text: r.member.suggestion.profile_id for r in team.roles if r.member}
    assert taken == {"Heizungsbauer": "bad", "Fliesenleger": "bad"}
    assert team.size == 1
    gaps = {r.asked.text: r.gap for r in team.roles if r.gap}
    assert "Firma fern" in gaps["Elektriker"].text
    named = BundleRequest(job="Laden: Elektriker und Fliesenleger", place="Prenzlau", km=60)
    assert [r.asked.text for r in bundle(matcher, named, VIEWER).roles] == [
        "Elektriker",
        "Fliesenleger",
    ]


@pytest.mark.model
def test_with_the_real_encoder_a_team_is_of_use_and_a_gap_is_told() -> None:
    from contextlib import closing

    from models.encoders.vector_cache import default_cache
    from models.loading import EncoderSettings, open_encoder

    with closing(default_cache()) as cache:
        encoder = open_encoder(EncoderSettings.from_environment(), cache)
        matcher = Matcher(corpus_of(list(sample_profiles()), encoder))
        idea = (
            "Wir wollen Bauteile fertigen: Robotik, Bildverarbeitung, ein Tiefbauer und jemand "
            "für die Steuerung"
        )
        team = consortium(matcher, ConsortiumRequest(idea=idea), VIEWER)
    said = {
        role.label: role.member.suggestion.evidence[0].theirs for role in team.roles if role.member
    }
    assert "Robot" in said["Robotik"]
    assert "Bildverarbeitung" in said["Bildverarbeitung"]
    assert "Steuerung" in said["Steuerung"]
    assert [role.label for role in team.roles if role.gap] == ["Tiefbauer"]
    assert team.proven
