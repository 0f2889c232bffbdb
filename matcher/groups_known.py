"""Who is known to work together: pairs of profiles of whom a tenant wrote down that they did."""

from __future__ import annotations

from collections.abc import Mapping

from data.feedback.outcomes import EventKind
from data.store.feedback import FeedbackStore

Known = Mapping[frozenset[str], EventKind]
"""Two ids -> ``cooperation`` or ``met``."""
TELLING = (EventKind.MET, EventKind.COOPERATION)


def known_pairs(log: FeedbackStore, tenant: str | None) -> Known:
    """Return the pairs of which a tenant told that they met or cooperate.

    A tenant of None has told nothing. Questions in words are nobody, so they are in no pair.
    """
    found: dict[frozenset[str], EventKind] = {}
    if tenant is None:
        return found
    for event in log.events(tenant=tenant):
        if event.kind not in TELLING or event.seeker in (None, event.profile_id):
            continue
        pair = frozenset((event.seeker or "", event.profile_id))
        if found.get(pair) is not EventKind.COOPERATION:
            found[pair] = event.kind
    return found
