"""Named dependencies of the routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from api.http.languages import language_of
from api.security.identity import identify, page_csrf
from api.work.identity import Identity, Right, operates
from api.work.introductions import identity_with_introductions
from api.work.refusal import ForbiddenError, read_only
from api.work.running import Running
from api.work.service import Service
from api.work.settings import Language
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
    """Return on whose behalf this request is answered; `SignInNeededError` if nobody's."""
    identity = identity_with_introductions(
        service, identify(request, service.settings, service.people)
    )
    request.state.identity = identity
    return identity


IdentityDep = Annotated[Identity, Depends(get_identity)]


def get_csrf(request: Request) -> str:
    """Return what forms of this browser send back, whether somebody is signed in or not."""
    return page_csrf(request, request.app.state.settings)


CsrfDep = Annotated[str, Depends(get_csrf)]


def get_viewer(identity: IdentityDep) -> Viewer:
    """Return whose profiles exist for this request."""
    return identity.viewer


@dataclass(frozen=True)
class Needs:
    """The dependency of a route that only those with ``right`` may use."""

    right: Right

    def __call__(self, identity: IdentityDep) -> Identity:
        """Return who asks; `ForbiddenError` without the right."""
        if identity.tenant is None and self.right is not Right.READ:
            raise read_only()
        if not identity.may(self.right):
            raise ForbiddenError(
                f"Dafür fehlt Ihnen das Recht „{self.right.label()}“. Ihre Verwaltung kann es "
                "vergeben.",
                f"You lack the right “{self.right.label('en')}” for this. Your administrator can "
                "grant it.",
            )
        return identity


ViewerDep = Annotated[Viewer, Depends(get_viewer)]
AdviserDep = Annotated[Identity, Depends(Needs(Right.ADVISE))]
ManagerDep = Annotated[Identity, Depends(Needs(Right.MANAGE))]
OrganiserDep = Annotated[Identity, Depends(Needs(Right.ORGANISE))]
AdminDep = Annotated[Identity, Depends(Needs(Right.ADMIN))]


def get_operator(identity: AdminDep, service: ServiceDep) -> Identity:
    """Return who asks; `ForbiddenError` unless they administer the whole installation."""
    if not operates(identity, service.settings):
        raise ForbiddenError(
            "Das gilt für alle Einrichtungen dieser Installation. Ändern kann es nur die "
            "Verwaltung der Einrichtung, die sie betreibt.",
            "This concerns all institutions of this installation. Only the administration of the "
            "institution that runs it can change it.",
        )
    return identity


OperatorDep = Annotated[Identity, Depends(get_operator)]
LanguageDep = Annotated[Language, Depends(language_of)]
TextQuery = Annotated[str, Query(max_length=MAX_TEXT)]
LimitQuery = Annotated[int, Query(ge=1, le=MAX_PAGE)]
OffsetQuery = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
