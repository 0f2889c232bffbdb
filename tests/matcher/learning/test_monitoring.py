from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from data import clock
from data.profiles import Profile, Visibility
from matcher.engine import Matcher
from matcher.needs.crossing import NEAR, state, watch
from matcher.request import MatchRequest, Viewer
from matcher.result import FITTING
from tests.matcher.conftest import profile

VIEWER = Viewer(tenant="default")
QUESTION = "Laserschweißen von Aluminium"
MatcherOf = Callable[[Sequence[Profile]], Matcher]
FIRMS = [
    profile("gut", offers=["Laserschweißen von Aluminium"]),
    profile("auch", offers=["Wir bieten Laserschweißen von Aluminium und Stahl"]),
    profile("fern", offers=["Buchhaltung und Steuerberatung für Vereine"]),
]


def test_only_what_fits_is_listed_and_no_more_than_asked_for(matcher_of: MatcherOf) -> None:
    matcher = matcher_of(FIRMS)
    scores = dict(zip(*_ranked(matcher), strict=True))
    assert scores["gut"] > scores["auch"] >= FITTING
    assert scores["fern"] < NEAR
    everyone = watch(matcher, MatchRequest(question=QUESTION), VIEWER)
    assert everyone.listed == ("gut", "auch")
    assert everyone.near == {"gut", "auch", "fern"}  # a list of ten shows all three
    one = watch(matcher, MatchRequest(question=QUESTION, k=1), VIEWER)
    assert one.listed == ("gut",)
    assert one.near == {"gut", "auch"}


def _ranked(matcher: Matcher) -> tuple[tuple[str, ...], tuple[float, ...]]:
    ranking = matcher.rank(MatchRequest(question=QUESTION), VIEWER)
    return ranking.ids, ranking.scores


def test_standing_are_those_who_keep_the_rules_and_may_be_seen(matcher_of: MatcherOf) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    firms = [
        *FIRMS,
        profile("alt", offers=["Laserschweißen"], valid_until=yesterday),
        profile("fremd", offers=["Laserschweißen"], owner="ihk", visibility=Visibility.OWN),
    ]
    found = watch(matcher_of(firms), MatchRequest(question=QUESTION), VIEWER)
    assert found.standing == {"gut", "auch", "fern"}


def test_the_state_changes_with_data_ranking_and_day(matcher_of: MatcherOf) -> None:
    matcher, today = matcher_of(FIRMS), dt.date(2026, 5, 4)
    before = state(matcher, today, VIEWER)
    assert state(matcher, today, VIEWER) == before
    assert state(matcher, dt.date(2026, 5, 5), VIEWER) != before
    other = Matcher(matcher.corpus, matcher.config.model_copy(update={"version": "linear-9"}))
    assert state(other, today, VIEWER) != before
    hidden = profile("fremd", offers=["Laserschweißen"], owner="ihk", visibility=Visibility.OWN)
    matcher.corpus.put([hidden])
    assert state(matcher, today, VIEWER) == before, "what others hide is no news"
    matcher.corpus.put([profile("neu", offers=["Laserschweißen"])])
    assert state(matcher, today, VIEWER) != before
