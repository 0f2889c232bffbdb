"""Themes: topics that lie close together, so that a hundred topics can be browsed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.atlas_names import alike
from matcher.atlas_topics import Theme, Topic, Vectors

PER_THEME = 8
"""Topics of a theme on average."""
FEW = 12
"""With so few topics each theme would hold next to nothing; they make one theme each 4."""


def with_themes(
    topics: Sequence[Topic], centroids: Vectors, before: Sequence[Theme]
) -> tuple[tuple[Topic, ...], tuple[Theme, ...]]:
    """Return the topics with their themes.

    A topic that there was stays in its theme, and a theme keeps its name; a new topic goes to
    the theme of the most similar one.

    Args:
        topics: those of this version.
        centroids: float32 (topics, dim), unit length.
        before: themes of the version before; none to find them anew.
    """
    home = {topic: theme.id for theme in before for topic in theme.topics}
    placed = [i for i, topic in enumerate(topics) if topic.id in home]
    if placed:
        nearest = (centroids @ centroids[placed].T).argmax(axis=1)
        ids = [
            home.get(t.id, home[topics[placed[n]].id]) for t, n in zip(topics, nearest, strict=True)
        ]
    else:
        ids = [f"g{label + 1}" for label in _groups(centroids)]
    names = {theme.id: theme.name for theme in before}
    members: dict[str, list[Topic]] = defaultdict(list)
    for topic, theme in zip(topics, ids, strict=True):
        members[theme].append(topic)
    themes: list[Theme] = []
    for theme in sorted(members, key=lambda t: -sum(topic.size for topic in members[t])):
        ordered = sorted(members[theme], key=lambda t: (-t.size, t.id))
        name = names.get(theme) or _name(ordered, [t.name for t in themes])
        themes.append(
            Theme(
                id=theme,
                name=name,
                topics=tuple(t.id for t in ordered),
                x=round(float(np.mean([t.x for t in ordered])), 4),
                y=round(float(np.mean([t.y for t in ordered])), 4),
            )
        )
    return tuple(replace(t, theme=i) for t, i in zip(topics, ids, strict=True)), tuple(themes)


def _groups(centroids: Vectors) -> list[int]:
    """Return the group of each topic, numbered as they first come."""
    if len(centroids) < FEW:
        return [0] * len(centroids)
    from sklearn.cluster import AgglomerativeClustering

    count = max(3, round(len(centroids) / PER_THEME))
    labels = AgglomerativeClustering(count, linkage="ward").fit_predict(centroids)
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.tolist()))}
    return [order[label] for label in labels.tolist()]


def _name(topics: Sequence[Topic], taken: Sequence[str]) -> str:
    """Return the first words of the largest topics that differ: „Schule, Kita und Bildung“."""
    count = Counter(word for topic in topics for word in (*topic.name.split(" und "),))
    words: list[str] = []
    for topic in topics:
        first = topic.name.split(" und ")[0]
        if not any(alike(first, word) for word in words):
            words.append(first)
    words = sorted(words[:5], key=lambda w: -count[w])
    for length in (3, 4, 5):
        some = words[:length]
        name = ", ".join(some[:-1]) + " und " + some[-1] if len(some) > 1 else some[0]
        if name not in taken:
            return name
    return f"{words[0]} ({len(taken) + 1})"
