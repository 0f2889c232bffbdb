"""Suggestions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.deps import LanguageDep, ServiceDep, ViewerDep
from api.examples import SUGGESTIONS
from api.problems import responses
from api.schemas import SuggestionsAnswer, SuggestionsBody

router = APIRouter(tags=["suggestions"])


@router.post("/suggestions", responses=responses(400, 404, 413))
def suggest(
    body: Annotated[SuggestionsBody, Body(openapi_examples=SUGGESTIONS)],
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
) -> SuggestionsAnswer:
    """Rank partners for a question or a profile, each with its reasons."""
    if "language" not in body.model_fields_set:
        body = body.model_copy(update={"language": language})
    if not body.record:
        return SuggestionsAnswer(**dict(service.suggest(body, viewer)))
    impression_id, result = service.show(body, viewer, body.who)
    return SuggestionsAnswer(**dict(result), impression_id=impression_id)
