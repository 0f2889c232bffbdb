"""Health and readiness."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import ServiceDep
from api.problems import responses
from api.schemas import Health, Ready

router = APIRouter(tags=["status"])


@router.get("/health", responses=responses())
def health() -> Health:
    """Say that the process answers, whatever it is doing."""
    return Health()


@router.get("/ready", responses=responses())
def ready(service: ServiceDep) -> Ready:
    """Say that suggestions are answered; before that, 503 with how far it is."""
    corpus = service.corpus
    return Ready(
        profiles=len(corpus.catalog),
        statements=len(corpus.vectors),
        versions=service.matcher.versions(),
    )
