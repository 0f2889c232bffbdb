"""`SheetStore`: advice sheets, every version of them."""

from __future__ import annotations

from data.database import Database


class SheetStore(Database):
    """Advice sheets of all tenants. Safe for threads and processes."""
