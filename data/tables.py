"""The tables of profiles and feedback, the same for SQLite and PostgreSQL.

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

IMPRESSIONS = Table(
    "impressions",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", ORDERED, nullable=False),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("impressions_id", "id", unique=True),
    Index("impressions_tenant", "tenant", "number"),
)
"""Lists that were shown, by the order in which they were written down. Rows are only added."""

EVENTS = Table(
    "events",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", ORDERED, nullable=False),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("impression", ORDERED),
    Column("seeker", ORDERED, nullable=False),
    Column("profile", ORDERED, nullable=False),
    Column("kind", String, nullable=False),
    Column("document", Text, nullable=False),
    Index("events_id", "id", unique=True),
    Index("events_impression", "impression"),
    Index("events_pair", "seeker", "profile"),
)
"""What became of suggestions. Rows are only added; those named in `UNDONE` are hidden."""

UNDONE = Table(
    "events_undone",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
)
