"""How many meetings fit into a slot where not everybody can be at every table.

Meetings fit if each set of tables has room for the meetings that can be nowhere else (Hall's
theorem, P. Hall, 1935). It is enough to look at the sets of tables open to some pair, and at
unions of such sets that overlap.

Which table each meeting gets, in the room it is in or in any: with few changes of place.

A slot by itself is a minimum-cost assignment of meetings to seats at tables, solved exactly. The
slots are gone through again, each between its neighbours, until nothing gets better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.events.plans import Meeting
from matcher.meetings.rules import Rules


class Planned(NamedTuple):
    """Two participants i < j, by number, in a slot; no table yet."""

    i: int
    j: int
    slot: int


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be planned."""

    rules: Rules
    locked: tuple[Planned, ...]
    kind: NDArray[np.int64]
    """(P, P): which tables are open to the pair; pairs with the same tables share a kind."""
    counts: NDArray[np.bool_]
    """(H, kinds): whether the kind counts for a limit."""
    room: NDArray[np.int64]
    """(H, S): the limits: new meetings of these kinds that fit into each slot."""


def task_of(rules: Rules, locked: Sequence[Meeting]) -> Task:
    """Return what is to be planned around the locked meetings."""
    number = {id: at for at, id in enumerate(rules.ids)}
    sets, kind = _open_tables(rules)
    limits: list[NDArray[np.bool_]] = []
    room: list[NDArray[np.int64]] = []
    for inside, left in _limits(rules, locked, sets):
        if left.min(initial=0) < _at_once(rules.may_meet & inside[kind]):
            limits.append(inside)
            room.append(left)
    return Task(
        rules=rules,
        locked=tuple(
            Planned(min(a, b), max(a, b), m.slot)
            for m, a, b in ((m, number[m.a], number[m.b]) for m in locked)
        ),
        kind=kind,
        counts=np.array(limits, bool).reshape(len(limits), len(sets)),
        room=np.array(room, np.int64).reshape(len(room), rules.free.shape[1]),
    )


def _limits(
    rules: Rules, locked: Sequence[Meeting], sets: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Yield which of the sets of tables (K, T) count for a limit, and the room left (S,)."""
    taken = np.zeros((len(rules.capacity), rules.free.shape[1]), np.int64)
    for meeting in locked:
        taken[meeting.table, meeting.slot] += 1
    for tables in _unions([frozenset(np.flatnonzero(row).tolist()) for row in sets]):
        inside = np.array([bool(row.any()) and not row[_others(row, tables)].any() for row in sets])
        at = sorted(tables)
        yield inside, rules.capacity[at].sum() - taken[at].sum(axis=0)


@dataclass(frozen=True, eq=False)
class Rooms:
    """The limits of space once each meeting has a room: they hold exactly if all find tables."""

    open: NDArray[np.bool_]
    """(kinds, R): whether a pair of the kind finds a table in the room."""
    limits: tuple[tuple[frozenset[tuple[int, int]], NDArray[np.int64]], ...]
    """(kind, room) that count for it; (S,) new meetings of these that fit into each slot."""


def rooms_of(rules: Rules, locked: Sequence[Meeting]) -> Rooms:
    """Return the limits beside the locked meetings; the kinds are those of `Task.kind`."""
    sets, _ = _open_tables(rules)
    count = int(rules.rooms.max(initial=-1)) + 1
    inside = sets[:, None, :] & (rules.rooms == np.arange(count)[:, None])
    limits = tuple(
        (frozenset(divmod(at, count) for at in np.flatnonzero(counts).tolist()), left)
        for counts, left in _limits(rules, locked, inside.reshape(-1, sets.shape[1]))
    )
    return Rooms(inside.any(axis=2), limits)


def _open_tables(rules: Rules) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return the different sets of tables open to pairs (kinds, T), and each pair's kind."""
    people, person = np.unique(rules.places, axis=0, return_inverse=True)
    both = people[:, None, :] & people[None, :, :]
    sets, kind = np.unique(both.reshape(-1, people.shape[1]), axis=0, return_inverse=True)
    kinds = kind.reshape(len(people), len(people))
    person = person.reshape(-1)
    return sets, kinds[person[:, None], person[None, :]]


def _others(row: NDArray[np.bool_], tables: frozenset[int]) -> NDArray[np.bool_]:
    others = np.ones(len(row), bool)
    others[sorted(tables)] = False
    return others


def _unions(sets: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets and the unions of those that overlap, in a fixed order."""
    found = {tables for tables in sets if tables}
    new = set(found)
    while new:
        made = {a | b for a in new for b in found if a & b} - found
        found |= made
        new = made
    return sorted(found, key=sorted)


def _at_once(may: NDArray[np.bool_]) -> int:
    """Return a number that meetings of these pairs at the same time cannot exceed."""
    degree = may.sum(axis=1)
    if not degree.any():
        return 0
    if degree.max() * 2 == degree.sum():
        return 1
    return int((degree > 0).sum()) // 2


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

    Raises `ArithmeticError` if there is no table for a meeting, which `matcher.meetings.tables`
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
