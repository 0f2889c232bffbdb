"""The search for a plan: a legal beginning, a full draft, and improvement by CP-SAT.

Some slots at a time are planned anew among the pairs that may gain, while the rest stays (large
neighbourhood search, P. Shaw, 1998). Small events are one model in the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matcher.meetings.draft import NOBODY, Draft
from matcher.meetings.model import Limit, Model
from matcher.meetings.pairs import Aim
from matcher.meetings.tables import Planned, Task

WHOLE = 2_500
"""Cells (pairs x slots) up to which the whole event is one model in the end, to prove the best."""
WHOLE_EFFORT = 8.0
"""Deterministic time for that model."""
PART = 6_000
"""Cells of a model of some slots."""
SPARE = 6
"""Pairs per participant, beyond the planned ones, that a model of some slots may choose from."""
CLOSE = 5e-4
"""Share of the bound below which a further search does not pay."""
SEARCHES = 40
"""Searches of some slots at most, so that a slower machine makes the same plan."""
PATIENCE = 12
"""Searches without any gain after which the plan is left as it is."""


class Clock:
    """How much time is left until the ceiling."""

    def __init__(self, seconds: float) -> None:
        self.begun = time.perf_counter()
        self.seconds = seconds

    @property
    def gone(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.begun

    @property
    def left(self) -> float:
        """Seconds until the ceiling, at least 0."""
        return max(0.0, self.seconds - self.gone)


def value_of(task: Task, meetings: Sequence[Planned]) -> float:
    """Return the scores and wishes of all meetings."""
    return float(sum(task.rules.value[m.i, m.j] for m in meetings))


def shortfall_of(task: Task, draft: Draft) -> int:
    """Return the meetings missing below the minimum."""
    return int(np.maximum(task.rules.at_least - np.array(draft.count, np.int64), 0).sum())


def beginning(task: Task, limit: Limit) -> Draft | None:
    """Return a plan of the meetings that have to be; None if there is none.

    Everything else may be left out, so a legal plan exists exactly if this one does.
    """
    held = {(m.i, m.j) for m in task.locked}
    must = [pair for pair in task.rules.must if pair not in held]
    draft = Draft(task)
    # Mostly they can be placed one by one, those with the fewest free slots first.
    free = task.rules.free
    must.sort(key=lambda p: (int((free[p[0]] & free[p[1]]).sum()), p))
    allowed = [pair for pair in must if task.rules.may_meet[pair]]
    slots = range(free.shape[1])
    if len(allowed) == len(must) and all(draft.place(i, j, slots) for i, j in must):
        return draft
    if len(allowed) < len(must):
        return None
    found = Model(task, must, slots, set(task.locked)).solve(limit)
    if found.meetings is not None:
        return Draft(task, found.meetings)
    if not found.proved:
        raise TimeoutError("the meetings that have to be were not placed in time")
    return None


def fill(draft: Draft, aim: Aim, clock: Clock) -> None:
    """Place as many of the pairs aimed for as go, then others that are worth it."""
    value = draft.task.rules.value[aim.pairs[:, 0], aim.pairs[:, 1]]
    order = np.lexsort((-value, -aim.profit, -aim.share))
    useful = [n for n in order.tolist() if aim.share[n] > 0 or value[n] > 0]
    for n in useful:
        i, j = aim.pairs[n].tolist()
        if clock.left == 0:
            return
        if draft.room_for(i, j):
            if aim.share[n] > 0:
                draft.place(i, j, _order(draft, i, j))
            else:
                draft.place_plainly(i, j, _order(draft, i, j))


def _order(draft: Draft, i: int, j: int) -> list[int]:
    """Return the slots, first those next to meetings of both."""
    slots = range(draft.slots)

    def beside(slot: int) -> int:
        return sum(
            0 <= near < draft.slots and draft.partner[who][near] != NOBODY
            for who in (i, j)
            for near in (slot - 1, slot + 1)
        )

    return sorted(slots, key=lambda slot: (-beside(slot), slot))


def improve(
    draft: Draft, aim: Aim, limit: Limit, clock: Clock, tell: Callable[[Draft], None]
) -> tuple[Draft, float | None]:
    """Return a plan at least as good, and a bound besides the aim's if there is one.

    That bound is for plans with no more shortfall than the returned one.
    """
    draft = _by_parts(draft, aim, limit, clock, tell)
    free = draft.task.rules.free
    cells = sum(int((free[i] & free[j]).sum()) for i, j in aim.pairs.tolist())
    if cells > WHOLE or _reached(draft, aim, 0.0) or limit.stop.is_set():
        return draft, None
    return _whole(draft, aim, limit, clock)


def _reached(draft: Draft, aim: Aim, close: float) -> bool:
    """Whether a plan is as good as the aim, up to a share of its bound."""
    value = value_of(draft.task, draft.meetings())
    near = value >= aim.bound * (1 - close) - 1e-5
    return near and shortfall_of(draft.task, draft) <= aim.shortfall


def _whole(draft: Draft, aim: Aim, limit: Limit, clock: Clock) -> tuple[Draft, float | None]:
    task = draft.task
    held = {(m.i, m.j) for m in task.locked}
    pairs = [(i, j) for i, j in aim.pairs.tolist() if (i, j) not in held]
    model = Model(task, pairs, range(draft.slots), set(task.locked))
    model.hint(draft.new())
    model.best()
    found = model.solve(replace(limit, seconds=clock.left, effort=WHOLE_EFFORT))
    if found.meetings is None:
        return draft, None
    better = Draft(task, found.meetings)
    if rank(better) < rank(draft):
        return draft, None
    return better, found.bound + value_of(task, task.locked)


def rank(draft: Draft) -> tuple[int, float]:
    """Return what plans are compared by: more is better."""
    task = draft.task
    return -shortfall_of(task, draft), round(value_of(task, draft.meetings()), 9)


def _by_parts(
    draft: Draft, aim: Aim, limit: Limit, clock: Clock, tell: Callable[[Draft], None]
) -> Draft:
    rng = np.random.default_rng(limit.seed)
    per_slot = max(1, len(draft.slot) // max(1, draft.slots) + SPARE * draft.people // 2)
    width = int(np.clip(np.sqrt(PART / per_slot), 2, draft.slots))
    idle = 0
    for _ in range(SEARCHES):
        over = clock.left == 0 or limit.stop.is_set()
        if over or idle >= PATIENCE or _reached(draft, aim, CLOSE):
            break
        slots = sorted(rng.choice(draft.slots, width, replace=False).tolist())
        # One worker: a search over a few slots is short, and more of them only wait for each other.
        better = _part(draft, aim, slots, replace(limit, seconds=clock.left, workers=1))
        idle = 0 if rank(better) > rank(draft) else idle + 1
        draft = better
        tell(draft)
    return draft


def _part(draft: Draft, aim: Aim, slots: Sequence[int], limit: Limit) -> Draft:
    """Plan some slots anew."""
    task, inside = draft.task, set(slots)
    new = draft.new()
    open_ = [m for m in new if m.slot in inside]
    keep = {m for m in draft.meetings() if m.slot not in inside or m in task.locked}
    planned = set(draft.slot)
    spare: list[tuple[int, int]] = []
    has = [0] * draft.people
    for n in np.argsort(-aim.profit - aim.share, kind="stable").tolist():
        i, j = aim.pairs[n].tolist()
        if (i, j) not in planned and min(has[i], has[j]) < SPARE:
            spare.append((i, j))
            has[i] += 1
            has[j] += 1
        if len(spare) >= SPARE * draft.people // 2:
            break
    model = Model(task, [(m.i, m.j) for m in open_] + spare, slots, keep)
    model.hint(open_)
    model.best()
    found = model.solve(limit)
    if found.meetings is None:
        return draft
    locked = set(task.locked)
    better = Draft(task, [m for m in keep if m not in locked] + list(found.meetings))
    return better if rank(better) > rank(draft) else draft
