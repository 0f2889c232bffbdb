"""Tenants, accounts, sessions, links, keys and failed sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ORDERED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TABLES = ("tenants", "accounts", "sessions", "links", "keys", "sign_in_failures")


def upgrade() -> None:
    """Create the six tables."""
    op.create_table(
        "tenants",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("logo", sa.LargeBinary),
        sa.Column("updated_at", ORDERED, nullable=False),
    )
    _create_accounts()
    op.create_table(
        "sign_in_failures",
        sa.Column("source", ORDERED, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", ORDERED, nullable=False),
    )
    op.create_index("sign_in_failures_last", "sign_in_failures", ["last_at"])


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("login", ORDERED, nullable=False),
        sa.Column("name", ORDERED, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("password", sa.String),
        sa.Column("subject", ORDERED),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", ORDERED, nullable=False),
        sa.Column("signed_in_at", ORDERED),
    )
    op.create_index("accounts_login", "accounts", ["login"], unique=True)
    op.create_index("accounts_subject", "accounts", ["subject"], unique=True)
    op.create_index("accounts_tenant", "accounts", ["tenant", "login"])
    op.create_table(
        "sessions",
        sa.Column("token", ORDERED, primary_key=True),
        sa.Column("account", ORDERED, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("created_at", ORDERED, nullable=False),
        sa.Column("seen_at", ORDERED, nullable=False),
    )
    op.create_index("sessions_account", "sessions", ["account"])
    op.create_table(
        "links",
        sa.Column("token", ORDERED, primary_key=True),
        sa.Column("account", ORDERED, nullable=False),
        sa.Column("expires_at", ORDERED, nullable=False),
    )
    op.create_index("links_account", "links", ["account"], unique=True)
    op.create_table(
        "keys",
        sa.Column("id", ORDERED, primary_key=True),
        sa.Column("token", ORDERED, nullable=False),
        sa.Column("tenant", ORDERED, nullable=False),
        sa.Column("label", ORDERED, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created_at", ORDERED, nullable=False),
        sa.Column("expires_at", ORDERED),
        sa.Column("revoked_at", ORDERED),
        sa.Column("used_at", ORDERED),
    )
    op.create_index("keys_token", "keys", ["token"], unique=True)
    op.create_index("keys_tenant", "keys", ["tenant"])


def downgrade() -> None:
    """Drop the six tables."""
    for table in TABLES:
        op.drop_table(table)
