"""Estimates of what another order would have been worth."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.learning.examples import Curve, Estimate, Examination, Log, Reactions
from matcher.learning.policy_value import check, places, values
from matcher.learning.training import curve_of
from matcher.ranking.ranker import RankingConfig
from matcher.request import Goal

EXAMINED = np.array([1.0, 0.6, 0.3])
CURVE = Examination(EXAMINED, 1.0)
NEVER = Curve(np.zeros(1), -50.0)


def log(lists: int, good: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int = 0) -> Log:
    """Return lists of three partners, worth ``good`` each once looked at; x is their place."""
    random = np.random.default_rng(seed)
    position = np.tile([1, 2, 3], lists)
    chance = np.tile(EXAMINED * good, lists)
    value = (random.random(3 * lists) < chance).astype(np.float64)
    names = tuple(f"i{n // 3}" for n in range(3 * lists))
    x = (position[:, None] - 1) / 2
    return Log(("low",), Reactions(x, position, value > 0), value, names, np.arange(3 * lists))


def test_the_true_value_is_found_and_the_naive_one_is_wrong() -> None:
    """The best partner stands last. 20,000 lists: two standard errors are about .02."""
    good = np.array([0.1, 0.3, 0.8])
    shown = log(20_000, good)
    upside_down = shown.seen.position.astype(np.float64)
    truth = float(EXAMINED @ good[::-1])
    calls = Curve(np.array([3.6]), -2.2)
    found = values(shown, upside_down, CURVE, calls, calls)
    for estimate in (found.ips, found.doubly_robust):
        assert estimate == pytest.approx(truth, abs=0.03)
    assert found.snips == pytest.approx(truth, abs=0.05)
    assert found.naive < truth - 0.3
    assert found.by_list.mean() == pytest.approx(found.doubly_robust)


@pytest.mark.parametrize("wrong", ["curve", "examination"])
def test_doubly_robust_forgives_one_wrong_model(wrong: str) -> None:
    good = np.array([0.2, 0.2, 0.2])
    shown = log(20_000, good)
    order, truth = shown.seen.position.astype(np.float64), float(EXAMINED @ good)
    right = Curve(np.zeros(1), float(np.log(0.2 / 0.8)))
    if wrong == "curve":
        found = values(shown, order, CURVE, right, NEVER)
        assert found.direct == pytest.approx(0, abs=1e-6)
        assert found.doubly_robust == pytest.approx(truth, abs=0.03)
    else:
        flat = Examination(np.array([1.0, 0.5, 0.5]), 1.0)
        found = values(shown, order, flat, right, right)
        truth = 0.2 * 2.0  # what such a curve makes of the same partners
        assert abs(found.doubly_robust - truth) < abs(found.ips - truth) + 0.03


def test_rows_that_say_nothing_do_not_count_as_bad() -> None:
    shown = log(3000, np.array([0.5, 0.5, 0.5]))
    silent = shown.value.copy()
    silent[::3] = np.nan
    half = Curve(np.zeros(1), 0.0)
    order = -shown.seen.position.astype(np.float64)
    unsure = Log(shown.names, shown.seen, silent, shown.lists, shown.pairs)
    sure = values(shown, order, CURVE, half, half).doubly_robust
    assert values(unsure, order, CURVE, half, half).doubly_robust == pytest.approx(sure, abs=0.05)


def test_places_are_dealt_out_within_a_list() -> None:
    position = np.array([4, 1, 2, 1, 7])
    seen = Reactions(np.zeros((5, 1)), position, np.zeros(5, dtype=bool))
    shown = Log(("x",), seen, np.zeros(5), ("b", "b", "b", "a", "a"), np.arange(5))
    number, place = places(shown, np.array([9.0, 5.0, 5.0, 0.0, 1.0]))
    assert number.tolist() == [1, 1, 1, 0, 0]
    assert place.tolist() == [1, 2, 4, 7, 1], "best first; equals in the order they were shown"


def test_a_better_ranker_is_seen_to_be_better() -> None:
    present = RankingConfig(version="v", weights={goal: {"low": 0.01, "x": 0.3} for goal in Goal})
    random = np.random.default_rng(1)
    lists = 400
    position = np.tile([1, 2, 3], lists)
    x = random.random((3 * lists, 2))
    value = (random.random(3 * lists) < EXAMINED[position - 1] * x[:, 0] ** 2).astype(np.float64)
    names = tuple(f"i{n // 3}" for n in range(3 * lists))
    seen = Reactions(x, position, value > 0)
    shown = Log(("low", "x"), seen, value, names, np.arange(3 * lists))
    calls = curve_of(present, Goal.PARTNER, shown.names)
    tested = check({Goal.PARTNER: shown}, Estimate(CURVE, (calls,)), present, seed=0)
    assert tested.lists == lists
    assert tested.learnt - tested.present > 3 * tested.error > 0
    other = check({Goal.PARTNER: shown}, Estimate(CURVE, (calls,)), present, seed=1)
    assert other.learnt == pytest.approx(tested.learnt, rel=0.1)
    assert other.present == pytest.approx(tested.present), "dealt out otherwise, the same lists"


def test_chance_is_not_taken_for_a_gain() -> None:
    """What was learnt from pure noise is worth nothing on lists that it was not learnt from."""
    names = tuple("abcdef")
    present = RankingConfig(version="v", weights={goal: dict.fromkeys(names, 0.2) for goal in Goal})
    calls = curve_of(present, Goal.PARTNER, names)
    gains = []
    for seed in range(20):
        random = np.random.default_rng(seed)
        lists = 25
        position = np.tile([1, 2, 3], lists)
        value = (random.random(3 * lists) < 0.4 * EXAMINED[position - 1]).astype(np.float64)
        seen = Reactions(random.random((3 * lists, 6)), position, value > 0)
        in_list = tuple(f"i{n // 3}" for n in range(3 * lists))
        shown = Log(names, seen, value, in_list, np.arange(3 * lists))
        tested = check({Goal.PARTNER: shown}, Estimate(CURVE, (calls,)), present, seed)
        gains.append(tested.learnt - tested.present)
    assert abs(np.mean(gains)) < 2 * np.std(gains) / np.sqrt(len(gains))
