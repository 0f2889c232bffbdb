"""Calm days: less waiting and fewer changes of room, with the same meetings.

Some slots at a time are planned anew: the meetings there change slots and rooms among themselves,
while the rest stays (large neighbourhood search, P. Shaw, 1998). No rule is broken and no value
lost. Where a person idles it may be in any room, so a walk counts once wherever it is made.

Fewer empty slots between the meetings of a day, with the same meetings.

Two slots are exchanged along chains of meetings, drawn at random, unless somebody waits longer
for it in all; exchanges that cost nothing open the way to others. No rule is broken and no value
lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from matcher.meetings.draft import NOBODY, Draft
from matcher.meetings.model import Limit
from matcher.meetings.search import Clock
from matcher.meetings.tables import Planned, Rooms, Task

WAIT = 3
WALK = 1
"""What a slot waited and a change of room cost."""
CELLS = 600
"""Meetings x slots x rooms of a model of some slots."""
SEARCHES = 100
"""Searches of some slots at most, so that a slower machine makes the same plan."""
PATIENCE = 30
"""Searches without any gain after which the plan is left as it is."""
EFFORT = 0.1
"""Deterministic time of one search; near seconds of one core."""


def restless(task: Task, rooms: Mapping[Planned, int]) -> int:
    """Return what all waiting and all changes of room cost."""
    days: dict[int, dict[int, int]] = defaultdict(dict)
    for m, room in rooms.items():
        days[m.i][m.slot] = days[m.j][m.slot] = room
    cost = 0
    for who, day in days.items():
        slots = sorted(day)
        free = np.flatnonzero(task.rules.free[who, slots[0] : slots[-1]]) + slots[0]
        cost += WAIT * sum(slot not in day for slot in free.tolist())
        cost += WALK * sum(day[a] != day[b] for a, b in pairwise(slots))
    return cost


def calmed(
    task: Task, space: Rooms, rooms: Mapping[Planned, int], clock: Clock, limit: Limit
) -> dict[Planned, int]:
    """Return the meetings and their rooms, moved so that it costs less.

    ``rooms`` are of all meetings, locked ones included, and legal.
    """
    found = dict(rooms)
    slots = task.rules.free.shape[1]
    per_slot = max(1, len(found) // max(1, slots)) * space.open.shape[1]
    width = int(np.clip(np.sqrt(CELLS / per_slot), 2, slots))
    patience = PATIENCE if width < slots else 1
    rng = np.random.default_rng(limit.seed)
    cost, idle = restless(task, found), 0
    for _ in range(SEARCHES if slots > 1 else 0):
        if cost == 0 or idle >= patience or clock.left == 0 or limit.stop.is_set():
            break
        chosen = sorted(rng.choice(slots, width, replace=False).tolist())
        part = _Part(task, space, found, chosen)
        better = part.solve(replace(limit, seconds=clock.left, effort=EFFORT))
        after = restless(task, better) if better else cost + 1
        idle = 0 if after < cost else idle + 1
        # One that costs the same opens the way to others.
        if better and after <= cost:
            found, cost = better, after
    return found


class _Part:
    """Some slots planned anew: a boolean for each meeting there, slot and room."""

    def __init__(
        self, task: Task, space: Rooms, found: Mapping[Planned, int], slots: Sequence[int]
    ) -> None:
        from ortools.sat.python import cp_model

        self.task, self.space, self.slots = task, space, slots
        self.model: Any = cp_model.CpModel()
        inside, locked = set(slots), set(task.locked)
        self.open = {m: q for m, q in found.items() if m.slot in inside and m not in locked}
        self.kept = {m: q for m, q in found.items() if m not in self.open}
        self.fixed: dict[int, dict[int, int]] = defaultdict(dict)
        """Participant -> slot -> room of the meetings that stay."""
        for m, room in self.kept.items():
            self.fixed[m.i][m.slot] = self.fixed[m.j][m.slot] = room
        self.at: dict[int, dict[int, dict[int, list[Any]]]] = defaultdict(dict)
        """Participant -> slot -> room -> cells."""
        self.cells: dict[tuple[Planned, int, int], Any] = {}
        for m, room in self.open.items():
            self._add(m, room)
        self.cost: list[Any] = []

    def _add(self, m: Planned, room: int) -> None:
        mine = []
        for slot in self.slots:
            if not (self.task.rules.free[m.i, slot] and self.task.rules.free[m.j, slot]):
                continue
            if slot in self.fixed[m.i] or slot in self.fixed[m.j]:
                continue
            for q in np.flatnonzero(self.space.open[self.task.kind[m.i, m.j]]).tolist():
                cell = self.model.new_bool_var("")
                self.model.add_hint(cell, (slot, q) == (m.slot, room))
                self.cells[m, slot, q] = cell
                mine.append(cell)
                for who in (m.i, m.j):
                    self.at[who].setdefault(slot, {}).setdefault(q, []).append(cell)
        self.model.add_exactly_one(mine)

    def solve(self, limit: Limit) -> dict[Planned, int] | None:
        """Return all meetings with their rooms; None if none were found in time."""
        from ortools.sat.python import cp_model

        self._space()
        for who, day in self.at.items():
            self._one_at_a_time(who, day)
            self._waiting(who, day)
            if self.space.open.shape[1] > 1:
                self._walks(who, day)
        self.model.minimize(sum(self.cost))
        solver = cp_model.CpSolver()
        parameters: Any = solver.parameters
        parameters.max_time_in_seconds = max(0.01, limit.seconds)
        parameters.max_deterministic_time = limit.effort
        parameters.num_workers = 1
        parameters.random_seed = limit.seed
        parameters.linearization_level = 2
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        found = dict(self.kept)
        for (m, slot, room), cell in self.cells.items():
            if solver.boolean_value(cell):
                found[m._replace(slot=slot)] = room
        return found

    def _space(self) -> None:
        there = defaultdict(list)
        for (m, slot, room), cell in self.cells.items():
            there[int(self.task.kind[m.i, m.j]), room, slot].append(cell)
        for counts, left in self.space.limits:
            for slot in self.slots:
                cells = [x for kind, room in sorted(counts) for x in there[kind, room, slot]]
                if len(cells) > left[slot]:
                    self.model.add(sum(cells) <= int(left[slot]))

    def _one_at_a_time(self, who: int, day: dict[int, dict[int, list[Any]]]) -> None:
        rules = self.task.rules
        for at in day.values():
            self.model.add_at_most_one(x for cells in at.values() for x in cells)
        for window in rules.windows:
            fixed = sum(slot in self.fixed[who] for slot in window)
            movable = [slot for slot in window if slot in day]
            if movable and fixed + len(movable) > rules.in_a_row:
                cells = [x for slot in movable for at in day[slot].values() for x in at]
                self.model.add(sum(cells) <= rules.in_a_row - fixed)

    def _waiting(self, who: int, day: dict[int, dict[int, list[Any]]]) -> None:
        """Count the free slots from the first to the last meeting; those with one are constant."""
        free = self.task.rules.free[who]
        slots = sorted({*day, *self.fixed[who]})
        begun, ended = self._so_far(who, day, slots), self._so_far(who, day, slots[::-1])
        for slot, after in pairwise(slots):
            width = int(free[slot:after].sum())
            one, other = begun[slot], ended[after]
            if isinstance(one, int) and isinstance(other, int):
                continue
            if isinstance(one, int) or isinstance(other, int):
                self.cost.append(WAIT * width * (other if isinstance(one, int) else one))
                continue
            both = self.model.new_bool_var("")
            self.model.add(both >= one + other - 1)
            self.cost.append(WAIT * width * both)

    def _so_far(
        self, who: int, day: dict[int, dict[int, list[Any]]], slots: Sequence[int]
    ) -> dict[int, Any]:
        """Return for each slot whether there is a meeting there or before, in the given order."""
        found: dict[int, Any] = {}
        last: Any = 0
        for slot in slots:
            if slot in self.fixed[who]:
                last = 1
            elif not isinstance(last, int) or last == 0:
                now = self.model.new_bool_var("")
                self.model.add(now >= sum(x for cells in day[slot].values() for x in cells))
                if not isinstance(last, int):
                    self.model.add_implication(last, now)
                last = now
            found[slot] = last
        return found

    def _walks(self, who: int, day: dict[int, dict[int, list[Any]]]) -> None:
        """Count changes of room; somebody is in a room in each slot, busy or not."""
        where: dict[int, Any] = {}
        for slot, at in day.items():
            here = [self.model.new_bool_var("") for _ in range(self.space.open.shape[1])]
            self.model.add_exactly_one(here)
            for room, cells in at.items():
                for cell in cells:
                    self.model.add_implication(cell, here[room])
            where[slot] = here
        for slot, room in self.fixed[who].items():
            where[slot] = [int(q == room) for q in range(self.space.open.shape[1])]
        for slot, after in pairwise(sorted(where)):
            if slot in day or after in day:
                walk = self.model.new_bool_var("")
                for one, other in zip(where[slot], where[after], strict=True):
                    self.model.add(walk >= one - other)
                self.cost.append(WALK * walk)


TRIES = 25
"""Exchanges drawn per participant and slot."""
MOST = 100_000
"""Exchanges drawn at most; a fixed number, for the same plan on a slower machine."""


def waiting(draft: Draft, who: int) -> int:
    """Return the slots somebody has free, is there and waits in, between two meetings."""
    row = draft.partner[who]
    busy = [slot for slot, partner in enumerate(row) if partner != NOBODY]
    if not busy:
        return 0
    return sum(draft.open(who, slot) for slot in range(busy[0], busy[-1]))


def close_gaps(draft: Draft, clock: Clock, seed: int = 1) -> None:
    """Exchange slots so that less is waited; ends when nobody waits."""
    if draft.people == 0:
        return
    rng = np.random.default_rng(seed)
    waits = [waiting(draft, who) for who in range(draft.people)]
    total = sum(waits)
    tries = min(MOST, TRIES * draft.people * draft.slots)
    people = rng.integers(draft.people, size=tries).tolist()
    slots = rng.integers(draft.slots, size=(tries, 2)).tolist()
    for who, (one, other) in zip(people, slots, strict=True):
        if total == 0 or clock.left == 0:
            return
        row = draft.partner[who]
        if waits[who] and one != other and (row[one] != NOBODY or row[other] != NOBODY):
            total -= _exchange(draft, waits, who, one, other)


def _exchange(draft: Draft, waits: list[int], who: int, one: int, other: int) -> int:
    """Exchange two slots unless that costs; return how much less is waited."""
    chain = draft.chain(who, one, other)
    touched = {person for i, j, _ in chain for person in (i, j)}
    moved = draft.exchange(who, one, other)
    if moved is None:
        return 0
    after = {person: waiting(draft, person) for person in touched}
    gain = sum(waits[person] for person in touched) - sum(after.values())
    if gain < 0:
        draft.undo(moved)
        return 0
    for person, wait in after.items():
        waits[person] = wait
    return gain
