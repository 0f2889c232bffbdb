"""What a saved search finds, and who merely stands near it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matcher.engine import Matcher
from matcher.request import MatchRequest, Viewer
from matcher.words import FITS

LEAST = FITS[1][0]
"""Lowest score of a match worth telling about: the word "passend"."""
NEAR = 0.2
NEAR_PLACES = 100
"""Who stands this near when a search is saved is known to it. Without that margin everyone who
wavers around the last place or the lowest score would be told as new one day."""


@dataclass(frozen=True)
class Watched:
    """One run of a search."""

    listed: tuple[str, ...]
    """Profiles among the first ``k`` with a score of at least `LEAST`, best first."""
    near: frozenset[str]
    """The first ``k``, whatever their score, and those among the first `NEAR_PLACES` with a score
    of at least `NEAR`."""
    standing: frozenset[str]
    """All profiles that keep the rules."""


def watch(matcher: Matcher, request: MatchRequest, viewer: Viewer) -> Watched:
    """Run a search. Errors as in `Matcher.suggest`."""
    deeper = request.model_copy(update={"k": max(request.k, NEAR_PLACES)})
    with matcher.corpus.lock:
        ranking = matcher.rank(deeper, viewer)
        standing = matcher.allowed(request, viewer)
    found = list(zip(ranking.ids, ranking.scores, strict=True))
    return Watched(
        listed=tuple(id for id, score in found[: request.k] if score >= LEAST),
        near=frozenset(
            id for at, (id, score) in enumerate(found) if at < request.k or score >= NEAR
        ),
        standing=frozenset(standing),
    )


def state(matcher: Matcher, today: dt.date) -> str:
    """Return what a run depends on besides the search: data, ranking and the day."""
    versions = matcher.versions()
    parts = (versions.data_revision, versions.ranker, versions.encoder, today, versions.program)
    return " ".join(map(str, parts))
