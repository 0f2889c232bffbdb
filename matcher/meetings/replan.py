"""`replan`: a plan for a changed event that changes as few meetings as possible.

First as few meetings as can be are given up of those that could still take place; where there is a
choice, those of least value. Only then are the gaps of those who lost one filled around all that
stays, so nobody else loses or moves anything, though somebody free may gain a meeting.

A plan carried over to an event whose times or tables have changed since it was made.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from data.events.event import Event, Interest, Participant
from data.events.plans import Meeting, Plan, Proof
from matcher.meetings.conflicts import InfeasibleError, explain
from matcher.meetings.model import Limit
from matcher.meetings.pairs import aim_of
from matcher.meetings.planner import Stage
from matcher.meetings.rules import Rivals, Rules, Scores, rules_of
from matcher.meetings.search import Clock
from matcher.meetings.stay import Wanted, refilled, staying
from matcher.meetings.tables import task_of

EFFORT = 8.0
"""Deterministic time of one search; near seconds of one core."""


def replan(
    event: Event,
    scores: Scores,
    previous: Plan,
    *,
    before: Event | None = None,
    fixed_before: dt.datetime | None = None,
    locked: Sequence[Meeting] = (),
    rivals: Rivals = (),
    workers: int = 2,
    progress: Callable[[Stage], None] | None = None,
    stop: threading.Event | None = None,
) -> Plan:
    """Return a plan for ``event`` that keeps all it can of ``previous``; number 0, no reasons.

    Meetings that began before ``fixed_before`` (local time) stay as they were, whoever is absent
    now. Locked ones stay, those of ``previous`` and ``locked``, unless one of the two is absent.
    ``before`` is the event of ``previous``: with it those who are new or gained time and new
    wishes get meetings as well; without it those who had none.

    Raises:
        InfeasibleError: no plan keeps every rule; it names those in conflict.
    """
    clock = Clock(event.settings.seconds)

    def tell(step: str, value: float | None = None, bound: float | None = None) -> None:
        if progress is not None:
            progress(Stage(step, value, bound, clock.gone))

    tell("rules")
    settings = event.settings
    limit = Limit(settings.seconds, EFFORT, workers, settings.seed, stop or threading.Event())
    rules = rules_of(event, scores, rivals=rivals, since=fixed_before)
    known = _known(event, previous)
    fixed = _fixed(event, known, fixed_before, locked)
    conflicts = explain(event, scores, locked=fixed, rivals=rivals, since=fixed_before)
    if conflicts:
        raise InfeasibleError(conflicts)
    tell("pairs")
    kept = (*fixed, *staying(rules, fixed, _holding(rules, known, fixed), limit))
    tell("slots")
    new = refilled(event, rules, kept, _wanted(event, rules, kept, previous, before), limit)
    tell("improve")
    plan = _plan(event, rules, fixed, (*kept, *new), clock)
    tell("done", plan.proof.value, plan.proof.bound)
    return plan


def _known(event: Event, previous: Plan) -> list[Meeting]:
    """Return the meetings whose participants, slot and table the event still has."""
    ids, slots, tables = {p.id for p in event.participants}, len(event.slots), len(event.tables)
    return [
        m for m in previous.meetings if {m.a, m.b} <= ids and m.slot < slots and m.table < tables
    ]


def _fixed(
    event: Event,
    known: Sequence[Meeting],
    fixed_before: dt.datetime | None,
    locked: Sequence[Meeting],
) -> tuple[Meeting, ...]:
    """Return what began before the time from which on is planned, and what is locked."""
    here = {person.id for person in event.participants if person.present}
    also = {m.pair: m for m in locked if {m.a, m.b} <= here}
    found = []
    for m in known:
        past = fixed_before is not None and event.slots[m.slot].start < fixed_before
        if past or (m.locked and m.pair not in also and {m.a, m.b} <= here):
            found.append(m)
    settled = {m.pair for m in found}
    return (*found, *(m for pair, m in also.items() if pair not in settled))


def _holding(rules: Rules, known: Sequence[Meeting], fixed: Sequence[Meeting]) -> list[Meeting]:
    """Return the meetings not fixed that could still take place where they are, each by itself."""
    number = {id: at for at, id in enumerate(rules.ids)}
    settled = {m.pair for m in fixed}
    found = []
    for m in known:
        if m.pair in settled:
            continue
        both = [number[m.a], number[m.b]]
        here = rules.free[both, m.slot].all() and rules.places[both, m.table].all()
        if here and rules.may_meet[both[0], both[1]]:
            found.append(m)
    return found


def _wanted(
    event: Event, rules: Rules, kept: Sequence[Meeting], previous: Plan, before: Event | None
) -> Wanted:
    """Return who is to get further meetings: who lost some, is new, or has new wishes."""
    stays = {m.pair for m in kept}
    lost = [m for m in previous.meetings if m.pair not in stays]
    return Wanted(rules, lost, _welcome(event, previous, before), _new_wishes(event, before))


def _welcome(event: Event, previous: Plan, before: Event | None) -> frozenset[str]:
    """Return who is to get meetings without having lost any: who is new or has other times."""
    if before is None:
        busy = {id for m in previous.meetings for id in (m.a, m.b)}
        same = previous.version == event.version
        return frozenset(p.id for p in event.participants if not same and p.id not in busy)
    return frozenset(
        p.id
        for p in event.participants
        if (old := before.participant(p.id)) is None or _open(p, event) != _open(old, before)
    )


def _open(who: Participant, event: Event) -> tuple[object, ...]:
    """Return what decides on how many meetings somebody can have."""
    most = event.settings.at_most if who.at_most is None else who.at_most
    return who.present, who.arrives, who.leaves, who.away, who.rooms, who.table, most


def _new_wishes(event: Event, before: Event | None) -> frozenset[frozenset[str]]:
    said = {(w.who, w.whom) for w in before.wishes} if before is not None else set()
    return frozenset(
        frozenset((wish.who, wish.whom))
        for wish in event.wishes
        if before is not None
        and wish.interest is Interest.WOULD
        and (wish.who, wish.whom) not in said
    )


def _plan(
    event: Event,
    rules: Rules,
    fixed: Sequence[Meeting],
    meetings: Sequence[Meeting],
    clock: Clock,
) -> Plan:
    number = {id: at for at, id in enumerate(rules.ids)}
    has = Counter(number[id] for m in meetings for id in (m.a, m.b))
    short = sum(max(0, int(least) - has[at]) for at, least in enumerate(rules.at_least))
    value = sum(float(rules.value[number[m.a], number[m.b]]) for m in meetings)
    bound = max(value, aim_of(task_of(rules, fixed), short).bound)
    return Plan(
        event=event.id,
        version=event.version,
        meetings=tuple(sorted(meetings, key=lambda m: (m.slot, m.table, m.a))),
        proof=Proof(
            value=value,
            bound=bound,
            seconds=round(clock.gone, 3),
            seed=event.settings.seed,
            optimal=bound - value <= 1e-4 * max(1.0, value),
        ),
    )


def carried(plan: Plan, before: Event, event: Event) -> Plan:
    """Return a plan with its meetings counted by the slots and tables of the present event.

    A slot is known again by its beginning, a table by its name. A meeting whose slot, table or
    participant is gone is left out. ``before`` is the event that the plan was made from.
    """
    slots = {slot.start: number for number, slot in enumerate(event.slots)}
    tables = {table.name: number for number, table in enumerate(event.tables)}
    new_slots = [slots.get(slot.start) for slot in before.slots]
    new_tables = [tables.get(table.name) for table in before.tables]
    here = {person.id for person in event.participants}
    meetings: list[Meeting] = []
    for meeting in plan.meetings:
        slot, table = new_slots[meeting.slot], new_tables[meeting.table]
        if slot is not None and table is not None and meeting.pair <= here:
            meetings.append(meeting.model_copy(update={"slot": slot, "table": table}))
    return plan.model_copy(update={"meetings": tuple(meetings)})
