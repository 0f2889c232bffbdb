"""What is wrong with one meeting by itself: who may not meet, and who is not there.

Like `matcher.meetings.check` it reads the event itself and shares no arrays with the planner.

`MeetingRule` and `Broken`: what no plan may break, and how that is told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.events.event import Event, Interest, Participant, Slot, Table
from data.events.plans import Meeting
from data.text import fold
from matcher.meetings.rules import slot_text


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


class Facts:
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
        """Return what is told of a meeting that is not `known`."""
        place = f"{m.a} – {m.b}, {m.slot + 1}, {m.table + 1}"
        return Broken(
            MeetingRule.KNOWN,
            (m.a, m.b),
            m.slot,
            f"Teilnehmer, Zeit oder Tisch gibt es in der Veranstaltung nicht: {place}.",
            f"The event has no such participants, time or table: {place}.",
        )

    def took_place(self, m: Meeting) -> bool:
        """Whether it began before the time from which on is judged."""
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
