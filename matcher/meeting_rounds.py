"""Improvement of a draft slot by slot: everybody who meets in one slot is assigned anew.

For two sides the best meetings of one slot, all others given, are an assignment problem, solved
exactly and at once (Crouse 2016, doi 10.1109/TAES.2016.140952). Without sides everybody is
assigned to everybody and the best pairs of what comes out are taken: no optimum, but a good step.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.meeting_draft import NOBODY, Draft

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
