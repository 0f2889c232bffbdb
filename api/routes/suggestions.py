"""Suggestions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.http.problems import responses
from api.routes.examples import SUGGESTIONS
from api.routes.schemas import SuggestionsAnswer, SuggestionsBody
from api.work.identity import Right

router = APIRouter(tags=["suggestions"])


@router.post("/suggestions", responses=responses(400, 404, 413))
def suggest(
    body: Annotated[SuggestionsBody, Body(openapi_examples=SUGGESTIONS)],
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
) -> SuggestionsAnswer:
    """Rank partners for a question or a profile, each with its reasons.

    What is shown to a reader is not written down: they could not tell what became of it.
    """
    if "language" not in body.model_fields_set:
        body = body.model_copy(update={"language": language})
    if not body.record or not identity.may(Right.ADVISE):
        return SuggestionsAnswer(**dict(service.suggest(body, identity.viewer)))
    impression_id, result = service.show(body, identity.viewer, body.who)
    return SuggestionsAnswer(**dict(result), impression_id=impression_id)
