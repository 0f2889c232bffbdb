"""The tables of events, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it. The table ``events``
belongs to the feedback log.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from data.tables import METADATA, ORDERED

EVENT_HEADS = Table(
    "event_heads",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("starts", ORDERED),
    Column("participants", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("plan", Integer),
    Column("created", ORDERED, nullable=False),
    Column("changed", ORDERED, nullable=False),
    Column("deleted", ORDERED),
    Index("event_heads_tenant", "tenant", "changed"),
)
"""One row an event; ``version`` names the present one in `EVENT_VERSIONS`, ``plan`` the present
plan.

Rows with a time in ``deleted`` are hidden, and can be brought back for a while.
"""

EVENT_VERSIONS = Table(
    "event_versions",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("before", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""Every save; ``before`` is the version that undoing this one leads to, 0 for none."""

EVENT_PLANS = Table(
    "event_plans",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("meetings", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("created", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""Rows are only added; ``version`` is that of the event a plan was made from."""

EVENT_LINKS = Table(
    "event_links",
    METADATA,
    Column("token", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("event", ORDERED, nullable=False),
    Column("participant", ORDERED, nullable=False),
    Index("event_links_participant", "event", "participant", unique=True),
)
"""The secret in the address of a participant's own page."""

EVENT_ANSWERS = Table(
    "event_answers",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("who", ORDERED, primary_key=True),
    Column("whom", ORDERED, primary_key=True),
    Column("at", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
)
"""The last thing each participant told of a meeting."""
