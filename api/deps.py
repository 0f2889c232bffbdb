"""Named dependencies of the routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Query, Request

from api.identity import Identity, Right, UserRole
from api.languages import language_of
from api.refusal import ForbiddenError
from api.running import Running
from api.service import Service
from api.settings import Language
from matcher.request import Viewer

MAX_TEXT = 200
MAX_PAGE = 200
MAX_OFFSET = 10_000_000


def get_service(request: Request) -> Service:
    """Return the open service; `NotReadyError` while there is none."""
    running: Running = request.app.state.running
    return running.service


ServiceDep = Annotated[Service, Depends(get_service)]


def get_identity(request: Request, service: ServiceDep) -> Identity:
    """Return on whose behalf this request is answered. No caller can choose."""
    viewer = Viewer(tenant=service.settings.tenant)
    identity = Identity(viewer=viewer, role=UserRole.ADMIN, name="")
    request.state.identity = identity
    return identity


IdentityDep = Annotated[Identity, Depends(get_identity)]


def get_viewer(identity: IdentityDep) -> Viewer:
    """Return whose profiles exist for this request."""
    return identity.viewer


def needs(right: Right) -> Callable[[Identity], Identity]:
    """Return the dependency of a route that only those with ``right`` may use."""

    def check(identity: IdentityDep) -> Identity:
        if not identity.may(right):
            raise ForbiddenError(
                f"Dafür fehlt Ihnen das Recht „{right}“. Ihre Verwaltung kann es vergeben.",
                f"You lack the right “{right}” for this. Your administrator can grant it.",
            )
        return identity

    return check


ViewerDep = Annotated[Viewer, Depends(get_viewer)]
AdviserDep = Annotated[Identity, Depends(needs(Right.ADVISE))]
ManagerDep = Annotated[Identity, Depends(needs(Right.MANAGE))]
AdminDep = Annotated[Identity, Depends(needs(Right.ADMIN))]
LanguageDep = Annotated[Language, Depends(language_of)]
TextQuery = Annotated[str, Query(max_length=MAX_TEXT)]
LimitQuery = Annotated[int, Query(ge=1, le=MAX_PAGE)]
OffsetQuery = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
