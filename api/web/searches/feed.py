"""Feeds of saved searches, Atom (RFC 4287) and RSS 2.0: whoever knows the address may read one."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response

from api.files.searches.mail import text_of
from api.http.deps import ServiceDep
from api.work.searches import Standing, ask, is_open, standing, suggestions_of
from api.work.service import Service
from data.errors import NotFoundError
from matcher.result import Suggestion

MAX_ENTRIES = 50
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}
_NAMES = uuid.UUID("6b1f6a0e-0f3c-4f0f-8a53-2f3f6c3a9d51")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Entry:
    """One match of a feed."""

    id: str
    """The same for the same match of the same search, wherever the server is reached."""
    updated: dt.datetime
    suggestion: Suggestion


@router.get("/suchen/feed/{token}.{kind}")
def read_feed(request: Request, token: str, kind: str, service: ServiceDep) -> Response:
    """Return what a search has found since it was saved, newest first.

    What its owner may not see at this moment is not in it.
    """
    search = service.searches.of_token(token)
    if search is None or kind not in TYPES or not is_open(service, search):
        raise NotFoundError(
            "Unter dieser Adresse gibt es keinen Feed (mehr).",
            "There is no feed under this address (any more).",
        )
    found = standing(service, ask(service, search, search.language))
    entries = entries_of(service, found)
    updated = max((entry.updated for entry in entries), default=search.created)
    address = str(request.base_url).rstrip("/")
    body = text_of(
        f"feed.{kind}",
        search.language,
        search=search,
        entries=entries,
        updated=updated,
        address=address,
        own=f"{feed_address(request, token)}.{kind}",
        id=_urn(search.id),
        rfc822=format_datetime,
    )
    return _unless_known(request, body, updated, TYPES[kind])


def feed_address(request: Request, token: str) -> str:
    """Return the address of a search's feed, without its ending."""
    return f"{str(request.base_url).rstrip('/')}/suchen/feed/{token}"


def entries_of(service: Service, found: Standing) -> list[Entry]:
    """Return the matches that came after the search was saved and are matches still."""
    came = {
        match.profile: match.found
        for match in found.matches
        if match.position is not None and match.found > found.search.created
    }
    if found.search.paused:
        return []
    suggested = suggestions_of(service, found, came, found.search.language)
    entries = [
        Entry(_urn(f"{found.search.id}/{s.profile_id}"), came[s.profile_id], s) for s in suggested
    ]
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MAX_ENTRIES]


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn


def _unless_known(request: Request, body: str, updated: dt.datetime, kind: str) -> Response:
    """Return the feed, or only that it is unchanged."""
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(updated, usegmt=True),
        "Cache-Control": "private, no-cache",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=f"{kind}; charset=utf-8", headers=headers)
