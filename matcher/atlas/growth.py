"""Growth between two versions of the atlas, told only where dates and numbers allow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from matcher.atlas.topics import TopicModel

LEAST_DAYS = 30
"""Versions closer to each other tell of an import, not of a region."""
LEAST_BEFORE = 20
"""Statements there must have been: of five, six are no growth."""
CHANCE = 2.0
"""So many standard deviations of a count (Poisson) a change must differ from that of all."""


def growth(now: TopicModel, before: TopicModel, key: str) -> int | None:
    """Return how many public statements more there were in one version than in another.

    None where that would tell of something else than growth: versions of the same month, too few
    statements, or a change that all topics share, as when a list was imported.
    """
    was, count = before.counts.get(key, 0), now.counts.get(key, 0)
    apart = dt.datetime.fromisoformat(now.made_at) - dt.datetime.fromisoformat(before.made_at)
    if apart.days < LEAST_DAYS or was < LEAST_BEFORE:
        return None
    expected = was * _all(now) / max(_all(before), 1)
    beyond = count - expected
    told = abs(beyond) >= CHANCE * (expected + count) ** 0.5 and beyond * (count - was) > 0
    return count - was if told else None


def _all(model: TopicModel) -> int:
    """Return the public statements of all topics."""
    return sum(model.counts.get(topic.id, 0) for topic in model.topics)


def growths(now: TopicModel, before: TopicModel, keys: Sequence[str]) -> dict[str, int]:
    """Return the growth of each key of which it can be told."""
    found = ((key, growth(now, before, key)) for key in keys if key)
    return {key: change for key, change in found if change is not None}
