"""What holds for every request on every corpus."""

import datetime as dt
import math

import numpy as np
from hypothesis import HealthCheck, given, settings

from data.exchange.merging import name_key
from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Kind, Profile
from data.sectors.names import resolve_any
from data.sectors.wz import Sector, load_sectors
from matcher.engine import Matcher
from matcher.request import Constraint, Goal, MatchRequest, Rule, Viewer
from matcher.search.catalog import clusters_of, sector_codes
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.strategies import corpora, requests

ENCODER = HashingEncoder()
EVERYBODY = Viewer(everything=True)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(profile: Profile, rule: Constraint, value: str) -> bool:
    """Check one value of a rule on the profile itself, without catalog, masks or index."""
    regions = load_regions()
    if rule.rule is Rule.REGION:
        region = regions.resolve(value)
        return any(regions.contains(region, place) for place in profile.places)
    if rule.rule is Rule.RADIUS:
        centre = regions.point(regions.resolve(value))
        spots = [regions.point(place) for place in profile.places]
        assert centre is not None and rule.km is not None
        return any(s is not None and float(distance_km(*centre, *s)) <= rule.km for s in spots)
    if rule.rule is Rule.SECTOR:
        wanted = resolve_any(value)
        if isinstance(wanted, Sector):
            return any(load_sectors().covers(wanted.code, c) for c in sector_codes(profile))
        return wanted.id in (*profile.trades, *clusters_of(profile))
    if rule.rule is Rule.EXCLUDE:
        return profile.id != value
    own = {Rule.KIND: (profile.kind,), Rule.SIZE: (profile.size,)}
    return value in own.get(rule.rule, profile.languages)


def keeps(profile: Profile, rule: Constraint) -> bool:
    found = [holds(profile, rule, value) for value in rule.values]
    if rule.rule is Rule.EXCLUDE:
        return all(found)
    return {"any": any(found), "all": all(found), "none": not any(found)}[rule.match]


def allowed(profiles: list[Profile], request: MatchRequest) -> set[str]:
    musts = [rule for rule in request.constraints if rule.strength == "must"]
    networks = request.effective_goal is Goal.CLUSTER
    return {
        p.id
        for p in profiles
        if p.id != request.profile_id
        and (not networks or p.kind is Kind.CLUSTER)
        and all(keeps(p, rule) for rule in musts)
    }


@QUICK
@given(corpora(), requests())
def test_every_hard_rule_is_kept_and_nobody_allowed_is_lost(
    profiles: list[Profile], request: MatchRequest
) -> None:
    result = Matcher(corpus_of(profiles, ENCODER)).suggest(request, EVERYBODY)
    ids = [s.profile_id for s in result.suggestions]
    expected = allowed(profiles, request)
    assert len(ids) == len(set(ids)) <= min(request.k, len(expected))
    assert set(ids) <= expected
    if len(ids) < min(request.k, len(expected)):  # only twins of those shown are missing
        names = {profile.id: name_key(profile.name) for profile in profiles}
        assert {names[id] for id in expected} == {names[id] for id in ids}
    assert result.allowed == len(expected)


@QUICK
@given(corpora(), requests())
def test_scores_fall_and_terms_add_up(profiles: list[Profile], request: MatchRequest) -> None:
    result = Matcher(corpus_of(profiles, ENCODER)).suggest(request, EVERYBODY)
    scores = [s.score for s in result.suggestions]
    assert scores == sorted(scores, reverse=True)
    for suggestion in result.suggestions:
        assert 0 <= suggestion.score <= 1
        total = math.fsum(term.value for term in suggestion.terms)
        assert math.isclose(total, suggestion.score, abs_tol=1e-9)


@QUICK
@given(corpora(), requests())
def test_nothing_omitted_beats_anything_kept(
    profiles: list[Profile], request: MatchRequest
) -> None:
    matcher = Matcher(corpus_of(profiles, ENCODER))
    few = matcher.rank(request, EVERYBODY).ids
    everyone = matcher.rank(request.model_copy(update={"k": 100}), EVERYBODY).ids
    assert everyone[: len(few)] == few


@QUICK
@given(corpora(), requests())
def test_order_of_arrival_does_not_matter(profiles: list[Profile], request: MatchRequest) -> None:
    straight = Matcher(corpus_of(profiles, ENCODER)).rank(request, EVERYBODY)
    reverse = Matcher(corpus_of(profiles[::-1], ENCODER)).rank(request, EVERYBODY)
    assert straight.ids == reverse.ids
    assert np.allclose(straight.scores, reverse.scores, atol=1e-6)


@QUICK
@given(corpora(), requests())
def test_a_relaxation_brings_what_it_promises(
    profiles: list[Profile], request: MatchRequest
) -> None:
    result = Matcher(corpus_of(profiles, ENCODER)).suggest(request, EVERYBODY)
    if result.relax is None:
        return
    rules = list(request.constraints)
    changed = rules[result.relax.constraint]
    if result.relax.values:
        update = {"values": result.relax.values, "km": result.relax.km}
        rules[result.relax.constraint] = changed.model_copy(update=update)
    else:
        del rules[result.relax.constraint]
    wider = request.model_copy(update={"constraints": tuple(rules)})
    assert len(allowed(profiles, wider)) - len(allowed(profiles, request)) == result.relax.gain


@QUICK
@given(corpora())
def test_expired_profiles_are_never_suggested(profiles: list[Profile]) -> None:
    yesterday = dt.date(2026, 3, 1)
    old = [p.model_copy(update={"valid_until": yesterday}) for p in profiles[::2]]
    matcher = Matcher(corpus_of(old + profiles[1::2], ENCODER), today=lambda: dt.date(2026, 3, 2))
    result = matcher.suggest(MatchRequest(question="laser"), EVERYBODY)
    assert {s.profile_id for s in result.suggestions}.isdisjoint(p.id for p in old)
