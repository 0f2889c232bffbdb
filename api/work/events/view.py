"""`PlanView`: a plan as people read it, by participant, by table and by time.

Pure functions of `data.events.event`, in the event's language; files and pages alike are made of
it. What a plan says of participants, slots or tables that the event no longer has is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby, pairwise

from api.language.texts import translator
from api.work.events.brief import brief
from data.events.event import Event, Participant, Slot
from data.events.plans import Bond, Meeting, Plan, Reason, pair_key
from matcher.meetings.rules import clock

CHANGEOVER = dt.timedelta(minutes=10)
"""Time between two slots up to which people only change tables; longer is a break for all."""


class Doing(StrEnum):
    """What somebody does in a time of the event."""

    MEETING = "meeting"
    FREE = "free"
    """There, but without a meeting."""
    AWAY = "away"
    """A break of its own, see `Participant.away`."""
    BREAK = "break"
    """Between two slots, for all."""
    ABSENT = "absent"
    """Not yet come, gone, or called off."""


@dataclass(frozen=True)
class Encounter:
    """One meeting with the names of all that it is made of."""

    meeting: Meeting
    start: dt.datetime
    end: dt.datetime
    time: str
    """``09:00–09:20``"""
    a: Participant
    b: Participant
    table: str
    room: str
    """Empty if the event's tables have none."""
    reason: Reason | None

    @property
    def where(self) -> str:
        """Table and room in one."""
        return f"{self.table} · {self.room}" if self.room else self.table


@dataclass(frozen=True)
class Line:
    """One entry of somebody's agenda: a meeting, or a time without one."""

    doing: Doing
    start: dt.datetime
    end: dt.datetime
    time: str
    label: str
    """The partner's name, or what the time is for."""
    encounter: Encounter | None = None
    partner: Participant | None = None
    why: str = ""
    """Why they meet, in one sentence."""
    brief: str = ""
    """The same said to the reader, without the statements that ``own`` and ``theirs`` hold."""
    gain: str = ""
    """What the reader of the agenda gains."""
    own: str = ""
    theirs: str = ""
    """The ice-breaker: two statements that fit each other."""
    loose: bool = False
    """They are the nearest there are, and do not really fit."""

    @property
    def own_label(self) -> str:
        """The key of the text that introduces ``own``: no more is promised than is there."""
        return "seat_you_said_nearest" if self.loose else "seat_you_said"

    @property
    def where(self) -> str:
        """Table and room; empty without a meeting."""
        return self.encounter.where if self.encounter is not None else ""


@dataclass(frozen=True)
class Agenda:
    """The event as one participant goes through it, in the order of time."""

    participant: Participant
    lines: tuple[Line, ...]

    @property
    def meetings(self) -> tuple[Line, ...]:
        """The lines that are meetings."""
        return tuple(line for line in self.lines if line.partner is not None)

    @property
    def days(self) -> tuple[tuple[dt.date, tuple[Line, ...]], ...]:
        """The lines of each day."""
        grouped = groupby(self.lines, key=lambda line: line.start.date())
        return tuple((date, tuple(lines)) for date, lines in grouped)


@dataclass(frozen=True)
class TableView:
    """What takes place at a table, in the order of time."""

    index: int
    table: str
    room: str
    encounters: tuple[Encounter, ...]


@dataclass(frozen=True)
class SlotView:
    """Who meets and who pauses at a time."""

    index: int
    start: dt.datetime
    end: dt.datetime
    time: str
    encounters: tuple[Encounter, ...]
    """In the order of the tables."""
    free: tuple[Participant, ...]
    away: tuple[Participant, ...]
    absent: tuple[Participant, ...]


class PlanView:
    """All views of one plan; each is made when it is asked for."""

    def __init__(self, event: Event, plan: Plan, language: str | None = None) -> None:
        """Show a plan; labels are in ``language`` if it is another than the event's."""
        self.event = event
        self.plan = plan
        self.language = language or event.language
        self._t = translator(self.language)
        self._people = {p.id: p for p in event.participants}

    @cached_property
    def encounters(self) -> tuple[Encounter, ...]:
        """All meetings by time, then by table."""
        found = [e for e in map(self._encounter, self.plan.meetings) if e is not None]
        return tuple(sorted(found, key=lambda e: (e.start, e.meeting.table, e.meeting.a)))

    @cached_property
    def agendas(self) -> tuple[Agenda, ...]:
        """The agenda of everybody, by name."""
        named = sorted(self.event.participants, key=lambda p: (p.name.casefold(), p.id))
        return tuple(self.agenda(p.id) for p in named)

    @cached_property
    def tables(self) -> tuple[TableView, ...]:
        """All tables in the order of the event, empty ones too unless they are out of use."""
        at: dict[int, list[Encounter]] = {}
        for encounter in self.encounters:
            at.setdefault(encounter.meeting.table, []).append(encounter)
        return tuple(
            TableView(index, self._table(index), table.room, tuple(at.get(index, ())))
            for index, table in enumerate(self.event.tables)
            if table.capacity or index in at
        )

    @cached_property
    def slots(self) -> tuple[SlotView, ...]:
        """All slots in the order of time."""
        return tuple(self._slot(index, slot) for index, slot in enumerate(self.event.slots))

    def agenda(self, participant_id: str) -> Agenda:
        """Return what one participant does; without a line if the event has nobody of this id."""
        who = self._people.get(participant_id)
        if who is None:
            return Agenda(Participant(id=participant_id, name=participant_id), ())
        meetings = self._meetings.get(participant_id, {})
        lines = []
        for index, slot in enumerate(self.event.slots):
            encounter = meetings.get(index)
            if encounter is not None:
                lines.append(self._meeting_line(who, encounter))
            elif (doing := doing_in(who, index, slot)) is not Doing.ABSENT:
                lines.append(self._empty_line(doing, slot.start, slot.end))
        return Agenda(who, tuple(self._joined(lines)))

    @cached_property
    def _meetings(self) -> Mapping[str, Mapping[int, Encounter]]:
        found: dict[str, dict[int, Encounter]] = {}
        for encounter in self.encounters:
            for who in encounter.meeting.pair:
                found.setdefault(who, {})[encounter.meeting.slot] = encounter
        return found

    def _encounter(self, meeting: Meeting) -> Encounter | None:
        event, a, b = self.event, self._people.get(meeting.a), self._people.get(meeting.b)
        gone = meeting.slot >= len(event.slots) or meeting.table >= len(event.tables)
        if a is None or b is None or gone:
            return None
        slot = event.slots[meeting.slot]
        return Encounter(
            meeting=meeting,
            start=slot.start,
            end=slot.end,
            time=clock(slot.start, slot.end),
            a=a,
            b=b,
            table=self._table(meeting.table),
            room=event.tables[meeting.table].room,
            reason=self.plan.reasons.get(pair_key(a.id, b.id)),
        )

    def _table(self, index: int) -> str:
        name = self.event.tables[index].name
        return f"{self._t('seat_table')} {name}" if name.isdecimal() else name

    def _slot(self, index: int, slot: Slot) -> SlotView:
        here = tuple(e for e in self.encounters if e.meeting.slot == index)
        busy = {who for encounter in here for who in encounter.meeting.pair}
        idle: dict[Doing, list[Participant]] = {}
        for who in self.event.participants:
            if who.id not in busy:
                idle.setdefault(doing_in(who, index, slot), []).append(who)
        free, away, absent = (
            tuple(idle.get(doing, ())) for doing in (Doing.FREE, Doing.AWAY, Doing.ABSENT)
        )
        time = clock(slot.start, slot.end)
        return SlotView(index, slot.start, slot.end, time, here, free, away, absent)

    def _meeting_line(self, who: Participant, encounter: Encounter) -> Line:
        first = encounter.a.id == who.id
        partner = encounter.b if first else encounter.a
        reason = encounter.reason or Reason(score=0)
        own, theirs = reason.said_by_a, reason.said_by_b
        if not first:
            own, theirs = theirs, own
        return Line(
            doing=Doing.MEETING,
            start=encounter.start,
            end=encounter.end,
            time=encounter.time,
            label=partner.name,
            encounter=encounter,
            partner=partner,
            why=reason.text,
            brief=brief(reason, first, self.event.language),
            gain=reason.for_a if first else reason.for_b,
            own=own,
            theirs=theirs,
            loose=reason.bond is Bond.LOOSE,
        )

    def _empty_line(self, doing: Doing, start: dt.datetime, end: dt.datetime) -> Line:
        return Line(doing, start, end, clock(start, end), self._t(f"seat_{doing}"))

    def _joined(self, lines: list[Line]) -> Iterator[Line]:
        """Yield the lines with the breaks for all, and times without a meeting made one."""
        filled = lines[:1]
        for before, line in pairwise(lines):
            same_day = before.start.date() == line.start.date()
            if same_day and line.start - before.end > CHANGEOVER:
                filled.append(self._empty_line(Doing.BREAK, before.end, line.start))
            filled.append(line)
        for (doing, _), some in groupby(filled, key=lambda line: (line.doing, line.start.date())):
            group = list(some)
            if doing is Doing.MEETING:
                yield from group
            else:
                yield self._empty_line(doing, group[0].start, group[-1].end)


def doing_in(who: Participant, index: int, slot: Slot) -> Doing:
    """Say what a participant without a meeting does in a slot."""
    late = who.arrives is not None and who.arrives > slot.start
    early = who.leaves is not None and who.leaves < slot.end
    if not who.present or late or early:
        return Doing.ABSENT
    return Doing.AWAY if index in who.away else Doing.FREE
