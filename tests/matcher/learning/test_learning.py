"""What is learnt from feedback, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.learning.examples import Examination, Example, Log, logs_of
from matcher.learning.training import (
    HELD,
    LARGEST_WEIGHT,
    LEAST_POSITIVE,
    EvidenceError,
    curve_of,
    fit_log,
    learn,
    row_weights,
    sums,
    with_curve,
)
from matcher.ranking.ranker import DEFAULT, RankingConfig, calibrate
from matcher.request import Goal

PRESENT = RankingConfig(
    version="test-1",
    weights={goal: {"near": 0.3, "words": 0.3, "kind": 0.1} for goal in Goal},
    offsets={Goal.CLUSTER: 0.2},
)
ALL_EXAMINED = Examination(np.ones(10), 0.0)


def example(near: float, words: float, value: float | None, **more: object) -> Example:
    """Return a suggestion that was shown on top, in a list of its own."""
    given: dict[str, object] = {
        "impression": f"{near} {words}",
        "pair": f"{near} {words}",
        "goal": Goal.PARTNER,
        "position": 1,
        "features": {"near": near, "words": words, "kind": 0.0},
        "ranker": "test-1",
        "reacted": value != 0.0,
        "value": value,
    }
    return Example(**{**given, **more})  # type: ignore[arg-type]


def words_matter(count: int, goal: Goal = Goal.PARTNER) -> list[Example]:
    """Return lists in which words decide and being near does not."""
    random = np.random.default_rng(5)
    near, words = random.random(count), random.random(count)
    good = random.random(count) < words**2
    rows = zip(near.tolist(), words.tolist(), good, strict=True)
    return [example(n, w, 0.5 * float(g), goal=goal) for n, w, g in rows]


def only(examples: Sequence[Example], config: RankingConfig = PRESENT) -> Log:
    (log,) = logs_of(examples, config).values()
    return log


def test_what_tells_good_partners_gains_and_the_other_loses() -> None:
    training = learn(words_matter(600), PRESENT, "test-1+1")
    weights = training.config.weights[Goal.PARTNER]
    assert weights["words"] > 1.3 * 0.3
    assert weights["near"] < 0.5 * 0.3
    assert training.config.version == "test-1+1"
    assert PRESENT.weights[Goal.PARTNER]["near"] == 0.3, "the present ranker is not touched"


def test_other_goals_keep_their_weights() -> None:
    few = words_matter(20, Goal.CLUSTER)
    learnt = learn([*words_matter(600), *few], PRESENT, "test-1+1").config
    for goal in set(Goal) - {Goal.PARTNER}:
        assert learnt.weights[goal] == PRESENT.weights[goal]
        assert learnt.offsets.get(goal) == PRESENT.offsets.get(goal)
    assert learnt.middle == PRESENT.middle and learnt.steepness == PRESENT.steepness


def test_who_is_well_known_is_not_learnt() -> None:
    loved = [
        example(near, words, 1.0 if n % 2 else 0.0, features={"near": near, "words": words,
                "kind": float(n % 2), "experience": float(n % 2)})
        for n, (near, words) in enumerate(np.random.default_rng(1).random((400, 2)).tolist())
    ]  # fmt: skip
    present = PRESENT.model_copy(
        update={"weights": {goal: {**PRESENT.weights[goal], "experience": 0.05} for goal in Goal}}
    )
    weights = learn(loved, present, "test-1+1").config.weights[Goal.PARTNER]
    assert {name: weights[name] for name in HELD} == pytest.approx(
        {"kind": 0.1, "experience": 0.05}
    )


@pytest.mark.parametrize("goal", [Goal.PARTNER, Goal.CLUSTER])
def test_the_level_of_the_scores_stays(goal: Goal) -> None:
    examples = words_matter(600, goal)
    learnt = learn(examples, PRESENT, "test-1+1").config
    log = only(examples)
    before = calibrate(sums(PRESENT, goal, log), PRESENT)
    after = calibrate(sums(learnt, goal, log), learnt)
    assert after.mean() == pytest.approx(before.mean(), abs=1e-6)
    assert np.abs(after - before).max() > 0.1, "single scores move"


def test_without_history_nothing_is_learnt() -> None:
    with pytest.raises(EvidenceError, match="gefunden: 0"):
        learn([], PRESENT, "test-1+1")


def test_a_minimum_of_evidence_is_asked_for() -> None:
    shown = [example(n / 100, 0.5, 0.25 if n < LEAST_POSITIVE - 1 else 0.0) for n in range(100)]
    with pytest.raises(EvidenceError, match=f"partner: {LEAST_POSITIVE - 1}") as refused:
        learn(shown, PRESENT, "test-1+1")
    assert f"partner: {LEAST_POSITIVE - 1}" in refused.value.english
    learn([*shown, example(0.999, 0.5, 0.25)], PRESENT, "test-1+1")


@given(st.sampled_from(list(Goal)))
def test_rows_without_weight_leave_the_shipped_ranker_as_it_is(goal: Goal) -> None:
    """Cold start: the less a log tells, the nearer the candidate stays, down to no change."""
    features = dict.fromkeys(DEFAULT.weights[goal], 0.5)
    log = only([example(0.1, 0.1, 1.0, goal=goal, features=features)], DEFAULT)
    curve = fit_log(log, np.zeros(1), curve_of(DEFAULT, goal, log.names))
    same = with_curve(DEFAULT, goal, log, curve)
    assert same.weights[goal] == pytest.approx(DEFAULT.weights[goal])
    assert same.offsets[goal] == pytest.approx(DEFAULT.offsets.get(goal, 0.0), abs=1e-6)


def test_more_evidence_moves_weights_further() -> None:
    moved = []
    for count in (150, 600, 2400):
        learnt = learn(words_matter(count), PRESENT, "test-1+1").config
        moved.append(learnt.weights[Goal.PARTNER]["words"] - learnt.weights[Goal.PARTNER]["near"])
    assert 0 < moved[0] < moved[1] < moved[2]


def test_the_same_pair_shown_often_tells_little_more() -> None:
    once = words_matter(100)
    often = [
        example(0, 0, e.value, features=e.features, pair=e.pair, impression=f"{n} {e.impression}")
        for e in once
        for n in range(20)
    ]
    curve = curve_of(PRESENT, Goal.PARTNER, ("near", "words", "kind"))
    single = row_weights(only(once), ALL_EXAMINED, curve).sum()
    assert row_weights(only(often), ALL_EXAMINED, curve).sum() == pytest.approx(single)


def test_what_says_nothing_about_the_fit_weighs_nothing() -> None:
    log = only([example(0.1, 0.2, None), example(0.3, 0.4, 1.0), example(0.5, 0.6, 0.0)])
    weights = row_weights(log, ALL_EXAMINED, curve_of(PRESENT, Goal.PARTNER, log.names))
    assert weights[0] == 0
    assert weights[1] == pytest.approx(weights[2])


def test_a_reaction_far_down_stands_for_the_many_that_nobody_saw() -> None:
    examination = Examination(np.array([1.0, 0.5, 0.01]), 1.0)
    places = [(1, 1.0), (2, 1.0), (3, 1.0), (3, 0.0)]
    log = only([example(n, 0.5, v, position=p) for n, (p, v) in enumerate(places)])
    top, second, last, silent = row_weights(
        log, examination, curve_of(PRESENT, Goal.PARTNER, log.names)
    )
    assert second / top == pytest.approx(2)
    assert last / top == pytest.approx(LARGEST_WEIGHT), "clipped: else it would be 100"
    assert silent / top < 1.0, "silence there is hardly a no"


def test_a_further_step_speaks_louder() -> None:
    curve = curve_of(PRESENT, Goal.PARTNER, ("near", "words", "kind"))
    rows = [(1.0, 0.0, 1.0), (0.0, 1.0, 0.25), (0.0, 0.0, 0.0)]
    log = only([example(n, w, v, pair=f"{n} {w} {i}") for i in range(50) for n, w, v in rows])
    fitted = fit_log(log, np.ones(len(log.value)), curve)
    assert fitted.weights[0] > fitted.weights[1]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_no_weight_becomes_negative(seed: int) -> None:
    random = np.random.default_rng(seed)
    near, words = random.random((2, 60)).tolist()
    good = random.permutation([1.0] * LEAST_POSITIVE + [0.0] * LEAST_POSITIVE).tolist()
    rows = [example(n, w, g) for n, w, g in zip(near, words, good, strict=True)]
    learnt = learn(rows, PRESENT, "test-1+1", ALL_EXAMINED).config
    assert min(learnt.weights[Goal.PARTNER].values()) >= 0


def test_where_no_feature_tells_anything_the_ranker_stays() -> None:
    """All would weigh 0, and every score would be 0."""
    bare = PRESENT.model_copy(update={"weights": {goal: {"words": 0.3} for goal in Goal}})
    rows = [example(n / 800, n / 800, float(n < 400)) for n in range(800)]
    learnt = learn(rows, bare, "test-1+1", ALL_EXAMINED).config
    assert learnt.weights[Goal.PARTNER] == {"words": 0.3}


def test_the_order_of_the_examples_does_not_matter() -> None:
    examples = words_matter(200)
    first = learn(examples, PRESENT, "v").config.weights[Goal.PARTNER]
    assert learn(examples[::-1], PRESENT, "v").config.weights[Goal.PARTNER] == pytest.approx(
        first, rel=1e-3
    )
    assert learn(examples, PRESENT, "v").config.weights[Goal.PARTNER] == first
