"""Proof that learning from feedback finds the truth, where the truth is known.

``python -m evaluation.simulation`` lets simulated users browse a ranker that is wrong on purpose,
learns from what they do, and prints beside the truth: how often places are looked at, how good
the rankers are on requests that nobody learnt from, and what a list is worth.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import ndcg_score

from evaluation.simulated_users import (
    EXAMINED,
    GOAL,
    SHOWN,
    Asked,
    World,
    browse,
    make_world,
    wrong_ranker,
)
from matcher.examination import Examination
from matcher.examples import Example, logs_of
from matcher.learning import (
    EvidenceError,
    curve_of,
    estimate_examination,
    learn,
    row_weights,
    sums,
)
from matcher.policy_value import Values, places, value_curve, values
from matcher.ranking import DEFAULT, RankingConfig
from models.loading import EncoderSettings, open_encoder

DEPTH = 10
SEED = 3
COLUMNS = (
    *("ranker", "visits", "reactions", "start", "learnt", "blind"),
    *("mean", "most", "truth", "dr", "snips", "ips", "naive"),
)
EVERYTHING_EXAMINED = Examination(np.ones(SHOWN), 0.0)


@dataclass(frozen=True)
class Quality:
    """True nDCG@10 on requests that nobody learnt from."""

    start: float
    learnt: float
    uncorrected: float
    """Learnt as if every silent partner had been looked at and refused."""


@dataclass(frozen=True)
class Worth:
    """What a list in the shipped order is truly worth, and estimates of it from the log."""

    truth: float
    estimated: Values


def train_and_held(world: World) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Return the requests that are browsed, and those that rankers are judged on."""
    return world.asked[::2], world.asked[1::2]


def quality(world: World, history: Sequence[Example], start: RankingConfig) -> Quality:
    """Learn from a history and judge the rankers; without enough of it they stay as they are."""
    try:
        learnt = learn(history, start, "learnt").config
        uncorrected = learn(history, start, "uncorrected", EVERYTHING_EXAMINED).config
    except EvidenceError:
        learnt = uncorrected = start
    _, held = train_and_held(world)
    return Quality(*(true_ndcg(world, held, c) for c in (start, learnt, uncorrected)))


def true_ndcg(world: World, asked: Sequence[Asked], config: RankingConfig) -> float:
    """Return the mean nDCG@10 of a ranker, the gain of a partner being its true value."""
    found = []
    for one in asked:
        score = np.empty(len(one.ids))
        score[world.order(config, one)] = -np.arange(len(one.ids))
        found.append(ndcg_score([one.value], [score], k=DEPTH))
    return float(np.mean(found))


def examination_error(history: Sequence[Example], start: RankingConfig) -> tuple[float, float]:
    """Return the mean and the largest distance between found and true examination."""
    found = estimate_examination(logs_of(history, start), start).examination
    gaps = np.abs(found.curve[1:SHOWN] - EXAMINED[1:])
    return float(gaps.mean()), float(gaps.max())


def worth(world: World, history: Sequence[Example], start: RankingConfig) -> Worth:
    """Compare estimates of what the shown lists are worth in the shipped order with the truth."""
    logs = logs_of(history, start)
    found, log = estimate_examination(logs, start), logs[GOAL]
    calls = found.calls[0]
    weights = row_weights(log, found.examination, calls)
    worth_of = value_curve(log, weights, curve_of(start, GOAL, log.names))
    order = sums(DEFAULT, GOAL, log)
    estimated = values(log, order, found.examination, calls, worth_of)
    train, _ = train_and_held(world)
    truths = np.concatenate([one.value[world.order(start, one)[:SHOWN]] for one in train])
    per_row = np.tile(truths.reshape(len(train), 1, SHOWN), (1, len(log.value) // len(truths), 1))
    lists, place = places(log, order)
    truth = (EXAMINED[place - 1] * per_row.ravel()).sum() / (lists.max() + 1)
    return Worth(float(truth), estimated)


def report(world: World, visits: Sequence[int]) -> list[str]:
    """Return the table as lines of text, with so many visits of each request."""
    train, held = train_and_held(world)
    rows = [
        _row(world, list(browse(world, train, start, count, SEED)), start, count)
        for start in (wrong_ranker(), DEFAULT)
        for count in visits
    ]
    return [
        f"{len(train)} requests browsed, {len(held)} to judge rankers on; encoder "
        f"{world.matcher.corpus.encoder.fingerprint}",
        "true nDCG@10: start, learnt, blind (learnt without correction)",
        "how often places are looked at: off by mean, most",
        "value of a list in the shipped order: truth, dr, snips, ips, naive",
        *(" ".join(f"{cell:>9}" for cell in row) for row in (COLUMNS, *rows)),
    ]


def _row(
    world: World, history: Sequence[Example], start: RankingConfig, visits: int
) -> tuple[str, ...]:
    got = quality(world, history, start)
    figures = [got.start, got.learnt, got.uncorrected]
    if history:
        known = worth(world, history, start)
        seen = known.estimated
        figures += [*examination_error(history, start), known.truth]
        figures += [seen.doubly_robust, seen.snips, seen.ips, seen.naive]
    reactions = sum(example.reacted for example in history)
    return (start.version, str(visits), str(reactions), *(f"{figure:.3f}" for figure in figures))


if __name__ == "__main__":
    encoder = open_encoder(EncoderSettings.from_environment(), cache=None)
    simulated = make_world(encoder, 200, SEED)
    sys.stdout.write("\n".join(report(simulated, (0, 3, 30))) + "\n")
