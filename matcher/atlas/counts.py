"""The atlas of competences: what a region offers and needs, by topic. The words of its counts.

What is counted under a topic (`matcher.atlas.topics`) is counted anew for each viewer
(`matcher.atlas.view`) by laying the statements they may see to the topics.

Regions and fields are named by facet keys as in `matcher.search.catalog`: ``land:12``,
``kreis:12067``;
``cluster:metal``, ``sector:C``, ``sector:25``. "" stands for those of whom none is known.

Where a profile is counted in the atlas: its regions and fields of work.

Tallies of statements: how many of each role, and of how many profiles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from data.places.regions import load_regions
from data.profiles import Kind, Profile, Role
from data.sectors.names import load_clusters
from data.sectors.wz import load_sectors
from matcher.atlas.topics import Theme, Topic
from matcher.search.catalog import Level, clusters_of, sector_codes

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
    """Public statements more than in the version before, where that tells of growth
    (`matcher.atlas.growth`); else None."""


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
    data_version: str
    """Digest of the profiles that the viewer may see."""
    themes: tuple[ThemeLine, ...]
    """The largest first."""
    total: Tally
    unassigned: Tally
    """Statements that speak of none of the topics, mere names of funding programmes among them."""
    sectors_stated: int
    """Profiles that state a sector, trade or cluster; the others stand under ""."""


Keys = frozenset[str]
LEVELS: tuple[Level, ...] = ("kreis", "land")
FIELDS: tuple[Field, ...] = ("cluster", "section", "division")
_LEVEL_OF: dict[Field, int] = {"section": 1, "division": 2}


@dataclass(frozen=True)
class Home:
    """Where a profile is counted, by facet keys; "" where nothing is known."""

    regions: Mapping[Level, Keys]
    fields: Mapping[Field, Keys]
    stated: bool
    """Whether it states a sector, trade or cluster."""

    def has(self, region: str | None, field: str | None) -> bool:
        """Say whether it lies in a region and a field; None leaves a side open."""
        return _among(region, self.regions.values()) and _among(field, self.fields.values())


def _among(key: str | None, groups: Iterable[Keys]) -> bool:
    if key is None:
        return True
    groups = tuple(groups)
    return key in groups[0] if key == "" else any(key in group for group in groups)


def home_of(profile: Profile, guess: str | None = None) -> Home:
    """Return where a profile is counted.

    ``guess`` is the WZ class its texts speak of: taken where it states no sector, trade or
    cluster.
    """
    keys = {key for place in profile.places for key in load_regions().keys(place)}
    sectors = load_sectors()
    codes, clusters = sector_codes(profile), clusters_of(profile)
    stated = bool(codes or clusters)
    if not stated and guess is not None:
        codes, clusters = (guess,), load_clusters().of((guess,))
    lines = [(*sectors.ancestors(code), sectors.get(code)) for code in codes]
    fields: dict[Field, Keys] = {"cluster": _or_none(f"cluster:{c}" for c in clusters)}
    for field, level in _LEVEL_OF.items():
        fields[field] = _or_none(
            f"sector:{node.code}" for line in lines for node in line if node.level == level
        )
    regions: dict[Level, Keys] = {
        level: _or_none(key for key in keys if key.startswith(f"{level}:")) for level in LEVELS
    }
    return Home(regions, fields, stated)


def _or_none(keys: Iterable[str]) -> Keys:
    return frozenset(keys) or frozenset({""})


K = TypeVar("K", bound=Hashable)


class Tallies(Generic[K]):
    """Tallies by key, as statements come in."""

    def __init__(self) -> None:
        self._roles: dict[K, Counter[Role]] = defaultdict(Counter)
        self._profiles: dict[K, set[str]] = defaultdict(set)

    def add(self, keys: Iterable[K], hit: Hit) -> None:
        """Count a statement under each key."""
        for key in keys:
            self._roles[key][hit.role] += 1
            self._profiles[key].add(hit.profile.id)

    def found(self) -> dict[K, Tally]:
        """Return the tallies so far."""
        return {
            key: Tally(
                offers=roles[Role.OFFER],
                needs=roles[Role.NEED],
                about=roles[Role.ABOUT],
                profiles=len(self._profiles[key]),
            )
            for key, roles in self._roles.items()
        }


def tally(hits: Iterable[Hit]) -> Tally:
    """Count statements by role, and their profiles."""
    count = Tallies[str]()
    for hit in hits:
        count.add(("",), hit)
    return count.found().get("", Tally())
