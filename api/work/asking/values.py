"""What stands in the fields of the search for profiles, regions and sectors, and what it means."""

from __future__ import annotations

from api.work.asking.form import code_of
from api.work.lookup import SectorOption
from data.errors import RegionError, SectorError
from data.places.catalog import Region
from data.places.regions import load_regions
from data.profiles import Profile
from data.sectors.names import Cluster, resolve_any
from data.sectors.trades import Trade
from data.sectors.wz import Sector


def profile_text(profile: Profile) -> str:
    """Return what stands in the form for a profile."""
    return f"{profile.name} ({profile.id})"


def region_text(region: Region) -> str:
    """Return what a person reads and `Regions.resolve` understands as just this region.

    It is the name, where several share it with the Kreis, and where even that fails the id.
    """
    regions = load_regions()
    names = [region.name]
    if region.nuts is not None:
        names.append(f"{region.name}, {regions.resolve(region.nuts).name}")
    for name in names:
        try:
            if regions.resolve(name).id == region.id:
                return name
        except RegionError:
            continue
    return region.id


def sector_text(option: SectorOption) -> str:
    """Return what stands in the form for a sector, trade or cluster."""
    return (
        f"Cluster {option.label}" if option.type == "cluster" else f"{option.label} ({option.code})"
    )


def resolve_sector(text: str) -> Sector | Trade | Cluster:
    """Return what a text means, as typed or as `sector_text` gives it."""
    code = code_of(text)
    if code:
        try:
            return resolve_any(code)
        except SectorError:
            pass
    return resolve_any(text)


def sector_value(found: Sector | Trade | Cluster) -> str:
    """Return what the engine understands, and a reader of the rule too where there is a name."""
    if isinstance(found, Sector):
        return found.code
    name = found.short if isinstance(found, Trade) else f"Cluster {found.de}"
    try:
        return name if resolve_any(name) == found else found.id
    except SectorError:
        return found.id
