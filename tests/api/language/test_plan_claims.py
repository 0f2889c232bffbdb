"""What is said of how good a plan is, by what it rests on."""

from __future__ import annotations

import pytest

from api.language.plans import how_good
from data.events.plans import Bond, Meeting, Plan, Proof, Reason, Saying, pair_key
from tests.matcher.meetings.test_scores import event_of, seat


def plan(reason: Reason, value: float = 1.0) -> Plan:
    """Return a plan of one meeting that is the best there can be."""
    return Plan(
        event="e",
        version=1,
        meetings=(Meeting(a="a", b="b", slot=0, table=0),),
        proof=Proof(value=value, bound=value, seconds=1, seed=1, optimal=True),
        reasons={pair_key("a", "b"): reason},
    )


FITS = Reason(score=0.8, a_says=Saying.SEEKS, b_says=Saying.OFFERS)


@pytest.mark.parametrize(
    ("reason", "value", "best"),
    [
        (FITS, 1.0, True),
        (FITS, 0.0, False),
        (FITS.model_copy(update={"bond": Bond.LOOSE}), 1.0, False),
        (Reason(score=0.1), 1.0, False),
    ],
)
def test_a_plan_is_called_best_only_where_something_tells(
    reason: Reason, value: float, best: bool
) -> None:
    event = event_of(seat("a", needs=["Dreher"]), seat("b", offers=["Drehteile"]))
    assert ("nachweislich" in how_good(event, plan(reason, value), "de")) is best
