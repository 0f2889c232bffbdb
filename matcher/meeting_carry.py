"""A plan carried over to an event whose times or tables have changed since it was made."""

from __future__ import annotations

from data.events.event import Event
from data.events.plans import Meeting, Plan


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
