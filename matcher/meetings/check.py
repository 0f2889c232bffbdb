"""`broken`: which hard rules a finished plan breaks, in plain sentences.

It reads the event itself and shares no arrays with the planner, and no code but what counts as a
pause, so that a mistake there cannot hide here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from data.events.event import Event, Interest, Participant
from data.events.plans import Meeting
from matcher.meetings.check_each import Broken, Facts, MeetingRule
from matcher.meetings.rules import slot_text, unbroken_runs


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
    ``since`` took place: whether those two may meet, and at that table, is not judged any more.
    """
    facts = Facts(event, scores, frozenset(rivals), since)
    known = [m for m in meetings if facts.known(m)]
    found = [facts.unknown(m) for m in meetings if not facts.known(m)]
    for meeting in known:
        if not facts.took_place(meeting):
            found.extend(facts.meeting(meeting))
    found.extend(_together(facts, known))
    found.extend(_must(facts, known))
    found.extend(_kept(known, locked))
    return tuple(found)


def _together(facts: Facts, meetings: Sequence[Meeting]) -> Iterator[Broken]:
    """Yield what is wrong with the meetings taken together."""
    yield from _once(facts, meetings)
    yield from _capacity(facts, meetings)
    mine: dict[str, list[Meeting]] = defaultdict(list)
    for m in meetings:
        mine[m.a].append(m)
        mine[m.b].append(m)
    for id, own in mine.items():
        yield from _load(facts, facts.people[id], own)


def _once(facts: Facts, meetings: Sequence[Meeting]) -> Iterator[Broken]:
    for pair, count in Counter(m.pair for m in meetings).items():
        if count > 1:
            ids = tuple(sorted(pair))
            names = " – ".join(facts.people[id].name for id in ids)
            yield Broken(
                MeetingRule.ONCE,
                ids,
                None,
                f"{names}: {count} Treffen, höchstens eines ist erlaubt.",
                f"{names}: {count} meetings, at most one is allowed.",
            )


def _capacity(facts: Facts, meetings: Sequence[Meeting]) -> Iterator[Broken]:
    # A table that was closed meanwhile says nothing against what took place at it.
    ahead = (m for m in meetings if not facts.took_place(m))
    for (slot, table), count in Counter((m.slot, m.table) for m in ahead).items():
        at, when = facts.event.tables[table], slot_text(facts.event.slots[slot])
        if count > at.capacity:
            yield Broken(
                MeetingRule.CAPACITY,
                (),
                slot,
                f"Tisch „{at.name}“, {when}: {count} Treffen, Platz ist für {at.capacity}.",
                f"Table “{at.name}”, {when}: {count} meetings, there is room for {at.capacity}.",
            )


def _load(facts: Facts, who: Participant, own: Sequence[Meeting]) -> Iterator[Broken]:
    settings = facts.event.settings
    for slot, count in Counter(m.slot for m in own).items():
        if count > 1:
            when = slot_text(facts.event.slots[slot])
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
        yield from _in_a_row(facts, who, {m.slot for m in own}, settings.in_a_row)


def _in_a_row(facts: Facts, who: Participant, busy: set[int], most: int) -> Iterator[Broken]:
    for run in unbroken_runs(facts.event.slots):
        length = 0
        for slot in run:
            length = length + 1 if slot in busy else 0
            if length == most + 1:
                when = slot_text(facts.event.slots[slot])
                yield Broken(
                    MeetingRule.IN_A_ROW,
                    (who.id,),
                    slot,
                    f"{who.name}, {when}: mehr als {most} Treffen ohne Pause.",
                    f"{who.name}, {when}: more than {most} meetings without a pause.",
                )


def _must(facts: Facts, meetings: Sequence[Meeting]) -> Iterator[Broken]:
    """Yield the meetings that have to be and are not; nobody waits for who is absent."""
    planned = {m.pair for m in meetings}
    for pair in sorted(map(sorted, facts.said[Interest.MUST] - planned)):
        if all(id in facts.people and facts.people[id].present for id in pair):
            names = " – ".join(facts.people[id].name for id in pair)
            yield Broken(
                MeetingRule.MUST,
                tuple(pair),
                None,
                f"{names}: das Treffen muss sein und fehlt.",
                f"{names}: the meeting must be and is missing.",
            )


def _kept(meetings: Sequence[Meeting], locked: Sequence[Meeting]) -> Iterator[Broken]:
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
