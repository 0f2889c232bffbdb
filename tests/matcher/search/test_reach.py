import pytest

from data.profiles import Profile
from matcher.search.catalog import Reach
from tests.matcher.conftest import profile

PRENZLAU = profile("prenzlau", plz="17291")
TEMPLIN = profile("templin", plz="17268")
COTTBUS = profile("cottbus", plz="03046")
BERLIN = profile("berlin", plz="10115")
NOWHERE = profile("nowhere")


@pytest.mark.parametrize(
    ("reach", "mine", "theirs", "near"),
    [
        (Reach(), PRENZLAU, BERLIN, True),
        (Reach(), PRENZLAU, NOWHERE, True),
        (Reach(level="kreis"), PRENZLAU, TEMPLIN, True),
        (Reach(level="kreis"), PRENZLAU, COTTBUS, False),
        (Reach(level="land"), PRENZLAU, COTTBUS, True),
        (Reach(level="land"), PRENZLAU, BERLIN, False),
        (Reach(km=40), PRENZLAU, TEMPLIN, True),
        (Reach(km=40), PRENZLAU, BERLIN, False),
        (Reach(km=40), PRENZLAU, NOWHERE, False),
        (Reach(level="kreis"), PRENZLAU, NOWHERE, False),
        (Reach(km=40), NOWHERE, BERLIN, True),
        (Reach(level="land"), NOWHERE, BERLIN, True),
    ],
)
def test_who_is_near_enough(reach: Reach, mine: Profile, theirs: Profile, near: bool) -> None:
    assert reach.holds(mine, theirs) is near


def test_a_reach_is_a_region_or_a_distance() -> None:
    with pytest.raises(ValueError, match="a region or a distance"):
        Reach(level="kreis", km=10)
