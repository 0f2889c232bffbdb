"""`SearchStore`: saved searches, and what they have shown already."""

from __future__ import annotations

from data.database import Database


class SearchStore(Database):
    """Saved searches of all tenants. Safe for threads and processes."""
