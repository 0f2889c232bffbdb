"""`EventStore`: events, every version of them, their plans and what became of the meetings.

`EventSeats`: the secrets of participants' own pages, and what they tell of meetings there.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select

from data.errors import NotFoundError, RequestError
from data.events.event import Event, EventLine, EventVersion, checked
from data.events.plans import Answer, Seat
from data.feedback.outcomes import now
from data.store.database import Database
from data.store.event_rows import (
    EVENT_ANSWERS,
    EVENT_HEADS,
    EVENT_LINKS,
    EVENT_VERSIONS,
    EventPlans,
    add_version,
    check_seen,
    forget_events,
    forget_old_versions,
    head_of,
    line_of,
    present,
    put_head,
    row_of,
    version_row,
)
from data.store.feedback_rows import stamp

_TOKEN_BYTES = 24


class EventSeats(Database):
    """Links and answers of the participants of all tenants' events."""

    def tokens(self, tenant: str, event_id: str) -> Mapping[str, str]:
        """Return the secret of each participant's own page, by the participant's id."""
        table = EVENT_LINKS.c
        with self._writing() as connection:
            row = row_of(connection, tenant, event_id, lock=True)
            ids = [person.id for person in present(connection, row).participants]
            asked = select(table.participant, table.token).where(table.event == event_id)
            known = {found.participant: found.token for found in connection.execute(asked)}
            fresh = {id: secrets.token_urlsafe(_TOKEN_BYTES) for id in ids if id not in known}
            rows = [
                {"token": token, "tenant": tenant, "event": event_id, "participant": id}
                for id, token in fresh.items()
            ]
            if rows:
                connection.execute(insert(EVENT_LINKS), rows)
        known |= fresh
        return {id: known[id] for id in ids}

    def token_of(self, tenant: str, event_id: str, participant: str) -> str:
        """Return the secret of a participant's own page, for its address."""
        found = self.tokens(tenant, event_id).get(participant)
        if found is None:
            raise _no_participant(event_id, participant)
        return found

    def seat_of(self, token: str) -> Seat | None:
        """Return whose page a secret opens; None for all that open none, or none any more."""
        table = EVENT_LINKS.c
        asked = select(table.tenant, table.event, table.participant).where(table.token == token)
        with self._reading() as connection:
            row = connection.execute(asked).one_or_none()
            if row is None:
                return None
            try:
                head = row_of(connection, row.tenant, row.event)
            except NotFoundError:
                return None
            known = present(connection, head).participant(row.participant)
        return Seat(row.tenant, row.event, row.participant) if known else None

    def new_tokens(self, tenant: str, event_id: str) -> Mapping[str, str]:
        """Make the secrets of all participants anew: links that were given out stop working."""
        with self._writing() as connection:
            row_of(connection, tenant, event_id, lock=True)
            connection.execute(delete(EVENT_LINKS).where(EVENT_LINKS.c.event == event_id))
        return self.tokens(tenant, event_id)

    def answer(self, tenant: str, event_id: str, answer: Answer) -> None:
        """Keep what a participant tells of a meeting, in place of what it told before.

        Raises:
            NotFoundError: one of the two does not take part.
        """
        table = EVENT_ANSWERS.c
        with self._writing() as connection:
            event = present(connection, row_of(connection, tenant, event_id, lock=True))
            for id in (answer.who, answer.whom):
                if event.participant(id) is None:
                    raise _no_participant(event_id, id)
            pair = {"event": event_id, "who": answer.who, "whom": answer.whom}
            same = (table.event == event_id, table.who == answer.who, table.whom == answer.whom)
            connection.execute(delete(EVENT_ANSWERS).where(*same))
            said = {"at": stamp(answer.at), "document": answer.model_dump_json()}
            connection.execute(insert(EVENT_ANSWERS).values(pair | said))

    def answers(self, tenant: str, event_id: str) -> tuple[Answer, ...]:
        """Return what participants told last of each meeting, by who told it and of whom."""
        table = EVENT_ANSWERS.c
        asked = select(table.document).where(table.event == event_id)
        with self._reading() as connection:
            row_of(connection, tenant, event_id)
            found = connection.scalars(asked.order_by(table.who, table.whom)).all()
        return tuple(Answer.model_validate_json(document) for document in found)


def _no_participant(event_id: str, participant: str) -> NotFoundError:
    return NotFoundError(
        f"Die Veranstaltung '{event_id}' hat keinen Teilnehmer mit der Kennung '{participant}'.",
        f"Event '{event_id}' has no participant with id '{participant}'.",
    )


MAX_EVENTS = 1000
"""Of one tenant."""
KEEP_DAYS = 30
"""So long a deleted event can be brought back."""


class EventStore(EventPlans, EventSeats):
    """Events of all tenants, each seen by its own alone. Safe for threads and processes.

    Every method that names an event raises `NotFoundError` if the tenant has none of this id, or
    it is deleted.
    """

    def add(self, event: Event) -> Event:
        """Keep a new event of the tenant it names, as version 1.

        Raises:
            RequestError: the id is taken, the tenant has too many, or the event is at fault.
        """
        first = checked(event.model_copy(update={"version": 1}))
        with self._writing() as connection:
            mine = (EVENT_HEADS.c.tenant == event.tenant, EVENT_HEADS.c.deleted.is_(None))
            count = select(func.count()).select_from(EVENT_HEADS).where(*mine)
            if connection.execute(count).scalar_one() >= MAX_EVENTS:
                raise _too_many()
            if connection.scalar(select(EVENT_HEADS.c.id).where(EVENT_HEADS.c.id == event.id)):
                raise _taken(event.id)
            fixed = {"id": event.id, "tenant": event.tenant, "created": stamp(first.created)}
            connection.execute(insert(EVENT_HEADS).values(fixed | head_of(first)))
            add_version(connection, first, 0, "")
        return first

    def mine(self, tenant: str, *, deleted: bool = False) -> tuple[EventLine, ...]:
        """Return a tenant's events, or those it deleted, the last changed first."""
        asked = select(EVENT_HEADS).where(
            EVENT_HEADS.c.tenant == tenant, EVENT_HEADS.c.deleted.is_not(None) == deleted
        )
        ordered = asked.order_by(EVENT_HEADS.c.changed.desc(), EVENT_HEADS.c.id)
        with self._reading() as connection:
            return tuple(line_of(row) for row in connection.execute(ordered))

    def get(self, tenant: str, event_id: str) -> Event:
        """Return an event in its present version."""
        with self._reading() as connection:
            return present(connection, row_of(connection, tenant, event_id))

    def save(self, event: Event, note: str = "") -> Event:
        """Keep a changed event as its next version and return it.

        An event that says what the present version says makes no new version.

        Raises:
            OutdatedError: somebody else has saved since this version was read.
            RequestError: the event is at fault.
        """
        event = checked(event)
        with self._writing() as connection:
            row = row_of(connection, event.tenant, event.id, lock=True)
            check_seen(row, event.version)
            before = present(connection, row)
            same = {"created": before.created, "changed": before.changed}
            if event.model_copy(update=same) == before:
                return before
            following = event.model_copy(
                update={"version": row.version + 1, "created": before.created, "changed": now()}
            )
            add_version(connection, following, row.version, note)
            put_head(connection, event.id, **head_of(following))
            forget_old_versions(connection, following)
        return following

    def versions(self, tenant: str, event_id: str) -> tuple[EventVersion, ...]:
        """Return all versions that are kept, newest first."""
        table = EVENT_VERSIONS.c
        asked = select(table.number, table.before, table.note, table.time)
        ordered = asked.where(table.event == event_id).order_by(table.number.desc())
        with self._reading() as connection:
            row_of(connection, tenant, event_id)
            rows = connection.execute(ordered).all()
        return tuple(
            EventVersion(row.number, row.before, row.note, dt.datetime.fromisoformat(row.time))
            for row in rows
        )

    def version(self, tenant: str, event_id: str, number: int) -> Event:
        """Return an event as it was in one version; `NotFoundError` if that is not kept."""
        with self._reading() as connection:
            row_of(connection, tenant, event_id)
            return Event.model_validate_json(version_row(connection, event_id, number).document)

    def undo(self, tenant: str, event_id: str, seen: int | None = None) -> Event:
        """Take the last change back: what was before becomes the next version.

        Undoing again goes one change further back.

        Args:
            tenant: whose event.
            event_id: which one.
            seen: the version whose change shall be undone; None: the present one.

        Raises:
            OutdatedError: ``seen`` is not the present version.
            RequestError: there is no change to take back.
        """
        with self._writing() as connection:
            row = row_of(connection, tenant, event_id, lock=True)
            if seen is not None:
                check_seen(row, seen)
            before = version_row(connection, event_id, row.version).before
            try:
                old = version_row(connection, event_id, before)
            except NotFoundError as error:
                raise _nothing_to_undo(row.name) from error
            back = Event.model_validate_json(old.document).model_copy(
                update={"version": row.version + 1, "changed": now()}
            )
            add_version(connection, back, int(old.before), old.note)
            put_head(connection, event_id, **head_of(back))
        return back

    def delete(self, tenant: str, event_id: str) -> None:
        """Hide an event; those hidden for `KEEP_DAYS` are lost with it for good."""
        with self._writing() as connection:
            row_of(connection, tenant, event_id, lock=True)
            put_head(connection, event_id, deleted=stamp(now()))
            forget_events(connection, stamp(now() - dt.timedelta(days=KEEP_DAYS)))

    def restore(self, tenant: str, event_id: str) -> Event:
        """Bring a deleted event back."""
        with self._writing() as connection:
            row = row_of(connection, tenant, event_id, lock=True, deleted=True)
            put_head(connection, event_id, deleted=None)
            return present(connection, row)


def _taken(event_id: str) -> RequestError:
    return RequestError(
        f"Die Kennung '{event_id}' ist vergeben. Bitte eine andere wählen.",
        f"The id '{event_id}' is taken. Please choose another.",
    )


def _too_many() -> RequestError:
    return RequestError(
        f"Es gibt schon {MAX_EVENTS} Veranstaltungen. Bitte löschen Sie eine, bevor Sie eine "
        "weitere anlegen.",
        f"There are {MAX_EVENTS} events already. Please delete one before you make another.",
    )


def _nothing_to_undo(name: str) -> RequestError:
    return RequestError(
        f"An der Veranstaltung '{name}' gibt es keine Änderung, die sich zurücknehmen lässt.",
        f"There is no change of the event '{name}' that can be taken back.",
    )
