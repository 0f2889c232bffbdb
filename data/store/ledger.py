"""`LedgerReader`: a tenant's log of feedback in columns, to be counted fast.

`FollowUps`: pairs that were begun and of which nothing was heard since.
"""

from __future__ import annotations

import datetime as dt
from array import array
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json
from sqlalchemy import Engine, and_, func, select

from data.feedback.outcomes import Event, EventKind, Reason, seeker_key
from data.store.database import EVENTS, IMPRESSIONS, UNDONE, Database
from data.store.feedback_rows import LIVE, stamp

_BATCH = 2000

Revision = tuple[int, int, int]
"""Last list, last event, number of events taken back: equal for an unchanged log."""


class Told(NamedTuple):
    """An event that was not taken back."""

    seeker: str
    """As `data.feedback.outcomes.seeker_key` gives it."""
    question: str | None
    profile: str
    kind: EventKind
    reason: Reason | None
    time: float
    """POSIX seconds."""


@dataclass(frozen=True)
class Ledger:
    """The log. An *item* is one suggestion in one list."""

    revision: Revision
    seekers: tuple[str, ...]
    """Keys as `data.feedback.outcomes.seeker_key` gives them."""
    profiles: tuple[str, ...]
    """Ids of all that were ever shown."""
    list_time: NDArray[np.float64]
    """(lists,) POSIX seconds."""
    list_seeker: NDArray[np.int32]
    """(lists,) positions in ``seekers``."""
    item_list: NDArray[np.int32]
    """(items,) positions in ``list_time``."""
    item_profile: NDArray[np.int32]
    """(items,) positions in ``profiles``."""
    item_place: NDArray[np.int32]
    """(items,) places in the list, from 1."""
    events: tuple[Told, ...]
    """By time."""


class LedgerReader(Database):
    """Reads one tenant's log, and later only what came on top. Not safe for threads."""

    def __init__(self, engine: Engine, tenant: str) -> None:
        super().__init__(engine)
        self._tenant = tenant
        self._last = 0
        self._seekers: dict[str, int] = {}
        self._profiles: dict[str, int] = {}
        self._times, self._askers = array("d"), array("i")
        self._lists, self._items, self._places = array("i"), array("i"), array("i")
        self._ledger: Ledger | None = None

    def read(self) -> Ledger:
        """Return the log as of now."""
        revision = self._revision()
        if self._ledger is None or self._ledger.revision != revision:
            self._read_lists(revision[0])
            self._ledger = Ledger(
                revision=revision,
                seekers=tuple(self._seekers),
                profiles=tuple(self._profiles),
                list_time=np.array(self._times, dtype=np.float64),
                list_seeker=np.array(self._askers, dtype=np.int32),
                item_list=np.array(self._lists, dtype=np.int32),
                item_profile=np.array(self._items, dtype=np.int32),
                item_place=np.array(self._places, dtype=np.int32),
                events=self._events(),
            )
        return self._ledger

    def _revision(self) -> Revision:
        lists = select(func.coalesce(func.max(IMPRESSIONS.c.number), 0))
        events = select(func.coalesce(func.max(EVENTS.c.number), 0))
        undone = select(func.count()).select_from(UNDONE)
        with self._reading() as connection:
            mine = lists.where(IMPRESSIONS.c.tenant == self._tenant)
            found = (connection.execute(asked).scalar_one() for asked in (mine, events, undone))
            last_list, last_event, taken_back = found
        return int(last_list), int(last_event), int(taken_back)

    def _read_lists(self, until: int) -> None:
        table = IMPRESSIONS.c
        asked = select(table.number, table.time, table.document).where(
            table.tenant == self._tenant, table.number <= until
        )
        while True:
            page = asked.where(table.number > self._last).order_by(table.number).limit(_BATCH)
            with self._reading() as connection:
                rows = connection.execute(page).all()
            if not rows:
                return
            for row in rows:
                self._add(row.time, row.document)
                self._last = row.number

    def _add(self, time: str, document: str) -> None:
        # Validated when it was written; reading it so is ten times as fast as a model.
        content = from_json(document)
        key = seeker_key(content.get("seeker"), content.get("question"))
        at = len(self._times)
        self._times.append(_seconds(time))
        self._askers.append(self._seekers.setdefault(key, len(self._seekers)))
        for item in content["shown"]:
            profile = item["profile_id"]
            self._lists.append(at)
            self._items.append(self._profiles.setdefault(profile, len(self._profiles)))
            self._places.append(item["position"])

    def _events(self) -> tuple[Told, ...]:
        table = EVENTS.c
        columns = (table.seeker, table.profile, table.kind, table.time, table.document)
        asked = select(*columns).where(LIVE, table.tenant == self._tenant)
        with self._reading() as connection:
            rows = connection.execute(asked.order_by(table.time, table.number)).all()
        told = []
        for row in rows:
            content = from_json(row.document)
            reason = content.get("reason")
            told.append(
                Told(
                    row.seeker,
                    content.get("question"),
                    row.profile,
                    EventKind(row.kind),
                    Reason(reason) if reason else None,
                    _seconds(row.time),
                )
            )
        return tuple(told)


def _seconds(time: str) -> float:
    return dt.datetime.fromisoformat(time).timestamp()


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
