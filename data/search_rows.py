"""Rows of the tables of saved searches, and how a run changes what is known of a match."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row

from data.feedback_rows import stamp
from data.searches import Match, SavedSearch

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
