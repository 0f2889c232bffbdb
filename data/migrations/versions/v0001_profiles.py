"""Profiles with revisions and tombstones, their history, and the revision counter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "profiles",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("owner", ORDERED, nullable=False),
        sa.Column("kind", sa.String),
        sa.Column("visibility", sa.String),
        sa.Column("valid_until", sa.Date),
        sa.Column("sort_name", ORDERED),
        sa.Column("search", sa.Text),
        sa.Column("hash", sa.String),
        sa.Column("document", sa.Text),
        sa.Column("updated_at", sa.String, nullable=False),
    )
    op.create_index("profiles_revision", "profiles", ["revision"], unique=True)
    op.create_index("profiles_owner_kind", "profiles", ["owner", "kind"])
    op.create_index("profiles_sort", "profiles", ["sort_name", "id"])
    op.create_table(
        "history",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("revision", sa.BigInteger, primary_key=True),
        sa.Column("owner", ORDERED, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("replaced_at", sa.String, nullable=False),
    )
    counter = op.create_table(
        "counter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counter, [{"id": 1, "revision": 0}])


def downgrade() -> None:
    """Drop the three tables."""
    for table in ("counter", "history", "profiles"):
        op.drop_table(table)
