"""`FeedbackStore`: the log of what was shown and what became of it. Nothing in it is deleted."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import URL, Connection, Row, Select, Table, func, select
from sqlalchemy.event import listen
from sqlalchemy.pool import ConnectionPoolEntry

from data.feedback.outcomes import Event, EventKind, Impression, Record, Shown, Undo
from data.store import feedback_rows
from data.store.database import EVENTS, IMPRESSIONS, UNDONE, open_database
from data.store.feedback_rows import LIVE, WAIT_SECONDS, PairHistories, of_tenant

BATCH = 500


class TrainingRow(NamedTuple):
    """One exposure, and what became of it, oldest event first."""

    impression: Impression
    shown: Shown
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Counts:
    """How much a log holds."""

    impressions: int
    shown: int
    """Suggestions in all impressions."""
    events: Mapping[EventKind, int]
    """Of every kind, without what was taken back."""
    undone: int


def open_feedback(url: str | URL | None = None) -> FeedbackStore:
    """Open the feedback in the database of the profiles; ``url`` and errors as in `open_store`."""
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        engine.dispose()  # connections made before the listener would wait too long
        listen(engine, "connect", _wait_shortly)
    return FeedbackStore(engine)


class FeedbackStore(PairHistories):
    """Impressions and events of all tenants. Safe for threads and processes.

    Wherever a ``tenant`` can be named, only its own feedback exists; None is the operator, who
    reads everything. Iterators are streams in the order in which things were written down.
    """

    def record(self, impression: Impression) -> str:
        """Write down a list that was shown and return its id."""
        self.load([impression])
        return impression.id

    def add(self, event: Event) -> str:
        """Write down what became of a suggestion and return the id of that.

        Raises:
            NotFoundError: the event's tenant has no list of that id.
            RequestError: the list does not show the profile, or was made for another seeker.
        """
        self.load([event])
        return event.id

    def undo(self, event_id: str, tenant: str | None = None) -> None:
        """Hide an event. `NotFoundError` if there is none, or it is hidden already."""
        with self._writing() as connection:
            asked = select(EVENTS.c.tenant).where(LIVE, EVENTS.c.id == event_id)
            owner = connection.execute(of_tenant(EVENTS, asked, tenant)).scalar_one_or_none()
            if owner is None:
                raise feedback_rows.missing_event(event_id)
            feedback_rows.append(connection, [Undo(event_id=event_id, tenant=tenant or owner)])

    def load(self, records: Iterable[Record]) -> int:
        """Write down all records or, after an error, none; return how many were not known yet.

        Each record comes after those that it names, as `log` yields them.
        """
        source = iter(records)
        added = 0
        with self._writing() as connection:
            while batch := list(islice(source, BATCH)):
                added += feedback_rows.append(connection, batch)
        return added

    def impression(self, id: str, tenant: str | None = None) -> Impression:
        """Return one list that was shown; `NotFoundError` if there is none of this id."""
        asked = select(IMPRESSIONS.c.document).where(IMPRESSIONS.c.id == id)
        with self._reading() as connection:
            document = connection.execute(
                of_tenant(IMPRESSIONS, asked, tenant)
            ).scalar_one_or_none()
        if document is None:
            raise feedback_rows.missing_impression(id)
        return Impression.model_validate_json(document)

    def event(self, id: str, tenant: str | None = None) -> Event:
        """Return one event; `NotFoundError` if there is none of this id, or it is hidden."""
        asked = select(EVENTS.c.document).where(LIVE, EVENTS.c.id == id)
        with self._reading() as connection:
            document = connection.execute(of_tenant(EVENTS, asked, tenant)).scalar_one_or_none()
        if document is None:
            raise feedback_rows.missing_event(id)
        return Event.model_validate_json(document)

    def impressions(
        self,
        *,
        after: str | None = None,
        since: dt.datetime | None = None,
        tenant: str | None = None,
    ) -> Iterator[Impression]:
        """Yield what was shown, ``after`` the list of that id and ``since`` that moment."""
        asked = _since(IMPRESSIONS, of_tenant(IMPRESSIONS, _documents(IMPRESSIONS), tenant), since)
        start = self._number(IMPRESSIONS, after)
        for row in self._stream(asked, IMPRESSIONS, start):
            yield Impression.model_validate_json(row.document)

    def events(
        self,
        *,
        after: str | None = None,
        since: dt.datetime | None = None,
        tenant: str | None = None,
    ) -> Iterator[Event]:
        """Yield what became of suggestions, without what was taken back."""
        asked = of_tenant(EVENTS, _documents(EVENTS).where(LIVE), tenant)
        start = self._number(EVENTS, after)
        for row in self._stream(_since(EVENTS, asked, since), EVENTS, start):
            yield Event.model_validate_json(row.document)

    def training_rows(
        self, *, since: dt.datetime | None = None, tenant: str | None = None
    ) -> Iterator[TrainingRow]:
        """Yield every suggestion that was shown ``since``, with its events of all times.

        Events that name no list are no part of it; `events` has them.
        """
        source = self.impressions(since=since, tenant=tenant)
        while batch := list(islice(source, BATCH)):
            found = self._events_in([impression.id for impression in batch])
            for impression in batch:
                for item in impression.shown:
                    events = found.get((impression.id, item.profile_id), [])
                    yield TrainingRow(impression, item, tuple(events))

    def counts(self, tenant: str | None = None) -> Counts:
        """Return how much there is."""
        lists = select(func.count(), func.coalesce(func.sum(IMPRESSIONS.c.shown), 0))
        kinds = (
            select(EVENTS.c.kind, func.count().label("number")).where(LIVE).group_by(EVENTS.c.kind)
        )
        hidden = select(func.count()).select_from(EVENTS).where(~LIVE)
        with self._reading() as connection:
            impressions, shown = connection.execute(of_tenant(IMPRESSIONS, lists, tenant)).one()
            found = {
                row.kind: row.number for row in connection.execute(of_tenant(EVENTS, kinds, tenant))
            }
            undone = connection.execute(of_tenant(EVENTS, hidden, tenant)).scalar_one()
        by_kind = {kind: found.get(kind.value, 0) for kind in EventKind}
        return Counts(int(impressions), int(shown), by_kind, int(undone))

    def log(self, tenant: str | None = None) -> Iterator[Record]:
        """Yield everything, hidden events too, for `load`; events told meanwhile are left out."""
        # What is told while the lists are read may be about a list that was not read.
        with self._reading() as connection:
            newest = select(func.coalesce(func.max(EVENTS.c.number), 0))
            last = connection.execute(newest).scalar_one()
        for row in self._stream(
            of_tenant(IMPRESSIONS, _documents(IMPRESSIONS), tenant), IMPRESSIONS
        ):
            yield Impression.model_validate_json(row.document)
        events = of_tenant(EVENTS, _documents(EVENTS), tenant).where(EVENTS.c.number <= last)
        for row in self._stream(events, EVENTS):
            yield Event.model_validate_json(row.document)
        joined = select(EVENTS.c.number, UNDONE.c.event, UNDONE.c.tenant, UNDONE.c.time)
        joined = joined.join_from(EVENTS, UNDONE, UNDONE.c.event == EVENTS.c.id)
        undone = of_tenant(EVENTS, joined, tenant).where(EVENTS.c.number <= last)
        for row in self._stream(undone, EVENTS):
            yield Undo(event_id=row.event, tenant=row.tenant, time=row.time)

    def _events_in(self, impressions: list[str]) -> dict[tuple[str, str], list[Event]]:
        asked = select(EVENTS.c.impression, EVENTS.c.profile, EVENTS.c.document)
        asked = asked.where(LIVE, EVENTS.c.impression.in_(impressions))
        found: dict[tuple[str, str], list[Event]] = {}
        with self._reading() as connection:
            for row in connection.execute(asked.order_by(EVENTS.c.time, EVENTS.c.number)):
                event = Event.model_validate_json(row.document)
                found.setdefault((row.impression, row.profile), []).append(event)
        return found

    def _number(self, table: Table, after: str | None) -> int:
        if after is None:
            return 0
        with self._reading() as connection:
            asked = select(table.c.number).where(table.c.id == after)
            number = connection.execute(asked).scalar_one_or_none()
        if number is None:
            is_list = table is IMPRESSIONS
            missing = feedback_rows.missing_impression if is_list else feedback_rows.missing_event
            raise missing(after)
        return int(number)

    def _stream(self, asked: Select[Any], table: Table, after: int = 0) -> Iterator[Row[Any]]:
        # Page by page: no transaction stays open while the caller works.
        while True:
            with self._reading() as connection:
                page = asked.where(table.c.number > after).order_by(table.c.number).limit(BATCH)
                rows = connection.execute(page).all()
            yield from rows
            if len(rows) < BATCH:
                return
            after = rows[-1].number

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with super()._writing() as connection:
            feedback_rows.lock(connection)
            yield connection


def _documents(table: Table) -> Select[Any]:
    return select(table.c.number, table.c.document)


def _since(table: Table, asked: Select[Any], since: dt.datetime | None) -> Select[Any]:
    return asked if since is None else asked.where(table.c.time >= feedback_rows.stamp(since))


def _wait_shortly(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
