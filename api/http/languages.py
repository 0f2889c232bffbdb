"""Which of the two languages a caller reads."""

from __future__ import annotations

import re

from fastapi import Request

from api.work.settings import Language

_ENTRY = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]{1,20})?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*"
)
MAX_ENTRIES = 20
LANGUAGE_COOKIE = "language"


def wants_page(request: Request) -> bool:
    """Say whether a browser asks for something to read, not a program for data."""
    accepts = "text/html" in request.headers.get("accept", "")
    by_htmx = "hx-request" in request.headers  # a part of a page, asked for by the page
    return (accepts or by_htmx) and not request.url.path.startswith("/v1/")


def language_of(request: Request) -> Language:
    """Return ``?lang=``, else the better liked one of ``Accept-Language``, else the setting.

    Pages leave the header out: they begin in the installation's language and have a switch,
    whose choice a cookie keeps.
    """
    for asked in (request.query_params.get("lang"), _kept(request)):
        if asked == "en":
            return "en"
        if asked == "de":
            return "de"
    default: Language = request.app.state.settings.language
    if wants_page(request):
        return default
    return preferred(request.headers.get("accept-language", ""), default)


def _kept(request: Request) -> str | None:
    return request.cookies.get(LANGUAGE_COOKIE) if wants_page(request) else None


def preferred(header: str, default: Language) -> Language:
    """Return the language that an ``Accept-Language`` header likes better, else ``default``."""
    weights: dict[str, float] = {}
    for part in header.split(",")[:MAX_ENTRIES]:
        if match := _ENTRY.fullmatch(part):
            name = match[1].lower()
            weights[name] = max(float(match[2] or 1), weights.get(name, 0.0))
    german, english = (weights.get(name, weights.get("*", 0.0)) for name in ("de", "en"))
    if german == english:
        return default
    return "de" if german > english else "en"
