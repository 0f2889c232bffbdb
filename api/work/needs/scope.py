"""`Scope`: which needs and offers somebody looks at, which of them are open, and how many where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from data.places.regions import load_regions
from data.profiles import Kind, Profile, Role
from data.sectors.names import load_clusters
from matcher.needs.gaps import Counterpart, Gap, Survey
from matcher.search.catalog import Level, Reach, clusters_of, facet_keys, region_keys

Standing = Literal["nobody", "far", "weak", "met"]
"""How a need or an offer stands: ``weak`` where somebody may answer and a person should look."""
OPEN: tuple[Standing, ...] = ("nobody", "far", "weak")
"""In the order in which they are listed."""


@dataclass(frozen=True)
class Looked:
    """A need or an offer as it stands under a reach."""

    gap: Gap
    near: tuple[Counterpart, ...]
    """Who answers and is near enough, in offers and needs stated as such."""
    far: tuple[Counterpart, ...]
    """Who answers so from farther away."""

    @property
    def standing(self) -> Standing:
        """Whether somebody who is near enough answers, and if not, who else."""
        if self.near:
            return "met"
        if self.far:
            return "far"
        return "weak" if self.gap.may_be_met else "nobody"

    @property
    def is_missing(self) -> bool:
        """Whether it lacks its counterpart: nobody answers, or only somebody too far away."""
        return self.standing in ("nobody", "far")


@dataclass(frozen=True)
class Scope:
    """What a person asked to see."""

    owner: str | None = None
    """The tenant whose members alone are meant."""
    region: str | None = None
    """Name of the region, as `data.places.regions` understands it."""
    sectors: tuple[str, ...] = ()
    """Facet keys of a sector, trade or cluster; one of them must hold."""
    kind: Kind | None = None
    reach: Reach = field(default_factory=Reach)

    def look(self, gaps: Iterable[Gap]) -> tuple[Looked, ...]:
        """Return those that are meant, in the order given."""
        known: dict[str, bool] = {}
        found = []
        for gap in gaps:
            profile = gap.profile
            if profile.id not in known:
                known[profile.id] = self.means(profile)
            if known[profile.id]:
                found.append(self._looked(gap))
        return tuple(found)

    def means(self, profile: Profile) -> bool:
        """Say whether a profile is meant, apart from the reach."""
        if self.owner is not None and profile.owner != self.owner:
            return False
        if self.kind is not None and profile.kind is not self.kind:
            return False
        if not self.region and not self.sectors:
            return True
        keys = facet_keys(profile)
        wanted = load_regions().resolve(self.region).keys if self.region else keys
        return not keys.isdisjoint(wanted) and (
            not self.sectors or not keys.isdisjoint(self.sectors)
        )

    def _looked(self, gap: Gap) -> Looked:
        """Split the answers by the reach.

        Where nothing is proved, a mere description answers nothing for sure: among thousands of
        them some resemble any need, and a project once funded is no offer.
        """
        near: list[Counterpart] = []
        far: list[Counterpart] = []
        for answer in gap.answers:
            if gap.is_empty is not None or answer.role is not Role.ABOUT:
                (near if self.reach.holds(gap.profile, answer.profile) else far).append(answer)
        return Looked(gap, tuple(near), tuple(far))


def open_first(looked: Iterable[Looked]) -> tuple[Looked, ...]:
    """Return those that are not met, ordered as `OPEN` is, within it the least met first."""
    still = [one for one in looked if one.standing in OPEN]
    return tuple(sorted(still, key=lambda one: OPEN.index(one.standing)))


@dataclass
class Count:
    """How many there are in one field of the overview, and how many lack their counterpart."""

    needs: int = 0
    open_needs: int = 0
    offers: int = 0
    unasked: int = 0


@dataclass(frozen=True)
class Overview:
    """Counts by region and cluster. Who is in several of them is counted in each."""

    level: Level
    regions: tuple[str, ...]
    """Ids of Kreise or Länder, those with most statements first; "" where none is known."""
    clusters: tuple[str, ...]
    """Ids of clusters; "" for those who belong to none."""
    cells: dict[tuple[str, str], Count]
    by_region: dict[str, Count]
    by_cluster: dict[str, Count]
    total: Count


def overview(needs: Sequence[Looked], offers: Sequence[Looked], level: Level) -> Overview:
    """Count needs, open needs, offers and unasked offers."""
    cells: dict[tuple[str, str], Count] = defaultdict(Count)
    by_region: dict[str, Count] = defaultdict(Count)
    by_cluster: dict[str, Count] = defaultdict(Count)
    total = Count()
    for is_need, looked in ((True, needs), (False, offers)):
        for one in looked:
            profile = one.gap.profile
            regions = sorted(region_keys(profile, level)) or [""]
            clusters = clusters_of(profile) or ("",)
            fields = [cells[r, c] for r in regions for c in clusters]
            fields += [by_region[r] for r in regions] + [by_cluster[c] for c in clusters]
            for count in (*fields, total):
                _add(count, is_need, one.is_missing)
    order = sorted(by_region, key=lambda r: (not r, -_size(by_region[r]), r))
    known = [c.id for c in load_clusters().all if c.id in by_cluster]
    columns = (*known, *([""] if "" in by_cluster else []))
    return Overview(
        level, tuple(order), columns, dict(cells), dict(by_region), dict(by_cluster), total
    )


def best_level(survey: Survey, scope: Scope, most: int = 30) -> Level:
    """Return Kreise unless the profiles are spread over more than ``most`` of them."""
    seen: Counter[str] = Counter()
    for one in scope.look((*survey.needs, *survey.offers)):
        seen.update(region_keys(one.gap.profile, "kreis"))
        if len(seen) > most:
            return "land"
    return "kreis"


def _add(count: Count, is_need: bool, is_missing: bool) -> None:
    if is_need:
        count.needs += 1
        count.open_needs += is_missing
    else:
        count.offers += 1
        count.unasked += is_missing


def _size(count: Count) -> int:
    return count.needs + count.offers
