"""What became of suggestions, in figures.

Counted are *pairs* of one who asks and a partner, each once however often it was shown. What
became of a pair is its furthest step; who came further counts for all steps before. The pairs of
a period are those shown in it; their events count from the first showing until today.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from api.work.outcomes.parts import (
    FEWEST,
    HIDDEN,
    QUESTION,
    STEPS,
    UNKNOWN,
    Attention,
    Group,
    PairLine,
    Waiting,
)
from api.work.outcomes.period import Period
from api.work.outcomes.traits import Dimension, Traits
from data.feedback.outcomes import EventKind, Reason
from data.store.ledger import Ledger, Told

DAY = 86_400.0


class Outcomes:
    """The figures of one period."""

    def __init__(self, ledger: Ledger, period: Period, traits: Mapping[str, Traits]) -> None:
        self._ledger = ledger
        self._traits = traits
        self._begin, self._end = period.seconds
        times = ledger.list_time
        self._in_period = (times >= self._begin) & (times < self._end)
        self._items = self._in_period[ledger.item_list]
        self._pairs, self._first = self._shown_pairs()
        self._told = self._events_by_pair()

    @property
    def is_empty(self) -> bool:
        """Whether the log holds nothing at all, of no period."""
        return not len(self._ledger.list_time) and not self._ledger.events

    @property
    def lists(self) -> int:
        """How many lists were shown."""
        return int(self._in_period.sum())

    @property
    def shown(self) -> int:
        """How many suggestions the lists held; a pair that was shown twice counts twice."""
        return int(self._items.sum())

    @cached_property
    def reached(self) -> tuple[int, ...]:
        """How many pairs were shown, and how many of them reached each of `STEPS` at least."""
        return _reached(self._steps)

    @cached_property
    def happened(self) -> Mapping[EventKind, int]:
        """Of how many pairs each kind of event was told in the period, shown in it or not."""
        events = [e for e in self._ledger.events if self._begin <= e.time < self._end]
        pairs = {(event.kind, event.seeker, event.profile) for event in events}
        return Counter(kind for kind, _, _ in pairs)

    @cached_property
    def refusals(self) -> Mapping[Reason, int]:
        """How many pairs were declined for which reason; the last refusal of a pair counts."""
        last = (_refusal(events) for events in self._told.values())
        return Counter(reason for reason in last if reason is not None)

    @cached_property
    def waiting(self) -> Waiting | None:
        """How long it took until partners were contacted; None of fewer than `FEWEST`."""
        days = [
            (contact - self._first[pair]) / DAY
            for pair, events in self._told.items()
            if (contact := _contact(events)) is not None
        ]
        if len(days) < FEWEST:
            return None
        quarter, median, three_quarters = np.quantile(days, (0.25, 0.5, 0.75)).tolist()
        return Waiting(len(days), quarter, median, three_quarters)

    def by(self, dimension: Dimension, *, of_seekers: bool) -> tuple[Group, ...]:
        """Return the pairs by a property of the partner or of the one who asks, largest first."""
        sides = self._pairs // self._width if of_seekers else self._pairs % self._width
        names = self._ledger.seekers if of_seekers else self._ledger.profiles
        reached = np.zeros((len(names), len(STEPS) + 1), dtype=np.int64)
        np.add.at(reached, (sides, self._steps), 1)
        reached = reached[:, ::-1].cumsum(axis=1)[:, ::-1]
        sums: dict[str, NDArray[np.int64]] = defaultdict(lambda: np.zeros(len(STEPS) + 1, np.int64))
        for at in np.flatnonzero(reached[:, 0]).tolist():
            for key in self._groups(names[at], dimension):
                sums[key] += reached[at]
        groups = [Group(key, tuple(counts.tolist())) for key, counts in sums.items()]
        return tuple(sorted(groups, key=lambda group: (-group.reached[0], group.key)))

    def attention(self, dimension: Dimension) -> tuple[Attention, ...]:
        """Return who was looked at, beside who could be suggested; the largest group first.

        Nothing if fewer than `FEWEST` suggestions were shown.
        """
        available = [traits for traits in self._traits.values() if traits.is_available]
        if self.shown < FEWEST or not available:
            return ()
        weights = 1 / np.log2(1 + self._ledger.item_place[self._items])
        profiles = self._ledger.item_profile[self._items]
        given = np.bincount(profiles, weights)
        looked: dict[str, float] = defaultdict(float)
        for at in np.flatnonzero(given).tolist():
            for key in self._groups(self._ledger.profiles[at], dimension):
                looked[key] += given[at]
        stock = Counter(
            key for traits in available for key in traits.groups[dimension] or (UNKNOWN,)
        )
        found = [
            Attention(key, number, number / len(available), looked[key] / given.sum())
            for key, number in stock.items()
        ]
        return tuple(sorted(found, key=lambda share: (-share.profiles, share.key)))

    def lines(self) -> list[PairLine]:
        """Return the pairs of which something is told, the latest first."""
        lines = [self._line(pair, events) for pair, events in self._told.items()]
        return sorted(lines, key=lambda line: -line.last)

    def name_of(self, profile_id: str) -> str | None:
        """Return the name of a profile that may be seen, else None."""
        traits = self._traits.get(profile_id)
        return None if traits is None else traits.name

    @property
    def _width(self) -> int:
        """How many pairs there are for each seeker."""
        return max(1, len(self._ledger.profiles))

    def _shown_pairs(self) -> tuple[NDArray[np.int64], dict[int, float]]:
        """Return the numbers of the pairs shown in the period, and when each was shown first."""
        ledger = self._ledger
        lists = ledger.item_list[self._items]
        seekers = ledger.list_seeker[lists].astype(np.int64)
        numbers = seekers * self._width + ledger.item_profile[self._items]
        times = ledger.list_time[lists]
        order = np.argsort(times, kind="stable")
        pairs, at = np.unique(numbers[order], return_index=True)
        return pairs, dict(zip(pairs.tolist(), times[order][at].tolist(), strict=True))

    def _events_by_pair(self) -> dict[int, list[Told]]:
        """Return what was told of each pair of the period since it was shown."""
        seekers = {key: at for at, key in enumerate(self._ledger.seekers)}
        profiles = {id: at for at, id in enumerate(self._ledger.profiles)}
        told: dict[int, list[Told]] = defaultdict(list)
        for event in self._ledger.events:
            seeker, profile = seekers.get(event.seeker), profiles.get(event.profile)
            if seeker is None or profile is None:
                continue
            pair = seeker * self._width + profile
            if event.time >= self._first.get(pair, np.inf):
                told[pair].append(event)
        return told

    @cached_property
    def _steps(self) -> NDArray[np.int64]:
        """How far each pair came: 0 shown, then the place in `STEPS` from 1."""
        steps = np.zeros(len(self._pairs), dtype=np.int64)
        for pair, events in self._told.items():
            steps[np.searchsorted(self._pairs, pair)] = _furthest(events)
        return steps

    def _groups(self, name: str, dimension: Dimension) -> Sequence[str]:
        if name.startswith(QUESTION):
            return (QUESTION,)
        traits = self._traits.get(name)
        return (HIDDEN,) if traits is None else traits.groups[dimension] or (UNKNOWN,)

    def _line(self, pair: int, events: list[Told]) -> PairLine:
        furthest = _furthest(events)
        return PairLine(
            seeker=self._ledger.seekers[pair // self._width],
            question=next((e.question for e in events if e.question), None),
            profile=self._ledger.profiles[pair % self._width],
            shown=self._first[pair],
            step=STEPS[furthest - 1] if furthest else None,
            contacted=_contact(events),
            declined=_refusal(events),
            last=events[-1].time,
        )


def _reached(steps: NDArray[np.int64]) -> tuple[int, ...]:
    counts = np.bincount(steps, minlength=len(STEPS) + 1)
    return tuple(counts[::-1].cumsum()[::-1].tolist())


def _furthest(events: Iterable[Told]) -> int:
    return max((STEPS.index(e.kind) + 1 for e in events if e.kind in STEPS), default=0)


def _contact(events: Iterable[Told]) -> float | None:
    return next((e.time for e in events if e.kind is EventKind.CONTACTED), None)


def _refusal(events: Sequence[Told]) -> Reason | None:
    return next((e.reason for e in reversed(events) if e.reason is not None), None)
