"""`EventSeats`: the secrets of participants' own pages, and what they tell of meetings there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from data.database import Database
from data.errors import NotFoundError
from data.event_rows import present, row_of
from data.event_tables import EVENT_ANSWERS, EVENT_LINKS
from data.feedback_rows import stamp
from data.plans import Answer, Seat

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
