"""Calibration: whether of ten suggestions with a score of .7 about seven are good.

``python -m evaluation.calibration`` fits the logistic curve of `matcher.ranking.ranker`, and how
far each
goal's sums lie from those of the others, on the development half of the sample's judged requests.
It reports the expected calibration error by cross-validation there, and on the other half.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from data.files import SAMPLE
from evaluation.crossval import folds
from evaluation.datasets import Dataset, load_dataset
from evaluation.runner import requests_of
from matcher.engine import Matcher
from matcher.ranking.ranker import DEFAULT, RankingConfig, calibrate
from matcher.request import Goal, Viewer
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

SHOWN = 10
"""Suggestions a user looks at."""
GOOD = 2
"""Grade from which a suggestion counts as good."""
BINS = 10
FOLDS = 5
GOALS = tuple(Goal)
PULL = 10.0
"""Sums are stretched by this before the fit, so that its ridge holds the goals' offsets back and
hardly the curve: a goal with few judged requests stays near the others."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Observed:
    """Shown suggestions, each array (suggestions,)."""

    queries: NDArray[np.str_]
    goals: NDArray[np.int64]
    """Position in `GOALS`."""
    sums: Floats
    """Weighted sums without the goal's offset."""
    good: NDArray[np.bool_]

    def of(self, queries: Sequence[str]) -> Observed:
        """Return what was seen for some queries."""
        kept = np.isin(self.queries, queries)
        return Observed(self.queries[kept], self.goals[kept], self.sums[kept], self.good[kept])

    def scores(self, config: RankingConfig) -> Floats:
        """Return the calibrated scores under a configuration."""
        offsets = np.array([config.offsets.get(goal, 0.0) for goal in GOALS])
        return calibrate(self.sums + offsets[self.goals], config)


def observe(dataset: Dataset, matcher: Matcher) -> Observed:
    """Return the first suggestions for every judged request of a set.

    A request without a good answer counts as well: all its suggestions are not good.
    """
    rows: list[tuple[str, int, float, bool]] = []
    for query, request in requests_of(dataset, matcher, SHOWN):
        graded, goal = dataset.qrels.get(query.id, {}), request.effective_goal
        ranking = matcher.rank(request, Viewer())
        offset = matcher.config.offsets.get(goal, 0.0)
        for profile_id, total in zip(ranking.ids, ranking.sums, strict=True):
            good = graded.get(profile_id, 0) >= GOOD
            rows.append((query.id, GOALS.index(goal), total - offset, good))
    queries, goals, sums, judged = zip(*rows, strict=True)
    return Observed(np.array(queries), np.array(goals), np.array(sums), np.array(judged))


def fit(observed: Observed, config: RankingConfig) -> RankingConfig:
    """Return the configuration with the curve and offsets that fit best (penalised likelihood).

    The most frequent goal is the reference: its offset is 0.
    """
    is_goal = observed.goals[:, None] == np.arange(len(GOALS))
    reference = int(is_goal.sum(axis=0).argmax())
    is_goal[:, reference] = False
    model = LogisticRegression(max_iter=1000).fit(
        np.column_stack([PULL * observed.sums, is_goal]), observed.good
    )
    steepness = float(PULL * model.coef_[0, 0])
    offsets = {
        goal: float(x) / steepness for goal, x in zip(GOALS, model.coef_[0, 1:], strict=True)
    }
    middle = float(-model.intercept_[0] / steepness)
    return config.model_copy(update={"middle": middle, "steepness": steepness, "offsets": offsets})


def out_of_fold(dataset: Dataset, observed: Observed) -> float:
    """Return the calibration error of curves that were fitted without the query they score."""
    scores = np.zeros(len(observed.sums))
    for train, test in folds(dataset, FOLDS):
        held = np.isin(observed.queries, test)
        scores[held] = observed.of(test).scores(fit(observed.of(train), DEFAULT))
    return expected_calibration_error(scores, observed.good)


def expected_calibration_error(scores: Floats, good: NDArray[np.bool_]) -> float:
    """Return the mean gap between score and share of good ones over bins of equal width.

    Bins are weighted by their size (Naeini et al. 2015, AAAI 29, section "ECE").
    """
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [
        abs(scores[bins == b].mean() - good[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    ]
    return float(np.sum(gaps))


def main(encoder: Encoder) -> Iterator[str]:
    """Fit on the development half, report on both; yield lines of text."""
    dataset = load_dataset(SAMPLE)
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    seen = {split: observe(dataset.part(split), matcher) for split in ("dev", "test")}
    fitted = fit(seen["dev"], DEFAULT)
    offsets = ", ".join(f"{goal} {value:.3f}" for goal, value in fitted.offsets.items())
    yield f"fitted on dev: middle {fitted.middle:.3f}, steepness {fitted.steepness:.1f}"
    yield f"offsets: {offsets}"
    error = out_of_fold(dataset.part("dev"), seen["dev"])
    yield f"fitted out of fold, dev: expected calibration error {error:.3f}"
    for name, config in (("shipped", DEFAULT), ("fitted", fitted)):
        for split, some in seen.items():
            error = expected_calibration_error(some.scores(config), some.good)
            yield f"{name}, {split}: expected calibration error {error:.3f}"


if __name__ == "__main__":
    with closing(default_cache()) as cache:
        for line in main(open_encoder(EncoderSettings.from_environment(), cache)):
            sys.stdout.write(line + "\n")
