"""The tables of the profile store, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, String, Table, Text

# Byte order in both databases, so that lists and streams come in the same order.
ORDERED = String().with_variant(String(collation="C"), "postgresql")

METADATA = MetaData()

PROFILES = Table(
    "profiles",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("owner", ORDERED, nullable=False),
    # The columns down to "document" are null in a tombstone, the row of a deleted profile.
    Column("kind", String),
    Column("visibility", String),
    Column("valid_until", Date),
    Column("sort_name", ORDERED),
    Column("search", Text),
    Column("hash", String),
    Column("document", Text),
    Column("updated_at", String, nullable=False),
    Index("profiles_revision", "revision", unique=True),
    Index("profiles_owner_kind", "owner", "kind"),
    Index("profiles_sort", "sort_name", "id"),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("owner", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
    Column("replaced_at", String, nullable=False),
)

COUNTER = Table(
    "counter",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)
"""One row: the last revision given out. Writers lock it, so revisions appear in their order."""
