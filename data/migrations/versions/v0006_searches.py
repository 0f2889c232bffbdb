"""Saved searches and what they have shown already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "searches",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("account", ORDERED),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("frequency", sa.String, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("token", ORDERED, nullable=False),
        sa.Column("created", ORDERED, nullable=False),
        sa.Column("looked", ORDERED, nullable=False),
        sa.Column("sent", ORDERED),
        sa.Column("checked", sa.String, nullable=False),
        sa.Column("deleted", ORDERED),
    )
    op.create_index("searches_owner", "searches", ["tenant", "account"])
    op.create_index("searches_token", "searches", ["token"], unique=True)
    op.create_table(
        "search_matches",
        sa.Column("search", ORDERED, primary_key=True),
        sa.Column("profile", ORDERED, primary_key=True),
        sa.Column("found", ORDERED, nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("seen", ORDERED),
        sa.Column("announced", ORDERED),
        sa.Column("gone", ORDERED),
        sa.Column("gone_seen", ORDERED),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("search_matches")
    op.drop_table("searches")
