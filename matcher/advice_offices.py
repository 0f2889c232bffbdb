"""Whom to call: the office of a partner, and the network that introduces it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.geo import distance_km
from data.profiles import Contact, Kind, Profile
from matcher.catalog import clusters_of, points
from matcher.phrases import sentence
from matcher.results import Suggestion
from matcher.words import Two, pick

INTRODUCES_KM = 60.0
"""So far away a network's office still introduces somebody."""
LookUp = Callable[[str], Profile | None]
"""Returns a profile as the viewer sees it, by the id the viewer knows it by."""


@dataclass(frozen=True)
class Office:
    """The office of a network, which can introduce its neighbours of the same field."""

    network: str
    name: str
    contact: str
    fields: frozenset[str]
    points: tuple[tuple[float, float], ...]


def offices_of(look: LookUp, networks: Sequence[Suggestion]) -> tuple[Office, ...]:
    """Return the offices of the networks that name one."""
    offices = []
    for network in networks:
        profile = look(network.profile_id)
        if profile is not None and network.contact is not None:
            offices.append(
                Office(
                    network.profile_id,
                    network.name,
                    _contact(network.contact),
                    frozenset(clusters_of(profile)),
                    tuple(points(profile.places)),
                )
            )
    return tuple(offices)


def introducer(profile: Profile | None, offices: Sequence[Office]) -> Office | None:
    """Return the nearest office of the partner's own field, if one is near enough.

    Research is introduced by its own transfer office.
    """
    if profile is None or profile.kind in (Kind.RESEARCH, Kind.FACILITY):
        return None
    fields, places = (profile.clusters or clusters_of(profile))[:1], points(profile.places)

    def far(office: Office) -> float:
        ways = [float(distance_km(*a, *b)) for a in places for b in office.points]
        return min(ways, default=math.inf)

    near = [(far(o), o.network, o) for o in offices if o.fields.intersection(fields)]
    found = min((one for one in near if one[0] <= INTRODUCES_KM), default=None)
    return None if found is None else found[2]


def next_step(
    suggestion: Suggestion, office: Office | None, own: Suggestion | None, language: str
) -> str:
    """Say whom to call: the partner's own office, and who introduces."""
    if suggestion.veiled:
        return sentence(suggestion.next_step.rstrip("."))
    own_office = direct(suggestion.contact, suggestion.website, suggestion.kind, language)
    steps = [own_office] if own_office else []
    if office is not None:
        where = (
            "" if own is not None and office.network == own.profile_id else f": {office.contact}"
        )
        said = (
            f"vorstellen kann „{office.name}“{where}",
            f"“{office.name}” can introduce you{where}",
        )
        steps.append(pick(said, language))
    if not steps:
        steps.append(pick(we_ask(suggestion.kind), language))
    return sentence("; ".join(steps))


def we_ask(kind: Kind) -> Two:
    """Return who makes the contact where none is on record: the one who advises."""
    if kind is Kind.RESEARCH:
        return (
            "wir fragen für Sie bei der Transferstelle der Einrichtung an",
            "we will ask the transfer office of the organisation for you",
        )
    return ("wir stellen den Kontakt für Sie her", "we will make the contact for you")


def direct(contact: Contact | None, website: str | None, kind: Kind, language: str) -> str:
    """Return how to reach a partner itself; empty if nothing is on record."""
    if contact is not None and contact.office:
        ways = ", ".join(way for way in (contact.phone, contact.email) if way) or website
        name = f"{contact.office} ({ways})" if ways else contact.office
        return pick((f"{name} ansprechen", f"contact {name}"), language)
    where = (_contact(contact) if contact is not None else "") or website
    if not where:
        return ""
    if kind is Kind.RESEARCH:
        said: Two = (
            f"nach der Transferstelle fragen: {where}",
            f"ask for the transfer office: {where}",
        )
    else:
        said = (f"direkt ansprechen: {where}", f"contact directly: {where}")
    return pick(said, language)


def _contact(contact: Contact) -> str:
    """Return office, phone and e-mail in one line."""
    ways = ", ".join(way for way in (contact.phone, contact.email) if way)
    if contact.office:
        return f"{contact.office} ({ways})" if ways else contact.office
    return ways
