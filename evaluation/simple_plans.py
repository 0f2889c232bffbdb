"""Two simple ways to plan meetings, to measure the planner beside: greedy and round by round.

Both keep every hard rule on pairs, times, caps, pauses and tables; what must be they try first,
but may miss.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from matcher.meeting_draft import Draft
from matcher.meeting_rules import Rules
from matcher.meeting_space import Planned, task_of

MUST = 10.0
"""What a meeting that must be is worth more than its value to these two."""


def _wanted(rules: Rules) -> NDArray[np.float64]:
    """Return (P, P): what a meeting is worth; 0 where there may be none."""
    value = np.where(rules.may_meet, rules.value, 0.0)
    for i, j in rules.must:
        if rules.may_meet[i, j]:
            value[i, j] = value[j, i] = value[i, j] + MUST
    return value


def greedy(rules: Rules) -> list[Planned]:
    """Return a plan that takes the best pair first, in the first slot that is free for both."""
    value = np.triu(_wanted(rules), 1)
    draft = Draft(task_of(rules, ()))
    slots = range(rules.free.shape[1])
    pairs = np.argwhere(value > 0)
    best = np.argsort(-value[pairs[:, 0], pairs[:, 1]], kind="stable")
    for i, j in pairs[best].tolist():
        if draft.room_for(i, j):
            draft.place_plainly(i, j, slots)
    return draft.meetings()


def round_wise(rules: Rules, first: NDArray[np.bool_] | None = None) -> list[Planned]:
    """Return a plan made slot after slot, each the best assignment of those who are free.

    ``first`` (P,) says who is of the first of two sides. Without sides everybody is assigned to
    everybody; where that makes rings of more than two, their best pairs are taken.
    """
    value = _wanted(rules)
    draft = Draft(task_of(rules, ()))
    for slot in range(rules.free.shape[1]):
        open_to = [w for w in range(len(value)) if draft.open(w, slot) and draft.room_for(w, w)]
        left = [w for w in open_to if first is None or first[w]]
        right = [w for w in open_to if first is None or not first[w]]
        rows, columns = linear_sum_assignment(value[np.ix_(left, right)], maximize=True)
        pairs = [(left[r], right[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)]
        for i, j in sorted(pairs, key=lambda pair: (-value[pair], pair)):
            if value[i, j] > 0 and draft.room_for(i, j) and draft.fits(i, j, slot):
                draft.put(i, j, slot)
                value[i, j] = value[j, i] = 0.0
    return draft.meetings()
