"""Whether a need is met, as proved: each need is put to the engine as a question.

The survey tells who is near at all, the proof who answers. So a need is called unmet, weakly met
or met by the same law as the answer to anybody's question.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from data.profiles import Role
from matcher.engine import Matcher
from matcher.request import Goal, MatchRequest, Viewer
from matcher.result import Suggestion

TRIED = 16
"""So many profiles, the nearest, are asked about for each need: as many as are read together."""


@dataclass(frozen=True)
class Answered:
    """Who answers a need, as far as it is proved."""

    fitting: tuple[Suggestion, ...]
    """Those that are proved to fit, the surest first."""
    nearest: Suggestion | None
    """The likeliest of all, proved or not."""
    nothing_fits: bool
    """Whether it is proved that nobody answers."""


def answered(matcher: Matcher, need: str, near: Collection[str], viewer: Viewer) -> Answered:
    """Ask who of the profiles ``near`` a need answers it.

    Args:
        matcher: a proving one.
        need: as stated.
        near: ids of the profiles nearest to it, without whoever states it.
        viewer: on whose behalf.
    """
    if not near:
        return Answered((), None, True)
    request = MatchRequest(question=need, goal=Goal.SOLUTION, read_question=False, k=TRIED)
    result = matcher.suggest(request, viewer, within=near)
    likeliest = sorted(result.suggestions, key=lambda s: -(s.probability or 0.0))
    return Answered(
        tuple(s for s in likeliest if s.is_fitting),
        next(iter(likeliest), None),
        result.nothing_fits,
    )


def statement_of(suggestion: Suggestion) -> tuple[str, Role]:
    """Return what of a partner answers, in its words, and its role; its name where that speaks."""
    pair = next((pair for pair in suggestion.evidence if pair.gain != "theirs"), None)
    if pair is None:
        return suggestion.name, Role.ABOUT
    return pair.theirs, pair.their_role
