"""Lists that were shown, what became of them, and events that were taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "impressions",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("time", ORDERED, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("impressions_id", "impressions", ["id"], unique=True)
    op.create_index("impressions_tenant", "impressions", ["tenant", "number"])
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("time", ORDERED, nullable=False),
        sa.Column("impression", ORDERED),
        sa.Column("seeker", ORDERED, nullable=False),
        sa.Column("profile", ORDERED, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("events_id", "events", ["id"], unique=True)
    op.create_index("events_impression", "events", ["impression"])
    op.create_index("events_pair", "events", ["seeker", "profile"])
    op.create_table(
        "events_undone",
        sa.Column("event", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("time", ORDERED, nullable=False),
    )


def downgrade() -> None:
    """Drop the three tables."""
    for table in ("events_undone", "events", "impressions"):
        op.drop_table(table)
