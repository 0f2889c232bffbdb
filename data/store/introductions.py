"""`IntroductionStore`: who asked to be introduced to a profile behind an intermediary.

The table of requests for an introduction.

`data/migrations` creates it; a change here needs a new migration beside it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Select,
    Table,
    Text,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from data.errors import NotFoundError, RequestError
from data.feedback.outcomes import new_id, now
from data.office.searches import OPEN, Introduction, IntroductionState, Step, StepKind, Wish
from data.store.database import METADATA, ORDERED, Database
from data.store.feedback_rows import stamp

_OPEN = text("state IN ('asked', 'agreed')")

INTRODUCTIONS = Table(
    "introductions",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("owner", ORDERED, nullable=False),
    Column("asker", ORDERED, nullable=False),
    Column("profile", ORDERED, nullable=False),
    Column("state", ORDERED, nullable=False),
    Column("changed_at", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
    Index("introductions_owner", "owner", "changed_at"),
    Index("introductions_asker", "asker", "changed_at"),
    Index(
        "introductions_open",
        "asker",
        "profile",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
"""Each request once, with all its steps in the document. ``profile`` is the true id."""


_PREFIX = "v"


class IntroductionStore(Database):
    """Requests for an introduction, and the owners' answers. Safe for threads and processes.

    A tenant reads and changes what it asked and what it was asked; all else does not exist.
    """

    def ask(self, wish: Wish, time: dt.datetime | None = None) -> Introduction:
        """Keep a new request. `RequestError` if the tenant has an open one for the profile."""
        first = Step(kind=StepKind.ASK, time=time or now(), text=wish.message)
        made = Introduction(id=new_id(_PREFIX), wish=wish, steps=(first,))
        with self._writing() as connection:
            key = {"id": made.id, "owner": wish.owner, "asker": wish.asker}
            values = {**key, "profile": wish.profile_id, **_columns(made)}
            _write(connection, insert(INTRODUCTIONS).values(values))
        return made

    def step(
        self,
        tenant: str,
        introduction_id: str,
        kind: StepKind,
        text: str = "",
        time: dt.datetime | None = None,
    ) -> Introduction:
        """Take a step and return the request as it is then.

        Raises:
            NotFoundError: the tenant has no such request.
            RequestError: it cannot take this step now.
        """
        with self._writing() as connection:
            present = _one(connection, _row(tenant, introduction_id).with_for_update())
            if not present.may(kind, tenant):
                raise _not_now()
            done = Step(kind=kind, time=time or now(), text=text)
            changed = Introduction(id=present.id, wish=present.wish, steps=(*present.steps, done))
            row = INTRODUCTIONS.c.id == present.id
            _write(connection, update(INTRODUCTIONS).where(row).values(_columns(changed)))
        return changed

    def get(self, tenant: str, introduction_id: str) -> Introduction:
        """Return a request that a tenant asked or was asked; `NotFoundError` if there is none."""
        with self._reading() as connection:
            return _one(connection, _row(tenant, introduction_id))

    def incoming(self, tenant: str) -> tuple[Introduction, ...]:
        """Return what a tenant was asked, last changed first."""
        return self._all(INTRODUCTIONS.c.owner == tenant)

    def outgoing(self, tenant: str) -> tuple[Introduction, ...]:
        """Return what a tenant asked, last changed first."""
        return self._all(INTRODUCTIONS.c.asker == tenant)

    def opened(self, tenant: str, profile_id: str) -> Introduction | None:
        """Return the open or agreed request of a tenant for a profile (true id), or None."""
        found = self._all(
            INTRODUCTIONS.c.asker == tenant,
            INTRODUCTIONS.c.profile == profile_id,
            INTRODUCTIONS.c.state.in_(OPEN),
        )
        return found[0] if found else None

    def waiting(self, tenant: str) -> int:
        """Return how many requests wait for a tenant's answer."""
        asked = select(func.count()).where(
            INTRODUCTIONS.c.owner == tenant, INTRODUCTIONS.c.state == IntroductionState.ASKED
        )
        with self._reading() as connection:
            return int(connection.execute(asked).scalar_one())

    def agreed(self, tenant: str) -> dict[str, str]:
        """Return the true ids of the profiles a tenant was introduced to, and who agreed."""
        asked = select(INTRODUCTIONS.c.profile, INTRODUCTIONS.c.owner).where(
            INTRODUCTIONS.c.asker == tenant, INTRODUCTIONS.c.state == IntroductionState.AGREED
        )
        with self._reading() as connection:
            return {row.profile: row.owner for row in connection.execute(asked)}

    def _all(self, *conditions: Any) -> tuple[Introduction, ...]:
        asked = select(INTRODUCTIONS.c.document).where(*conditions)
        asked = asked.order_by(INTRODUCTIONS.c.changed_at.desc(), INTRODUCTIONS.c.id)
        with self._reading() as connection:
            documents = connection.scalars(asked).all()
        return tuple(Introduction.model_validate_json(document) for document in documents)


def _columns(introduction: Introduction) -> dict[str, Any]:
    return {
        "state": introduction.state.value,
        "changed_at": stamp(introduction.steps[-1].time),
        "document": introduction.model_dump_json(),
    }


def _row(tenant: str, introduction_id: str) -> Select[Any]:
    theirs = or_(INTRODUCTIONS.c.owner == tenant, INTRODUCTIONS.c.asker == tenant)
    return select(INTRODUCTIONS.c.document).where(INTRODUCTIONS.c.id == introduction_id, theirs)


def _one(connection: Connection, asked: Select[Any]) -> Introduction:
    document = connection.execute(asked).scalar_one_or_none()
    if document is None:
        raise NotFoundError(
            "Diese Anfrage um Vermittlung gibt es nicht.",
            "There is no such request for an introduction.",
        )
    return Introduction.model_validate_json(document)


def _write(connection: Connection, change: Any) -> None:
    try:
        connection.execute(change)
    except IntegrityError as error:
        raise RequestError(
            "Für dieses Profil läuft schon eine Anfrage Ihrer Einrichtung. Den Stand sehen Sie "
            "unter „Vermittlung“.",
            "Your institution has an open request for this profile already. See its state under "
            "“Introductions”.",
        ) from error


def _not_now() -> RequestError:
    return RequestError(
        "Dieser Schritt ist nicht mehr möglich: Die Anfrage wurde inzwischen geändert. "
        "Bitte die Seite neu laden.",
        "This step is no longer possible: the request has changed meanwhile. "
        "Please reload the page.",
    )
