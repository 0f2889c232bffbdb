"""Impressions and events that tests begin with."""

from __future__ import annotations

from typing import Any

from data.feedback.outcomes import Event, Impression

VERSIONS = {"program": "0.1.0", "encoder": "hashing", "ranker": "linear-1", "data_version": "7"}


def impression(*ids: str, **fields: Any) -> Impression:
    """Return a list for the profile ``a`` that shows ``ids``."""
    shown = [
        {"position": place, "profile_id": id, "score": 1 / place, "features": {"words": 0.25}}
        for place, id in enumerate(ids or ("b", "c"), start=1)
    ]
    given = {"tenant": "hwk", "seeker": "a", "goal": "partner", "versions": VERSIONS}
    return Impression.model_validate({**given, "shown": shown, **fields})


def event(kind: str = "contacted", **fields: Any) -> Event:
    """Return what became of the profile ``b``."""
    given = {"tenant": "hwk", "profile_id": "b", "kind": kind}
    return Event.model_validate({**given, **fields})
