"""Proof that learning from feedback finds the truth, where the truth is known.

``python -m evaluation.studies.simulation`` lets simulated users browse a ranker that is wrong on
purpose,
learns from what they do, and prints beside the truth: how often places are looked at, how good
the rankers are on requests that nobody learnt from, and what a list is worth.

Users whose taste and habits are known, who browse the suggestions of the real engine.

What a real log never tells is known here: how good each partner truly is, and how often each
place is looked at. So whatever is learnt from the users' reactions can be compared with the truth.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import ndcg_score

from data.files import SAMPLE
from evaluation.datasets import load_dataset
from matcher.engine import Matcher
from matcher.learning.examples import Examination, Example, logs_of
from matcher.learning.policy_value import Values, places, value_curve, values
from matcher.learning.training import (
    HELD,
    EvidenceError,
    curve_of,
    estimate_examination,
    learn,
    row_weights,
    sums,
)
from matcher.ranking.ranker import DEFAULT, RankingConfig
from matcher.request import Goal, MatchRequest, Viewer
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.loading import EncoderSettings, open_encoder

Floats = NDArray[np.float64]
GOAL = Goal.SOLUTION
EXAMINED = np.array([1.0, 0.82, 0.66, 0.55, 0.42, 0.34, 0.25, 0.2, 0.15, 0.12])
"""How often each place is looked at: no power of the place, so that no formula fits exactly."""
SHOWN = len(EXAMINED)
POOL = 60
"""Partners of a request that can be shown at all: the first of the shipped ranker."""
SHARPNESS, TOGETHER, UNSEEN = 1.6, 0.5, 0.7
"""How taste depends on the weighted features, on the two weightiest at once, and on what no
feature shows; in log-odds per standard deviation."""
USUAL = -1.6
"""Log-odds that an examined partner of a pool is liked: about one in five."""
ACCIDENTS = 0.03
"""An examined partner that is not liked gets a reaction nevertheless, by curiosity or mistake."""
STAGES = ((0.25, 0.6), (0.5, 0.25), (0.75, 0.1), (1.0, 0.05))
"""(value, probability) of how far a liked partner gets: opened, contacted, met, cooperation."""
OPENED = STAGES[0][0]
MEAN_STAGE = sum(value * probability for value, probability in STAGES)


@dataclass(frozen=True)
class Asked:
    """A request with its pool of partners."""

    request: MatchRequest
    ids: tuple[str, ...]
    features: tuple[dict[str, float], ...]
    liked: Floats
    """(partners,): the true probability that a user who looks at a partner likes it."""

    @property
    def value(self) -> Floats:
        """Return the true mean value of each partner, (partners,), once it is looked at."""
        return self.liked * MEAN_STAGE + (1 - self.liked) * ACCIDENTS * OPENED


@dataclass(frozen=True)
class World:
    """An engine over the shipped sample, and requests whose truth is known."""

    matcher: Matcher
    asked: tuple[Asked, ...]

    def order(self, config: RankingConfig, asked: Asked) -> NDArray[np.int64]:
        """Return a request's pool as a ranker orders it: positions in the pool, best first."""
        ranked = Matcher(self.matcher.corpus, config).rank(asked.request, Viewer(), asked.ids)
        place = {profile_id: n for n, profile_id in enumerate(asked.ids)}
        return np.array([place[profile_id] for profile_id in ranked.ids], dtype=np.int64)


def make_world(encoder: Encoder, requests: int, seed: int) -> World:
    """Return a world in which the first questions of the sample are asked."""
    dataset = load_dataset(SAMPLE)
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    questions = [query.text for query in dataset.queries if query.text][:requests]
    asked = [MatchRequest(question=q, read_question=False, goal=GOAL, k=POOL) for q in questions]
    found = [matcher.suggest(request, Viewer()).suggestions for request in asked]
    features = [tuple(dict(s.features) for s in pool) for pool in found]
    liked = _taste(features, np.random.default_rng(seed))
    ids = [tuple(s.profile_id for s in pool) for pool in found]
    made = zip(asked, ids, features, liked, strict=True)
    return World(matcher, tuple(Asked(*parts) for parts in made))


def _taste(features: Sequence[Sequence[dict[str, float]]], random: np.random.Generator) -> Floats:
    """Return how probable it is that each partner is liked, (requests, partners).

    Users weigh the features as the shipped ranker does, but not only by a sum, and they see what
    no feature shows.
    """
    weights = DEFAULT.weights[GOAL]
    x = np.array([[[row[name] for name in weights] for row in pool] for pool in features])
    weighted = x * np.array(list(weights.values()))
    first, second = np.argsort(weighted.std(axis=(0, 1)))[::-1][:2]
    together = _standard(x[..., first]) * _standard(x[..., second])
    unseen = random.normal(size=together.shape)
    odds = SHARPNESS * _standard(weighted.sum(axis=2)) + TOGETHER * together + UNSEEN * unseen
    return np.asarray(1 / (1 + np.exp(-odds - USUAL)))


def wrong_ranker() -> RankingConfig:
    """Return the shipped ranker with its weights dealt out the other way round.

    What users care for most it weighs least. What is never learnt it weighs as it should.
    """
    weights = DEFAULT.weights[GOAL]
    rising = sorted(weights.keys() - HELD, key=lambda name: (weights[name], name))
    turned = zip(rising, [weights[name] for name in reversed(rising)], strict=True)
    changed = {**DEFAULT.weights, GOAL: {**weights, **dict(turned)}}
    return DEFAULT.model_copy(update={"version": "wrong", "weights": changed})


def browse(
    world: World, asked: Sequence[Asked], config: RankingConfig, visits: int, seed: int
) -> Iterator[Example]:
    """Yield what users are shown and do, each request being asked ``visits`` times."""
    random = np.random.default_rng(seed)
    values, odds = zip(*STAGES, strict=True)
    for number, one in enumerate(asked):
        shown = world.order(config, one)[:SHOWN]
        for visit in range(visits):
            looked = random.random(SHOWN) < EXAMINED
            liked = looked & (random.random(SHOWN) < one.liked[shown])
            strayed = looked & ~liked & (random.random(SHOWN) < ACCIDENTS)
            stage = random.choice(values, size=SHOWN, p=odds)
            for place, partner in enumerate(shown):
                value = stage[place] if liked[place] else OPENED * strayed[place]
                yield Example(
                    impression=f"{seed}-{number}-{visit}",
                    pair=f"{number}-{partner}",
                    goal=GOAL,
                    position=place + 1,
                    features=one.features[partner],
                    ranker=config.version,
                    reacted=bool(liked[place] or strayed[place]),
                    value=float(value),
                )


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


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
