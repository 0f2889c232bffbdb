"""Rows of the feedback tables: appending and finding them inside a transaction.

`PairHistories`: what became of pairs, asked by the two sides and not by the list.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    exists,
    func,
    insert,
    or_,
    select,
    text,
)

from data import clock
from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import Event, EventKind, Impression, Record, Undo, seeker_key
from data.profiles import clean_text
from data.store.database import EVENTS, IMPRESSIONS, UNDONE, Database
from data.store.profile_rows import chunks

WAIT_SECONDS = 5
"""Nobody waits longer for a suggestion only because it is written down."""
NAMED = 10
"""Profiles that an error lists."""
_POSTGRES_LOCK = 7_201_432
LIVE = ~exists().where(UNDONE.c.event == EVENTS.c.id)
"""Events that were not taken back."""


def lock(connection: Connection) -> None:
    """Keep other writers of feedback waiting, so that numbers appear in their order.

    In SQLite a writing transaction is alone already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def append(connection: Connection, records: Sequence[Record]) -> int:
    """Write down what is not known yet and return how many that were.

    Raises:
        NotFoundError: an event names an unknown list, or an undo an unknown event.
        RequestError: the list of an event does not show the profile, or is another seeker's.
    """
    lists = [record for record in records if isinstance(record, Impression)]
    events = [record for record in records if isinstance(record, Event)]
    undone = [record for record in records if isinstance(record, Undo)]
    added = _insert(connection, IMPRESSIONS, [_impression_row(record) for record in lists])
    shown_in = impressions_of(connection, (e.impression_id for e in events if e.impression_id))
    whole = [completed(event, shown_in.get(event.impression_id or "")) for event in events]
    added += _insert(connection, EVENTS, [_event_row(record) for record in whole])
    return added + _undo(connection, undone)


def impressions_of(connection: Connection, ids: Iterable[str]) -> dict[str, Impression]:
    """Return those of the lists that exist."""
    found: dict[str, Impression] = {}
    for some in chunks(ids):
        asked = select(IMPRESSIONS.c.document).where(IMPRESSIONS.c.id.in_(some))
        parsed = (Impression.model_validate_json(text) for text in connection.scalars(asked))
        found.update((impression.id, impression) for impression in parsed)
    return found


def completed(event: Event, impression: Impression | None) -> Event:
    """Return the event with the seeker of the list it names, after checking that it fits."""
    if event.impression_id is None:
        return event
    if impression is None or impression.tenant != event.tenant:
        raise missing_impression(event.impression_id)
    ids = [item.profile_id for item in impression.shown]
    if event.profile_id not in ids:
        raise _not_shown(event.profile_id, impression.id, ids)
    said = {"seeker": event.seeker, "question": event.question}
    true = {"seeker": impression.seeker, "question": impression.question}
    if any(said.values()) and said != true:
        raise _other_seeker(event, impression)
    return event.model_copy(update=true)


def document_of(record: BaseModel) -> str:
    """Return the JSON text of a record; the same record always has the same text."""
    content = record.model_dump(mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def of_tenant(table: Table, asked: Select[Any], tenant: str | None) -> Select[Any]:
    """Return the query for one tenant's rows; None asks for everybody's."""
    return asked if tenant is None else asked.where(table.c.tenant == tenant)


def stamp(time: dt.datetime) -> str:
    """Return a moment as text that sorts by time."""
    return clock.utc(time).isoformat(timespec="microseconds")


def missing_impression(id: str) -> NotFoundError:
    """Return the error of a list that does not exist for the one who asks."""
    return NotFoundError(
        f"Es gibt keine Vorschlagsliste mit der Kennung '{id}'. Erwartet wird die Kennung "
        "(impression_id), die mit den Vorschlägen ausgegeben wurde.",
        f"There is no list of suggestions with id '{id}'. Expected is the id (impression_id) "
        "that was given with the suggestions.",
    )


def missing_event(id: str) -> NotFoundError:
    """Return the error of an event that does not exist, or not any more."""
    return NotFoundError(
        f"Es gibt keine Rückmeldung mit der Kennung '{id}', oder sie ist schon zurückgenommen.",
        f"There is no feedback with id '{id}', or it has been taken back already.",
    )


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    known = _known(connection, table.c.id, [row["id"] for row in rows])
    new = {row["id"]: row for row in rows if row["id"] not in known}
    if new:
        last = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
        numbered = [row | {"number": n} for n, row in enumerate(new.values(), start=last + 1)]
        connection.execute(insert(table), numbered)
    return len(new)


def _undo(connection: Connection, undone: Sequence[Undo]) -> int:
    ids = [undo.event_id for undo in undone]
    missing = set(ids) - _known(connection, EVENTS.c.id, ids)
    if missing:
        raise missing_event(min(missing))
    known = _known(connection, UNDONE.c.event, ids)
    new = {
        undo.event_id: {
            "event": undo.event_id,
            "tenant": undo.tenant,
            "time": stamp(undo.time),
        }
        for undo in undone
        if undo.event_id not in known
    }
    if new:
        connection.execute(insert(UNDONE), list(new.values()))
    return len(new)


def _known(connection: Connection, column: Column[Any], ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(ids):
        found.update(connection.scalars(select(column).where(column.in_(some))))
    return found


def _impression_row(impression: Impression) -> dict[str, Any]:
    return {
        "id": impression.id,
        "tenant": impression.tenant,
        "time": stamp(impression.time),
        "shown": len(impression.shown),
        "document": document_of(impression),
    }


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "tenant": event.tenant,
        "time": stamp(event.time),
        "impression": event.impression_id,
        "seeker": seeker_key(event.seeker, event.question),
        "profile": event.profile_id,
        "kind": event.kind.value,
        "document": document_of(event),
    }


def _not_shown(profile_id: str, impression_id: str, ids: Sequence[str]) -> RequestError:
    more = " …" if len(ids) > NAMED else ""
    listed = ", ".join(ids[:NAMED]) + more
    return RequestError(
        f"Das Profil '{profile_id}' steht nicht in der Vorschlagsliste '{impression_id}'. "
        f"Erwartet wird eines von: {listed or 'keines, die Liste ist leer'}.",
        f"Profile '{profile_id}' is not in the list of suggestions '{impression_id}'. "
        f"Expected is one of: {listed or 'none, the list is empty'}.",
    )


def _other_seeker(event: Event, impression: Impression) -> RequestError:
    found = event.seeker or event.question
    expected = impression.seeker or impression.question
    return RequestError(
        f"Die Vorschlagsliste '{impression.id}' gilt für '{expected}', nicht für '{found}'.",
        f"The list of suggestions '{impression.id}' is for '{expected}', not for '{found}'.",
    )


class PairHistories(Database):
    """The part of `FeedbackStore` that reads pairs: each answer is one query.

    A ``tenant`` of None is the operator, who reads everything.
    """

    def history(self, seeker: str, profile_id: str, tenant: str | None = None) -> tuple[Event, ...]:
        """Return what became of a pair, oldest first; `state_of` says how it stands.

        ``seeker`` is the id of a profile, or the text of a question.
        """
        keys = (str(clean_text(seeker)), seeker_key(None, seeker))
        return self._told(EVENTS.c.seeker.in_(keys), EVENTS.c.profile == profile_id, tenant=tenant)

    def histories(
        self, seeker: str, profile_ids: Collection[str], tenant: str | None = None
    ) -> dict[str, tuple[Event, ...]]:
        """Return what became of the pairs of one seeker, oldest first, by the partner's id.

        ``seeker`` is a `seeker_key`. Partners of whom nothing is told are left out.
        """
        found: dict[str, tuple[Event, ...]] = {}
        pair = (EVENTS.c.seeker == seeker, EVENTS.c.profile.in_(profile_ids))
        for event in self._told(*pair, tenant=tenant):
            found[event.profile_id] = (*found.get(event.profile_id, ()), event)
        return found

    def about(self, profile_id: str, tenant: str | None = None) -> tuple[Event, ...]:
        """Return what became of all pairs of a profile, on either side, oldest first."""
        either = or_(EVENTS.c.seeker == profile_id, EVENTS.c.profile == profile_id)
        return self._told(either, tenant=tenant)

    def partners(
        self, seeker: str, kinds: Collection[EventKind], tenant: str | None = None
    ) -> tuple[str, ...]:
        """Return the ids of those of whom one of ``kinds`` is told to a `seeker_key`, sorted."""
        asked = select(EVENTS.c.profile).distinct().where(LIVE, EVENTS.c.seeker == seeker)
        asked = asked.where(EVENTS.c.kind.in_([kind.value for kind in kinds]))
        with self._reading() as connection:
            return tuple(sorted(connection.scalars(of_tenant(EVENTS, asked, tenant))))

    def _told(self, *which: ColumnElement[bool], tenant: str | None) -> tuple[Event, ...]:
        asked = of_tenant(EVENTS, select(EVENTS.c.document).where(LIVE, *which), tenant)
        with self._reading() as connection:
            documents = connection.scalars(asked.order_by(EVENTS.c.time, EVENTS.c.number)).all()
        return tuple(Event.model_validate_json(document) for document in documents)
