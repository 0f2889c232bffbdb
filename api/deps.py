"""Named dependencies of the routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from api.languages import language_of
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


def get_viewer(service: ServiceDep) -> Viewer:
    """Return on whose behalf this request is answered. No caller can choose."""
    return service.viewer


ViewerDep = Annotated[Viewer, Depends(get_viewer)]
LanguageDep = Annotated[Language, Depends(language_of)]
TextQuery = Annotated[str, Query(max_length=MAX_TEXT)]
LimitQuery = Annotated[int, Query(ge=1, le=MAX_PAGE)]
OffsetQuery = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
