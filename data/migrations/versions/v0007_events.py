"""Events, their versions and plans, personal links, and answers after the event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "event_heads",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("starts", ORDERED),
        sa.Column("participants", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("plan", sa.Integer),
        sa.Column("created", ORDERED, nullable=False),
        sa.Column("changed", ORDERED, nullable=False),
        sa.Column("deleted", ORDERED),
    )
    op.create_index("event_heads_tenant", "event_heads", ["tenant", "changed"])
    op.create_table(
        "event_versions",
        sa.Column("event", ORDERED, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("before", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("time", ORDERED, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "event_plans",
        sa.Column("event", ORDERED, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("meetings", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created", ORDERED, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "event_links",
        sa.Column("token", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("event", ORDERED, nullable=False),
        sa.Column("participant", ORDERED, nullable=False),
    )
    op.create_index("event_links_participant", "event_links", ["event", "participant"], unique=True)
    op.create_table(
        "event_answers",
        sa.Column("event", ORDERED, primary_key=True),
        sa.Column("who", ORDERED, primary_key=True),
        sa.Column("whom", ORDERED, primary_key=True),
        sa.Column("at", ORDERED, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("event_answers")
    op.drop_table("event_links")
    op.drop_table("event_plans")
    op.drop_table("event_versions")
    op.drop_table("event_heads")
