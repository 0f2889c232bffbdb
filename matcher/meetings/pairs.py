"""Which pairs to aim for, and a bound on what any plan can reach: a linear relaxation.

Whether slots exist that suit everybody is left out, so every legal plan satisfies it: each pair
meets at most once, each participant has no more meetings than its cap and its free slots allow
(pauses included), and all meetings together fit into the tables and the people there. Its best
value is the bound that `data.events.event.Proof` keeps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.meetings.rules import Rules
from matcher.meetings.tables import Task

SLACK = 1e-6
"""What the solver's tolerances may hide."""


@dataclass(frozen=True, eq=False)
class Aim:
    """A best solution of the relaxation."""

    pairs: NDArray[np.int64]
    """(N, 2): all pairs that may meet or are locked, i < j."""
    share: NDArray[np.float64]
    """(N,): 0..1, how much of the pair is in the solution."""
    profit: NDArray[np.float64]
    """(N,): what the pair adds beyond the worth of the two places it takes; 0 at best for
    those that may well be left out."""
    bound: float
    """No plan with a shortfall of at most ``shortfall`` has a higher value."""
    shortfall: int
    """Meetings below the minimum, summed over participants."""


def aim_of(task: Task, shortfall: int | None = None) -> Aim:
    """Return what to aim for where at most ``shortfall`` are missing below the minimum.

    None: as few as the relaxation allows; no plan has less.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack, vstack

    pairs, low = _pairs(task)
    rules = task.rules
    rows, limits = _limits(task, pairs)
    value = rules.value[pairs[:, 0], pairs[:, 1]]
    people, missing = len(rules.ids), np.flatnonzero(rules.at_least > 0)
    meets = _incidence(pairs, people)
    # Columns: pairs, then what each of `missing` lacks.
    short = csr_array(
        (-np.ones(len(missing)), (np.arange(len(missing)), np.arange(len(missing)))),
        shape=(len(missing), len(missing)),
    )
    columns = [np.ones(len(pairs)), rules.at_least[missing].astype(float)]
    span = np.column_stack((np.concatenate((low, np.zeros(len(missing)))), np.concatenate(columns)))
    empty = csr_array((rows.shape[0], len(missing)))
    matrix = vstack([hstack([rows, empty]), hstack([-meets[missing], short])]).tocsr()
    right = np.concatenate((limits, -rules.at_least[missing].astype(float)))
    lacking = np.concatenate((np.zeros(len(pairs)), np.ones(len(missing))))
    if len(pairs) == 0:
        return Aim(pairs, low, low, 0.0, int(rules.at_least.sum()))
    if shortfall is None:
        shortfall = 0
        if len(missing):
            least = linprog(lacking, A_ub=matrix, b_ub=right, bounds=span, method="highs")
            shortfall = math.ceil(least.fun - 1e-4)
    if len(missing):
        matrix = vstack([matrix, csr_array(lacking[None, :])]).tocsr()
        right = np.append(right, shortfall)
    gain = np.concatenate((-value, np.zeros(len(missing))))
    best = linprog(gain, A_ub=matrix, b_ub=right, bounds=span, method="highs")
    profit = -(gain - matrix.T @ best.ineqlin.marginals)[: len(pairs)]
    bound = -float(best.fun) * (1 + SLACK) + SLACK
    return Aim(pairs, np.round(best.x[: len(pairs)], 6), profit, bound, shortfall)


def _pairs(task: Task) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs and 1 for those that have to meet."""
    wanted = np.triu(task.rules.may_meet, 1)
    fixed = {(m.i, m.j) for m in task.locked} | set(task.rules.must)
    for i, j in fixed:
        wanted[i, j] = True
    pairs = np.argwhere(wanted).astype(np.int64)
    low = np.array([(i, j) in fixed for i, j in pairs.tolist()], float).reshape(len(pairs))
    return pairs, low


def _incidence(pairs: NDArray[np.int64], people: int):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_array

    at = np.arange(len(pairs))
    return csr_array(
        (np.ones(2 * len(pairs)), (pairs.T.reshape(-1), np.concatenate((at, at)))),
        shape=(people, len(pairs)),
    )


def _limits(task: Task, pairs: NDArray[np.int64]):  # type: ignore[no-untyped-def]
    """Return rows and limits over the pairs: participants first, then space."""
    from scipy.sparse import csr_array, vstack

    rules = task.rules
    slots = rules.free.shape[1]
    locked = np.zeros(len(rules.ids), np.int64)
    busy = np.zeros((slots, 3), np.int64)
    for m in task.locked:
        locked[[m.i, m.j]] += 1
        busy[m.slot, 0] += 1
    held = {(m.i, m.j) for m in task.locked}
    new = np.array([tuple(pair) not in held for pair in pairs.tolist()], bool).reshape(len(pairs))
    most = np.minimum(rules.at_most, locked + longest(rules).astype(np.int64))
    kinds = task.kind[pairs[:, 0], pairs[:, 1]]
    inside = task.counts[:, kinds] & new
    present = _at_once(rules)
    rows = [_incidence(pairs, len(rules.ids)), csr_array(new[None, :].astype(float))]
    limits = [most.astype(float), np.array([float(present.sum())])]
    if len(inside):
        rows.append(csr_array(inside.astype(float)))
        limits.append(np.minimum(task.room, present).clip(0).sum(axis=1).astype(float))
    return vstack(rows).tocsr(), np.concatenate(limits)


def longest(rules: Rules) -> NDArray[np.int64]:
    """Return (P,): the most free slots each can be busy in with the pauses it needs."""
    most = np.zeros(len(rules.ids), np.int64)
    for run in rules.runs:
        # Greedy is best: be busy as long as allowed, then pause where one is due.
        streak = np.zeros(len(rules.ids), np.int64)
        for slot in run:
            work = rules.free[:, slot] & (streak < rules.in_a_row)
            streak = np.where(work, streak + 1, 0)
            most += work
    return most


def _at_once(rules: Rules) -> NDArray[np.int64]:
    """Return (S,): meetings that the people there allow in each slot."""
    there = rules.free * np.asarray(rules.may_meet.any(axis=1), np.int64)[:, None]
    count = there.sum(axis=0) // 2
    # Where the pairs run across two sides, the smaller one decides.
    side = _sides(rules.may_meet)
    if side is not None:
        one = there[np.flatnonzero(side)].sum(axis=0)
        count = np.minimum(one, there.sum(axis=0) - one)
    return np.asarray(count, np.int64)


def _sides(may: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Return one side of a division that all pairs run across; None where there is none."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    graph = csr_array(may)
    side: NDArray[np.bool_] = np.zeros(len(may), bool)
    _, part = connected_components(graph, directed=False)
    for first in np.unique(part, return_index=True)[1].tolist():
        found = breadth_first_order(graph, first, directed=False)
        order, before = found[0].tolist(), found[1].tolist()
        for at in order[1:]:
            side[at] = not side[before[at]]
    other: NDArray[np.bool_] = np.logical_not(side)
    inside = may[np.ix_(side, side)].any() or may[np.ix_(other, other)].any()
    return None if inside else side
