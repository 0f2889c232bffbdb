"""What a request brings to the ranking beside its texts."""

from __future__ import annotations

from collections.abc import Sequence

from data.places.regions import load_regions
from matcher.ranking.features import Context, likeness_of
from matcher.request import Constraint, Goal, MatchRequest, Rule
from matcher.search.catalog import Catalog, points
from matcher.search.retrieval import Seeker
from matcher.search.rules import Allowed, origin


def context_of(
    catalog: Catalog,
    request: MatchRequest,
    seeker: Seeker,
    goal: Goal,
    allowed: Allowed,
    seat: str | None,
) -> Context:
    """Return the context of a request.

    Args:
        catalog: where its examples are looked up.
        request: what is asked.
        seeker: who asks.
        goal: as it was understood.
        allowed: the rules as they were applied.
        seat: where a question says that the asker is.

    Raises:
        NotFoundError: an example does not exist for this viewer.
    """
    rules = [rule.constraint for rule in allowed.rules]
    preferences = tuple(rule for rule in allowed.rules if not rule.is_must)
    examples = likeness_of(catalog, request, allowed.viewer)
    around = _origin(rules, seeker, seat)
    return Context(seeker, goal, around, _regions(rules), preferences, examples)


def _origin(
    rules: Sequence[Constraint], seeker: Seeker, seat: str | None
) -> tuple[float, float] | None:
    """Return where distances are measured from: a radius rule's place, else the seeker's seat."""
    for constraint in rules:
        if constraint.rule is Rule.RADIUS and constraint.match != "none":
            return origin(constraint)
    if seat is not None:
        return load_regions().point(load_regions().resolve(seat))
    found = points(seeker.profile.places) if seeker.profile is not None else []
    return found[0] if found else None


def _regions(rules: Sequence[Constraint]) -> frozenset[str]:
    """Return the keys of the regions that partners are wanted in."""
    wanted = (r for r in rules if r.rule is Rule.REGION and r.match != "none")
    regions = (load_regions().resolve(value) for rule in wanted for value in rule.values)
    return frozenset(key for region in regions for key in region.keys)
