from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.baselines import NAIVE
from evaluation.metrics import judgements_of
from evaluation.report.cases import Teller, Wanted, differences, telling_line
from evaluation.report.figures import POINTS, Values, lorenz, ratio_interval, reliability
from evaluation.setting import Options
from tests.support.reports import mixed, outcome
from tests.support.sets import dataset, document, run

few = st.lists(st.floats(0.1, 1), min_size=3, max_size=12)


@settings(max_examples=15, deadline=None)
@given(few, st.floats(0.5, 3))
def test_a_fixed_ratio_has_no_spread(theirs: list[float], times: float) -> None:
    found = ratio_interval(times * np.array(theirs), np.array(theirs))
    assert found == pytest.approx((times, times))


def test_the_interval_of_a_ratio_holds_it_and_narrows_with_queries() -> None:
    rng = np.random.default_rng(3)
    mine, theirs = rng.random(400), rng.random(400)
    wide, narrow = (ratio_interval(mine[:n], theirs[:n]) for n in (20, 400))
    assert wide is not None and narrow is not None
    assert narrow[0] < mine.mean() / theirs.mean() < narrow[1]
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 2


def test_no_ratio_to_nothing() -> None:
    assert ratio_interval(np.ones(5), np.zeros(5)) is None
    assert ratio_interval(np.ones(5), np.array([0.0, 0.0, 0.0, 0.0, 1.0])) is None
    assert ratio_interval(np.ones(1), np.ones(1)) is None


def test_the_best_plain_system_is_plain_and_best() -> None:
    values = Values(mixed(), outcome(compared=True), 0)
    assert values.rankers == ("blind-1", "default")
    assert NAIVE in values.systems and NAIVE not in values.plain
    assert not {"default", "blind-1"} & set(values.plain)
    for figures in values.slices():
        for metric, best in figures.best.items():
            means = {name: figures.cells[name][metric].value for name in values.plain}
            assert means[best] == max(means.values())
            found = figures.against["default"][metric]
            assert found.other == best and found.p_holm >= found.p


def test_a_slice_that_holds_everything_is_left_out() -> None:
    documents = [document(f"d{n}") for n in range(3)]
    some = dataset(documents, {"q": {"d0": 1}})
    found = outcome()
    lists = {"q": ["d0", "d1"]}
    runs = {name: run(name, lists, some) for name in ("default", "bm25")}
    alone = type(found)(judgements_of(some), runs, {}, {"default": 0}, {})
    assert Values(some, alone, 0).parts == ("all",)


def test_wins_and_losses_are_told_from_the_largest() -> None:
    values = Values(mixed(), outcome(compared=True), 0)
    changed = differences(values, "blind-1", "default", "all")
    assert list(changed.values()) == sorted(changed.values(), reverse=True)
    wanted = Wanted("all", wins=4, losses=2, notes={next(iter(changed)): "gleiche Wörter"})
    found = outcome(compared=True)
    systems = ("blind-1", "default")
    cases = Teller(mixed(), found, values, Options(), wanted, systems, "de").cases()
    assert [case.query for case in cases.wins] == list(changed)[:4]
    assert [case.note for case in cases.wins] == ["gleiche Wörter", "", "", ""]
    first = cases.wins[0]
    assert first.values[1] - first.values[0] == changed[first.query]
    assert first.shown[1][0].grade == 3 and first.partners[0].ranks[1] == 1
    assert not any(one.grade for one in first.shown[0])
    back = Teller(mixed(), found, values, Options(), wanted, systems[::-1], "de").cases()
    assert not back.wins and len(back.losses) == 2


def test_the_line_shown_is_the_one_that_was_asked_for() -> None:
    profile = document("d").profile
    texts = ("Wir backen Brot.", "Aluminium schweißen wir mit dem Laser.", "Ein Hof in Teltow.")
    statements = tuple(profile.statements[0].model_copy(update={"text": t}) for t in texts)
    some = profile.model_copy(update={"statements": statements})
    assert telling_line(some, "Laserschweißen von Aluminium") == texts[1]
    assert telling_line(profile.model_copy(update={"statements": ()}), "Laser") == ""


def test_the_lorenz_curve_follows_who_is_shown() -> None:
    documents = [document(f"d{n}") for n in range(10)]
    some = dataset(documents, {f"q{n}": {"d0": 1} for n in range(10)})
    one = lorenz(some, run("one", {f"q{n}": ["d0"] for n in range(10)}, some))
    all_alike = lorenz(some, run("all", {f"q{n}": [f"d{n}"] for n in range(10)}, some))
    assert len(one) == POINTS
    assert one[90] == pytest.approx(0) and one[-1] == pytest.approx(1)
    assert all_alike == pytest.approx(np.linspace(0, 1, POINTS))


def test_bins_of_the_reliability_hold_every_score() -> None:
    found = reliability(mixed(), outcome().runs["default"])
    assert found is not None
    assert sum(b.count for b in found.bins) == 240
    weighted = sum(abs(b.score - b.good) * b.count for b in found.bins) / 240
    assert found.error == pytest.approx(weighted)
    assert all(b.interval[0] <= b.good <= b.interval[1] for b in found.bins)
    assert reliability(mixed(), outcome().runs["bm25"]) is None
