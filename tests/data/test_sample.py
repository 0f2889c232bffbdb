"""The shipped sample is what a user meets first: every profile of it must be sound."""

import datetime as dt
import re
from collections import Counter

import pytest

from data.files import sample_profiles
from data.places.regions import load_regions
from data.profiles import Kind, Profile, Role, Visibility
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors

PROFILES = list(sample_profiles())
HOME = {"11", "12"}
"""Berlin and Brandenburg."""


def test_size_kinds_and_clusters() -> None:
    assert len(PROFILES) >= 600
    kinds = Counter(p.kind for p in PROFILES)
    assert set(kinds) == set(Kind)
    assert min(kinds.values()) >= 20
    assert {c for p in PROFILES for c in p.clusters} == {c.id for c in load_clusters().all}


def test_names_and_ids_are_unique() -> None:
    assert len({p.id for p in PROFILES}) == len(PROFILES)
    assert len({p.name for p in PROFILES}) == len(PROFILES)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.id)
def test_codes_exist_and_places_agree(profile: Profile) -> None:
    assert profile.places
    for place in profile.places:
        full = load_regions().complete(place)  # refuses a postcode that contradicts the name
        assert full.land and full.kreis and full.name == place.name
    for code in profile.sectors:
        assert load_sectors().get(code).level >= 2
    for trade in profile.trades:
        assert load_trades().get(trade).wz
    for cluster in profile.clusters:
        assert load_clusters().get(cluster).id == cluster
    assert profile.sectors
    assert profile.kind is not Kind.CRAFT or profile.trades


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.id)
def test_nobody_real_can_be_reached(profile: Profile) -> None:
    """Names are invented, so addresses must lead nowhere (RFC 2606)."""
    if profile.website:
        assert re.fullmatch(r"https?://[a-z0-9.-]+\.example(/[a-z-]+)?/?", profile.website)
    if profile.contact and profile.contact.email:
        assert profile.contact.email.endswith(".example")


def test_statements_are_many_and_all_different() -> None:
    texts = [s.text for p in PROFILES for s in p.statements]
    assert len(texts) == len(set(texts))
    assert all(2 <= len(p.statements) <= 6 for p in PROFILES)
    assert sum(bool(p.texts(Role.OFFER)) for p in PROFILES) > 0.9 * len(PROFILES)
    assert sum(bool(p.texts(Role.NEED)) for p in PROFILES) > 0.9 * len(PROFILES)


def test_most_are_at_home_and_some_are_neighbours() -> None:
    regions = load_regions()
    laender = [regions.complete(p.places[0]).land for p in PROFILES]
    at_home = sum(land in HOME for land in laender)
    assert 0.9 * len(PROFILES) < at_home < len(PROFILES)
    kreise = {regions.complete(p.places[0]).kreis for p in PROFILES}
    assert len([k for k in kreise if k and k[:2] == "12"]) == 18, "every Kreis of Brandenburg"


def test_the_exceptions_a_user_must_see_handled_are_there() -> None:
    assert any(p.valid_until and p.valid_until < dt.date(2026, 1, 1) for p in PROFILES)
    assert {p.visibility for p in PROFILES} == set(Visibility)
