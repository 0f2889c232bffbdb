"""Which meetings of a plan stay where they are once the event has changed: as many as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from data.events.plans import Meeting
from matcher.meeting_conflicts import InfeasibleError
from matcher.meeting_model import SCALE, Limit
from matcher.meeting_rules import Rules


def staying(
    rules: Rules, fixed: Sequence[Meeting], meetings: Sequence[Meeting], limit: Limit
) -> tuple[Meeting, ...]:
    """Return as many of ``meetings`` as can stay, each with its slot and table, beside ``fixed``.

    Room is left for all that must be. Where there is a choice, those of most value stay. Raises
    `InfeasibleError` if not even all that must be has room.
    """
    return _Stay(rules, fixed, meetings).solve(limit)


ANY = -1
"""The class of all tables: who can be at each takes what is left."""


class _Stay:
    """A boolean for each meeting that may stay, and one for each place of a pair that must be."""

    def __init__(self, rules: Rules, fixed: Sequence[Meeting], meetings: Sequence[Meeting]) -> None:
        from ortools.sat.python import cp_model

        self.rules, self.fixed, self.meetings = rules, fixed, meetings
        self.number = {id: at for at, id in enumerate(rules.ids)}
        self.model: Any = cp_model.CpModel()
        self.stays = [self.model.new_bool_var("") for _ in meetings]
        self.busy: dict[tuple[int, int], list[Any]] = defaultdict(list)
        """(participant, slot) -> all that may take place, 1 for what is fixed."""
        self.at_table: dict[tuple[int, int], list[Any]] = defaultdict(list)
        """(slot, table) -> the meetings with a table."""
        self.anywhere: dict[tuple[int, int], list[Any]] = defaultdict(list)
        """(slot, class of tables) -> the meetings that need one of them."""
        _, self.alike = np.unique(rules.places, axis=1, return_inverse=True)
        self.alike = self.alike.reshape(-1)
        for meeting in fixed:
            self._seat(meeting, 1)
        for meeting, stays in zip(meetings, self.stays, strict=True):
            self._seat(meeting, stays)

    def _seat(self, meeting: Meeting, there: Any) -> None:
        for id in (meeting.a, meeting.b):
            self.busy[self.number[id], meeting.slot].append(there)
        self.at_table[meeting.slot, meeting.table].append(there)

    def solve(self, limit: Limit) -> tuple[Meeting, ...]:
        from ortools.sat.python import cp_model

        self._must()
        self._people()
        self._tables()
        value = [round(SCALE * self._value(m)) for m in self.meetings]
        more = sum(value) + 1
        self.model.maximize(
            sum((more + v) * stays for v, stays in zip(value, self.stays, strict=True))
        )
        for stays in self.stays:
            self.model.add_hint(stays, True)
        solver = cp_model.CpSolver()
        parameters: Any = solver.parameters
        parameters.max_time_in_seconds = limit.seconds
        parameters.num_workers = limit.workers
        parameters.interleave_search = limit.workers > 1
        parameters.random_seed = limit.seed
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise InfeasibleError
        both = zip(self.meetings, self.stays, strict=True)
        return tuple(meeting for meeting, stays in both if solver.boolean_value(stays))

    def _value(self, meeting: Meeting) -> float:
        return float(self.rules.value[self.number[meeting.a], self.number[meeting.b]])

    def _must(self) -> None:
        """Add the places of all that must be and is not fixed."""
        fixed = {m.pair for m in self.fixed}
        old = {m.pair: stays for m, stays in zip(self.meetings, self.stays, strict=True)}
        rules = self.rules
        for i, j in rules.must:
            pair = frozenset((rules.ids[i], rules.ids[j]))
            if pair in fixed:
                continue
            cells = [old[pair]] if pair in old else []
            tables = np.flatnonzero(rules.places[i] & rules.places[j])
            everywhere = len(tables) == (rules.capacity > 0).sum()
            classes = [ANY] if everywhere else np.unique(self.alike[tables]).tolist()
            slots = np.flatnonzero(rules.free[i] & rules.free[j]) if rules.may_meet[i, j] else ()
            for slot in map(int, slots):
                for kind in classes:
                    cell = self.model.new_bool_var("")
                    self.model.add_hint(cell, False)
                    cells.append(cell)
                    self.busy[i, slot].append(cell)
                    self.busy[j, slot].append(cell)
                    for inside in {kind, ANY}:
                        self.anywhere[slot, inside].append(cell)
            self.model.add_exactly_one(cells)

    def _people(self) -> None:
        rules, mine = self.rules, defaultdict(list)
        for (who, _), there in self.busy.items():
            self._at_most(there, 1)
            mine[who].extend(there)
        for who, there in mine.items():
            self._at_most(there, int(rules.at_most[who]))
            for window in rules.windows:
                inside = [x for slot in window for x in self.busy.get((who, slot), ())]
                self._at_most(inside, rules.in_a_row)

    def _tables(self) -> None:
        capacity = self.rules.capacity
        for (_, table), there in self.at_table.items():
            self._at_most(there, int(capacity[table]))
        for (slot, kind), cells in self.anywhere.items():
            tables = [t for t in range(len(capacity)) if kind in (ANY, self.alike[t])]
            seated = [x for table in tables for x in self.at_table.get((slot, table), ())]
            self._at_most([*cells, *seated], int(capacity[tables].sum()))

    def _at_most(self, there: Sequence[Any], most: int) -> None:
        """Leave no more than ``most``; what is fixed counts and is never judged."""
        free = [x for x in there if not isinstance(x, int)]
        if len(there) > most and free:
            self.model.add(sum(free) <= max(0, most - (len(there) - len(free))))
