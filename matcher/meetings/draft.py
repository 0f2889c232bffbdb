"""`Draft`: a plan without tables that is changed step by step and legal after each.

A meeting for which no slot is free for both is placed by an exchange of two slots along a chain of
meetings (Kempe's chains, as in D. König's proof that a bipartite graph needs no more colours than
its highest degree).

Improvement of a draft slot by slot: everybody who meets in one slot is assigned anew.

For two sides the best meetings of one slot, all others given, are an assignment problem, solved
exactly and at once (Crouse 2016, doi 10.1109/TAES.2016.140952). Without sides everybody is
assigned to everybody and the best pairs of what comes out are taken: no optimum, but a good step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.meetings.tables import Planned, Task

NOBODY = -1


class Draft:
    """Who meets whom in which slot."""

    def __init__(self, task: Task, meetings: Iterable[Planned] = ()) -> None:
        """Begin with the locked meetings and ``meetings``, which have to be legal with them."""
        rules = task.rules
        self.task = task
        self.people, self.slots = rules.free.shape
        self.partner = [[NOBODY] * self.slots for _ in range(self.people)]
        self.locked = [[False] * self.slots for _ in range(self.people)]
        self.count = [0] * self.people
        self.slot: dict[tuple[int, int], int] = {}
        self._free: list[list[bool]] = rules.free.tolist()
        self._most: list[int] = rules.at_most.tolist()
        self._room: list[list[int]] = task.room.tolist()
        counts = task.counts.T.tolist()
        self._limits = [[h for h, inside in enumerate(kind) if inside] for kind in counts]
        self._kind: list[list[int]] = task.kind.tolist()
        self._windows: list[list[tuple[int, ...]]] = [
            [window for window in rules.windows if slot in window] for slot in range(self.slots)
        ]
        for m in task.locked:
            self._write(m.i, m.j, m.slot)
            self.locked[m.i][m.slot] = self.locked[m.j][m.slot] = True
        for m in meetings:
            self.put(m.i, m.j, m.slot)

    def meetings(self) -> list[Planned]:
        """Return all meetings, locked ones included, by slot and participants."""
        return sorted((Planned(i, j, s) for (i, j), s in self.slot.items()), key=lambda m: m[::-1])

    def new(self) -> list[Planned]:
        """Return the meetings that are not locked."""
        return [m for m in self.meetings() if not self.locked[m.i][m.slot]]

    def _write(self, i: int, j: int, slot: int) -> None:
        self.partner[i][slot], self.partner[j][slot] = j, i
        self.count[i] += 1
        self.count[j] += 1
        self.slot[min(i, j), max(i, j)] = slot

    def put(self, i: int, j: int, slot: int) -> None:
        """Plan a meeting without looking at the rules."""
        self._write(i, j, slot)
        for limit in self._limits[self._kind[i][j]]:
            self._room[limit][slot] -= 1

    def take(self, i: int, j: int) -> int:
        """Remove a meeting that is not locked and return its slot."""
        slot = self.slot.pop((min(i, j), max(i, j)))
        self.partner[i][slot] = self.partner[j][slot] = NOBODY
        self.count[i] -= 1
        self.count[j] -= 1
        for limit in self._limits[self._kind[i][j]]:
            self._room[limit][slot] += 1
        return slot

    def fits(self, i: int, j: int, slot: int) -> bool:
        """Whether a further meeting keeps every rule but the caps."""
        return (
            self.open(i, slot)
            and self.open(j, slot)
            and all(self._room[limit][slot] > 0 for limit in self._limits[self._kind[i][j]])
            and not self._tires(i, slot)
            and not self._tires(j, slot)
        )

    def open(self, who: int, slot: int) -> bool:
        """Whether somebody is there and has no meeting."""
        return self._free[who][slot] and self.partner[who][slot] == NOBODY

    def _tires(self, who: int, slot: int) -> bool:
        """Whether a meeting in an open slot would be one too many without a pause."""
        row = self.partner[who]
        return any(
            all(row[s] != NOBODY for s in window if s != slot) for window in self._windows[slot]
        )

    def room_for(self, i: int, j: int) -> bool:
        """Whether both have fewer meetings than they may have and do not meet yet."""
        return (
            self.count[i] < self._most[i]
            and self.count[j] < self._most[j]
            and (min(i, j), max(i, j)) not in self.slot
        )

    def place(self, i: int, j: int, order: Sequence[int]) -> bool:
        """Plan a meeting in the first slot of ``order`` that fits, by exchanges where need be."""
        return self.room_for(i, j) and (
            self.place_plainly(i, j, order) or self._place_by_exchange(i, j, order)
        )

    def place_plainly(self, i: int, j: int, order: Sequence[int]) -> bool:
        """Plan a meeting in the first slot of ``order`` that fits; the caps are not looked at."""
        for slot in order:
            if self.fits(i, j, slot):
                self.put(i, j, slot)
                return True
        return False

    def _place_by_exchange(self, i: int, j: int, order: Sequence[int]) -> bool:
        for one in order:
            if not (self._free[i][one] and self._free[j][one]):
                continue
            busy = [who for who in (i, j) if self.partner[who][one] != NOBODY]
            for other in order:
                if one != other and self._place_after(i, j, one, other, busy):
                    return True
        return False

    def _place_after(self, i: int, j: int, one: int, other: int, busy: Sequence[int]) -> bool:
        """Plan a meeting in slot ``one`` once meetings there were exchanged with ``other``."""
        if len(busy) == 2 or any(self.partner[who][other] != NOBODY for who in busy):
            return False
        if not busy:
            # Both are open, but there is no table: a chain that ends in `one` twice gives way.
            if not all(self._room[limit][other] > 0 for limit in self._limits[self._kind[i][j]]):
                return False
            busy = [
                who
                for who in range(self.people)
                if self.partner[who][one] != NOBODY and self.partner[who][other] == NOBODY
            ]
        for who in busy:
            moved = self.exchange(who, one, other)
            if moved is not None:
                if self.fits(i, j, one):
                    self.put(i, j, one)
                    return True
                self.undo(moved)
        return False

    def chain(self, who: int, one: int, other: int) -> list[tuple[int, int, int]]:
        """Return the meetings (i, j, slot) of two slots that hang together with somebody's."""
        seen, waiting = {who}, [who]
        while waiting:
            at = waiting.pop()
            for partner in (self.partner[at][one], self.partner[at][other]):
                if partner != NOBODY and partner not in seen:
                    seen.add(partner)
                    waiting.append(partner)
        return [
            (at, self.partner[at][slot], slot)
            for at in sorted(seen)
            for slot in (one, other)
            if at < self.partner[at][slot]
        ]

    def exchange(self, who: int, one: int, other: int) -> list[tuple[int, int, int]] | None:
        """Exchange two slots for all meetings that hang together with somebody's.

        Return the moved meetings as (i, j, slot before); None, and nothing changed, where a
        rule is against it.
        """
        chain = self.chain(who, one, other)
        for i, j, slot in chain:
            to = other if slot == one else one
            if self.locked[i][slot] or not (self._free[i][to] and self._free[j][to]):
                return None
        for i, j, _ in chain:
            self.take(i, j)
        for done, (i, j, slot) in enumerate(chain):
            to = other if slot == one else one
            if not self.fits(i, j, to):
                for a, b, _ in chain[:done]:
                    self.take(a, b)
                for a, b, before in chain:
                    self.put(a, b, before)
                return None
            self.put(i, j, to)
        return chain

    def undo(self, moved: list[tuple[int, int, int]]) -> None:
        """Take an exchange back."""
        for i, j, _ in moved:
            self.take(i, j)
        for i, j, before in moved:
            self.put(i, j, before)


SHORT = 1e3
"""Worth of a meeting to somebody who has too few, above any score."""
ROUNDS = 6
"""Times that all slots are gone through at most."""

Floats = NDArray[np.float64]
Done = Callable[[], bool]
Rank = Callable[[Draft], tuple[int, float]]


def by_rounds(draft: Draft, rank: Rank, done: Done) -> Draft:
    """Return a draft at least as good, after each slot was assigned anew while that gained."""
    worth = np.where(draft.task.rules.may_meet, draft.task.rules.value, 0.0)
    for i, j in draft.task.rules.must:
        worth[i, j] = worth[j, i] = 0.0  # has its slot already and keeps it
    for _ in range(ROUNDS):
        before = rank(draft)
        for slot in range(draft.slots):
            if done():
                return draft
            draft = _assign(draft, slot, worth, rank)
        if rank(draft) == before:
            return draft
    return draft


def _assign(draft: Draft, slot: int, worth: Floats, rank: Rank) -> Draft:
    """Return the draft with one slot assigned anew, if that is better."""
    must = set(draft.task.rules.must)
    kept = [m for m in draft.new() if m.slot != slot or (m.i, m.j) in must]
    fresh = Draft(draft.task, kept)
    here = np.array([who for who in range(draft.people) if fresh.open(who, slot)], np.int64)
    value = _values(fresh, here, worth)
    for r, c in _pairs(value):
        i, j = int(here[r]), int(here[c])
        if fresh.room_for(i, j) and fresh.fits(i, j, slot):
            fresh.put(i, j, slot)
    _fill(fresh, slot, here, value)
    return fresh if rank(fresh) > rank(draft) else draft


def _values(draft: Draft, here: NDArray[np.int64], worth: Floats) -> Floats:
    """Return what a meeting of each two who are open is worth, 0 where there may be none."""
    rules = draft.task.rules
    value = worth[np.ix_(here, here)].copy()
    count = np.array(draft.count, np.int64)
    place = {int(who): at for at, who in enumerate(here)}
    for i, j in draft.slot:
        if i in place and j in place:
            value[place[i], place[j]] = value[place[j], place[i]] = 0.0
    full = (count >= rules.at_most)[here]
    value[full, :] = value[:, full] = 0.0
    short = SHORT * (count < rules.at_least)[here]
    return np.where(value > 0, value + short[:, None] + short[None, :], 0.0)


def _pairs(value: Floats) -> list[tuple[int, int]]:
    """Return an assignment as pairs, the most valuable first; each is named once."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(value, maximize=True)
    found = {(min(p), max(p)) for p in zip(rows.tolist(), columns.tolist(), strict=True)}
    return sorted((p for p in found if value[p] > 0), key=lambda p: (-value[p], p))


def _fill(draft: Draft, slot: int, here: NDArray[np.int64], value: Floats) -> None:
    """Let those whom the assignment left alone meet, the most valuable pairs first."""
    alone = [at for at, who in enumerate(here) if draft.partner[int(who)][slot] == NOBODY]
    pairs = [(r, c) for r in alone for c in alone if r < c and value[r, c] > 0]
    for r, c in sorted(pairs, key=lambda p: (-value[p], p)):
        i, j = int(here[r]), int(here[c])
        if draft.room_for(i, j) and draft.fits(i, j, slot):
            draft.put(i, j, slot)
