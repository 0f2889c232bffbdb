"""`EventPlans`: the plans of events; none is ever changed or lost."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, insert, select

from data.database import Database
from data.event_rows import plan_of, put_head, row_of
from data.event_tables import EVENT_PLANS
from data.feedback_rows import stamp
from data.plans import Plan, PlanLine


class EventPlans(Database):
    """The plans of all tenants' events."""

    def keep_plan(self, tenant: str, plan: Plan) -> Plan:
        """Keep a plan under the event's next number, make it the present one and return it."""
        table = EVENT_PLANS.c
        last = select(func.coalesce(func.max(table.number), 0)).where(table.event == plan.event)
        with self._writing() as connection:
            row_of(connection, tenant, plan.event, lock=True)
            number = int(connection.execute(last).scalar_one()) + 1
            kept = plan.model_copy(update={"number": number})
            connection.execute(
                insert(EVENT_PLANS).values(
                    event=kept.event,
                    number=number,
                    version=kept.version,
                    meetings=len(kept.meetings),
                    note=kept.note,
                    created=stamp(kept.created),
                    document=kept.model_dump_json(),
                )
            )
            put_head(connection, kept.event, plan=number)
        return kept

    def plans(self, tenant: str, event_id: str) -> tuple[PlanLine, ...]:
        """Return all plans of an event, newest first."""
        table = EVENT_PLANS.c
        asked = select(table.number, table.version, table.meetings, table.note, table.created)
        ordered = asked.where(table.event == event_id).order_by(table.number.desc())
        with self._reading() as connection:
            current = row_of(connection, tenant, event_id).plan
            rows = connection.execute(ordered).all()
        return tuple(
            PlanLine(
                number=row.number,
                version=row.version,
                meetings=row.meetings,
                note=row.note,
                created=dt.datetime.fromisoformat(row.created),
                current=row.number == current,
            )
            for row in rows
        )

    def plan(self, tenant: str, event_id: str, number: int | None = None) -> Plan | None:
        """Return a plan by number; without one the present plan, None if there is none yet."""
        with self._reading() as connection:
            current = row_of(connection, tenant, event_id).plan
            wanted = current if number is None else number
            return None if wanted is None else plan_of(connection, event_id, wanted)

    def choose_plan(self, tenant: str, event_id: str, number: int) -> Plan:
        """Make an earlier or later plan the present one and return it."""
        with self._writing() as connection:
            row_of(connection, tenant, event_id, lock=True)
            plan = plan_of(connection, event_id, number)
            put_head(connection, event_id, plan=number)
        return plan
