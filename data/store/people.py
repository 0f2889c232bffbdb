"""`PeopleStore`: tenants, accounts, sessions and keys.

`KeyStore`: with what programs use the API.

`SessionStore`: in which browsers people are signed in, and how often signing in failed.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, select, text

from data import clock
from data.errors import NotFoundError
from data.office.people import Account, Key, Session, Tenant, UserRole
from data.places.regions import load_regions
from data.sectors.names import load_clusters
from data.store.accounts import (
    ACCOUNTS,
    FAILURES,
    KEYS,
    SESSIONS,
    TENANTS,
    AccountStore,
    account_of,
)
from data.store.database import Database
from data.store.feedback_rows import stamp

TOUCH = dt.timedelta(minutes=5)
"""How old ``used_at`` and ``seen_at`` may be: not every request writes."""
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
            created_at=clock.now(),
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


ID_CHARS = 16
MAX_DEVICE_CHARS = 300
PAUSE = dt.timedelta(minutes=1)
LONGEST_PAUSE = dt.timedelta(minutes=15)
FORGET = dt.timedelta(days=1)


class SessionStore(Database):
    """Sessions by the hash of their token. ``idle`` and ``longest`` are how long one lives."""

    def begin(
        self, token: str, account_id: str, device: str, now: dt.datetime, longest: dt.timedelta
    ) -> None:
        """Write down that somebody signed in; what is long over is cleared away."""
        row = {
            "token": token,
            "account": account_id,
            "device": device[:MAX_DEVICE_CHARS],
            "created_at": stamp(now),
            "seen_at": stamp(now),
        }
        with self._writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.created_at < stamp(now - longest)))
            connection.execute(SESSIONS.insert().values(row))
            signed_in = ACCOUNTS.update().where(ACCOUNTS.c.id == account_id)
            connection.execute(signed_in.values(signed_in_at=stamp(now)))

    def account(
        self, token: str, now: dt.datetime, idle: dt.timedelta, longest: dt.timedelta
    ) -> Account | None:
        """Return who is signed in with a token; None if nobody is, or not any more."""
        asked = (
            select(ACCOUNTS, SESSIONS.c.seen_at)
            .join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.id)
            .where(
                SESSIONS.c.token == token,
                SESSIONS.c.seen_at > stamp(now - idle),
                SESSIONS.c.created_at > stamp(now - longest),
                ~ACCOUNTS.c.disabled,
            )
        )
        with self._reading() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        if row is None:
            return None
        if row["seen_at"] < stamp(now - TOUCH):
            seen = SESSIONS.update().where(SESSIONS.c.token == token)
            with self._writing() as connection:
                connection.execute(seen.values(seen_at=stamp(now)))
        return account_of(row)

    def list(
        self, account_id: str, now: dt.datetime, idle: dt.timedelta, longest: dt.timedelta
    ) -> tuple[Session, ...]:
        """Return the living sessions of an account, the one seen last first."""
        asked = (
            select(SESSIONS)
            .where(
                SESSIONS.c.account == account_id,
                SESSIONS.c.seen_at > stamp(now - idle),
                SESSIONS.c.created_at > stamp(now - longest),
            )
            .order_by(SESSIONS.c.seen_at.desc())
        )
        with self._reading() as connection:
            return tuple(
                Session(
                    id=row["token"][:ID_CHARS],
                    device=row["device"],
                    created_at=row["created_at"],
                    seen_at=row["seen_at"],
                )
                for row in connection.execute(asked).mappings()
            )

    def end(self, token: str) -> None:
        """Sign out."""
        with self._writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.token == token))

    def end_one(self, account_id: str, session_id: str) -> None:
        """Sign an account out of the browser with this `Session.id`."""
        where = (SESSIONS.c.account == account_id) & SESSIONS.c.token.startswith(
            session_id, autoescape=True
        )
        if len(session_id) == ID_CHARS:
            with self._writing() as connection:
                connection.execute(delete(SESSIONS).where(where))

    def end_all(self, account_id: str, *, keep: str | None = None) -> None:
        """Sign an account out of all browsers but that of the token ``keep``."""
        ended = delete(SESSIONS).where(SESSIONS.c.account == account_id)
        with self._writing() as connection:
            connection.execute(ended if keep is None else ended.where(SESSIONS.c.token != keep))

    def attempt(self, allowed: Mapping[str, int], now: dt.datetime) -> dt.datetime | None:
        """Count an attempt to sign in before it is judged, or say until when none is allowed.

        Counting first keeps many attempts at the same time from slipping through together.

        Args:
            allowed: for each source (login name, address) how many attempts in a row may fail
                before a pause. The pause doubles with each further one, up to `LONGEST_PAUSE`.
            now: the time.

        Returns:
            When the next attempt is allowed; None if this one is.
        """
        with self._writing() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.last_at < stamp(now - FORGET)))
            for source in sorted(allowed):  # one order, so that two writers cannot lock each other
                connection.execute(
                    text(
                        "INSERT INTO sign_in_failures (source, count, last_at) "
                        "VALUES (:source, 0, :now) ON CONFLICT DO NOTHING"
                    ),
                    {"source": source, "now": stamp(now)},
                )
            named = FAILURES.c.source.in_(sorted(allowed))
            asked = select(FAILURES).where(named).order_by(FAILURES.c.source).with_for_update()
            rows = connection.execute(asked).all()
            until = max(
                dt.datetime.fromisoformat(last) + pause(failed - allowed[source])
                for source, failed, last in rows
            )
            if until > now:
                return until
            counted = FAILURES.update().where(named)
            connection.execute(counted.values(count=FAILURES.c.count + 1, last_at=stamp(now)))
        return None

    def succeeded(self, login: str, address: str | None = None) -> None:
        """Forget the failures of a login name, and take back the count of its address."""
        with self._writing() as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.source == login))
            counted = FAILURES.update().where(FAILURES.c.source == address, FAILURES.c.count > 0)
            connection.execute(counted.values(count=FAILURES.c.count - 1))


def pause(over: int) -> dt.timedelta:
    """Return how long to wait after ``over`` failures beyond the last one that was free."""
    if over < 0:
        return dt.timedelta()
    doubled: int = 2 ** min(over, 10)
    return min(PAUSE * doubled, LONGEST_PAUSE)


DEFAULT_TENANT = Tenant(id="default", name="Meine Einrichtung")


class PeopleStore(Database):
    """Who may use this installation, and as what. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.accounts = AccountStore(engine)
        self.sessions = SessionStore(engine)
        self.keys = KeyStore(engine)

    def tenant(self, tenant_id: str) -> Tenant:
        """Return what is known of a tenant; one that nobody described has its id as its name."""
        asked = select(TENANTS).where(TENANTS.c.id == tenant_id)
        with self._reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None:
            default = tenant_id == DEFAULT_TENANT.id
            return DEFAULT_TENANT if default else Tenant(id=tenant_id, name=tenant_id)
        return Tenant.model_validate_json(row.document).model_copy(update={"logo": row.logo})

    def tenants(self) -> tuple[Tenant, ...]:
        """Return all tenants that are described, without their logos, by id."""
        asked = select(TENANTS.c.document).order_by(TENANTS.c.id)
        with self._reading() as connection:
            return tuple(Tenant.model_validate_json(d) for d in connection.scalars(asked))

    def save_tenant(self, tenant: Tenant) -> None:
        """Write down a tenant. `RegionError` or `SectorError` if it names what is not known."""
        for region in tenant.regions:
            load_regions().resolve(region)
        if tenant.cluster is not None:
            load_clusters().get(tenant.cluster)
        row = {
            "id": tenant.id,
            "document": tenant.model_dump_json(exclude={"logo"}),
            "logo": tenant.logo,
            "updated_at": stamp(clock.now()),
        }
        with self._writing() as connection:
            known = TENANTS.update().where(TENANTS.c.id == tenant.id)
            if connection.execute(known.values(row)).rowcount == 0:
                connection.execute(TENANTS.insert().values(row))
