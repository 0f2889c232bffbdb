"""`KeyStore`: with what programs use the API."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import RowMapping, select

from data.database import Database
from data.errors import NotFoundError
from data.feedback_rows import stamp
from data.people import Key, UserRole
from data.people_tables import KEYS

TOUCH = dt.timedelta(minutes=5)
ID_BYTES = 4


class KeyStore(Database):
    """Keys by the hash of what is sent. The keys themselves are kept nowhere."""

    def add(
        self,
        token: str,
        tenant: str,
        role: UserRole,
        label: str,
        expires_at: dt.datetime | None = None,
    ) -> Key:
        """Write down a new key."""
        key = Key(
            id=f"k{secrets.token_hex(ID_BYTES)}",
            tenant=tenant,
            label=label,
            role=role,
            created_at=dt.datetime.now(dt.UTC),
            expires_at=expires_at,
        )
        row = key.model_dump() | {"token": token, "role": str(role)}
        row["created_at"] = stamp(key.created_at)
        row["expires_at"] = None if expires_at is None else stamp(expires_at)
        with self._writing() as connection:
            connection.execute(KEYS.insert().values(row))
        return key

    def list(self, tenant: str | None = None) -> tuple[Key, ...]:
        """Return the keys of a tenant, None is the operator who sees all, the newest first."""
        asked = select(KEYS).order_by(KEYS.c.created_at.desc())
        if tenant is not None:
            asked = asked.where(KEYS.c.tenant == tenant)
        with self._reading() as connection:
            return tuple(_key(row) for row in connection.execute(asked).mappings())

    def find(self, token: str, now: dt.datetime) -> Key | None:
        """Return the valid key of a hash, and remember that it was used."""
        with self._reading() as connection:
            asked = select(KEYS).where(KEYS.c.token == token)
            row = connection.execute(asked).mappings().one_or_none()
        key = None if row is None else _key(row)
        if key is None or not key.valid(now):
            return None
        if key.used_at is None or key.used_at < now - TOUCH:
            with self._writing() as connection:
                used = KEYS.update().where(KEYS.c.id == key.id)
                connection.execute(used.values(used_at=stamp(now)))
        return key

    def revoke(self, key_id: str, now: dt.datetime, tenant: str | None = None) -> Key:
        """End a key. `NotFoundError` if the tenant has none of this id."""
        found = next((key for key in self.list(tenant) if key.id == key_id), None)
        if found is None:
            raise NotFoundError(
                f"Es gibt keinen Schlüssel mit der Kennung '{key_id}'.",
                f"There is no key with id '{key_id}'.",
            )
        if found.revoked_at is None:
            with self._writing() as connection:
                ended = KEYS.update().where(KEYS.c.id == key_id)
                connection.execute(ended.values(revoked_at=stamp(now)))
        return found


def _key(row: RowMapping | dict[str, Any]) -> Key:
    return Key(**{name: row[name] for name in Key.model_fields})
