"""`EventStore`: events, every version of them, their plans and what became of the meetings."""

from __future__ import annotations

from data.database import Database


class EventStore(Database):
    """Events of all tenants, each seen by its own alone. Safe for threads and processes."""
