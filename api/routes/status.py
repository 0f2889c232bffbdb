"""Health and readiness."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.deps import ServiceDep
from api.http.problems import responses
from api.routes.schemas import Health, Ready
from matcher.request import Viewer
from matcher.search.rules import visible_to

router = APIRouter(tags=["status"])


@router.get("/health", responses=responses())
def health() -> Health:
    """Say that the process answers, whatever it is doing."""
    return Health()


@router.get("/ready", responses=responses())
def ready(service: ServiceDep) -> Ready:
    """Say that suggestions are answered; before that, 503 with how far it is.

    Nobody signs in for this, so it counts what everybody may see.
    """
    public = int(visible_to(service.corpus.snapshot.catalog, Viewer()).sum())
    return Ready(profiles=public, versions=service.matcher.versions(Viewer()))
