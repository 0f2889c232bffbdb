"""Feeds of saved searches, Atom (RFC 4287) and RSS 2.0: whoever knows the address may read one."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response

from api.files.searches.mail import text_of
from api.http.deps import ServiceDep
from api.work.feeds import feed_of
from api.work.searches import ask, is_open, standing
from data.errors import NotFoundError

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}
_NAMES = uuid.UUID("6b1f6a0e-0f3c-4f0f-8a53-2f3f6c3a9d51")
router = APIRouter(include_in_schema=False)


@router.get("/suchen/feed/{token}.{kind}")
def read_feed(request: Request, token: str, kind: str, service: ServiceDep) -> Response:
    """Return what a search has found since it was saved, newest first.

    It tells what everybody may see at this moment, for nobody knows who reads it.
    """
    search = service.searches.of_token(token)
    if search is None or kind not in TYPES or not is_open(service, search):
        raise NotFoundError(
            "Unter dieser Adresse gibt es keinen Feed (mehr).",
            "There is no feed under this address (any more).",
        )
    feed = feed_of(service, standing(service, ask(service, search, search.language)))
    updated = max((entry.found for entry in feed.entries), default=search.created)
    address = str(request.base_url).rstrip("/")
    body = text_of(
        f"feed.{kind}",
        search.language,
        search=search,
        feed=feed,
        urn=lambda profile_id: _urn(f"{search.id}/{profile_id}"),
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
