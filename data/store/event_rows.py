"""Rows of events: reading and writing them inside a transaction.

The tables of events, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it. The table ``events``
belongs to the feedback log.

`EventPlans`: the plans of events; none is ever changed or lost.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Row,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from data.errors import NotFoundError, OutdatedError
from data.events.event import Event, EventLine
from data.events.plans import Plan, PlanLine
from data.store.database import METADATA, ORDERED, Database
from data.store.feedback_rows import stamp

EVENT_HEADS = Table(
    "event_heads",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("starts", ORDERED),
    Column("participants", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("plan", Integer),
    Column("created", ORDERED, nullable=False),
    Column("changed", ORDERED, nullable=False),
    Column("deleted", ORDERED),
    Index("event_heads_tenant", "tenant", "changed"),
)
"""One row an event; ``version`` names the present one in `EVENT_VERSIONS`, ``plan`` the present
plan.

Rows with a time in ``deleted`` are hidden, and can be brought back for a while.
"""

EVENT_VERSIONS = Table(
    "event_versions",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("before", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""Every save; ``before`` is the version that undoing this one leads to, 0 for none."""

EVENT_PLANS = Table(
    "event_plans",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("meetings", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("created", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""Rows are only added; ``version`` is that of the event a plan was made from."""

EVENT_LINKS = Table(
    "event_links",
    METADATA,
    Column("token", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("event", ORDERED, nullable=False),
    Column("participant", ORDERED, nullable=False),
    Index("event_links_participant", "event", "participant", unique=True),
)
"""The secret in the address of a participant's own page."""

EVENT_ANSWERS = Table(
    "event_answers",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("who", ORDERED, primary_key=True),
    Column("whom", ORDERED, primary_key=True),
    Column("at", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""The last thing each participant told of a meeting."""


MAX_VERSIONS = 200
"""Of one event; older ones that no plan was made from are forgotten."""


def head_of(event: Event) -> dict[str, Any]:
    """Return what the list of events shows of an event's present version."""
    return {
        "name": event.name,
        "place": event.place,
        "starts": event.slots[0].start.isoformat() if event.slots else None,
        "participants": len(event.participants),
        "version": event.version,
        "changed": stamp(event.changed),
    }


def line_of(row: Row[Any]) -> EventLine:
    """Return an event as it stands in a list."""
    return EventLine(
        id=row.id,
        name=row.name,
        place=row.place,
        starts=_moment(row.starts),
        participants=row.participants,
        version=row.version,
        plan=row.plan,
        changed=dt.datetime.fromisoformat(row.changed),
        deleted=_moment(row.deleted),
    )


def add_version(connection: Connection, event: Event, before: int, note: str) -> None:
    """Write a version of an event down; undoing it leads to the version ``before``."""
    connection.execute(
        insert(EVENT_VERSIONS).values(
            event=event.id,
            number=event.version,
            before=before,
            note=note,
            time=stamp(event.changed),
            document=event.model_dump_json(),
        )
    )


def put_head(connection: Connection, event_id: str, **values: Any) -> None:
    """Change columns of an event's row."""
    connection.execute(update(EVENT_HEADS).where(EVENT_HEADS.c.id == event_id).values(**values))


def row_of(
    connection: Connection,
    tenant: str,
    event_id: str,
    *,
    lock: bool = False,
    deleted: bool = False,
) -> Row[Any]:
    """Return the row of a tenant's event; `NotFoundError` if there is none, or it is deleted.

    Args:
        connection: in a transaction.
        tenant: whose event.
        event_id: which one.
        lock: keep other writers of the event waiting until the transaction ends.
        deleted: whether the deleted count too.
    """
    asked = select(EVENT_HEADS).where(EVENT_HEADS.c.id == event_id, EVENT_HEADS.c.tenant == tenant)
    if not deleted:
        asked = asked.where(EVENT_HEADS.c.deleted.is_(None))
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Es gibt keine Veranstaltung mit der Kennung '{event_id}'.",
            f"There is no event with id '{event_id}'.",
        )
    return row


def version_row(connection: Connection, event_id: str, number: int) -> Row[Any]:
    """Return one version of an event; `NotFoundError` if it has none of this number."""
    table = EVENT_VERSIONS.c
    asked = select(EVENT_VERSIONS).where(table.event == event_id, table.number == number)
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Die Veranstaltung '{event_id}' hat keine Fassung {number}, oder nicht mehr.",
            f"Event '{event_id}' has no version {number}, or no longer.",
        )
    return row


def present(connection: Connection, row: Row[Any]) -> Event:
    """Return the event of a row as it is now."""
    return Event.model_validate_json(version_row(connection, row.id, row.version).document)


def plan_of(connection: Connection, event_id: str, number: int) -> Plan:
    """Return a plan; `NotFoundError` if the event has none of this number."""
    table = EVENT_PLANS.c
    asked = select(table.document).where(table.event == event_id, table.number == number)
    found: str | None = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise NotFoundError(
            f"Die Veranstaltung '{event_id}' hat keinen Plan {number}.",
            f"Event '{event_id}' has no plan {number}.",
        )
    return Plan.model_validate_json(found)


def check_seen(row: Row[Any], seen: int) -> None:
    """Refuse a change of a version that is not the present one."""
    if row.version != seen:
        raise OutdatedError(
            f"Die Veranstaltung '{row.name}' wurde inzwischen geändert (Fassung {row.version}, "
            f"gesehen haben Sie Fassung {seen}). Bitte laden Sie sie neu und ändern Sie "
            "sie dann.",
            f"The event '{row.name}' was changed meanwhile (version {row.version}, you have seen "
            f"version {seen}). Please load it again, then change it.",
        )


def forget_old_versions(connection: Connection, event: Event) -> None:
    """Delete versions beyond `MAX_VERSIONS`, but none that a plan was made from."""
    table = EVENT_VERSIONS.c
    planned = select(EVENT_PLANS.c.version).where(EVENT_PLANS.c.event == event.id)
    old = table.number <= event.version - MAX_VERSIONS
    connection.execute(
        delete(EVENT_VERSIONS).where(table.event == event.id, old, table.number.not_in(planned))
    )


def forget_events(connection: Connection, before: str) -> None:
    """Delete for good what was deleted before a moment."""
    lost = connection.scalars(select(EVENT_HEADS.c.id).where(EVENT_HEADS.c.deleted < before)).all()
    for event_id in lost:
        for table in (EVENT_VERSIONS, EVENT_PLANS, EVENT_LINKS, EVENT_ANSWERS):
            connection.execute(delete(table).where(table.c.event == event_id))
        connection.execute(delete(EVENT_HEADS).where(EVENT_HEADS.c.id == event_id))


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


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
