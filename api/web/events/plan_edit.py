"""Changing single meetings of a plan by hand; nothing may break a rule that was kept before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from data.errors import NotFoundError, RequestError
from data.events.event import Event
from data.events.plans import Meeting, Plan
from matcher.meetings.check import broken

SAID = 3
"""So many broken rules are told at once."""


def meeting_of(plan: Plan, a: str, b: str) -> Meeting:
    """Return the meeting of two; `NotFoundError` if the plan has none."""
    for meeting in plan.meetings:
        if meeting.pair == {a, b}:
            return meeting
    raise NotFoundError(
        f"Im Plan gibt es kein Gespräch zwischen „{a}“ und „{b}“ (mehr).",
        f"The plan has no meeting of “{a}” and “{b}” (any more).",
    )


def with_lock(plan: Plan, meeting: Meeting, locked: bool) -> tuple[Meeting, ...]:
    """Return the meetings with one that stays, or may go again."""
    changed = meeting.model_copy(update={"locked": locked})
    return tuple(changed if m == meeting else m for m in plan.meetings)


def without(plan: Plan, meeting: Meeting) -> tuple[Meeting, ...]:
    """Return the meetings without one."""
    return tuple(m for m in plan.meetings if m != meeting)


def moved(plan: Plan, meeting: Meeting, slot: int, table: int) -> tuple[Meeting, ...]:
    """Return the meetings with one at another time or table."""
    changed = meeting.model_copy(update={"slot": slot, "table": table})
    return tuple(changed if m == meeting else m for m in plan.meetings)


def swapped(event: Event, plan: Plan, meeting: Meeting, out: str, new: str) -> tuple[Meeting, ...]:
    """Return the meetings with ``new`` in the place of ``out``.

    Whom ``new`` would have met at that time then meets ``out``, so that nobody is left alone.
    """
    other = next((m for m in plan.meetings if m.slot == meeting.slot and new in m.pair), None)
    meetings = []
    for m in plan.meetings:
        if m == meeting:
            meetings.append(_replaced(event, m, out, new))
        elif m == other:
            meetings.append(_replaced(event, m, new, out))
        else:
            meetings.append(m)
    return tuple(meetings)


def refuse_broken(
    event: Event,
    before: Iterable[Meeting],
    after: Iterable[Meeting],
    rivals: Collection[frozenset[str]] = (),
) -> None:
    """Raise `RequestError` with the rules that a change by hand would break."""
    known = _broken_before(event, before)
    found = broken(event, tuple(after), rivals=rivals)
    new = [b for b in found if (b.rule, b.participants, b.slot) not in known]
    if new:
        raise RequestError(
            "Das geht nicht: " + " ".join(b.german for b in new[:SAID]),
            "This cannot be: " + " ".join(b.english for b in new[:SAID]),
        )


def _broken_before(event: Event, meetings: Iterable[Meeting]) -> set[object]:
    return {(b.rule, b.participants, b.slot) for b in broken(event, tuple(meetings))}


def fitting_places(event: Event, plan: Plan, meeting: Meeting) -> list[tuple[int, int]]:
    """Return slot and table of all places to which a meeting could move, the same table first."""
    known = _broken_before(event, plan.meetings)
    busy = {(m.slot, m.table): 0 for m in plan.meetings}
    for m in plan.meetings:
        busy[m.slot, m.table] += 1
    taken = {m.slot for m in plan.meetings if m.pair & meeting.pair and m != meeting}
    found = []
    for slot in range(len(event.slots)):
        if slot in taken:
            continue
        table = _free_table(event, busy, known, plan, meeting, slot)
        if table is not None and (slot, table) != (meeting.slot, meeting.table):
            found.append((slot, table))
    return found


def _free_table(
    event: Event,
    busy: dict[tuple[int, int], int],
    known: Collection[object],
    plan: Plan,
    meeting: Meeting,
    slot: int,
) -> int | None:
    order = sorted(range(len(event.tables)), key=lambda t: (t != meeting.table, t))
    for table in order:
        if (slot, table) == (meeting.slot, meeting.table):
            continue
        if busy.get((slot, table), 0) >= event.tables[table].capacity:
            continue
        alone = (meeting.model_copy(update={"slot": slot, "table": table}),)
        wrong = [b for b in broken(event, alone) if b.slot == slot]
        if not wrong:
            after = moved(plan, meeting, slot, table)
            new = [b for b in broken(event, after) if (b.rule, b.participants, b.slot) not in known]
            return None if new else table
    return None


def _replaced(event: Event, meeting: Meeting, out: str, new: str) -> Meeting:
    ids = [new if id == out else id for id in (meeting.a, meeting.b)]
    order = {p.id: i for i, p in enumerate(event.participants)}
    sides = {p.id: p.side for p in event.participants}
    if event.sides:
        ids.sort(key=lambda id: (sides.get(id) != event.sides[0], order.get(id, 0)))
    else:
        ids.sort(key=lambda id: order.get(id, 0))
    return meeting.model_copy(update={"a": ids[0], "b": ids[1]})
