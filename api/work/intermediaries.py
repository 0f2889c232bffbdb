"""The institutions behind profiles that are met through them: their names, and what they told."""

from __future__ import annotations

from collections.abc import Callable

from data.store.introductions import IntroductionStore
from data.store.people import PeopleStore
from matcher.explain.reasons import through
from matcher.request import Viewer
from matcher.result import MatchResult


def addressed(result: MatchResult, language: str, people: PeopleStore) -> MatchResult:
    """Return a result whose veiled suggestions name the institution to ask."""
    owners = {s.intermediary for s in result.suggestions if s.intermediary is not None}
    if not owners:
        return result
    steps = {owner: through(people.tenant(owner).name, language) for owner in owners}
    told = (
        s.model_copy(update={"next_step": steps[s.intermediary]}) if s.intermediary else s
        for s in result.suggestions
    )
    return result.model_copy(update={"suggestions": tuple(told)})


def introduced(
    viewer: Viewer, agreements: IntroductionStore, owner_of: Callable[[str], str | None]
) -> Viewer:
    """Return the viewer with the profiles whose owners agreed to be known to its tenant.

    An agreement holds for the owner who gave it: not for one who took the id over.
    """
    if viewer.tenant is None:
        return viewer
    agreed = agreements.agreed(viewer.tenant)
    known = frozenset(id for id, owner in agreed.items() if owner_of(id) == owner)
    return viewer.model_copy(update={"introduced": known}) if known else viewer
