"""`page_router`: what the routers of all pages share."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from api.deps import IdentityDep
from api.guard import SAFE_METHODS
from api.refusal import ForbiddenError

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"


async def check_csrf(request: Request, identity: IdentityDep) -> None:
    """Refuse a change whose form does not come from a page made for the same session."""
    if request.method in SAFE_METHODS or not identity.csrf:
        return
    sent = request.headers.get(CSRF_HEADER)
    if sent is None:
        sent = str((await request.form()).get(CSRF_FIELD, ""))
    if not secrets.compare_digest(sent.encode(), identity.csrf.encode()):
        raise ForbiddenError(
            "Das Formular ist abgelaufen. Bitte die Seite neu laden und noch einmal absenden.",
            "The form has expired. Please reload the page and send it again.",
        )


def page_router() -> APIRouter:
    """Return a router for pages: outside the API's description, its forms protected."""
    return APIRouter(dependencies=[Depends(check_csrf)], include_in_schema=False)


def see(path: str) -> RedirectResponse:
    """Send the browser to a page after a form was accepted, so that reloading sends nothing."""
    return RedirectResponse(path, status_code=303)
