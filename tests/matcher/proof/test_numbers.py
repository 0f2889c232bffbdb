"""Numbers that decide what is suggested: each is named, so that no change of one goes unseen."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from data.profiles import Kind, Profile
from matcher.engine import Matcher
from matcher.ranking.features import distance_fit
from matcher.request import Constraint, MatchRequest, Rule, Viewer
from tests.matcher.conftest import profile

Build = Callable[[Sequence[Profile]], Matcher]
OFFER = ["Wir drehen Wellen aus Edelstahl"]


def test_being_near_is_worth_half_at_fifty_kilometres() -> None:
    found = distance_fit(np.array([0.0, 50.0, 150.0, np.inf]))
    assert found.tolist() == pytest.approx([1.0, 0.5, 0.25, 0.0])


@pytest.mark.parametrize(
    ("sector", "worth"),
    [("25.62", 1.0), ("25.61", 0.8), ("25.11", 0.6), ("28.11", 0.25), ("01.11", 0.0)],
)
def test_how_much_a_common_sector_is_worth(matcher_of: Build, sector: str, worth: float) -> None:
    seeker = profile("seeker", needs=["Wellen drehen lassen"], sectors=["25.62"])
    partner = profile("partner", offers=OFFER, sectors=[sector])
    request = MatchRequest(profile_id="seeker")
    (suggestion,) = matcher_of([seeker, partner]).suggest(request, Viewer()).suggestions
    assert suggestion.features["sector"] == worth


def test_what_breaks_two_rules_is_counted_at_both_and_alone_at_none(matcher_of: Build) -> None:
    firms = [
        profile("kept", offers=OFFER, plz="17291", kind=Kind.CRAFT),
        profile("elsewhere", offers=OFFER, plz="03046", kind=Kind.CRAFT),
        profile("other", offers=OFFER, plz="17291", kind=Kind.STARTUP),
        profile("both", offers=OFFER, plz="03046", kind=Kind.STARTUP),
    ]
    request = MatchRequest(
        question="Wer dreht Wellen?",
        constraints=(
            Constraint(rule=Rule.REGION, values=("Uckermark",)),
            Constraint(rule=Rule.KIND, values=("craft",)),
        ),
    )
    result = matcher_of(firms).suggest(request, Viewer())
    assert [s.profile_id for s in result.suggestions] == ["kept"]
    assert [(r.count, r.only) for r in result.rejected_by] == [(2, 1), (2, 1)]
    assert [r.constraint for r in result.rejected_by] == [0, 1]
