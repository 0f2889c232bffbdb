"""The hard rules of a meeting plan, as arrays for the planner.

Arrays are in the order of the event: P participants, S slots, T tables. Whether a finished plan
keeps the rules is judged without them: `matcher.meetings.check.broken`.

Slots as people say them, and what counts as a pause between two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.events.event import Event, Interest, Participant, Slot
from data.text import fold

PAUSE = dt.timedelta(minutes=15)
"""Between two slots, this long or longer is a pause; less is the time to change tables."""


def clock(start: dt.datetime, end: dt.datetime) -> str:
    """Return a time of the day from and to, e.g. ``10:20–10:40``."""
    return f"{start:%H:%M}–{end:%H:%M}"


def slot_text(slot: Slot) -> str:
    """Return a slot as people say it."""
    return clock(slot.start, slot.end)


def unbroken_runs(slots: Sequence[Slot]) -> tuple[tuple[int, ...], ...]:
    """Return the longest runs of slots that follow each other without a pause."""
    runs: list[list[int]] = []
    for number, slot in enumerate(slots):
        if runs and slot.start - slots[number - 1].end < PAUSE:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(tuple(run) for run in runs)


Scores = NDArray[np.float64]
"""Mutual scores 0..1, shape (P, P), symmetric, zeros on the diagonal."""

Rivals = Collection[frozenset[str]]
"""Pairs of ids in the same trade or sector; the event itself does not know sectors."""

ONE_WISH = 0.5
"""What a meeting is worth more if one of the two would like it; twice as much if both would."""


@dataclass(frozen=True, eq=False)
class Rules:
    """What a plan may hold; a plan that drops a meeting nobody must have stays legal."""

    ids: tuple[str, ...]
    may_meet: NDArray[np.bool_]
    """(P, P), symmetric: every rule on pairs, a place to meet and a common free slot included."""
    free: NDArray[np.bool_]
    """(P, S): who can have a new meeting when."""
    at_most: NDArray[np.int64]
    """(P,): most meetings, never more than there are slots."""
    at_least: NDArray[np.int64]
    """(P,): meetings each should have, at most ``at_most``; 0 for who is absent."""
    value: Scores
    """(P, P): mutual score and wishes, 0..2."""
    must: tuple[tuple[int, int], ...]
    """Pairs i < j that have to meet, whether they may or not."""
    places: NDArray[np.bool_]
    """(P, T): the tables each can be at; none that is out of use."""
    capacity: NDArray[np.int64]
    """(T,): meetings at the same time."""
    rooms: NDArray[np.int64]
    """(T,): number of the room."""
    runs: tuple[tuple[int, ...], ...]
    """Slots that follow each other without a pause."""
    in_a_row: int
    """Most meetings without a pause; the number of slots where there is no limit."""

    @property
    def windows(self) -> tuple[tuple[int, ...], ...]:
        """Slots of which nobody may be busy in all: one more in a row than allowed."""
        size = self.in_a_row + 1
        return tuple(
            run[start : start + size] for run in self.runs for start in range(len(run) - size + 1)
        )


def rules_of(
    event: Event, scores: Scores, *, rivals: Rivals = (), since: dt.datetime | None = None
) -> Rules:
    """Return the rules of an event.

    ``rivals`` are needed where `Settings.competitors` is False. Slots that began before ``since``
    take no new meetings.
    """
    people, slots = event.participants, event.slots
    if scores.shape != (len(people), len(people)):
        raise ValueError(f"scores {scores.shape} for {len(people)} participants")
    free = np.array([_free(p, event, since) for p in people], bool).reshape(len(people), len(slots))
    places = _places(event)
    at_most = np.array([_most(p, event) for p in people], np.int64)
    wished = _wishes(event, Interest.WOULD)
    must = _wishes(event, Interest.MUST)
    asked = wished + wished.T + must + must.T > 0
    may = _may_meet(event, rivals) & (asked | (scores >= event.settings.weakest))
    may &= (free.astype(int) @ free.T.astype(int) > 0) & (places.astype(int) @ places.T > 0)
    least = [p.at_least if p.at_least is not None else event.settings.at_least for p in people]
    here = np.array([p.present for p in people], bool)
    rooms = {room: n for n, room in enumerate(dict.fromkeys(t.room for t in event.tables))}
    return Rules(
        ids=tuple(p.id for p in people),
        may_meet=may,
        free=free,
        at_most=at_most,
        at_least=np.minimum(np.array(least, np.int64), at_most) * here,
        value=scores + ONE_WISH * (wished + wished.T),
        must=tuple(
            (int(i), int(j))
            for i, j in np.argwhere(np.triu(must + must.T > 0, 1))
            if here[i] and here[j]
        ),
        places=places,
        capacity=np.array([t.capacity for t in event.tables], np.int64),
        rooms=np.array([rooms[t.room] for t in event.tables], np.int64),
        runs=unbroken_runs(slots),
        in_a_row=event.settings.in_a_row or len(slots),
    )


def _free(who: Participant, event: Event, since: dt.datetime | None) -> list[bool]:
    return [
        who.present
        and number not in who.away
        and (who.arrives is None or who.arrives <= slot.start)
        and (who.leaves is None or slot.end <= who.leaves)
        and (since is None or since <= slot.start)
        for number, slot in enumerate(event.slots)
    ]


def _most(who: Participant, event: Event) -> int:
    most = event.settings.at_most if who.at_most is None else who.at_most
    return len(event.slots) if most is None else min(most, len(event.slots))


def _places(event: Event) -> NDArray[np.bool_]:
    rows = [
        [
            table.capacity > 0
            and who.table in ("", table.name)
            and (not who.rooms or table.room in who.rooms)
            for table in event.tables
        ]
        for who in event.participants
    ]
    return np.array(rows, bool).reshape(len(event.participants), len(event.tables))


def _wishes(event: Event, interest: Interest) -> NDArray[np.int64]:
    """Return (P, P): 1 where the row said it about the column."""
    place = {p.id: number for number, p in enumerate(event.participants)}
    said = np.zeros((len(place), len(place)), np.int64)
    for wish in event.wishes:
        if wish.interest is interest and {wish.who, wish.whom} <= place.keys():
            said[place[wish.who], place[wish.whom]] = 1
    np.fill_diagonal(said, 0)
    return said


def _may_meet(event: Event, rivals: Rivals) -> NDArray[np.bool_]:
    """Return (P, P): the rules on who meets whom that are neither score, time nor place."""
    people = event.participants
    veto = _wishes(event, Interest.VETO)
    may: NDArray[np.bool_] = (veto + veto.T) == 0
    np.fill_diagonal(may, False)
    if len(event.sides) == 2:
        may &= _differ([p.side for p in people])
    if not event.settings.same_firm:
        may &= _differ([fold(p.organisation) for p in people])
    place = {p.id: number for number, p in enumerate(people)}
    if not event.settings.competitors and len(event.sides) < 2:
        for pair in rivals:
            at = [place[id] for id in pair if id in place]
            may[np.ix_(at, at)] = False
    for name in {fold(name) for p in people for name in p.groups}:
        at = [n for n, p in enumerate(people) if name in set(map(fold, p.groups))]
        may[np.ix_(at, at)] = False
    return may


def _differ(names: list[str]) -> NDArray[np.bool_]:
    number = {name: at for at, name in enumerate(dict.fromkeys(names))}
    numbers = np.array([number[name] for name in names], np.int64)
    return np.not_equal(numbers[:, None], numbers[None, :])
