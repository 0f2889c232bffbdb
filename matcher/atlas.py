"""The atlas of competences: what a region offers and needs, by topic. The words of its results.

Topics are learned from publicly visible profiles alone (`matcher.atlas_learning`), so that they
tell nobody about a profile they may not see. What is counted under a topic is counted anew for
each viewer (`matcher.atlas_view`) by laying the statements they may see to the topics.

Regions and fields are named by facet keys as in `matcher.catalog`: ``land:12``, ``kreis:12067``;
``cluster:metal``, ``sector:C``, ``sector:25``. "" stands for those of whom none is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.profiles import Kind, Profile, Role
from matcher.reach import Level

Field = Literal["cluster", "section", "division"]
"""Into which fields of work profiles are sorted; the last two are levels of WZ 2008."""
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


Side = Literal["demand", "supply"]
Grade = Literal["apprentice", "skilled", "course"]
"""Apprentices and places for them, skilled workers, or further training."""


@dataclass(frozen=True)
class SkillMention:
    """A statement that names a skill."""

    skill: str
    """Name of the skill, e.g. ``Zerspanungsmechaniker``."""
    side: Side
    grade: Grade
    quantity: int | None
    """Number named with it, None where none is."""
    hit: Hit


@dataclass(frozen=True)
class SkillTally:
    """What is named of one skill; a mention without a number counts as at least one person."""

    demand: int = 0
    """People sought, as far as numbers are named, one each where none is."""
    supply: int = 0
    """Places or people offered, counted alike."""
    demand_mentions: int = 0
    supply_mentions: int = 0

    @property
    def gap(self) -> int:
        """How many more are sought than offered."""
        return self.demand - self.supply


@dataclass(frozen=True)
class SkillsMatrix:
    """Skill by region, from those statements alone that name a skill."""

    level: Level
    skills: tuple[str, ...]
    """Those with the largest gap first."""
    regions: tuple[str, ...]
    cells: Mapping[tuple[str, str], SkillTally]
    """By skill and region."""
    by_skill: Mapping[str, SkillTally]
    by_region: Mapping[str, SkillTally]
    total: SkillTally
    mentions: tuple[SkillMention, ...]
    read: int
    """Statements that were read for it."""


@dataclass(frozen=True)
class Overlap:
    """Offers of different profiles that nearly say the same, and might be bundled."""

    topic: str | None
    offers: tuple[Hit, ...]
    """One of each profile, the one nearest to all others first."""
    likeness: float
    """Mean cosine of the first offer with the others, 0..1."""


@dataclass(frozen=True)
class Duplicate:
    """Two profiles that may be the same organisation; a person decides."""

    first: Profile
    second: Profile
    german: str
    """Why, in a sentence."""
    english: str
    likeness: float
    """0..1; from 0.95 on name and texts agree."""


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
