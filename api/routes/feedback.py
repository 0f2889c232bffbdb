"""Feedback: tell what became of a suggestion, ask for it, take it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api.http.deps import AdviserDep, ServiceDep, ViewerDep
from api.http.problems import responses
from api.routes.examples import REPORTS
from api.routes.schemas import FeedbackAnswer
from data.feedback.outcomes import MAX_SEEKER_CHARS, Event, LogId, ProfileId, Report, state_of

router = APIRouter(prefix="/feedback", tags=["feedback"])
Seeker = Annotated[str, Query(min_length=1, max_length=MAX_SEEKER_CHARS, examples=["mhw-001"])]
Partner = Annotated[ProfileId, Query(examples=["arm-001"])]
EventId = Annotated[LogId, Path(examples=["e0123456789ab"])]


@router.post("", status_code=201, responses=responses(400, 404, 413))
def give_feedback(
    body: Annotated[Report, Body(openapi_examples=REPORTS)],
    service: ServiceDep,
    adviser: AdviserDep,
) -> Event:
    """Tell what became of a suggestion, or of a pair that was never suggested."""
    return service.feedback.give(body, adviser.viewer)


@router.get("", responses=responses())
def read_feedback(
    seeker: Seeker, profile_id: Partner, service: ServiceDep, viewer: ViewerDep
) -> FeedbackAnswer:
    """Return what became of a pair; ``seeker`` is a profile's id or the text of a question."""
    events = service.feedback.history(seeker, profile_id, viewer)
    state = state_of(events)
    return FeedbackAnswer(state=state.kind if state else None, events=list(events))


@router.delete("/{event_id}", status_code=204, responses=responses(404))
def undo_feedback(event_id: EventId, service: ServiceDep, adviser: AdviserDep) -> None:
    """Take back what was told; it is hidden from then on, but not lost."""
    service.feedback.undo(event_id, adviser.viewer)
