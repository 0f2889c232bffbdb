"""Fewer empty slots between the meetings of a day, with the same meetings.

Two slots are exchanged along chains of meetings wherever fewer participants wait afterwards, so no
rule is broken and no value lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.meeting_draft import NOBODY, Draft
from matcher.meeting_search import Clock

TRIES = 150_000
"""Exchanges tried at most, so that the same event gets the same plan on a slower machine."""


def waiting(draft: Draft, who: int) -> int:
    """Return the slots somebody has free, is there and waits in, between two meetings."""
    row = draft.partner[who]
    busy = [slot for slot, partner in enumerate(row) if partner != NOBODY]
    if not busy:
        return 0
    return sum(draft.open(who, slot) for slot in range(busy[0], busy[-1]))


def close_gaps(draft: Draft, clock: Clock) -> None:
    """Exchange slots until nobody waits less by any one exchange."""
    tries = TRIES
    better = True
    while better:
        better = False
        for who in sorted(range(draft.people), key=lambda who: -waiting(draft, who)):
            if not waiting(draft, who):
                break
            for one, other in _exchanges(draft, who):
                tries -= 1
                if tries < 0 or clock.left == 0:
                    return
                if _gains(draft, who, one, other):
                    better = True
                    break


def _exchanges(draft: Draft, who: int) -> Sequence[tuple[int, int]]:
    """Return a meeting's slot and a free one, for somebody who waits."""
    row = draft.partner[who]
    busy = [slot for slot, partner in enumerate(row) if partner != NOBODY]
    free = [slot for slot in range(draft.slots) if draft.open(who, slot)]
    inner = [slot for slot in free if busy[0] < slot < busy[-1]]
    ends = [busy[0], busy[-1]]
    return [(one, other) for one in ends for other in inner] + [
        (one, other) for one in busy for other in free if (one not in ends or other not in inner)
    ]


def _gains(draft: Draft, who: int, one: int, other: int) -> bool:
    """Exchange two slots along somebody's chain if less is waited; whether it was done."""
    chain = draft.chain(who, one, other)
    touched = {person for i, j, _ in chain for person in (i, j)}
    before = sum(waiting(draft, person) for person in touched)
    moved = draft.exchange(who, one, other)
    if moved is None:
        return False
    if sum(waiting(draft, person) for person in touched) < before:
        return True
    draft.undo(moved)
    return False
