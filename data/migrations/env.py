"""Alembic's entry: runs the migrations on the connection that `data.store.database` hands over."""

from __future__ import annotations

from alembic import context

from data.store.database import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
