"""The tables of tenants, accounts, sessions, links, keys and failed sign-ins.

Secrets (session tokens, links, keys) are kept as SHA-256 alone; times are UTC text that sorts.
`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from data.tables import METADATA, ORDERED

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
