"""Learning the topics: texts of public profiles, clustered, named, laid out, beside the last time.

Nothing else than public profiles is read (`matcher.atlas.clusters`), texts are taken in the order
of their words, and all that is drawn is drawn from a fixed seed: the same public profiles and the
same version before give the same topics, whoever else there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.sectors.wz import load_sectors
from matcher.atlas.clusters import (
    FEWEST,
    Clusters,
    Texts,
    centred,
    cluster,
    cluster_on,
    public_texts,
)
from matcher.atlas.names import WORDS, Named, Vocabulary, compose, name_words, with_themes
from matcher.atlas.topics import Change, Topic, TopicModel, Vectors, lay_out
from matcher.search.snapshot import Snapshot

WORTH = 0.35
"""Least worth of the best word; texts without such a word have nothing in common to name."""
LOOSE, LOOSE_WORTH = 0.85, 0.6
"""Share of the usual nearness below which texts need a better word to be called a topic."""
MOVED = 0.9
"""Cosine of an old and a new centroid below which a topic that stays is named anew."""
FLOOR = 0.05
"""Share of texts that lie farther from every centroid than the floor."""
LARGE = 5000
"""From so many texts on a word of a name stands in three of them, else in two."""
DIVISION = 0.15
"""Share of its texts that must speak of one WZ division most for it to be named with a topic."""
Step = Callable[[str], None]


def learn(
    snapshot: Snapshot,
    before: TopicModel | None,
    made_at: str,
    step: Step | None = None,
    *,
    fresh: bool = False,
) -> TopicModel:
    """Return the next version of the topics.

    Args:
        snapshot: whose public profiles are read.
        before: the version to go on from; one of another encoder gives only its numbers.
        made_at: ISO 8601, UTC.
        step: told what is being done.
        fresh: find all topics anew, whatever there was.
    """
    tell = step or (lambda _: None)
    tell("read")
    found = public_texts(snapshot)
    known = before
    if fresh or (before and before.fingerprint != snapshot.encoder.fingerprint):
        known = None
    mean = known.mean if known else _mean(found)
    tell("cluster")
    clusters = _clusters(centred(found.near, mean), found.weights, known)
    tell("name")
    chosen = _choice(snapshot, found, clusters, mean, known)
    kept, names = chosen.topics(), chosen.names()
    tell("lay out")
    topics = _topics(snapshot, found, chosen, kept, names, before)
    centroids = clusters.centroids[kept]
    topics, themes = with_themes(topics, centroids, known.themes if known else ())
    others = [k for k in range(len(clusters.centroids)) if k not in set(kept)]
    return TopicModel(
        version=before.version + 1 if before else 1,
        made_at=made_at,
        fingerprint=snapshot.encoder.fingerprint,
        revision=snapshot.revision,
        profiles=found.profiles,
        statements=found.statements,
        different=len(found.texts),
        themes=themes,
        topics=topics,
        centroids=centroids,
        rest=clusters.centroids[others],
        mean=mean,
        floor=_floor(clusters, known),
        next_id=max([_number(t.id) + 1 for t in topics] + [before.next_id if before else 1]),
        changes=_changes(before, topics),
    )


def _mean(found: Texts) -> NDArray[np.float32]:
    if not len(found.texts):
        return np.zeros(found.near.shape[1], np.float32)
    return np.asarray(found.near.mean(axis=0), dtype=np.float32)


def _floor(clusters: Clusters, known: TopicModel | None) -> float:
    if known is not None:
        return known.floor
    return float(np.quantile(clusters.nearness, FLOOR)) if len(clusters.nearness) else 0.0


def _clusters(rows: Vectors, weights: NDArray[np.float64], known: TopicModel | None) -> Clusters:
    if known is None or not len(known.centroids):
        return cluster(rows, weights)
    return cluster_on(rows, weights, np.concatenate([known.centroids, known.rest]), known.floor)


@dataclass(frozen=True, eq=False)
class _Choice:
    """Which clusters are topics, which of them there were, and what they are called."""

    clusters: Clusters
    groups: Sequence[Sequence[int]]
    words: Sequence[tuple[Named, ...]]
    known: TopicModel | None

    def before(self, k: int) -> Topic | None:
        """Return the topic that a cluster was in the version before."""
        origin = self.clusters.origin[k]
        if self.known is None or origin is None or origin >= len(self.known.topics):
            return None
        return self.known.topics[origin]

    def topics(self) -> list[int]:
        """Return the clusters that are topics, the largest first."""
        near = [float(self.clusters.nearness[g].mean()) if g else 0.0 for g in self.groups]
        usual = float(np.median(near)) if near else 0.0
        good = [k for k in range(len(self.groups)) if self._is_topic(k, near[k], usual)]
        return sorted(good, key=lambda k: (-len(self.groups[k]), k))

    def _is_topic(self, k: int, near: float, usual: float) -> bool:
        if len(self.groups[k]) < FEWEST:
            return False
        origin = self.clusters.origin[k]
        if self.known is not None and origin is not None:
            return origin < len(self.known.topics)
        worth = self.words[k][0].worth if self.words[k] else 0.0
        return worth >= WORTH and (near >= LOOSE * usual or worth >= LOOSE_WORTH)

    def names(self) -> dict[int, str]:
        """Return the names; those that stay first, then by how well a word tells the topic."""
        found: dict[int, str] = {}
        kept = self.topics()
        for k in kept:
            topic = self.before(k)
            if topic is not None and (self._stays(k) or not self.words[k]):
                found[k] = topic.name
        for k in sorted(kept, key=lambda k: -(self.words[k][0].worth if self.words[k] else 0)):
            if k not in found:
                found[k] = compose(self.words[k], list(found.values()))
        return found

    def _stays(self, k: int) -> bool:
        origin = self.clusters.origin[k]
        if self.known is None or origin is None:
            return False
        return float(self.known.centroids[origin] @ self.clusters.centroids[k]) >= MOVED


def _choice(
    snapshot: Snapshot,
    found: Texts,
    clusters: Clusters,
    mean: NDArray[np.float32],
    known: TopicModel | None,
) -> _Choice:
    groups = [np.flatnonzero(clusters.labels == k).tolist() for k in range(len(clusters.centroids))]
    fewest = 3 if len(found.texts) >= LARGE else 2
    vocabulary = Vocabulary(found.texts)
    words = name_words(snapshot, vocabulary, groups, clusters.centroids, mean, fewest)
    return _Choice(clusters, groups, words, known)


def _topics(
    snapshot: Snapshot,
    found: Texts,
    chosen: _Choice,
    kept: Sequence[int],
    names: dict[int, str],
    before: TopicModel | None,
) -> tuple[Topic, ...]:
    olds = [chosen.before(k) for k in kept]
    places = np.array([(old.x, old.y) if old else (np.nan, np.nan) for old in olds])
    laid = lay_out(chosen.clusters.centroids[list(kept)], places.reshape(-1, 2))
    divisions = _divisions(snapshot, found)
    number, version = (before.next_id, before.version + 1) if before else (1, 1)
    topics = []
    for k, old, (x, y) in zip(kept, olds, laid.tolist(), strict=True):
        if old is None:
            id, since, number = f"t{number}", version, number + 1
        else:
            id, since = old.id, old.since
        parts = set(names[k].split(" und "))
        topics.append(
            Topic(
                id=id,
                name=names[k],
                words=tuple(w.form for w in chosen.words[k] if w.form not in parts)[:WORDS],
                theme="",
                sector=_most(divisions, chosen.groups[k]),
                size=len(chosen.groups[k]),
                since=since,
                x=x,
                y=y,
            )
        )
    return tuple(topics)


def _divisions(snapshot: Snapshot, found: Texts) -> list[str]:
    """Return the WZ division each text is nearest to."""
    codes = [load_sectors().ancestors(c.code)[1].code for c in snapshot.predictor.classes]
    return [codes[i] for i in found.near.argmax(axis=1).tolist()] if len(found.texts) else []


def _most(divisions: Sequence[str], members: Sequence[int]) -> str | None:
    count: dict[str, int] = defaultdict(int)
    for i in members:
        count[divisions[i]] += 1
    most = max(sorted(count), key=lambda code: count[code])
    return most if count[most] >= DIVISION * len(members) else None


def _number(topic_id: str) -> int:
    return int(topic_id[1:])


def _changes(before: TopicModel | None, topics: Sequence[Topic]) -> tuple[Change, ...]:
    if before is None:
        return ()
    old = {topic.id: topic for topic in before.topics}
    new = {topic.id: topic for topic in topics}
    changes = [Change("new", t.id, t.name) for t in topics if t.id not in old]
    changes += [Change("gone", t.id, t.name) for t in before.topics if t.id not in new]
    changes += [
        Change("renamed", t.id, t.name, old[t.id].name)
        for t in topics
        if t.id in old and old[t.id].name != t.name
    ]
    return tuple(changes)
