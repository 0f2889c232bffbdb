"""The parts of the site, in the order of the navigation, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass

from api.work.identity import Identity, Right


@dataclass(frozen=True)
class Part:
    """One entry of the navigation."""

    path: str
    text: str
    """Key of its name in `api.language.texts`."""
    right: Right


PARTS = (
    Part("/heute", "nav_today", Right.ADVISE),
    Part("/", "nav_find", Right.READ),
    Part("/beratung", "nav_sheets", Right.ADVISE),
    Part("/mitglieder", "nav_members", Right.ADVISE),
    Part("/bedarfe", "nav_needs", Right.ADVISE),
    Part("/suchen", "nav_searches", Right.ADVISE),
    Part("/vermittlung", "nav_introductions", Right.ADVISE),
    Part("/gruppen", "nav_groups", Right.ADVISE),
    Part("/veranstaltungen", "nav_events", Right.ORGANISE),
    Part("/atlas", "nav_atlas", Right.READ),
    Part("/ergebnisse", "nav_outcomes", Right.MANAGE),
    Part("/verwaltung", "nav_admin", Right.ADMIN),
)


def parts_for(identity: Identity | None) -> tuple[Part, ...]:
    """Return the parts somebody may open; nobody known sees none."""
    return tuple(part for part in PARTS if identity is not None and identity.may(part.right))


def current(path: str) -> str | None:
    """Return the path of the part to which a page belongs."""
    for part in PARTS:
        if path == part.path or (part.path != "/" and path.startswith(f"{part.path}/")):
            return part.path
    return "/" if path == "/vergleich" or path.startswith("/profil/") else None
