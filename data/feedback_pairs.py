"""`PairHistories`: what became of pairs, asked by the two sides and not by the list."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from data.database import Database
from data.feedback import Event, EventKind, seeker_key
from data.feedback_rows import LIVE, of_tenant
from data.profiles import clean_text
from data.tables import EVENTS


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
