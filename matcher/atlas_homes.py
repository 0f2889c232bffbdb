"""Where a profile is counted in the atlas: its regions and fields of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.places.regions import load_regions
from data.profiles import Profile
from data.sectors.names import load_clusters
from data.sectors.wz import load_sectors
from matcher.atlas import Field
from matcher.catalog import clusters_of, sector_codes
from matcher.reach import Level

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
