"""Suggestions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.deps import LanguageDep, ServiceDep, ViewerDep
from api.examples import SUGGESTIONS
from api.problems import responses
from api.schemas import SuggestionsBody
from matcher.results import MatchResult

router = APIRouter(tags=["suggestions"])


@router.post("/suggestions", responses=responses(400, 404, 413))
def suggest(
    body: Annotated[SuggestionsBody, Body(openapi_examples=SUGGESTIONS)],
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
) -> MatchResult:
    """Rank partners for a question or a profile, each with its reasons."""
    if "language" not in body.model_fields_set:
        body = body.model_copy(update={"language": language})
    return service.suggest(body, viewer)
