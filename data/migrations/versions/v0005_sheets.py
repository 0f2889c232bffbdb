"""Advice sheets and their versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "sheets",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("firm", sa.Text, nullable=False),
        sa.Column("need", sa.Text, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.Column("created_at", ORDERED, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", ORDERED, nullable=False),
        sa.Column("final_at", ORDERED),
        sa.Column("deleted_at", ORDERED),
        sa.Column("copied_from", ORDERED),
    )
    op.create_index("sheets_tenant", "sheets", ["tenant", "updated_at"])
    op.create_index("sheets_key", "sheets", ["tenant", "key"])
    op.create_table(
        "sheet_versions",
        sa.Column("sheet", ORDERED, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("time", ORDERED, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("aside", sa.Boolean, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("sheet_versions")
    op.drop_table("sheets")
