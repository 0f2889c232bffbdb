"""The tables of saved searches and their matches, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from data.tables import METADATA, ORDERED

SEARCHES = Table(
    "searches",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("account", ORDERED),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("frequency", String, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("token", ORDERED, nullable=False),
    Column("created", ORDERED, nullable=False),
    Column("looked", ORDERED, nullable=False),
    Column("sent", ORDERED),
    Column("checked", String, nullable=False),
    Column("deleted", ORDERED),
    Index("searches_owner", "tenant", "account"),
    Index("searches_token", "token", unique=True),
)
"""Rows with a time in ``deleted`` are hidden, and can be brought back for a while."""

SEARCH_MATCHES = Table(
    "search_matches",
    METADATA,
    Column("search", ORDERED, primary_key=True),
    Column("profile", ORDERED, primary_key=True),
    Column("found", ORDERED, nullable=False),
    Column("position", Integer),
    Column("listed", Boolean, nullable=False),
    Column("seen", ORDERED),
    Column("announced", ORDERED),
    Column("gone", ORDERED),
    Column("gone_seen", ORDERED),
)
"""What a search has found so far; see `data.searches.Match`."""
