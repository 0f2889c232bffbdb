"""Which meetings of a plan stay where they are once the event has changed: as many as can be.

Meetings for those who lost one, around all that stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from data.events.event import Event
from data.events.plans import Meeting
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.demands import in_order
from matcher.meetings.model import SCALE, Limit, Model
from matcher.meetings.rules import Rules
from matcher.meetings.tables import Planned, tables_for, task_of


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


PARTNERS = 40
"""Best partners that are looked at for each."""
SAME_SLOT, SAME_PAIR = 0.3, 0.2
"""What it is worth that a lost meeting comes back at its time, or at another."""
BELOW = 0.5
"""What a meeting more is worth to somebody below the minimum."""
BYSTANDER = 0.3
"""What it costs to give a meeting to somebody who lost none."""


class Wanted:
    """Who is to get how many meetings, and with whom."""

    def __init__(
        self,
        rules: Rules,
        lost: Sequence[Meeting],
        welcome: Collection[str],
        wishes: Collection[frozenset[str]],
    ) -> None:
        """Take the meetings that were lost.

        Who is ``welcome`` may get any number of meetings, pairs with new ``wishes`` one.
        """
        number = {id: at for at, id in enumerate(rules.ids)}
        known = [m for m in lost if {m.a, m.b} <= number.keys()]
        self.rules = rules
        self.slot = {_pair(number, m.pair): m.slot for m in known}
        """Of the lost meetings."""
        self.wishes = {_pair(number, pair) for pair in wishes}
        self.more = Counter(number[id] for m in known for id in (m.a, m.b))
        self.more.update({number[id]: rules.free.shape[1] for id in welcome})

    def pairs(self, taken: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pairs that could get a meeting, but for those ``taken``; musts first."""
        rules = self.rules
        found = dict.fromkeys(pair for pair in rules.must if pair not in taken)
        found.update(dict.fromkeys(p for p in (*self.slot, *self.wishes) if rules.may_meet[p]))
        for who in sorted(self.more):
            worth = np.where(rules.may_meet[who], rules.value[who], 0.0)
            best = np.argsort(-worth, kind="stable")
            open_to = [(min(who, p), max(who, p)) for p in best.tolist() if worth[p] > 0]
            found.update(dict.fromkeys([p for p in open_to if p not in taken][:PARTNERS]))
        return [pair for pair in found if pair not in taken]

    def weight(self, m: Planned) -> float:
        """Return what a new meeting is worth."""
        pair = (m.i, m.j)
        again = SAME_PAIR + SAME_SLOT * (self.slot.get(pair) == m.slot) if pair in self.slot else 0
        bystanders = 0 if pair in self.wishes else sum(who not in self.more for who in pair)
        return float(self.rules.value[pair]) + again - BYSTANDER * bystanders


def _pair(number: dict[str, int], ids: Collection[str]) -> tuple[int, int]:
    i, j = sorted(number[id] for id in ids)
    return i, j


def refilled(
    event: Event, rules: Rules, kept: Sequence[Meeting], wanted: Wanted, limit: Limit
) -> tuple[Meeting, ...]:
    """Return further meetings beside those ``kept``: all that must be, then what is wanted most."""
    task = task_of(rules, kept)
    pairs = wanted.pairs({(m.i, m.j) for m in task.locked})
    if not pairs:
        return ()
    model = Model(task, pairs, range(len(event.slots)), set(task.locked))
    _ask(model, wanted, Counter(who for m in task.locked for who in (m.i, m.j)))
    found = model.solve(limit)
    if found.meetings is None:
        raise InfeasibleError
    tables = tables_for(rules, [*task.locked, *found.meetings], kept)
    meetings = []
    for m in found.meetings:
        a, b = in_order(event, rules.ids[m.i], rules.ids[m.j])
        meetings.append(Meeting(a=a, b=b, slot=m.slot, table=tables[m]))
    return tuple(meetings)


def _ask(model: Model, wanted: Wanted, has: Counter[int]) -> None:
    """Ask for what is wanted most, nobody getting more than was lost."""
    rules, must = wanted.rules, set(wanted.rules.must)
    terms: list[Any] = [round(SCALE * wanted.weight(m)) * cell for m, cell in model.cells.items()]
    extra: dict[int, list[Any]] = {}
    for m, cell in model.cells.items():
        if (m.i, m.j) not in must:
            for who in (m.i, m.j):
                extra.setdefault(who, []).append(cell)
    for who, cells in extra.items():
        model.model.add(sum(cells) <= max(1, wanted.more[who]))
    for who, cells in model.mine.items():
        lacking = int(rules.at_least[who]) - has[who]
        if lacking > 0:
            short = model.model.new_int_var(0, lacking, "")
            model.model.add(sum(cells) + short >= lacking)
            terms.append(-round(SCALE * BELOW) * short)
    model.model.maximize(sum(terms))
