"""Requests for an introduction to a profile behind an intermediary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "introductions",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("owner", ORDERED, nullable=False),
        sa.Column("asker", ORDERED, nullable=False),
        sa.Column("profile", ORDERED, nullable=False),
        sa.Column("state", ORDERED, nullable=False),
        sa.Column("changed_at", ORDERED, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("introductions_owner", "introductions", ["owner", "changed_at"])
    op.create_index("introductions_asker", "introductions", ["asker", "changed_at"])
    opened = sa.text("state IN ('asked', 'agreed')")
    op.create_index(
        "introductions_open",
        "introductions",
        ["asker", "profile"],
        unique=True,
        sqlite_where=opened,
        postgresql_where=opened,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("introductions")
