"""`IntroductionStore`: who asked to be introduced to a profile behind an intermediary."""

from __future__ import annotations

from data.database import Database


class IntroductionStore(Database):
    """Requests for an introduction, and the owners' answers. Safe for threads and processes."""
