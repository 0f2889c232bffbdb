"""Topics of the atlas in one version, and what changed from one version to another.

They are learned from publicly visible profiles alone (`matcher.atlas.learning`), so that they
tell nobody about a profile they may not see.

Where topics lie on the map: t-SNE of their centroids, begun from where they lay before.

t-SNE: van der Maaten and Hinton 2008, jmlr.org/papers/v9/vandermaaten08a.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Topic:
    """One topic. Its id stays from version to version as long as what it holds does."""

    id: str
    """``t1``, ``t2``, …; an id is never given twice."""
    name: str
    """German noun phrase, unlike that of every other topic."""
    words: tuple[str, ...]
    """What else is characteristic for it, most first."""
    theme: str
    """Id of its theme."""
    sector: str | None
    """WZ division its texts speak of most, None where they speak of none clearly."""
    size: int
    """Different public texts it was learned from."""
    since: int
    """Version in which it first appeared."""
    x: float
    """Place on the map, 0..1."""
    y: float


@dataclass(frozen=True)
class Theme:
    """Topics that lie close together, to browse by."""

    id: str
    name: str
    topics: tuple[str, ...]
    """Ids, the largest first."""
    x: float
    """Middle of its topics on the map, 0..1."""
    y: float


ChangeKind = Literal["new", "gone", "renamed"]


@dataclass(frozen=True)
class Change:
    """What became of a topic from one version to the next."""

    kind: ChangeKind
    topic: str
    name: str
    before: str = ""
    """The former name of a renamed topic."""


@dataclass(frozen=True, eq=False)
class TopicModel:
    """A version of the topics, as learned from public profiles and kept on disk."""

    version: int
    made_at: str
    """ISO 8601, UTC."""
    fingerprint: str
    """Of the encoder whose vectors these are."""
    revision: int
    """Of the data it was learned from."""
    profiles: int
    """Public profiles it was learned from."""
    statements: int
    """Their statements, and how many different ones said something about competence."""
    different: int
    themes: tuple[Theme, ...]
    topics: tuple[Topic, ...]
    centroids: Vectors
    """float32 (topics, dim), in the order of ``topics``; unit length, ``mean`` taken off."""
    rest: Vectors
    """float32 (rest, dim): middles of texts that have no topic in common; what is nearest to one
    of these belongs to no topic."""
    mean: NDArray[np.float32]
    """float32 (dim,): what all statements have in common."""
    floor: float
    """Least cosine with a centroid from which a statement belongs to a topic."""
    next_id: int
    """Number of the next new topic."""
    changes: tuple[Change, ...] = ()
    """Since the version before."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Public statements by topic, region, field and ``region|field``; growth is told from these."""


@dataclass(frozen=True)
class VersionLine:
    """A version in a list."""

    version: int
    made_at: str
    topics: int
    profiles: int
    statements: int


@dataclass(frozen=True)
class Growth:
    """How many public statements there were in two versions."""

    key: str
    """Topic id, region, field or ``region|field``."""
    before: int
    now: int

    @property
    def change(self) -> int:
        """How many more there are now."""
        return self.now - self.before


@dataclass(frozen=True)
class Comparison:
    """What changed between two versions, among public profiles."""

    old: int
    new: int
    changes: tuple[Change, ...]
    topics: tuple[Growth, ...]
    """Of topics in both, the greatest change first."""
    regions: tuple[Growth, ...]
    fields: tuple[Growth, ...]


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
