"""What the feed of a saved search tells: its address is known to whoever was given it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from api.work.readers import OUTSIDE, KeptBack, kept_back
from api.work.searches import Standing, suggestions_of
from api.work.service import Service
from data.errors import NotFoundError
from matcher.result import Suggestion

MAX_ENTRIES = 50


@dataclass(frozen=True)
class FeedEntry:
    """One match of a feed."""

    found: dt.datetime
    suggestion: Suggestion


@dataclass(frozen=True)
class Feed:
    """A feed as its readers get it, and what its owner is told of it."""

    entries: tuple[FeedEntry, ...]
    """The newest first."""
    anonymous: bool
    """Whether the search is for a profile that readers may not know: then neither the name of the
    search nor any reason is told, for both speak of that profile."""
    left_out: tuple[tuple[str, KeptBack], ...]
    """Names of matches that are not in it, and why: for the owner alone."""


def feed_of(service: Service, found: Standing) -> Feed:
    """Return the matches that came after the search was saved, are matches still, and public."""
    search = found.search
    came = {
        match.profile: match.found
        for match in found.matches
        if match.position is not None and match.found > search.created and not search.paused
    }
    suggested = suggestions_of(service, found, came, search.language)
    names = {s.profile_id: s.name for s in suggested}
    back = kept_back(service, found.asked.viewer, names)
    entries = [FeedEntry(came[s.profile_id], s) for s in suggested if s.profile_id not in back]
    entries.sort(key=lambda entry: entry.found, reverse=True)
    return Feed(
        tuple(entries[:MAX_ENTRIES]),
        _is_anonymous(service, found),
        tuple((names[profile_id], why) for profile_id, why in back.items()),
    )


def _is_anonymous(service: Service, found: Standing) -> bool:
    seeker = found.asked.checked.seeker
    if seeker is None:
        return False
    try:
        service.get(seeker.id, OUTSIDE)
    except NotFoundError:
        return True
    return False
