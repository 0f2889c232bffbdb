"""Readers outside the house: what of an answer may go out to them, and what is kept back and why.

A sheet of paper, a file or the address of a feed may end up with anybody. So what leaves the house
is made for whoever may read it, and not for the one who makes it: it names public profiles alone.
The maker is told what was kept back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from api.work.service import Service
from data.errors import NotFoundError
from data.profiles import Profile, Visibility
from matcher.request import Viewer

OUTSIDE = Viewer()
"""Whoever reads what left the house: nobody knows who it is."""


class Why(StrEnum):
    """Why a profile is not told to readers outside."""

    NETWORK = "network"
    INTERMEDIARY = "intermediary"
    OWN = "own"
    GONE = "gone"
    """It was deleted, or its maker may not see it any more."""


@dataclass(frozen=True)
class KeptBack:
    """A profile that is not told to readers outside."""

    why: Why
    ours: bool
    """Whether the maker's own institution keeps it, and may ask whether it wants to be named."""


def kept_back(service: Service, maker: Viewer, profile_ids: Iterable[str]) -> dict[str, KeptBack]:
    """Return which of the profiles readers outside may not know, by the ids the maker knows."""
    found = {}
    for profile_id in profile_ids:
        profile = _seen(service, maker, profile_id)
        if profile is None:
            found[profile_id] = KeptBack(Why.GONE, ours=False)
        elif profile.visibility is not Visibility.PUBLIC:
            ours = maker.tenant is not None and profile.owner == maker.tenant
            found[profile_id] = KeptBack(Why(profile.visibility), ours)
    return found


def _seen(service: Service, viewer: Viewer, profile_id: str) -> Profile | None:
    try:
        return service.get(profile_id, viewer)
    except NotFoundError:
        return None
