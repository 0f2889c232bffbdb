"""Rows of the tables of saved searches, and how a run changes what is known of a match.

The tables of saved searches and their matches, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Row, String, Table, Text

from data.office.searches import Match, SavedSearch
from data.store.database import METADATA, ORDERED
from data.store.feedback_rows import stamp

Fields = dict[str, Any]


def search_row(search: SavedSearch) -> Fields:
    """Return the columns of a search that is not deleted."""
    plain = search.model_dump(exclude={"created", "looked", "sent"})
    times = {"created": stamp(search.created), "looked": stamp(search.looked)}
    return plain | times | {"sent": stamp(search.sent) if search.sent else None}


def new_row(search_id: str, profile: str, position: int | None, moment: dt.datetime) -> Fields:
    """Return the columns of a profile that was not known to a search."""
    return {
        "search": search_id,
        "profile": profile,
        "found": stamp(moment),
        "position": position,
        "listed": position is not None,
    }


def match_of(row: Row[Any]) -> Match:
    """Return the match that a row holds."""
    return Match(
        profile=row.profile,
        found=dt.datetime.fromisoformat(row.found),
        position=row.position,
        listed=row.listed,
        seen=_time(row.seen),
        announced=_time(row.announced),
        gone=_time(row.gone),
        gone_seen=_time(row.gone_seen),
    )


def changes(
    match: Match, position: int | None, standing: Collection[str], moment: dt.datetime
) -> Fields:
    """Return the columns that change when a match is at ``position`` in a new run.

    Who comes back before anybody took note of the loss was never away; afterwards it is news.
    """
    fields: Fields = {} if position == match.position else {"position": position}
    if position is not None and match.gone_seen is not None:
        news: Fields = dict.fromkeys(("seen", "announced", "gone", "gone_seen"))
        return fields | news | {"found": stamp(moment)}
    if match.gone is None and match.listed and match.profile not in standing:
        return fields | {"gone": stamp(moment)}
    if match.is_lost and match.profile in standing:
        fields["gone"] = None
    if position is not None and not match.listed:
        fields["listed"] = True
    return fields


def _time(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


SEARCHES = Table(
    "searches",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("account", ORDERED),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("frequency", String, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("token", ORDERED, nullable=False),
    Column("created", ORDERED, nullable=False),
    Column("looked", ORDERED, nullable=False),
    Column("sent", ORDERED),
    Column("checked", String, nullable=False),
    Column("deleted", ORDERED),
    Index("searches_owner", "tenant", "account"),
    Index("searches_token", "token", unique=True),
)
"""Rows with a time in ``deleted`` are hidden, and can be brought back for a while."""

SEARCH_MATCHES = Table(
    "search_matches",
    METADATA,
    Column("search", ORDERED, primary_key=True),
    Column("profile", ORDERED, primary_key=True),
    Column("found", ORDERED, nullable=False),
    Column("position", Integer),
    Column("listed", Boolean, nullable=False),
    Column("seen", ORDERED),
    Column("announced", ORDERED),
    Column("gone", ORDERED),
    Column("gone_seen", ORDERED),
)
"""What a search has found so far; see `data.office.searches.Match`."""
