import pytest
from pydantic import ValidationError

from matcher.request import Constraint, Goal, MatchRequest


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ({"rule": "radius", "values": ["Prenzlau"]}, "rule_km"),
        ({"rule": "region", "values": ["Berlin"], "km": 5}, "rule_km"),
        ({"rule": "radius", "values": ["Prenzlau", "Berlin"], "km": 5}, "rule_place"),
        ({"rule": "other_sector", "values": ["25"]}, "rule_bare"),
        ({"rule": "kind"}, "rule_values"),
        ({"rule": "radius", "values": ["Prenzlau"], "km": 0}, "greater_than"),
        ({"rule": "colour", "values": ["red"]}, "enum"),
        ({"rule": "kind", "value": ["craft"]}, "extra_forbidden"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: dict[str, object], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Constraint.model_validate(rule)
    assert kind in {error["type"] for error in caught.value.errors()}


@pytest.mark.parametrize("seeker", [{}, {"question": "x", "profile_id": "y"}])
def test_exactly_one_seeker(seeker: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        MatchRequest.model_validate(seeker)


def test_the_goal_follows_the_seeker() -> None:
    assert MatchRequest(question="x").effective_goal is Goal.SOLUTION
    assert MatchRequest(profile_id="x").effective_goal is Goal.PARTNER
    assert MatchRequest(profile_id="x", goal=Goal.PEERS).effective_goal is Goal.PEERS
