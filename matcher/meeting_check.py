"""`broken`: which hard rules a finished plan breaks, in plain sentences.

It reads the event itself and shares no arrays and no code with the planner, so that a mistake
there cannot hide here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.events import Event, Interest, Participant, Slot, Table
from data.names import fold
from data.plans import Meeting

PAUSE = dt.timedelta(minutes=15)
"""Between two slots, this long or longer is a pause; less is the time to change tables."""


class MeetingRule(StrEnum):
    """What no plan may break."""

    KNOWN = "known"
    ONE_AT_A_TIME = "one_at_a_time"
    ONCE = "once"
    SIDES = "sides"
    VETO = "veto"
    GROUP = "group"
    FIRM = "firm"
    RIVALS = "rivals"
    WEAKEST = "weakest"
    AVAILABLE = "available"
    PRESENT = "present"
    AT_MOST = "at_most"
    IN_A_ROW = "in_a_row"
    CAPACITY = "capacity"
    ROOM = "room"
    TABLE = "table"
    MUST = "must"
    LOCKED = "locked"


class Broken(NamedTuple):
    """A rule that a plan breaks."""

    rule: MeetingRule
    participants: tuple[str, ...]
    slot: int | None
    german: str
    english: str


def broken(
    event: Event,
    meetings: Sequence[Meeting],
    *,
    scores: NDArray[np.float64] | None = None,
    rivals: Collection[frozenset[str]] = (),
    locked: Sequence[Meeting] = (),
    since: dt.datetime | None = None,
) -> tuple[Broken, ...]:
    """Return every rule that ``meetings`` break; empty if the plan is legal.

    ``scores`` (P, P) are needed to judge `Settings.weakest` and ``rivals`` (pairs of ids in the
    same trade or sector) to judge `Settings.competitors`. ``locked`` must be in the plan as they
    are; they may be weaker than the weakest, and with somebody who called off. What began before
    ``since`` took place: whether those two may meet is not judged any more.
    """
    check = _Check(event, scores, frozenset(rivals), since)
    known = [m for m in meetings if check.known(m)]
    found = [check.unknown(m) for m in meetings if not check.known(m)]
    for meeting in known:
        if not check.took_place(meeting):
            found.extend(check.meeting(meeting))
    found.extend(check.together(known))
    found.extend(check.must(known))
    found.extend(check.kept(known, locked))
    return tuple(found)


def slot_text(slot: Slot) -> str:
    """Return a slot as people say it, e.g. ``10:20–10:40``."""
    return f"{slot.start:%H:%M}–{slot.end:%H:%M}"


def unbroken_runs(slots: Sequence[Slot]) -> tuple[tuple[int, ...], ...]:
    """Return the longest runs of slots that follow each other without a pause."""
    runs: list[list[int]] = []
    for number, slot in enumerate(slots):
        if runs and slot.start - slots[number - 1].end < PAUSE:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(tuple(run) for run in runs)


class _Check:
    """An event as the rules read it."""

    def __init__(
        self,
        event: Event,
        scores: NDArray[np.float64] | None,
        rivals: frozenset[frozenset[str]],
        since: dt.datetime | None,
    ) -> None:
        self.event = event
        self.people: Mapping[str, Participant] = {p.id: p for p in event.participants}
        self.place = {p.id: number for number, p in enumerate(event.participants)}
        self.scores = scores
        self.rivals = rivals
        self.since = since
        self.said: dict[Interest, set[frozenset[str]]] = defaultdict(set)
        for wish in event.wishes:
            if wish.who != wish.whom:
                self.said[wish.interest].add(frozenset((wish.who, wish.whom)))

    def known(self, m: Meeting) -> bool:
        """Whether participants, slot and table exist."""
        event = self.event
        people = m.a in self.people and m.b in self.people and m.a != m.b
        return people and m.slot < len(event.slots) and m.table < len(event.tables)

    def unknown(self, m: Meeting) -> Broken:
        place = f"{m.a} – {m.b}, {m.slot + 1}, {m.table + 1}"
        return Broken(
            MeetingRule.KNOWN,
            (m.a, m.b),
            m.slot,
            f"Teilnehmer, Zeit oder Tisch gibt es in der Veranstaltung nicht: {place}.",
            f"The event has no such participants, time or table: {place}.",
        )

    def took_place(self, m: Meeting) -> bool:
        return self.since is not None and self.event.slots[m.slot].start < self.since

    def meeting(self, m: Meeting) -> Iterator[Broken]:
        """Yield what is wrong with a meeting by itself."""
        a, b = self.people[m.a], self.people[m.b]
        slot, table = self.event.slots[m.slot], self.event.tables[m.table]
        names = f"{a.name} – {b.name}"
        for rule, german, english in self._against(a, b, m.locked):
            yield Broken(rule, (a.id, b.id), m.slot, f"{names}: {german}", f"{names}: {english}")
        for who in (a, b):
            for rule, german, english in self._away(who, m, slot, table):
                text = f"{who.name}, {slot_text(slot)}: "
                yield Broken(rule, (who.id,), m.slot, text + german, text + english)

    def _against(
        self, a: Participant, b: Participant, locked: bool
    ) -> Iterator[tuple[MeetingRule, str, str]]:
        event, pair = self.event, frozenset((a.id, b.id))
        if len(event.sides) == 2 and {a.side, b.side} != set(event.sides):
            yield (
                MeetingRule.SIDES,
                "beide sind von einer Seite.",
                "both are of one side.",
            )
        if pair in self.said[Interest.VETO]:
            yield MeetingRule.VETO, "ein Treffen ist ausgeschlossen.", "a meeting is ruled out."
        shared = set(map(fold, a.groups)) & set(map(fold, b.groups))
        if shared:
            yield (
                MeetingRule.GROUP,
                f"beide sind in der Gruppe „{sorted(shared)[0]}“.",
                f"both are in the group “{sorted(shared)[0]}”.",
            )
        if not event.settings.same_firm and fold(a.organisation) == fold(b.organisation):
            yield (
                MeetingRule.FIRM,
                "beide gehören zu einer Organisation.",
                "both belong to one organisation.",
            )
        if not event.settings.competitors and len(event.sides) < 2 and pair in self.rivals:
            yield MeetingRule.RIVALS, "beide sind Wettbewerber.", "both are competitors."
        if not locked and self._too_weak(a, b):
            weakest = event.settings.weakest
            yield (
                MeetingRule.WEAKEST,
                f"sie passen weniger zueinander als verlangt ({weakest:.2f}).",
                f"they fit less than asked for ({weakest:.2f}).",
            )

    def _too_weak(self, a: Participant, b: Participant) -> bool:
        if self.scores is None:
            return False
        pair = frozenset((a.id, b.id))
        wished = pair in self.said[Interest.MUST] or pair in self.said[Interest.WOULD]
        score = float(self.scores[self.place[a.id], self.place[b.id]])
        return not wished and score < self.event.settings.weakest

    def _away(
        self, who: Participant, m: Meeting, slot: Slot, table: Table
    ) -> Iterator[tuple[MeetingRule, str, str]]:
        if who.arrives is not None and slot.start < who.arrives:
            yield MeetingRule.AVAILABLE, "ist noch nicht da.", "has not arrived yet."
        if who.leaves is not None and slot.end > who.leaves:
            yield MeetingRule.AVAILABLE, "ist schon gegangen.", "has left already."
        if m.slot in who.away:
            yield MeetingRule.AVAILABLE, "hat eine Pause.", "has a break."
        if not who.present and not m.locked:
            yield MeetingRule.PRESENT, "ist nicht da.", "is not there."
        if who.rooms and table.room not in who.rooms:
            yield (
                MeetingRule.ROOM,
                f"kann nicht im Raum „{table.room}“ sein.",
                f"cannot be in the room “{table.room}”.",
            )
        if who.table and who.table != table.name:
            yield (
                MeetingRule.TABLE,
                f"bleibt am Tisch „{who.table}“, das Treffen ist am Tisch „{table.name}“.",
                f"stays at the table “{who.table}”, the meeting is at “{table.name}”.",
            )

    def together(self, meetings: Sequence[Meeting]) -> Iterator[Broken]:
        """Yield what is wrong with the meetings taken together."""
        yield from self._once(meetings)
        yield from self._capacity(meetings)
        mine: dict[str, list[Meeting]] = defaultdict(list)
        for m in meetings:
            mine[m.a].append(m)
            mine[m.b].append(m)
        for id, own in mine.items():
            yield from self._load(self.people[id], own)

    def _once(self, meetings: Sequence[Meeting]) -> Iterator[Broken]:
        for pair, count in Counter(m.pair for m in meetings).items():
            if count > 1:
                ids = tuple(sorted(pair))
                names = " – ".join(self.people[id].name for id in ids)
                yield Broken(
                    MeetingRule.ONCE,
                    ids,
                    None,
                    f"{names}: {count} Treffen, höchstens eines ist erlaubt.",
                    f"{names}: {count} meetings, at most one is allowed.",
                )

    def _capacity(self, meetings: Sequence[Meeting]) -> Iterator[Broken]:
        for (slot, table), count in Counter((m.slot, m.table) for m in meetings).items():
            at, when = self.event.tables[table], slot_text(self.event.slots[slot])
            if count > at.capacity:
                yield Broken(
                    MeetingRule.CAPACITY,
                    (),
                    slot,
                    f"Tisch „{at.name}“, {when}: {count} Treffen, Platz ist für {at.capacity}.",
                    f"Table “{at.name}”, {when}: {count} meetings, there is room for "
                    f"{at.capacity}.",
                )

    def _load(self, who: Participant, own: Sequence[Meeting]) -> Iterator[Broken]:
        settings = self.event.settings
        for slot, count in Counter(m.slot for m in own).items():
            if count > 1:
                when = slot_text(self.event.slots[slot])
                yield Broken(
                    MeetingRule.ONE_AT_A_TIME,
                    (who.id,),
                    slot,
                    f"{who.name}, {when}: {count} Treffen zur gleichen Zeit.",
                    f"{who.name}, {when}: {count} meetings at the same time.",
                )
        most = settings.at_most if who.at_most is None else who.at_most
        if most is not None and len(own) > most:
            yield Broken(
                MeetingRule.AT_MOST,
                (who.id,),
                None,
                f"{who.name}: {len(own)} Treffen, höchstens {most} sind erlaubt.",
                f"{who.name}: {len(own)} meetings, at most {most} are allowed.",
            )
        if settings.in_a_row is not None:
            yield from self._in_a_row(who, {m.slot for m in own}, settings.in_a_row)

    def _in_a_row(self, who: Participant, busy: set[int], most: int) -> Iterator[Broken]:
        for run in unbroken_runs(self.event.slots):
            length = 0
            for slot in run:
                length = length + 1 if slot in busy else 0
                if length == most + 1:
                    when = slot_text(self.event.slots[slot])
                    yield Broken(
                        MeetingRule.IN_A_ROW,
                        (who.id,),
                        slot,
                        f"{who.name}, {when}: mehr als {most} Treffen ohne Pause.",
                        f"{who.name}, {when}: more than {most} meetings without a pause.",
                    )

    def must(self, meetings: Sequence[Meeting]) -> Iterator[Broken]:
        """Yield the meetings that have to be and are not; nobody waits for who is absent."""
        planned = {m.pair for m in meetings}
        for pair in sorted(map(sorted, self.said[Interest.MUST] - planned)):
            if all(id in self.people and self.people[id].present for id in pair):
                names = " – ".join(self.people[id].name for id in pair)
                yield Broken(
                    MeetingRule.MUST,
                    tuple(pair),
                    None,
                    f"{names}: das Treffen muss sein und fehlt.",
                    f"{names}: the meeting must be and is missing.",
                )

    def kept(self, meetings: Sequence[Meeting], locked: Sequence[Meeting]) -> Iterator[Broken]:
        """Yield the locked meetings that are not where they were."""
        planned = {(m.pair, m.slot, m.table) for m in meetings}
        for m in locked:
            if (m.pair, m.slot, m.table) not in planned:
                names = f"{m.a} – {m.b}"
                yield Broken(
                    MeetingRule.LOCKED,
                    (m.a, m.b),
                    m.slot,
                    f"{names}: das festgelegte Treffen fehlt oder ist verlegt.",
                    f"{names}: the locked meeting is missing or was moved.",
                )
