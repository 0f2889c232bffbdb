"""Rows of events: reading and writing them inside a transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from data.errors import NotFoundError, OutdatedError
from data.event_tables import (
    EVENT_ANSWERS,
    EVENT_HEADS,
    EVENT_LINKS,
    EVENT_PLANS,
    EVENT_VERSIONS,
)
from data.events import Event, EventLine
from data.feedback_rows import stamp
from data.plans import Plan

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
