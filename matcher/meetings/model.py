"""The hard rules of a meeting plan as a CP-SAT model over pairs and slots.

Tables are left to `matcher.meetings.tables`; that all meetings find one is a rule here.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.meetings.tables import Planned, Task

SCALE = 10_000
"""Values are counted in whole ten-thousandths."""


@dataclass(frozen=True)
class Limit:
    """How long a search may take, and who may end it."""

    seconds: float
    effort: float
    """Deterministic time of CP-SAT, near seconds of one core: the limit that should bite."""
    workers: int
    seed: int
    stop: threading.Event


@dataclass(frozen=True)
class Found:
    """What a search found."""

    meetings: tuple[Planned, ...] | None
    """The new meetings in the open slots; None: none found."""
    proved: bool
    """Nothing is better, or, without meetings, no plan exists."""
    bound: float
    """No choice among the given pairs with as little shortfall has a higher value."""


def worth_of_one_more(task: Task) -> int:
    """Return what one meeting less below the minimum outweighs: more than any plan's value."""
    rules = task.rules
    meetings = int(rules.at_most.sum()) // 2
    return int(np.ceil(rules.value.max(initial=0.0) * SCALE)) * max(1, meetings) + 1


class Model:
    """Pairs to place into open slots around the meetings that stay."""

    def __init__(
        self, task: Task, pairs: Iterable[tuple[int, int]], slots: Sequence[int], keep: set[Planned]
    ) -> None:
        """Take ``keep``: all other meetings, locked ones included; must pairs among ``pairs``."""
        from ortools.sat.python import cp_model

        self.task = task
        self.slots = tuple(slots)
        self.keep = keep
        self.model: Any = cp_model.CpModel()
        self.cells: dict[Planned, Any] = {}
        self.of_pair: dict[tuple[int, int], list[Any]] = {}
        self.at: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self.mine: dict[int, list[Any]] = defaultdict(list)
        self.weight = worth_of_one_more(task)
        self.short: list[Any] = []
        self.busy = {(who, m.slot) for m in keep for who in (m.i, m.j)}
        for i, j in pairs:
            self._add_pair(i, j)
        self._one_at_a_time()
        self._caps()
        self._pauses()
        self._space()

    def _add_pair(self, i: int, j: int) -> None:
        free = self.task.rules.free
        cells = []
        for slot in self.slots:
            if free[i, slot] and free[j, slot] and not {(i, slot), (j, slot)} & self.busy:
                cell = self.model.new_bool_var("")
                self.cells[Planned(i, j, slot)] = cell
                cells.append(cell)
                for who in (i, j):
                    self.at[who, slot].append(cell)
                    self.mine[who].append(cell)
        self.of_pair[i, j] = cells

    def _one_at_a_time(self) -> None:
        must = set(self.task.rules.must)
        for pair, cells in self.of_pair.items():
            if pair in must:
                self.model.add_exactly_one(cells)
            else:
                self.model.add_at_most_one(cells)
        for cells in self.at.values():
            self.model.add_at_most_one(cells)

    def _caps(self) -> None:
        has = self._has()
        for who, cells in self.mine.items():
            most = int(self.task.rules.at_most[who]) - has[who]
            if most < min(len(cells), len(self.slots)):
                self.model.add(sum(cells) <= most)

    def _has(self) -> dict[int, int]:
        has: dict[int, int] = defaultdict(int)
        for m in self.keep:
            has[m.i] += 1
            has[m.j] += 1
        return has

    def _pauses(self) -> None:
        rules = self.task.rules
        for window in rules.windows:
            for who in self.mine:
                cells = [cell for slot in window for cell in self.at.get((who, slot), ())]
                fixed = sum((who, slot) in self.busy for slot in window)
                if cells and fixed + len({s for s in window if (who, s) in self.at}) > (
                    rules.in_a_row
                ):
                    self.model.add(sum(cells) <= rules.in_a_row - fixed)

    def _space(self) -> None:
        task = self.task
        locked = set(task.locked)
        kept = [m for m in self.keep if m not in locked]
        for counts, room in zip(task.counts, task.room, strict=True):
            for slot in self.slots:
                taken = sum(m.slot == slot and bool(counts[task.kind[m.i, m.j]]) for m in kept)
                cells = [
                    cell
                    for m, cell in self.cells.items()
                    if m.slot == slot and counts[task.kind[m.i, m.j]]
                ]
                if len(cells) > room[slot] - taken:
                    self.model.add(sum(cells) <= int(room[slot]) - taken)

    def hint(self, meetings: Iterable[Planned]) -> None:
        """Begin the search at these meetings."""
        given = set(meetings)
        for m, cell in self.cells.items():
            self.model.add_hint(cell, m in given)

    def best(self) -> None:
        """Ask for the least shortfall below the minimum, then for the highest value."""
        rules, has = self.task.rules, self._has()
        # Rounded up, so that the bound stays one.
        terms = [
            math.ceil(float(rules.value[m.i, m.j]) * SCALE) * cell for m, cell in self.cells.items()
        ]
        for who, cells in self.mine.items():
            lacking = int(rules.at_least[who]) - has[who]
            if lacking > 0:
                short = self.model.new_int_var(0, lacking, "")
                self.model.add(sum(cells) + short >= lacking)
                self.short.append(short)
                terms.append(-self.weight * short)
        self.model.maximize(sum(terms))

    def solve(self, limit: Limit) -> Found:
        """Search; the same limits of effort, workers and seed give the same answer."""
        from ortools.sat.python import cp_model

        if any(len(self.of_pair[pair]) == 0 for pair in self.of_pair if pair in self._must()):
            return Found(None, True, 0.0)
        solver = cp_model.CpSolver()
        parameters: Any = solver.parameters
        parameters.max_time_in_seconds = max(0.01, limit.seconds)
        parameters.max_deterministic_time = limit.effort
        parameters.num_workers = limit.workers
        parameters.interleave_search = limit.workers > 1
        parameters.linearization_level = 2
        parameters.random_seed = limit.seed
        with _stopping(solver, limit.stop):
            status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(None, status == cp_model.INFEASIBLE, 0.0)
        chosen = tuple(m for m, cell in self.cells.items() if solver.boolean_value(cell))
        bound = solver.best_objective_bound + self.weight * sum(map(solver.value, self.short))
        return Found(chosen, status == cp_model.OPTIMAL, bound / SCALE)

    def _must(self) -> set[tuple[int, int]]:
        return set(self.task.rules.must)


@contextmanager
def _stopping(solver: Any, stop: threading.Event) -> Iterator[None]:
    """End the search soon after ``stop`` is set."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
