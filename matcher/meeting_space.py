"""How many meetings fit into a slot where not everybody can be at every table.

Meetings fit if each set of tables has room for the meetings that can be nowhere else (Hall's
theorem, P. Hall, 1935). It is enough to look at the sets of tables open to some pair, and at
unions of such sets that overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.events.plans import Meeting
from matcher.meeting_rules import Rules


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
