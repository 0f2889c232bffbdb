"""Which table each meeting gets, in the room it is in or in any: with few changes of place.

A slot by itself is a minimum-cost assignment of meetings to seats at tables, solved exactly. The
slots are gone through again, each between its neighbours, until nothing gets better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.events.plans import Meeting
from matcher.meeting_rules import Rules
from matcher.meeting_space import Planned

OTHER_TABLE = 1.0
OTHER_ROOM = 3.0
"""What it costs a participant to go to another table, and further to another room."""
SOMEONES_TABLE = 0.5
"""What it costs to sit where somebody else stays all day."""
NEVER = 1e6
PASSES = 4


def tables_for(
    rules: Rules,
    meetings: Sequence[Planned],
    locked: Sequence[Meeting],
    rooms: Mapping[Planned, int] | None = None,
) -> dict[Planned, int]:
    """Return the table of each meeting, in its room of ``rooms``; the locked ones keep theirs.

    Raises `ArithmeticError` if there is no table for a meeting, which `matcher.meeting_space`
    rules out.
    """
    number = {id: at for at, id in enumerate(rules.ids)}
    fixed = {}
    for m in locked:
        a, b = sorted((number[m.a], number[m.b]))
        fixed[Planned(a, b, m.slot)] = m.table
    by_slot: dict[int, list[Planned]] = defaultdict(list)
    for planned in meetings:
        if planned not in fixed:
            by_slot[planned.slot].append(planned)
    at = np.full(rules.free.shape, -1, np.int64)
    for planned, table in fixed.items():
        at[[planned.i, planned.j], planned.slot] = table
    walk = _walk(rules)
    seats = np.repeat(np.arange(len(rules.capacity)), rules.capacity)
    found = dict(fixed)
    cost_before = np.inf
    for _ in range(PASSES):
        for slot in sorted(by_slot):
            taken = [table for planned, table in fixed.items() if planned.slot == slot]
            left = _without(seats, taken)
            tables = _assign(rules, by_slot[slot], rooms, at, walk, left)
            for planned, table in zip(by_slot[slot], tables, strict=True):
                at[[planned.i, planned.j], slot] = table
                found[planned] = table
        cost = _cost(at, walk)
        if cost >= cost_before:
            break
        cost_before = cost
    return found


def _walk(rules: Rules) -> NDArray[np.float64]:
    """Return (T, T): the cost of going from one table to another."""
    tables = np.arange(len(rules.capacity))
    other = np.not_equal.outer(tables, tables)
    room = np.not_equal.outer(rules.rooms, rules.rooms)
    return np.asarray(OTHER_TABLE * other + OTHER_ROOM * room, np.float64)


def _without(seats: NDArray[np.int64], taken: Sequence[int]) -> NDArray[np.int64]:
    """Return the seats left once one at each of the ``taken`` tables is gone."""
    left = seats.tolist()
    for table in taken:
        left.remove(table)
    return np.array(left, np.int64)


def _assign(
    rules: Rules,
    meetings: Sequence[Planned],
    rooms: Mapping[Planned, int] | None,
    at: NDArray[np.int64],
    walk: NDArray[np.float64],
    seats: NDArray[np.int64],
) -> list[int]:
    from scipy.optimize import linear_sum_assignment

    cost = np.zeros((len(meetings), len(rules.capacity)))
    # The first of equally good tables, so that a few are used and the plan looks calm.
    stays = (rules.places.sum(axis=1) == 1)[:, None] & rules.places
    cost += SOMEONES_TABLE * stays.any(axis=0) + np.arange(cost.shape[1]) * 1e-5
    for row, m in enumerate(meetings):
        for who in (m.i, m.j):
            for near in _neighbours(at[who], m.slot):
                cost[row] += walk[near]
            cost[row, ~rules.places[who]] = NEVER
        if rooms is not None:
            cost[row, rules.rooms != rooms[m]] = NEVER
    rows, columns = linear_sum_assignment(cost[:, seats])
    tables = seats[columns]
    if len(rows) < len(meetings) or (cost[rows, tables] >= NEVER).any():
        raise ArithmeticError(
            f"no table for some of {len(meetings)} meetings in slot {meetings[0].slot}"
        )
    return [int(table) for table in tables]


def _neighbours(row: NDArray[np.int64], slot: int) -> list[int]:
    """Return the tables somebody comes from and goes to."""
    before = row[:slot][row[:slot] >= 0]
    after = row[slot + 1 :][row[slot + 1 :] >= 0]
    return [*before[-1:].tolist(), *after[:1].tolist()]


def _cost(at: NDArray[np.int64], walk: NDArray[np.float64]) -> float:
    total = 0.0
    for row in at:
        way = row[row >= 0]
        total += float(walk[way[:-1], way[1:]].sum())
    return total
