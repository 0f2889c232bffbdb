"""`AccountStore`: who may sign in, with what password, and links to set one.

The tables of tenants, accounts, sessions, links, keys and failed sign-ins.

Secrets (session tokens, links, keys) are kept as SHA-256 alone; times are UTC text that sorts.
`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    select,
)
from sqlalchemy.exc import IntegrityError

from data import clock
from data.errors import NotFoundError, RequestError
from data.office.people import Account, UserRole
from data.store.database import METADATA, ORDERED, Database
from data.store.feedback_rows import stamp

TENANTS = Table(
    "tenants",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("document", Text, nullable=False),
    Column("logo", LargeBinary),
    Column("updated_at", ORDERED, nullable=False),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("login", ORDERED, nullable=False),
    Column("name", ORDERED, nullable=False),
    Column("role", String, nullable=False),
    Column("language", String, nullable=False),
    Column("password", String),
    Column("subject", ORDERED),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("signed_in_at", ORDERED),
    Index("accounts_login", "login", unique=True),
    Index("accounts_subject", "subject", unique=True),
    Index("accounts_tenant", "tenant", "login"),
)
"""``login`` is in lower case. ``subject`` is who somebody is to the sign-in service outside."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token", ORDERED, primary_key=True),
    Column("account", ORDERED, nullable=False),
    Column("device", String, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("seen_at", ORDERED, nullable=False),
    Index("sessions_account", "account"),
)

LINKS = Table(
    "links",
    METADATA,
    Column("token", ORDERED, primary_key=True),
    Column("account", ORDERED, nullable=False),
    Column("expires_at", ORDERED, nullable=False),
    Index("links_account", "account", unique=True),
)
"""Links with which somebody sets a password once; an account has one at most."""

KEYS = Table(
    "keys",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("token", ORDERED, nullable=False),
    Column("tenant", ORDERED, nullable=False),
    Column("label", ORDERED, nullable=False),
    Column("role", String, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("expires_at", ORDERED),
    Column("revoked_at", ORDERED),
    Column("used_at", ORDERED),
    Index("keys_token", "token", unique=True),
    Index("keys_tenant", "tenant"),
)

FAILURES = Table(
    "sign_in_failures",
    METADATA,
    Column("source", ORDERED, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", ORDERED, nullable=False),
    Index("sign_in_failures_last", "last_at"),
)
"""Failed sign-ins in a row, per login name and per address."""


ID_BYTES = 6


def login_key(login: str) -> str:
    """Return a login name as it is compared: without case and blanks around.

    Accents count: an address outside that only looks alike is not the same account.
    """
    return unicodedata.normalize("NFC", login).casefold().strip()


class AccountStore(Database):
    """Accounts of all tenants; what is asked for a tenant concerns its own accounts alone."""

    def any(self) -> bool:
        """Say whether there is an account at all, of any tenant."""
        with self._reading() as connection:
            return connection.execute(select(ACCOUNTS.c.id).limit(1)).first() is not None

    def list(self, tenant: str | None = None) -> tuple[Account, ...]:
        """Return the accounts of a tenant, None is the operator who sees all, by login name."""
        asked = select(ACCOUNTS).order_by(ACCOUNTS.c.tenant, ACCOUNTS.c.login)
        if tenant is not None:
            asked = asked.where(ACCOUNTS.c.tenant == tenant)
        with self._reading() as connection:
            return tuple(account_of(row) for row in connection.execute(asked).mappings())

    def get(self, account_id: str, tenant: str | None = None) -> Account:
        """Return an account; `NotFoundError` if the tenant has none of this id."""
        with self._reading() as connection:
            return account_of(_row(connection, account_id, tenant))

    def find(self, login: str) -> Account | None:
        """Return the account of a login name."""
        return self._one(ACCOUNTS.c.login == login_key(login))

    def by_subject(self, subject: str) -> Account | None:
        """Return the account of somebody known to the sign-in service outside."""
        return self._one(ACCOUNTS.c.subject == subject)

    def add(
        self,
        login: str,
        tenant: str,
        role: UserRole,
        *,
        name: str = "",
        language: str = "de",
        subject: str | None = None,
    ) -> Account:
        """Make an account without a password. `RequestError` if the login name is not free."""
        made: dict[str, Any] = {
            "id": f"a{secrets.token_hex(ID_BYTES)}",
            "tenant": tenant,
            "login": login_key(login),
            "name": name.strip() or login.strip(),
            "role": str(role),
            "language": language,
            "subject": subject,
            "disabled": False,
            "created_at": stamp(clock.now()),
        }
        account = account_of({"password": None, "signed_in_at": None} | made)
        try:
            with self._engine.execution_options(write=True).begin() as connection:
                connection.execute(ACCOUNTS.insert().values(made))
        except IntegrityError as error:
            raise RequestError(
                f"Der Anmeldename „{login.strip()}“ ist vergeben. Bitte einen anderen wählen.",
                f"The login name “{login.strip()}” is taken. Please choose another.",
            ) from error
        return account

    def change(self, account_id: str, tenant: str | None = None, **values: Any) -> Account:
        """Change ``name``, ``language``, ``role``, ``disabled``, ``subject`` of an account.

        Whoever is disabled is signed out everywhere. `RequestError` if the tenant would be left
        without an active administrator.
        """
        with self._writing() as connection:
            before = account_of(_row(connection, account_id, tenant))
            disabled = values.get("disabled", before.disabled)
            if disabled or values.get("role", before.role) != UserRole.ADMIN:
                _keep_an_admin(connection, before)
            update = ACCOUNTS.update().where(ACCOUNTS.c.id == account_id)
            plain = {name: str(v) if name == "role" else v for name, v in values.items()}
            connection.execute(update.values(plain))
            if disabled:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account_id))
                connection.execute(delete(LINKS).where(LINKS.c.account == account_id))
            return account_of(_row(connection, account_id, tenant))

    def password(self, account_id: str) -> str | None:
        """Return the hash of an account's password."""
        asked = select(ACCOUNTS.c.password).where(ACCOUNTS.c.id == account_id)
        with self._reading() as connection:
            found: str | None = connection.execute(asked).scalar_one_or_none()
            return found

    def rehash(self, account_id: str, old: str, new: str) -> None:
        """Keep the same password under another hash, unless it was changed meanwhile."""
        where = (ACCOUNTS.c.id == account_id) & (ACCOUNTS.c.password == old)
        with self._writing() as connection:
            connection.execute(ACCOUNTS.update().where(where).values(password=new))

    def set_password(self, account_id: str, hashed: str, *, keep: str | None = None) -> None:
        """Set a password; all sessions but that of the token ``keep`` and open links end."""
        with self._writing() as connection:
            _set_password(connection, account_id, hashed, keep)

    def make_link(self, account_id: str, token: str, until: dt.datetime) -> None:
        """Let whoever holds the link set the password once; an older link ends."""
        with self._writing() as connection:
            connection.execute(delete(LINKS).where(LINKS.c.account == account_id))
            row = {"token": token, "account": account_id, "expires_at": stamp(until)}
            connection.execute(LINKS.insert().values(row))

    def link(self, token: str, now: dt.datetime) -> Account | None:
        """Return whose password a link sets; None if it is used up, too old or unknown."""
        with self._reading() as connection:
            return _linked(connection, token, now)

    def redeem(self, token: str, hashed: str, now: dt.datetime) -> Account | None:
        """Set a password by a link, which ends, as do all sessions; None as in `link`."""
        with self._writing() as connection:
            account = _linked(connection, token, now)
            used = connection.execute(delete(LINKS).where(LINKS.c.token == token)).rowcount
            if account is None or used == 0:
                return None
            _set_password(connection, account.id, hashed, None)
        return account

    def _one(self, condition: Any) -> Account | None:
        with self._reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(condition)).mappings().one_or_none()
        return None if row is None else account_of(row)


def account_of(row: RowMapping | dict[str, Any]) -> Account:
    """Return the account of a row of `ACCOUNTS`."""
    fields = {name: row[name] for name in Account.model_fields if name != "has_password"}
    return Account(has_password=row["password"] is not None, **fields)


def _row(connection: Connection, account_id: str, tenant: str | None) -> RowMapping:
    asked = select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)
    if tenant is not None:
        asked = asked.where(ACCOUNTS.c.tenant == tenant)
    row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise NotFoundError(
            f"Es gibt kein Konto mit der Kennung '{account_id}'.",
            f"There is no account with id '{account_id}'.",
        )
    return row


def _keep_an_admin(connection: Connection, account: Account) -> None:
    """Refuse to take the last active administrator from a tenant.

    The rows are locked, so that two administrators cannot take the right from each other.
    """
    active = (
        (ACCOUNTS.c.tenant == account.tenant)
        & (ACCOUNTS.c.role == str(UserRole.ADMIN))
        & ~ACCOUNTS.c.disabled
    )
    admins = set(connection.scalars(select(ACCOUNTS.c.id).where(active).with_for_update()))
    if admins == {account.id}:
        raise RequestError(
            f"„{account.name}“ hat als letztes aktives Konto das Recht der Verwaltung. Bitte "
            "zuerst einem anderen Konto diese Rolle geben.",
            f"“{account.name}” is the last active administrator. Please give another account "
            "this role first.",
        )


def _set_password(connection: Connection, account_id: str, hashed: str, keep: str | None) -> None:
    update = ACCOUNTS.update().where(ACCOUNTS.c.id == account_id)
    connection.execute(update.values(password=hashed))
    ended = delete(SESSIONS).where(SESSIONS.c.account == account_id)
    connection.execute(ended if keep is None else ended.where(SESSIONS.c.token != keep))
    connection.execute(delete(LINKS).where(LINKS.c.account == account_id))


def _linked(connection: Connection, token: str, now: dt.datetime) -> Account | None:
    asked = (
        select(ACCOUNTS)
        .join(LINKS, LINKS.c.account == ACCOUNTS.c.id)
        .where(LINKS.c.token == token, LINKS.c.expires_at > stamp(now), ~ACCOUNTS.c.disabled)
    )
    row = connection.execute(asked).mappings().one_or_none()
    return None if row is None else account_of(row)
