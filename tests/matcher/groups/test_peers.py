"""Groups with the same need: alike, close by, within bounds, nobody twice."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from data.errors import NotFoundError, RequestError
from data.places.regions import load_regions
from data.profiles import Profile
from matcher.engine import Matcher
from matcher.groups.peers import ALIKE, peers
from matcher.groups.request import PeersAnswer, PeersRequest
from matcher.groups.team import distances_between
from matcher.request import Constraint, Rule, Viewer
from matcher.search.catalog import points
from matcher.search.ingest import corpus_of
from tests.matcher.conftest import ENCODER, profile
from tests.support.strategies import TOWNS, WORDS

VIEWER = Viewer()
MatcherOf = Callable[[Sequence[Profile]], Matcher]
APPRENTICES = "Lehrlinge fehlen in der Werkstatt"
POWER = "Wir wollen Strom gemeinsam günstiger einkaufen"


@pytest.fixture(scope="module")
def towns() -> Matcher:
    """36 firms of six towns with needs of five sorts, many of them alike."""
    sorts = [f"Wir suchen {a} {b} für die Region" for a in WORDS[:5] for b in WORDS[5:7]]
    firms = [
        profile(f"f{i}", needs=[sorts[i * 7 % len(sorts)]], plz=TOWNS[i * 5 % 11 % len(TOWNS)])
        for i in range(36)
    ]
    return Matcher(corpus_of(firms, ENCODER))


def village(matcher_of: MatcherOf) -> Matcher:
    return matcher_of(
        [
            *(profile(f"strom-{i}", needs=[POWER + "."], plz="17291") for i in range(4)),
            profile("strom-fern", needs=[POWER], plz="01067"),
            *(
                profile(f"lehrling-{i}", needs=["Lehrlinge fehlen in der Werkstatt"], plz="17291")
                for i in range(3)
            ),
            profile("allein", needs=["Gießerei für Glocken gesucht"], plz="17291"),
        ]
    )


def members(answer: PeersAnswer) -> list[set[str]]:
    return [{peer.profile_id for peer in group.members} for group in answer.groups]


def test_needs_alike_and_near_form_groups(matcher_of: MatcherOf) -> None:
    answer = peers(village(matcher_of), PeersRequest(km=50), VIEWER)
    assert sorted(map(sorted, members(answer))) == [
        ["lehrling-0", "lehrling-1", "lehrling-2"],
        ["strom-0", "strom-1", "strom-2", "strom-3"],
    ]
    assert answer.proven
    anywhere = peers(village(matcher_of), PeersRequest(km=None), VIEWER)
    assert {"strom-fern"} <= set().union(*members(anywhere))


@pytest.mark.parametrize("km", [60.0])
@pytest.mark.parametrize(("least", "most"), [(2, 3), (3, 5)])
def test_every_group_keeps_every_bound(towns: Matcher, km: float, least: int, most: int) -> None:
    region = Constraint(rule=Rule.REGION, values=("Brandenburg",))
    asked = PeersRequest(km=km, min_size=least, max_size=most, constraints=(region,))
    answer = peers(towns, asked, VIEWER)
    assert answer.groups
    seen: set[str] = set()
    keys = load_regions().resolve("Brandenburg").keys
    for group in answer.groups:
        assert least <= len(group.members) <= most
        assert group.weakest >= ALIKE - 1e-3
        apart = distances_between([points(peer.places) for peer in group.members])
        assert np.nanmax(apart) <= km
        ids = {peer.profile_id for peer in group.members}
        assert len(ids) == len(group.members)
        assert ids.isdisjoint(seen)
        seen |= ids
        for peer in group.members:
            assert any(not load_regions().keys(place).isdisjoint(keys) for place in peer.places)
    assert peers(towns, asked, VIEWER) == answer


def test_a_profile_gets_its_own_group(matcher_of: MatcherOf) -> None:
    matcher = village(matcher_of)
    answer = peers(matcher, PeersRequest(profile_id="lehrling-1"), VIEWER)
    assert members(answer) == [{"lehrling-0", "lehrling-1", "lehrling-2"}]
    assert peers(matcher, PeersRequest(profile_id="allein"), VIEWER).groups == ()
    without = PeersRequest(profile_id="lehrling-1", exclude=("lehrling-0",), min_size=2)
    assert members(peers(matcher, without, VIEWER)) == [{"lehrling-1", "lehrling-2"}]
    with pytest.raises(NotFoundError):
        peers(matcher, PeersRequest(profile_id="niemand"), VIEWER)
    with pytest.raises(RequestError):
        peers(matcher, PeersRequest(profile_id="allein", exclude=("allein",)), VIEWER)


def test_a_theme_asks_for_needs_first_and_then_for_what_people_do(matcher_of: MatcherOf) -> None:
    matcher = village(matcher_of)
    answer = peers(matcher, PeersRequest(theme=POWER), VIEWER)
    assert members(answer) == [{"strom-0", "strom-1", "strom-2", "strom-3"}]
    doing = matcher_of(
        [
            profile(f"solar-{i}", about=[f"Solarstrom vom Dach der Halle {i}"], plz="17291")
            for i in range(3)
        ]
    )
    answer = peers(doing, PeersRequest(theme="Solarstrom vom Dach der Halle"), VIEWER)
    assert members(answer) == [{"solar-0", "solar-1", "solar-2"}]
    assert "Bitte fragen" in answer.notes[0]


def test_one_project_told_by_all_its_partners_is_no_new_group(matcher_of: MatcherOf) -> None:
    text = "Solarstrom vom Dach der gemeinsamen Halle"
    matcher = matcher_of([profile(f"p-{i}", about=[text], plz="17291") for i in range(4)])
    assert peers(matcher, PeersRequest(theme=text), VIEWER).groups == ()


def test_nobody_sees_what_is_not_theirs(matcher_of: MatcherOf) -> None:
    hidden, veiled = (
        [
            profile(f"{name}-{i}", needs=[POWER], plz="17291", visibility=name, owner="kammer")
            for i in range(3)
        ]
        for name in ("own", "intermediary")
    )
    matcher = matcher_of([*hidden, *veiled])
    answer = peers(matcher, PeersRequest(km=None), Viewer(tenant="andere"))
    told = answer.model_dump_json()
    assert all(f'"{p.id}"' not in told and p.name not in told for p in (*hidden, *veiled))
    assert all(peer.veiled for group in answer.groups for peer in group.members)
    assert (
        len(peers(matcher, PeersRequest(km=None), Viewer(tenant="kammer")).groups[0].members) == 6
    )


def test_how_rare_a_word_is_counts_over_what_the_asker_sees(matcher_of: MatcherOf) -> None:
    seen = [
        profile(f"p{i}", needs=[f"wir suchen laser schweißen aluminium {word}"])
        for i, word in enumerate(("pumpe", "gehäuse", "blech", "rohr"))
    ]
    hidden = [
        profile(f"x{i}", needs=["laser laser aluminium für teile"], owner="x", visibility="own")
        for i in range(60)
    ]
    asked = PeersRequest(theme="laser aluminium", min_size=2, km=None)
    alone, among_others = (peers(matcher_of(f), asked, VIEWER) for f in (seen, [*seen, *hidden]))
    assert alone.groups
    assert alone == among_others
