"""Participants of an event as profiles: what the engine compares, and who competes with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from data.events.event import Event, Participant
from data.profiles import MAX_STATEMENTS, Kind, Profile, Role, Statement, Visibility
from data.text import fold
from matcher.veil import nameless, without_withheld

STARTUP_SIDE = "startup"
"""Within the name of a side, it tells that those without a profile are startups."""
CLASS_CHARS = 5
"""Of a WZ code down to its class of four digits: ``25.62``."""


def seat_profiles(event: Event, stored: Mapping[str, Profile]) -> dict[str, Profile]:
    """Return a profile of each participant under the participant's own id, in their order.

    Seats of one organisation have a profile each, so that each can bring needs of its own.

    Args:
        event: the event.
        stored: stored profiles by the id of the participant, in the form that whoever asks may
            see; participants without one are known by what the event says of them alone.
    """
    return {p.id: seat_profile(p, stored.get(p.id)) for p in event.participants}


def seat_profile(seat: Participant, stored: Profile | None) -> Profile:
    """Return a participant as a profile: what it says at the event, then what is stored of it."""
    said = [Statement(role=Role.OFFER, text=text) for text in seat.offers]
    said += [Statement(role=Role.NEED, text=text) for text in asked(seat)]
    if stored is None:
        kind = Kind.STARTUP if STARTUP_SIDE in fold(seat.side) else Kind.COMPANY
        return Profile(id=seat.id, name=seat.organisation, kind=kind, statements=tuple(said))
    told = dict.fromkeys([*said, *without_withheld(stored).statements])
    return stored.model_copy(
        update={
            "id": seat.id,
            "name": seat.organisation if nameless(stored) else stored.name,
            "statements": tuple(told)[:MAX_STATEMENTS],
            # Nobody but the participants is compared; that they may be was settled before.
            "visibility": Visibility.PUBLIC,
            "valid_until": None,
        }
    )


def asked(seat: Participant) -> tuple[str, ...]:
    """Return what a participant says it looks for at the event, its question first."""
    return tuple(dict.fromkeys(text for text in (seat.question, *seat.needs) if text))


def rivals(event: Event, profiles: Mapping[str, Profile]) -> frozenset[frozenset[str]]:
    """Return the pairs on one side that work in the same trade or class of the WZ.

    ``profiles`` are by the id of the participant; who has none competes with nobody.
    """
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for seat in event.participants:
        side = seat.side if event.sides else ""
        for field in _fields(profiles.get(seat.id)):
            together[side, field].append(seat.id)
    return frozenset(frozenset(pair) for ids in together.values() for pair in combinations(ids, 2))


def _fields(profile: Profile | None) -> Iterator[str]:
    if profile is None:
        return
    yield from profile.trades
    yield from {code[:CLASS_CHARS] for code in profile.sectors if len(code) >= CLASS_CHARS}
