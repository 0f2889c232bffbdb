"""The atlas of competences: what a region offers and needs, by topic. The words of its counts.

What is counted under a topic (`matcher.atlas_topics`) is counted anew for each viewer
(`matcher.atlas_view`) by laying the statements they may see to the topics.

Regions and fields are named by facet keys as in `matcher.catalog`: ``land:12``, ``kreis:12067``;
``cluster:metal``, ``sector:C``, ``sector:25``. "" stands for those of whom none is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.profiles import Kind, Profile, Role
from matcher.atlas_topics import Theme, Topic
from matcher.reach import Level

Field = Literal["cluster", "section", "division"]
"""Into which fields of work profiles are sorted; the last two are levels of WZ 2008."""


@dataclass(frozen=True)
class Tally:
    """How many statements of each role, and of how many profiles."""

    offers: int = 0
    needs: int = 0
    about: int = 0
    profiles: int = 0

    @property
    def gap(self) -> int:
        """Needs that offers do not make up for by number; negative where more is offered."""
        return self.needs - self.offers

    @property
    def statements(self) -> int:
        """All of them."""
        return self.offers + self.needs + self.about


@dataclass(frozen=True)
class TopicLine:
    """A topic as one viewer sees it."""

    topic: Topic
    tally: Tally
    growth: int | None
    """Public statements more than in the version before; None if it was not there."""


@dataclass(frozen=True)
class ThemeLine:
    """A theme as one viewer sees it."""

    theme: Theme
    tally: Tally
    topics: tuple[TopicLine, ...]
    """The largest first."""


@dataclass(frozen=True)
class Hit:
    """A statement that a count stands for, as the viewer may see it."""

    profile: Profile
    position: int
    """Among the profile's statements."""
    text: str
    role: Role
    topic: str | None
    """None where it speaks of none of the topics."""
    nearness: float
    """Cosine with the topic, -1..1."""


@dataclass(frozen=True)
class Selection:
    """Which statements are meant; None leaves a side open."""

    theme: str | None = None
    topic: str | None = None
    region: str | None = None
    """Facet key of a Kreis or Land; "" for those without."""
    field: str | None = None
    """Facet key of a cluster or sector; "" for those without a cluster."""
    kind: Kind | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Matrix:
    """Region by field of work. Who belongs to several is counted in each."""

    level: Level
    field: Field
    regions: tuple[str, ...]
    """Keys, those with most statements first; "" last."""
    fields: tuple[str, ...]
    """Keys in their own order; "" last."""
    cells: Mapping[tuple[str, str], Tally]
    by_region: Mapping[str, Tally]
    by_field: Mapping[str, Tally]
    total: Tally
    growth: Mapping[str, int]
    """Public statements more than in the version before, by region, field and ``region|field``.

    Empty where there is no version before, or the matrix shows one topic only."""


@dataclass(frozen=True)
class Facet:
    """One value to narrow a list by, and how many profiles it leaves."""

    key: str
    label: str
    profiles: int


@dataclass(frozen=True)
class Browsed:
    """The statements of a selection and what it can be narrowed by, counted in profiles."""

    hits: tuple[Hit, ...]
    """All of them, the nearest to their topic first."""
    tally: Tally
    topics: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    """Länder, and within a Land or Kreis the Kreise."""
    clusters: tuple[Facet, ...]


@dataclass(frozen=True)
class AtlasSummary:
    """The atlas as one viewer sees it."""

    version: int
    made_at: str
    previous: int | None
    """The version that growth is told from."""
    revision: int
    """Of the data that is counted."""
    themes: tuple[ThemeLine, ...]
    """The largest first."""
    total: Tally
    unassigned: Tally
    """Statements that speak of none of the topics, mere names of funding programmes among them."""
    sectors_stated: int
    """Profiles that state a sector, trade or cluster; the others stand under ""."""
