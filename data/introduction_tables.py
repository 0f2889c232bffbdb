"""The table of requests for an introduction.

`data/migrations` creates it; a change here needs a new migration beside it.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, text

from data.tables import METADATA, ORDERED

_OPEN = text("state IN ('asked', 'agreed')")

INTRODUCTIONS = Table(
    "introductions",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("owner", ORDERED, nullable=False),
    Column("asker", ORDERED, nullable=False),
    Column("profile", ORDERED, nullable=False),
    Column("state", ORDERED, nullable=False),
    Column("changed_at", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
    Index("introductions_owner", "owner", "changed_at"),
    Index("introductions_asker", "asker", "changed_at"),
    Index(
        "introductions_open",
        "asker",
        "profile",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
"""Each request once, with all its steps in the document. ``profile`` is the true id."""
