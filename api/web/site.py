"""`page_router`: what the routers of all pages share."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from api.http.deps import CsrfDep, IdentityDep
from api.http.guard import SAFE_METHODS
from api.work.refusal import ForbiddenError

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"


async def check_door_csrf(request: Request, csrf: CsrfDep) -> None:
    """Refuse a change whose form does not come from a page made for the same browser."""
    if request.method in SAFE_METHODS:
        return
    sent = request.headers.get(CSRF_HEADER)
    if sent is None:
        sent = str((await request.form()).get(CSRF_FIELD, ""))
    if not secrets.compare_digest(sent.encode(), csrf.encode()):
        raise ForbiddenError(
            "Das Formular ist abgelaufen. Bitte die Seite neu laden und noch einmal absenden.",
            "The form has expired. Please reload the page and send it again.",
        )


async def check_csrf(_: IdentityDep, checked: Annotated[None, Depends(check_door_csrf)]) -> None:
    """Ask who it is first: whoever must sign in again is sent there, not told of a form."""
    return checked


def page_router() -> APIRouter:
    """Return a router for pages: outside the API's description, its forms protected."""
    return APIRouter(dependencies=[Depends(check_csrf)], include_in_schema=False)


def door_router() -> APIRouter:
    """Return a router for the pages on which people sign in: open to all, forms protected."""
    return APIRouter(dependencies=[Depends(check_door_csrf)], include_in_schema=False)


def see(path: str) -> RedirectResponse:
    """Send the browser to a page after a form was accepted, so that reloading sends nothing."""
    return RedirectResponse(path, status_code=303)
