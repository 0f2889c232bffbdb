"""What is said about a partner beside the reason: place, sector, next step, and hints."""

from __future__ import annotations

import math

from data.geo import distance_km
from data.places.regions import load_regions
from data.profiles import Place, Profile, Role
from data.sectors.wz import load_sectors
from matcher.features import Context
from matcher.request import Goal
from matcher.retrieval import Seeker
from matcher.words import FITS, Two, pick


def place_text(profile: Profile, context: Context, language: str) -> str:
    """Return one place as a person writes it: in the region asked for, nearest to the seeker."""
    if not profile.places:
        return pick(("Ort nicht angegeben", "place not stated"), language)
    regions = load_regions()

    def worth(place: Place) -> tuple[bool, float]:
        outside = not (context.asked & regions.keys(place))
        point = regions.point(place)
        if point is None or context.origin is None:
            return outside, math.inf
        return outside, float(distance_km(*context.origin, *point))

    place = min(profile.places, key=worth)
    land = place.land and regions.get(f"land:{place.land}").name
    kreis = place.kreis and regions.get(f"kreis:{place.kreis}").name
    town = " ".join(part for part in (place.postcode, place.name) if part)
    parts = [part for part in (town, kreis, land) if part]
    return ", ".join(p for i, p in enumerate(parts) if not any(p in q for q in parts[:i]))


def sector_text(mine: Profile | None, theirs: Profile, language: str) -> str | None:
    """Return the partner's sector in words, and how it relates to the seeker's."""
    if not theirs.sectors:
        return None
    sectors = load_sectors()
    label = sectors.label(theirs.sectors[0], language)
    if mine is None or not mine.sectors:
        return label
    relation = sectors.relation(mine.sectors, theirs.sectors)
    words: dict[str, Two] = {
        "same": ("gleiche Branche", "same sector"),
        "group": ("eng verwandte Branche", "closely related sector"),
        "division": ("verwandte Branche", "related sector"),
        "section": ("gleicher Wirtschaftsbereich", "same part of the economy"),
        "none": ("andere Branche", "another sector"),
    }
    return f"{label} ({pick(words[relation], language)})"


def through(office: str, language: str) -> str:
    """Return the first step towards a veiled profile; ``office`` is its owner."""
    said = (
        f"Um Vermittlung bitten: Anfrage über {office}",
        f"Ask for an introduction through {office}",
    )
    return pick(said, language)


def next_step(profile: Profile, language: str) -> str:
    """Return whom to ask first."""
    contact = profile.contact
    ways = [w for w in (contact.phone, contact.email) if w] if contact else []
    where = f" ({', '.join(ways)})" if ways else ""
    if contact and contact.office:
        said = (f"{contact.office} ansprechen{where}", f"Contact {contact.office}{where}")
    elif ways or profile.website:
        way = ", ".join(ways) or profile.website
        said = (f"Direkt ansprechen: {way}", f"Contact directly: {way}")
    elif profile.source:
        said = (
            f"Über die Quelle des Profils anfragen: {profile.source}",
            f"Ask through the profile's source: {profile.source}",
        )
    else:
        said = (
            "Kontakt ist nicht hinterlegt: im Internet oder bei der Kammer erfragen",
            "No contact on file: ask the chamber or look it up",
        )
    return pick(said, language)


def hints(seeker: Seeker, goal: Goal, best: float, language: str) -> tuple[str, ...]:
    """Return what a reader must know: weak results, and what is missing in the seeker's data.

    ``best`` is the best suggestion's score.
    """
    found: list[Two] = []
    if best < FITS[1][0]:
        found.append(
            (
                "Kein Profil passt deutlich; gezeigt wird, was am nächsten liegt.",
                "No profile fits clearly; what comes nearest is shown.",
            )
        )
    if seeker.profile is None:
        return tuple(pick(pair, language) for pair in found)
    if not seeker.texts(Role.NEED) and goal in (Goal.PARTNER, Goal.SOLUTION, Goal.PEERS):
        found.append(
            (
                "Ihr Profil nennt keinen Bedarf: gesucht wurde nach ähnlichen Themen.",
                "Your profile states no need: similar topics were searched.",
            )
        )
    if not seeker.texts(Role.OFFER) and goal in (Goal.PARTNER, Goal.CUSTOMER):
        found.append(
            (
                "Ihr Profil nennt kein Angebot: der Nutzen für die andere Seite ist nur geschätzt.",
                "Your profile states no offer: the other side's benefit is only estimated.",
            )
        )
    if not seeker.profile.places:
        found.append(
            (
                "Ihr Profil nennt keinen Ort: Entfernungen fehlen.",
                "Your profile states no place: distances are missing.",
            )
        )
    return tuple(pick(pair, language) for pair in found)
