"""`FollowUps`: pairs that were begun and of which nothing was heard since."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, func, select

from data.database import Database
from data.feedback import Event, EventKind
from data.feedback_rows import LIVE, stamp
from data.tables import EVENTS

BEGUN = (EventKind.SUGGESTED, EventKind.CONTACTED, EventKind.MET)
"""Steps that the next one is waited for after; a refusal or a cooperation ends the waiting."""
SILENT = (EventKind.OPENED, EventKind.NOTED)
"""Events that are no step: they neither begin the waiting nor end it."""


class FollowUps(Database):
    """Reads the log of feedback for what is to be asked after. Safe for threads."""

    def due(self, tenant: str, before: dt.datetime, limit: int = 100) -> tuple[Event, ...]:
        """Return the last step of each pair that has waited since ``before``, longest first."""
        steps = EVENTS.c.kind.not_in([str(kind) for kind in SILENT])
        last = (
            select(func.max(EVENTS.c.number).label("number"))
            .where(EVENTS.c.tenant == tenant, LIVE, steps)
            .group_by(EVENTS.c.seeker, EVENTS.c.profile)
            .subquery()
        )
        waiting = and_(
            EVENTS.c.kind.in_([str(kind) for kind in BEGUN]), EVENTS.c.time < stamp(before)
        )
        asked = (
            select(EVENTS.c.document)
            .join(last, EVENTS.c.number == last.c.number)
            .where(waiting)
            .order_by(EVENTS.c.time, EVENTS.c.number)
            .limit(limit)
        )
        with self._reading() as connection:
            return tuple(Event.model_validate_json(text) for text in connection.scalars(asked))
