"""Topics of the atlas in one version, and what changed from one version to another.

They are learned from publicly visible profiles alone (`matcher.atlas_learning`), so that they
tell nobody about a profile they may not see.
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
