"""Calibration: whether of ten suggestions with a score of .7 about seven are good.

``python -m evaluation.calibration`` fits the logistic curve of `matcher.ranking` on the
development half of the sample's judged requests and reports the expected calibration error on
the other half.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from data.samples import SAMPLE
from evaluation.datasets import Dataset, load_dataset
from evaluation.runner import requests_of
from matcher.engine import Matcher
from matcher.ingest import corpus_of
from matcher.ranking import DEFAULT, RankingConfig, calibrate
from matcher.request import Viewer
from models.encoder import Encoder
from models.loading import EncoderSettings, open_encoder
from models.vector_cache import default_cache

SHOWN = 10
"""Suggestions a user looks at."""
GOOD = 2
"""Grade from which a suggestion counts as good."""
BINS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Observed:
    """Shown suggestions: their weighted sums and whether each was good."""

    sums: Floats
    good: NDArray[np.bool_]


def observe(dataset: Dataset, matcher: Matcher, split: str) -> Observed:
    """Return the first suggestions for every judged request of a split.

    A request without a good answer counts as well: all its suggestions are not good.
    """
    sums: list[float] = []
    good: list[bool] = []
    for query, request in requests_of(dataset, matcher, SHOWN):
        if query.metadata.get("split") != split:
            continue
        graded = dataset.qrels.get(query.id, {})
        ranking = matcher.rank(request, Viewer())
        sums += ranking.sums
        good += [graded.get(profile_id, 0) >= GOOD for profile_id in ranking.ids]
    return Observed(np.array(sums), np.array(good))


def fit(observed: Observed, config: RankingConfig) -> RankingConfig:
    """Return the configuration with the curve that fits best (maximum likelihood)."""
    model = LogisticRegression(C=1e6).fit(observed.sums[:, None], observed.good)
    steepness = float(model.coef_[0, 0])
    middle = float(-model.intercept_[0] / steepness)
    return config.model_copy(update={"middle": middle, "steepness": steepness})


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


def main(encoder: Encoder) -> Sequence[str]:
    """Fit on the development half, report on both; return lines of text."""
    dataset = load_dataset(SAMPLE)
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    halves = {split: observe(dataset, matcher, split) for split in ("dev", "test")}
    fitted = fit(halves["dev"], DEFAULT)
    lines = [f"fitted on dev: middle {fitted.middle:.3f}, steepness {fitted.steepness:.1f}"]
    for name, config in (("shipped", DEFAULT), ("fitted", fitted)):
        for split, seen in halves.items():
            error = expected_calibration_error(calibrate(seen.sums, config), seen.good)
            lines.append(f"{name} curve, {split}: expected calibration error {error:.3f}")
    return lines


if __name__ == "__main__":
    with closing(default_cache()) as cache:
        found = main(open_encoder(EncoderSettings.from_environment(), cache))
    sys.stdout.write("\n".join(found) + "\n")
