"""`PeopleStore`: tenants, accounts, sessions and keys."""

from __future__ import annotations

from data.database import Database


class PeopleStore(Database):
    """Who may use this installation, and as what. Safe for threads and processes."""
