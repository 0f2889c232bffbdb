"""Earlier versions of profiles, and putting many changes back at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, tuple_

from data.profiles import Profile
from data.store import profile_rows as store_rows
from data.store.database import HISTORY, PROFILES, Database
from data.store.profile_rows import LIVE, profile_of
from data.store.profiles import ProfileStore

MAX_VERSIONS = 50


@dataclass(frozen=True)
class Version:
    """A profile as it was until ``until``."""

    revision: int
    until: dt.datetime
    profile: Profile


@dataclass(frozen=True)
class Written:
    """What an import did to one profile: the revisions before (None: there was none) and after."""

    id: str
    before: int | None
    after: int


@dataclass(frozen=True)
class PutBack:
    """What became of changes that were to be undone."""

    deleted: int = 0
    restored: int = 0
    left: int = 0
    """Changed or deleted by somebody since, and left as they are."""


class Versions(Database):
    """Reads the history of the store, one tenant at a time."""

    def live(self, tenant: str) -> dict[str, int]:
        """Return the revision of each of the tenant's profiles."""
        asked = select(PROFILES.c.id, PROFILES.c.revision).where(LIVE, PROFILES.c.owner == tenant)
        with self._reading() as connection:
            return {row.id: row.revision for row in connection.execute(asked)}

    def of(self, tenant: str, profile_id: str, limit: int = MAX_VERSIONS) -> list[Version]:
        """Return the earlier versions of a profile, the newest first."""
        asked = (
            select(HISTORY)
            .where(HISTORY.c.id == profile_id, HISTORY.c.owner == tenant)
            .order_by(HISTORY.c.revision.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            return [_version(row) for row in connection.execute(asked)]

    def put_back(self, tenant: str, written: Iterable[Written], store: ProfileStore) -> PutBack:
        """Undo changes: delete what was created, restore what was changed.

        A profile that somebody has changed since is left as it is. Undone changes are changes
        like any other and stay in the history.
        """
        now = self.live(tenant)
        listed = list(written)
        same = [change for change in listed if now.get(change.id) == change.after]
        created = [change.id for change in same if change.before is None]
        before = {change.id: change.before for change in same if change.before is not None}
        deleted = store.delete(created, tenant)
        restored = 0
        for past in self._past(tenant, before):
            restored += store.put(past, tenant).updated
        return PutBack(deleted, restored, len(listed) - len(same))

    def _past(self, tenant: str, before: Mapping[str, int]) -> Iterator[list[Profile]]:
        for some in store_rows.chunks(before):
            wanted = tuple_(HISTORY.c.id, HISTORY.c.revision).in_((id, before[id]) for id in some)
            asked = select(HISTORY.c.document).where(HISTORY.c.owner == tenant, wanted)
            with self._reading() as connection:
                found = [profile_of(document) for document in connection.scalars(asked)]
            yield found


def changes(
    before: Mapping[str, int], after: Mapping[str, int], ids: Iterable[str]
) -> list[Written]:
    """Return what happened to some profiles between two looks at `Versions.live`."""
    return [
        Written(id, before.get(id), after[id])
        for id in ids
        if id in after and before.get(id) != after[id]
    ]


def _version(row: Row[Any]) -> Version:
    until = dt.datetime.fromisoformat(row.replaced_at)
    return Version(row.revision, until, profile_of(row.document))
