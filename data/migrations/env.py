"""Alembic's entry: runs the migrations on the connection that `data.database` hands over."""

from __future__ import annotations

from alembic import context

from data.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
