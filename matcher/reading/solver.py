"""The best way to read all segments together, and how near the second best is."""

from __future__ import annotations

from typing import NamedTuple

from matcher.reading.roles import Role, RoleScores, Scores
from matcher.reading.text.clauses import Clauses
from matcher.reading.text.segments import Segment

STAYS = {Role.SEEK: 1.0, Role.SELF: 1.5}
"""What it counts for a segment to be for the same as the one before it in its sentence."""
RELATIVE = 5.0
"""What it counts for a relative clause to belong to what it describes."""
CLOSE = 1.0
"""A second reading within so much of the best is worth a question."""

_WHO = {Role.SEEK, Role.SELF}


class Solution(NamedTuple):
    """The role of each segment, and the segments for which another is nearly as good."""

    roles: tuple[Role, ...]
    close: tuple[int, ...]


def solve(clauses: Clauses) -> Solution:
    """Return the roles with the highest sum of scores (Viterbi over the segments)."""
    segments, scores = clauses.segments, RoleScores(clauses)
    own = [scores.score(n) for n in range(len(segments))]
    links: list[Scores] = [{}] + [
        _link(segments[n - 1 : n + 1], clauses, n) for n in range(1, len(segments))
    ]
    forward = _best_sums(own, links)
    backward = _best_sums(own[::-1], [{}, *links[:0:-1]])[::-1]
    roles: list[Role] = []
    close: list[int] = []
    for n, options in enumerate(own):
        total = {role: forward[n][role] + backward[n][role] - options[role] for role in options}
        ordered = sorted(total, key=lambda role: -total[role])
        roles.append(ordered[0])
        if set(ordered[:2]) == _WHO and total[ordered[0]] - total[ordered[1]] < CLOSE:
            close.append(n)
    return Solution(tuple(roles), tuple(close))


def _link(pair: tuple[Segment, ...], clauses: Clauses, n: int) -> Scores:
    """Return what it counts for a segment to be for the same as the one before it, by role."""
    before, segment = pair
    if before.sentence != segment.sentence or before.asks:
        return {}
    if clauses.relative(n):
        return {} if clauses.asks[n] else dict.fromkeys(Role, RELATIVE)
    return STAYS if segment.opener not in ("asks", "und", "and", "sowie") else {}


def _best_sums(own: list[Scores], links: list[Scores]) -> list[Scores]:
    """Return for each segment and role the best sum of scores up to and with it."""
    sums: list[Scores] = []
    for n, options in enumerate(own):
        before = sums[-1] if sums else {}
        link = links[n]
        sums.append(
            {
                role: score
                + max((s + link.get(r, 0.0) * (r is role) for r, s in before.items()), default=0.0)
                for role, score in options.items()
            }
        )
    return sums
