"""A profile as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.cli.printing.output import language, pick
from data.profiles import Profile, Role
from data.sectors.names import load_clusters
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from matcher.words import KINDS, SIZES

if TYPE_CHECKING:
    from rich.console import RenderableType

ROLES = (
    (Role.OFFER, ("Bietet", "Offers")),
    (Role.NEED, ("Sucht", "Needs")),
    (Role.ABOUT, ("Beschreibung", "About")),
)


def kind_text(profile: Profile) -> str:
    """Return the kind in words."""
    return pick(*KINDS[profile.kind])


def places_text(profile: Profile) -> str:
    """Return the places as one line."""
    return "; ".join(
        " ".join(
            part for part in (place.postcode, place.name or _wider(place.kreis, place.land)) if part
        )
        for place in profile.places
    )


def _wider(kreis: str | None, land: str | None) -> str:
    from data.places.regions import load_regions

    region = f"kreis:{kreis}" if kreis else f"land:{land}" if land else None
    return load_regions().get(region).name if region else ""


def profile_view(profile: Profile) -> RenderableType:
    """Return name, statements by role and master data."""
    parts: list[RenderableType] = [
        Text.assemble((profile.name, "bold"), ("  " + profile.id, "dim")),
        Text(" · ".join(p for p in (kind_text(profile), places_text(profile)) if p)),
    ]
    for role, words in ROLES:
        texts = profile.texts(role)
        if texts:
            parts += [Text(), Text(pick(*words), style="bold cyan")]
            parts += [_item(text) for text in texts]
    return Group(*parts, Text(), _master_data(profile))


def _item(text: str) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_row(Text(" •"), Text(text))
    return row


def _master_data(profile: Profile) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for label, value in _fields(profile):
        if value:
            grid.add_row(Text(label), Text(value))
    return Padding(grid, 0)


def _fields(profile: Profile) -> list[tuple[str, str | None]]:
    spoken = language()
    sectors, trades, clusters = load_sectors(), load_trades(), load_clusters()
    contact = profile.contact
    ways = (contact.office, contact.phone, contact.email) if contact else ()
    return [
        (
            pick("Branchen", "Sectors"),
            "\n".join(f"{code} {sectors.label(code, spoken)}" for code in profile.sectors),
        ),
        (
            pick("Gewerke", "Trades"),
            "\n".join(f"{id} {trades.get(id).label(spoken)}" for id in profile.trades),
        ),
        ("Cluster", ", ".join(clusters.get(id).label(spoken) for id in profile.clusters)),
        (pick("Größe", "Size"), pick(*SIZES[profile.size]) if profile.size else None),
        (pick("Sprachen", "Languages"), ", ".join(profile.languages)),
        (pick("Kontakt", "Contact"), ", ".join(way for way in ways if way)),
        (pick("Internet", "Website"), profile.website),
        (pick("Sichtbarkeit", "Visibility"), str(profile.visibility)),
        (pick("Mandant", "Tenant"), profile.owner),
        (pick("Gültig bis", "Valid until"), str(profile.valid_until or "")),
        (pick("Quelle", "Source"), profile.source),
    ]
