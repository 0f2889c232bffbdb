"""Fewer empty slots between the meetings of a day, with the same meetings.

Two slots are exchanged along chains of meetings, drawn at random, unless somebody waits longer
for it in all; exchanges that cost nothing open the way to others. No rule is broken and no value
lost.
"""

from __future__ import annotations

import numpy as np

from matcher.meeting_draft import NOBODY, Draft
from matcher.meeting_search import Clock

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
