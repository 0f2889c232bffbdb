"""What figures of outcomes are made of."""

from __future__ import annotations

from dataclasses import dataclass

from data.feedback.outcomes import EventKind, Reason

STEPS = (
    EventKind.OPENED,
    EventKind.SUGGESTED,
    EventKind.CONTACTED,
    EventKind.MET,
    EventKind.COOPERATION,
)
FEWEST = 5
"""Of fewer cases no rate is told: it would say more about chance, or about one firm."""
QUESTION = "?"
"""The group of those who asked a question without a profile."""
UNKNOWN = ""
"""The group of profiles that do not state a property."""
HIDDEN = "-"
"""The group of profiles that do not exist any more, or may not be seen."""


@dataclass(frozen=True)
class Group:
    """Pairs with something in common."""

    key: str
    """A code of its dimension, or one of `QUESTION`, `UNKNOWN` and `HIDDEN`."""
    reached: tuple[int, ...]
    """How many were shown, and how many of them reached each of `STEPS` at least."""


@dataclass(frozen=True)
class Attention:
    """How a group's part of the attention compares with its part of the profiles."""

    key: str
    profiles: int
    of_profiles: float
    """Part of the profiles that could be suggested, 0..1."""
    of_attention: float
    """Part of what was shown, 0..1; a place counts 1 / log2(1 + place) (Singh and Joachims 2018,
    doi 10.1145/3219819.3220088)."""


@dataclass(frozen=True)
class Waiting:
    """Days from the first showing of a pair to the first contact."""

    pairs: int
    quarter: float
    median: float
    three_quarters: float


@dataclass(frozen=True)
class PairLine:
    """A pair of which something is told."""

    seeker: str
    """A key as of `data.feedback.outcomes.seeker_key`."""
    question: str | None
    profile: str
    shown: float
    """When it was first shown in the period, POSIX seconds."""
    step: EventKind | None
    """How far it came; None if it was only declined or noted."""
    contacted: float | None
    declined: Reason | None
    last: float
    """When the last was told of it."""


def rate(part: int, whole: int) -> float | None:
    """Return a share, 0..1; None of fewer than `FEWEST` cases."""
    return part / whole if whole >= FEWEST else None
