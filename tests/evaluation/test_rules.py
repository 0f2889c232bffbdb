"""Rules read from the profiles alone, and the slices that are read from them."""

import pytest

from data.files import SAMPLE
from data.profiles import Kind, Place, Profile, SizeClass, Visibility
from evaluation.datasets import is_rural, load_dataset
from evaluation.setting import VIEWER, Options, Setting, keeps
from matcher.engine import Matcher
from matcher.request import Constraint, Rule
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder
from tests.support.sets import document

PRENZLAU, POTSDAM = Place(postcode="17291"), Place(postcode="14467")
FIRM = document("a", kind=Kind.CRAFT, places=[PRENZLAU], size=SizeClass.MICRO).profile


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (Constraint(rule=Rule.REGION, values=("Brandenburg",)), True),
        (Constraint(rule=Rule.REGION, values=("Uckermark", "Berlin")), True),
        (Constraint(rule=Rule.REGION, values=("Uckermark", "Berlin"), match="all"), False),
        (Constraint(rule=Rule.REGION, values=("Uckermark",), match="none"), False),
        (Constraint(rule=Rule.REGION, values=("Berlin",)), False),
        (Constraint(rule=Rule.REGION, values=("Berlin",), strength="prefer"), True),
        (Constraint(rule=Rule.RADIUS, values=("Angermünde",), km=60), True),
        (Constraint(rule=Rule.RADIUS, values=("Angermünde",), km=5), False),
        (Constraint(rule=Rule.RADIUS, values=("Angermünde",), km=5, match="none"), True),
        (Constraint(rule=Rule.KIND, values=("craft", "company")), True),
        (Constraint(rule=Rule.KIND, values=("research",)), False),
        (Constraint(rule=Rule.SIZE, values=("micro",)), True),
        (Constraint(rule=Rule.SIZE, values=("large",)), False),
        (Constraint(rule=Rule.LANGUAGE, values=("DE",)), True),
        (Constraint(rule=Rule.LANGUAGE, values=("pl",)), False),
        (Constraint(rule=Rule.EXCLUDE, values=("a",)), False),
        (Constraint(rule=Rule.EXCLUDE, values=("b",)), True),
    ],
    ids=str,
)
def test_rules_by_example(rule: Constraint, kept: bool) -> None:
    assert keeps(FIRM, [rule]) is kept


def test_who_is_not_public_is_never_allowed() -> None:
    hidden: Profile = FIRM.model_copy(update={"visibility": Visibility.OWN})
    assert keeps(FIRM, []) and not keeps(hidden, [])


def test_the_engine_and_the_profiles_agree_on_every_judged_request() -> None:
    """The engine allows nobody who breaks a rule, and so shows nobody."""
    dataset = load_dataset(SAMPLE)
    profiles = [d.profile for d in dataset.documents]
    matcher = Matcher(corpus_of(profiles, HashingEncoder()))
    setting = Setting(dataset, Options(), matcher)
    ruled = [q for q in dataset.queries if "constraints" in q.metadata][::4]
    allowed = {
        q.id: dict.fromkeys(matcher.allowed(setting.request(q, 1), VIEWER), 1.0) for q in ruled
    }
    assert any(0 < len(found) < len(profiles) / 2 for found in allowed.values())
    assert setting.violations(allowed) == 0
    everybody = {q.id: dict.fromkeys(setting.ids, 1.0) for q in ruled}
    assert setting.violations(everybody) > len(profiles)


@pytest.mark.parametrize(
    ("places", "rural"),
    [
        ([PRENZLAU], True),
        ([PRENZLAU, Place(land="12")], True),
        ([Place(kreis="12060")], True),
        ([POTSDAM], False),
        ([PRENZLAU, POTSDAM], False),
        ([Place(land="12")], False),
        ([Place(kreis="09162")], False),
        ([], False),
    ],
)
def test_rural_is_a_landkreis_of_brandenburg(places: list[Place], rural: bool) -> None:
    assert is_rural(document("a", places=places)) is rural
