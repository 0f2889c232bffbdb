from __future__ import annotations

import datetime as dt

from data.events.event import Event
from data.events.plans import Meeting, Plan, Proof
from matcher.meetings.replan import carried

DAY = dt.datetime(2026, 9, 24, 10)
STEP = dt.timedelta(minutes=20)


def event_of(slots: str, tables: str, people: str = "abcd") -> Event:
    times = [DAY + int(n) * STEP for n in slots]
    return Event.model_validate(
        {
            "tenant": "hwk",
            "name": "Tag",
            "slots": [{"start": start, "end": start + STEP} for start in times],
            "tables": [{"name": name} for name in tables],
            "participants": [{"id": id, "name": id} for id in people],
        }
    )


def plan_of(*meetings: tuple[str, str, int, int]) -> Plan:
    made = tuple(Meeting(a=a, b=b, slot=s, table=t) for a, b, s, t in meetings)
    proof = Proof(value=1, bound=1, seconds=0, seed=1, optimal=True)
    return Plan(event="e1", version=1, meetings=made, proof=proof, note="x")


def test_meetings_follow_their_times_and_tables() -> None:
    plan = plan_of(("a", "b", 0, 0), ("c", "d", 1, 1), ("a", "c", 2, 1))
    now = carried(plan, event_of("012", "XY"), event_of("12", "ZYX"))
    assert now.meetings == plan_of(("c", "d", 0, 1), ("a", "c", 1, 1)).meetings
    assert now.note == "x"


def test_meetings_of_a_table_or_somebody_that_is_gone_are_left_out() -> None:
    plan = plan_of(("a", "b", 0, 0), ("c", "d", 0, 1))
    assert carried(plan, event_of("0", "XY"), event_of("0", "Y")).meetings == (
        plan_of(("c", "d", 0, 0)).meetings
    )
    assert (
        carried(plan, event_of("0", "XY"), event_of("0", "XY", "abc")).meetings
        == (plan.meetings[:1])
    )
