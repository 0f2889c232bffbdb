"""Where topics lie on the map: t-SNE of their centroids, begun from where they lay before.

t-SNE: van der Maaten and Hinton 2008, jmlr.org/papers/v9/vandermaaten08a.html.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.atlas_topics import Vectors

Places = NDArray[np.float64]
"""(topics, 2), 0..1."""
APART = 0.55
"""Least distance of two topics, as a share of what an even spread would leave them."""
ROUNDS = 60
SEED = 7
MARGIN = 0.06


def lay_out(centroids: Vectors, before: Places) -> Places:
    """Return the places of topics on the map.

    Args:
        centroids: float32 (topics, dim), unit length.
        before: where each lay in the version before, NaN for one that is new.
    """
    count = len(centroids)
    if count < 5:
        return _even(count)
    from sklearn.manifold import TSNE

    start = _start(centroids, before)
    tsne = TSNE(
        perplexity=min(12.0, (count - 1) / 3),
        init=((start - start.mean(axis=0)) / max(start.std(), 1e-9) * 1e-1).astype(np.float32),
        metric="cosine",
        learning_rate=50.0,
        random_state=SEED,
    )
    found = np.asarray(tsne.fit_transform(centroids), dtype=np.float64)
    return _spread(_scaled(found))


def _start(centroids: Vectors, before: Places) -> Places:
    """Return the former places; for new topics that of the most similar one that has any."""
    known = ~np.isnan(before[:, 0])
    if not known.any():
        from sklearn.decomposition import PCA

        return np.asarray(PCA(2, svd_solver="full").fit_transform(centroids), dtype=np.float64)
    start = before.copy()
    nearest = np.flatnonzero(known)[(centroids @ centroids[known].T).argmax(axis=1)]
    step = 0.01 * np.arange(1, len(start) + 1)[:, None] / len(start)
    start[~known] = start[nearest][~known] + step[~known]
    return start


def _scaled(places: Places) -> Places:
    low, high = places.min(axis=0), places.max(axis=0)
    share = (places - low) / np.maximum(high - low, 1e-9)
    return np.asarray(MARGIN + share * (1 - 2 * MARGIN))


def _spread(places: Places) -> Places:
    """Push topics apart that lie on each other, half the missing way each, in turns."""
    least = APART / np.sqrt(len(places))
    for _ in range(ROUNDS):
        between = places[:, None] - places[None]
        distance = np.sqrt((between**2).sum(axis=2)) + np.eye(len(places))
        missing = np.maximum(least - distance, 0) * (1 - np.eye(len(places)))
        places = places + 0.5 * (between / distance[..., None] * missing[..., None]).sum(axis=1)
        places = np.clip(places, MARGIN / 2, 1 - MARGIN / 2)
    return np.asarray(places.round(4))


def _even(count: int) -> Places:
    """Return places on a circle, for so few that nothing can be told from them."""
    angle = 2 * np.pi * np.arange(count) / max(count, 1)
    return np.asarray(0.5 + 0.3 * np.stack([np.cos(angle), np.sin(angle)], axis=1)).round(4)
