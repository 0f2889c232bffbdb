"""Who could introduce a partner: the office of a network of its field and topic, near enough.

Of the networks of a field many serve one purpose alone (works councils, training). So the topic
goes first: only the networks whose texts are nearest to what the partner says of itself count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.geo import distance_km
from data.profiles import Contact, Kind, Profile
from matcher.ranking.background import background_of
from matcher.request import Viewer
from matcher.result import Suggestion
from matcher.search.catalog import clusters_of, points
from matcher.search.rows import RowRole
from matcher.search.rules import slot_of
from matcher.search.snapshot import Snapshot
from models.encoder import Vectors

INTRODUCES_KM = 60.0
"""So far away a network's office still introduces somebody."""
NEAREST = 2
"""So many networks are near enough to a partner's topic to know it: of those chosen so on the
sample four of five could introduce it, of the nearest in place alone three of five
(``docs/proof.md``)."""
LookUp = Callable[[str], Profile | None]
"""Returns a profile as the viewer sees it, by the id the viewer knows it by."""


@dataclass(frozen=True)
class Office:
    """The office of a network."""

    network: str
    name: str
    contact: str
    fields: frozenset[str]
    points: tuple[tuple[float, float], ...]


class Introducers:
    """The offices of networks, for a sheet that leaves the house."""

    def __init__(
        self, snapshot: Snapshot, viewer: Viewer, public: LookUp, networks: Sequence[Suggestion]
    ) -> None:
        """Name the offices of those of the ``networks`` alone that are ``public``."""
        self._snapshot, self._viewer = snapshot, viewer
        self._offices = _offices(public, networks)
        found = {n.profile_id: self._whole(n.profile_id) for n in networks}
        known = {id: vector for id, vector in found.items() if vector is not None}
        self._networks = tuple(known)
        self._vectors = np.concatenate(list(known.values())) if known else None

    def of(self, profile: Profile | None) -> Office | None:
        """Return the nearest office of the partner's own field and topic, if one is near enough.

        Research is introduced by its own transfer office.
        """
        if profile is None or profile.kind in (Kind.RESEARCH, Kind.FACILITY):
            return None
        fields, places = (profile.clusters or clusters_of(profile))[:1], points(profile.places)
        topical = self._topical(profile.id)

        def far(office: Office) -> float:
            ways = [float(distance_km(*a, *b)) for a in places for b in office.points]
            return min(ways, default=math.inf)

        near = [
            (far(o), o.network, o)
            for o in self._offices
            if o.network in topical and o.fields.intersection(fields)
        ]
        found = min((one for one in near if one[0] <= INTRODUCES_KM), default=None)
        return None if found is None else found[2]

    def _topical(self, profile_id: str) -> frozenset[str]:
        """Return the networks whose texts are nearest to a profile's."""
        own = self._whole(profile_id)
        if own is None or self._vectors is None:
            return frozenset()
        background = background_of(self._snapshot.encoder)
        strengths = background.strength(self._vectors, own, hubs=True)[:, 0]
        best = np.argsort(-strengths, kind="stable")[:NEAREST].tolist()
        return frozenset(self._networks[at] for at in best)

    def _whole(self, profile_id: str) -> Vectors | None:
        """Return the vector of a whole profile, float32 (1, dim)."""
        slot = slot_of(self._snapshot.catalog, profile_id, self._viewer)
        if slot is None:
            return None
        rows = self._snapshot.rows.of_slots(np.array([slot], dtype=np.int64))
        wholes = rows[self._snapshot.rows.role[rows] == RowRole.WHOLE]
        return self._snapshot.vectors.vectors(wholes)


def _offices(look: LookUp, networks: Sequence[Suggestion]) -> tuple[Office, ...]:
    """Return the offices of the networks that name one."""
    offices = []
    for network in networks:
        profile = look(network.profile_id)
        if profile is not None and network.contact is not None:
            offices.append(
                Office(
                    network.profile_id,
                    network.name,
                    contact_line(network.contact),
                    frozenset(clusters_of(profile)),
                    tuple(points(profile.places)),
                )
            )
    return tuple(offices)


def contact_line(contact: Contact) -> str:
    """Return office, phone and e-mail in one line."""
    ways = ", ".join(way for way in (contact.phone, contact.email) if way)
    if contact.office:
        return f"{contact.office} ({ways})" if ways else contact.office
    return ways
