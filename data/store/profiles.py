"""`ProfileStore`: where profiles are kept, with revisions, tombstones and undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import URL, Row, Select, delete, func, select

from data.errors import NotFoundError
from data.profiles import Kind, Profile, Visibility
from data.store import profile_rows as store_rows
from data.store.database import COUNTER, HISTORY, PROFILES, Database, open_database
from data.store.profile_rows import LIVE, PutResult, profile_of

__all__ = ["Change", "Filters", "Page", "ProfileStore", "Progress", "PutResult", "open_store"]

Progress = Callable[[int, int | None], None]
"""Called with (done, total) while long work goes on; total is None while it is not known."""


@dataclass(frozen=True)
class Change:
    """What became of a profile: its state at ``revision``, or None if it was deleted."""

    revision: int
    id: str
    profile: Profile | None
    updated_at: dt.datetime


@dataclass(frozen=True)
class Page:
    """One page of a list, and how many profiles the whole list has."""

    profiles: tuple[Profile, ...]
    total: int


class Filters(TypedDict, total=False):
    """Which profiles to list; what is left out is not asked for."""

    kind: Kind | None
    owner: str | None
    visibility: Visibility | None
    text: str | None
    """Words that must all occur in id, name, places or postcodes, in any case and order."""


def open_store(url: str | URL | None = None) -> ProfileStore:
    """Open the store and bring its tables to this program's version.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql://USER@SERVER/DATABASE``; None is the file
            ``partnermatch.sqlite`` in `data.files.home`.

    Raises:
        StoreError: the database cannot be reached or written, or is newer than the program.
    """
    return ProfileStore(open_database(url))


class ProfileStore(Database):
    """Profiles under ids that are unique over all tenants. Safe for threads and processes.

    Each real change gets the next revision, a whole number that grows over all profiles; who
    follows the store asks for `changes` since the last revision seen.
    """

    def put(
        self,
        profiles: Iterable[Profile],
        owner: str | None = None,
        *,
        batch: int = 1000,
        atomic: bool = True,
        dry_run: bool = False,
    ) -> PutResult:
        """Create or update profiles; those that are unchanged are not written.

        Args:
            profiles: read as a stream. An id that comes twice is written twice.
            owner: if given, the tenant that owns all of them, whatever they say themselves.
            batch: how many are written at a time.
            atomic: all or none in one transaction; otherwise one transaction per batch.
            dry_run: only count what would be done.

        Raises:
            StoreError: a profile belongs to another tenant.
        """
        if owner is not None:
            profiles = (owned_by(profile, owner) for profile in profiles)
        batches = store_rows.batches(profiles, batch)
        if dry_run:
            return sum((self._count_put(some) for some in batches), PutResult())
        if not atomic:
            return sum((self._put([some]) for some in batches), PutResult())
        return self._put(batches)

    def _put(self, batches: Iterable[list[Profile]]) -> PutResult:
        with self._writing() as connection:
            done = (store_rows.put_batch(connection, some, write=True) for some in batches)
            return sum(done, PutResult())

    def _count_put(self, batch: list[Profile]) -> PutResult:
        with self._reading() as connection:
            return store_rows.put_batch(connection, batch, write=False)

    def get(self, id: str) -> Profile:
        """Return one profile; `NotFoundError` if there is none of this id."""
        profile = self.record(id).profile
        if profile is None:
            raise _missing(id)
        return profile

    def record(self, id: str) -> Change:
        """Return the last change of an id, deletion included; `NotFoundError` if never seen."""
        with self._reading() as connection:
            row = connection.execute(select(PROFILES).where(PROFILES.c.id == id)).one_or_none()
        if row is None:
            raise _missing(id)
        return _change(row)

    def get_many(self, ids: Collection[str]) -> dict[str, Profile]:
        """Return the profiles of those ``ids`` that exist, in the order asked for."""
        with self._reading() as connection:
            rows = store_rows.rows_of(connection, ids)
        live = {id: rows[id].document for id in ids if id in rows and rows[id].document}
        return {id: profile_of(document) for id, document in live.items()}

    def owners(self, ids: Collection[str]) -> dict[str, str]:
        """Return who owns those of the ``ids`` that exist."""
        owners: dict[str, str] = {}
        asked = select(PROFILES.c.id, PROFILES.c.owner).where(LIVE)
        with self._reading() as connection:
            for some in store_rows.chunks(ids):
                rows = connection.execute(asked.where(PROFILES.c.id.in_(some)))
                owners.update((row.id, row.owner) for row in rows)
        return owners

    def delete(
        self, ids: Collection[str], owner: str | None = None, *, forget: bool = False
    ) -> int:
        """Delete profiles and return how many there were; unknown ids are ignored.

        Args:
            ids: the profiles to delete.
            owner: if given, the tenant that asks; a profile of another is refused.
            forget: also drop all earlier versions, so that `restore` cannot bring any back.

        Raises:
            StoreError: a profile belongs to another tenant; nothing is deleted then.
        """
        with self._writing() as connection:
            revision = store_rows.lock(connection)
            rows = store_rows.rows_of(connection, ids)
            if owner is not None:
                for row in rows.values():
                    store_rows.check_owner(row, owner)
            live = [row for row in rows.values() if row.document is not None]
            store_rows.archive(connection, live)
            last = store_rows.bury(connection, live, revision)
            store_rows.advance(connection, last)
            for some in store_rows.chunks(rows) if forget else ():
                connection.execute(delete(HISTORY).where(HISTORY.c.id.in_(some)))
        return len(live)

    def restore(self, id: str, owner: str | None = None) -> Profile:
        """Bring back the version before the last update or deletion, and return it.

        The present version takes its place in the history, so a second call undoes the first.
        Raises `NotFoundError` if there is no earlier version, `StoreError` if the profile
        belongs to a tenant other than ``owner``.
        """
        with self._writing() as connection:
            row = store_rows.rows_of(connection, [id]).get(id)
            if row is None:
                raise _missing(id)
            if owner is not None:
                store_rows.check_owner(row, owner)
            past = select(HISTORY.c.document).where(HISTORY.c.id == id)
            newest = past.where(HISTORY.c.owner == row.owner).order_by(HISTORY.c.revision.desc())
            document = connection.execute(newest.limit(1)).scalar_one_or_none()
            if document is None:
                raise NotFoundError(
                    f"Vom Profil '{id}' gibt es keine frühere Fassung.",
                    f"There is no earlier version of profile '{id}'.",
                )
            profile = profile_of(document)
            store_rows.put_batch(connection, [profile], write=True)
        return profile

    def revision(self) -> int:
        """Return the last revision given out; 0 in a new store."""
        with self._reading() as connection:
            return int(connection.execute(select(COUNTER.c.revision)).scalar_one())

    def changes(self, since: int = 0, *, batch: int = 1000) -> Iterator[Change]:
        """Yield the last change of every profile changed after ``since``, by revision.

        A stream: what changes while it is read is yielded too, in its new place.
        """
        column = PROFILES.c.revision
        for row in self._stream(select(PROFILES), column, since, batch):
            yield _change(row)

    def iterate(self, *, batch: int = 1000, **filters: Unpack[Filters]) -> Iterator[Profile]:
        """Yield all profiles by id, as a stream."""
        asked = store_rows.filtered(select(PROFILES.c.id, PROFILES.c.document), filters)
        for row in self._stream(asked, PROFILES.c.id, "", batch):
            yield profile_of(row.document)

    def count(self, **filters: Unpack[Filters]) -> int:
        """Return how many profiles there are."""
        with self._reading() as connection:
            asked = store_rows.filtered(select(func.count()).select_from(PROFILES), filters)
            return int(connection.execute(asked).scalar_one())

    def page(self, *, offset: int = 0, limit: int = 50, **filters: Unpack[Filters]) -> Page:
        """Return ``limit`` profiles from ``offset`` on, by name, and how many there are."""
        asked = store_rows.filtered(select(PROFILES.c.document), filters)
        asked = asked.order_by(PROFILES.c.sort_name, PROFILES.c.id).offset(offset).limit(limit)
        with self._reading() as connection:
            profiles = tuple(profile_of(document) for document in connection.scalars(asked))
        return Page(profiles, self.count(**filters))

    def _stream(self, asked: Select[Any], key: Any, after: Any, batch: int) -> Iterator[Row[Any]]:
        # Page by page from the last key on: no transaction stays open while the caller works.
        while True:
            with self._reading() as connection:
                page = asked.where(key > after).order_by(key).limit(batch)
                rows = connection.execute(page).all()
            yield from rows
            if len(rows) < batch:
                return
            after = getattr(rows[-1], key.name)


def owned_by(profile: Profile, owner: str) -> Profile:
    """Return the profile as one of the tenant ``owner``."""
    if profile.owner == owner:
        return profile
    return Profile.model_validate({**profile.model_dump(exclude_unset=True), "owner": owner})


def _change(row: Row[Any]) -> Change:
    profile = None if row.document is None else profile_of(row.document)
    return Change(row.revision, row.id, profile, dt.datetime.fromisoformat(row.updated_at))


def _missing(id: str) -> NotFoundError:
    return NotFoundError(
        f"Es gibt kein Profil mit der Kennung '{id}'.", f"There is no profile with id '{id}'."
    )
