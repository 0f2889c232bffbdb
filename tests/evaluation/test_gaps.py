import numpy as np
import pytest

from data.profiles import Role
from evaluation.studies.gaps import Bench, Seen, report
from models.testing import HashingEncoder
from tests.support.sets import dataset, document


def seen(answered: list[float], open: list[float], emptied: list[float]) -> Seen:
    return Seen(np.array(answered), np.array(open), np.array(emptied))


def test_auc_counts_how_often_an_answered_request_is_stronger() -> None:
    some = seen([0.9, 0.5], [0.5, 0.1], [])
    assert some.auc(some.open) == pytest.approx((2 + 1.5) / 4)
    assert np.isnan(some.auc(some.emptied))


def test_precision_is_told_as_if_either_were_as_frequent() -> None:
    some = seen([0.1, 0.9, 0.9, 0.9], [0.1, 0.9], [])
    precision, recall = some.told(some.open, 0.5)
    assert recall == 0.5
    assert precision == pytest.approx(0.5 / (0.5 + 0.25))
    assert np.isnan(some.told(some.emptied, 0.5)[0])


def test_requests_are_asked_with_and_without_their_judged_partners() -> None:
    documents = [document("good", "Laserschweißen von Aluminium"), document("bad", "Honig")]
    texts = {"met": "Laserschweißen von Aluminium", "unmet": "Austernzucht im Salzwasserbecken"}
    metadata = {query: {"split": "dev"} for query in texts}
    some = dataset(documents, {"met": {"good": 3}, "unmet": {}}, metadata, texts)
    found = Bench(some, HashingEncoder()).solutions("dev")
    assert [len(found.answered), len(found.open), len(found.emptied)] == [1, 1, 1]
    assert found.answered[0] > 0.5 > max(found.open[0], found.emptied[0])
    assert found.auc(found.emptied) == 1.0


def test_profiles_that_look_for_customers_are_asked_for_with_and_without_them() -> None:
    seller = document("seller", "Laserschweißen von Aluminium")
    needing = [
        document("good", "Laserschweißen von Aluminium"),
        document("bad", "Honig aus der Uckermark"),
    ]
    asking = [d.profile.statements[0].model_copy(update={"role": Role.NEED}) for d in needing]
    buyers = [
        type(d)(d.profile.model_copy(update={"statements": (s,)}), d.text, d.laender, 0)
        for d, s in zip(needing, asking, strict=True)
    ]
    metadata = {"q": {"split": "dev", "goal": "customer", "profile_id": "seller"}}
    some = dataset([seller, *buyers], {"q": {"good": 3}}, metadata)
    bench = Bench(some, HashingEncoder())
    found = bench.customers("dev")
    assert found.answered[0] > 0.5 > found.emptied[0]
    lines = list(report(bench, "dev"))
    assert any(line.startswith("  offers: nan, 1.000 (1 with, 0 without)") for line in lines)
