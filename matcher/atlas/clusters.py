"""Clusters of texts by what trade they speak of, begun where the version before ended.

Texts are compared by their nearness to the classes of WZ 2008 (`SectorPredictor.near`) and not by
their vectors themselves: in these, „wir suchen …“ is nearer to any other „wir suchen …“ than to
an offer of the same thing.

What topics are learned from: the different texts of public profiles.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.atlas.texts import clean, speaks
from matcher.atlas.topics import Vectors
from matcher.request import Viewer
from matcher.search.rows import RowRole
from matcher.search.rules import visible_to
from matcher.search.snapshot import Snapshot
from models.encoder import Vectors as Encoded
from models.sectors.prediction import SectorPredictor

FEWEST = 3
"""Texts of a topic at least."""
MOST = 120
"""Topics at most."""
SCALE, POWER = 0.3, 0.6
"""Topics by number of texts: 30 of 2,200, 118 of 21,000; what a person can look through."""
GROWN = 1.25
"""So many times more topics than there were must be wanted before any is added."""
STRANGE = 0.1
"""Share of texts beyond the floor of the version before, from which topics of their own begin."""
KEPT = 0.75
"""Least cosine of an old and a new centroid for the topic to be the same."""
SEED = 7
STARTS, FEW = 6, 5000
"""Beginnings from which the best is taken, for so many texts; with more texts two do as well."""
BLOCK = 4096
Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Clusters:
    """Centroids, and to which each text belongs."""

    centroids: Vectors
    """float32 (clusters, classes), unit length."""
    labels: Labels
    """(texts,)"""
    nearness: NDArray[np.float32]
    """Cosine of each text with its centroid."""
    origin: tuple[int | None, ...]
    """Which cluster before each is the same, None if it is new."""


def near_classes(predictor: SectorPredictor, vectors: Encoded) -> Vectors:
    """Return the texts' nearness to the classes, float32 (texts, classes)."""
    parts = [
        predictor.near(vectors[start : start + BLOCK]).astype(np.float32)
        for start in range(0, len(vectors), BLOCK)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, len(predictor.classes)), np.float32)


def centred(near: Vectors, mean: NDArray[np.float32]) -> Vectors:
    """Return rows of unit length, with ``mean`` taken off."""
    rows = near - mean
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def wanted(texts: int) -> int:
    """Return the number of topics for so many different texts."""
    if texts < 2 * FEWEST:
        return min(texts, 1)
    return int(np.clip(round(SCALE * texts**POWER), 2, MOST))


def cluster(rows: Vectors, weights: NDArray[np.float64]) -> Clusters:
    """Cluster texts anew."""
    from sklearn.cluster import KMeans

    count = wanted(len(rows))
    if count == 0:
        return Clusters(rows[:0], np.zeros(0, np.int64), np.zeros(0, np.float32), ())
    starts = STARTS if len(rows) <= FEW else 2
    means = KMeans(count, n_init=starts, random_state=SEED, max_iter=300, tol=1e-5)
    means.fit(rows, sample_weight=weights)
    return _clusters(rows, means.cluster_centers_, (None,) * count)


def cluster_on(
    rows: Vectors, weights: NDArray[np.float64], before: Vectors, floor: float
) -> Clusters:
    """Cluster texts from where the centroids ``before`` lie; add some where much is strange.

    ``floor`` is the least cosine with which a text belonged to one of them.
    """
    from sklearn.cluster import KMeans

    strange = (rows @ before.T).max(axis=1, initial=-1.0) < floor
    target = wanted(len(rows))
    more = max(0, target - len(before)) if target >= GROWN * len(before) else 0
    if strange.mean() > STRANGE:
        more = max(more, round(strange.mean() * target))
    start = before
    if more and strange.sum() >= more:
        seeds = KMeans(more, n_init=2, random_state=SEED).fit(rows[strange]).cluster_centers_
        start = np.concatenate([before, seeds])
    start = start[: len(rows)]
    means = KMeans(len(start), init=start, n_init=1, max_iter=300, tol=1e-5)
    means.fit(rows, sample_weight=weights)
    found = _clusters(rows, means.cluster_centers_, (None,) * len(start))
    same = [
        i if i < len(before) and float(before[i] @ found.centroids[i]) >= KEPT else None
        for i in range(len(start))
    ]
    return Clusters(found.centroids, found.labels, found.nearness, tuple(same))


def assign(rows: Vectors, centroids: Vectors) -> tuple[Labels, NDArray[np.float32]]:
    """Return each text's nearest centroid and its cosine."""
    labels = np.zeros(len(rows), dtype=np.int64)
    nearness = np.zeros(len(rows), dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        cosines = rows[start : start + BLOCK] @ centroids.T
        labels[start : start + BLOCK] = cosines.argmax(axis=1)
        nearness[start : start + BLOCK] = cosines.max(axis=1)
    return labels, nearness


def _clusters(rows: Vectors, centres: Vectors, origin: tuple[int | None, ...]) -> Clusters:
    centroids = centred(centres.astype(np.float32), np.zeros(rows.shape[1], np.float32))
    return Clusters(centroids, *assign(rows, centroids), origin)


@dataclass(frozen=True, eq=False)
class Texts:
    """Different texts of public profiles that say something, ordered by their words."""

    texts: tuple[str, ...]
    near: Vectors
    """float32 (texts, classes)."""
    weights: NDArray[np.float64]
    """What each counts for: a text of many profiles more than one, but not as many times."""
    profiles: int
    statements: int


def public_texts(snapshot: Snapshot) -> Texts:
    """Return what topics are learned from."""
    visible = visible_to(snapshot.catalog, Viewer())
    mask = snapshot.rows.mask(visible, RowRole.OFFER, RowRole.NEED, RowRole.ABOUT)
    owners: dict[str, dict[str, int]] = defaultdict(dict)
    for row in np.flatnonzero(mask).tolist():
        profile = snapshot.catalog.profile(int(snapshot.rows.slot[row]))
        text = clean(profile.statements[snapshot.rows.position[row]].text)
        owners[text].setdefault(profile.id, row)
    texts = tuple(sorted(text for text in owners if speaks(text)))
    # The first profile's by id, lest the last bits of a vector depend on who came first.
    rows = [owners[text][min(owners[text])] for text in texts]
    vectors = snapshot.vectors.vectors(np.array(rows, dtype=np.int64))
    weights = np.array([1 / np.sqrt(len(owners[text])) for text in texts])
    near = near_classes(snapshot.predictor, vectors)
    return Texts(texts, near, weights, int(visible.sum()), int(mask.sum()))
