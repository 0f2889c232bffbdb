"""Events: list, create, read, replace, delete, restore, undo; what became of the meetings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.http.deps import OrganiserDep, ServiceDep
from api.http.problems import responses
from api.routes.event_bodies import (
    AnswerBody,
    AnswersAnswer,
    EventChange,
    EventsAnswer,
)
from api.routes.event_examples import ANSWERS, CHANGES, EVENTS
from api.routes.event_plans import EventId
from api.routes.event_plans import router as plans
from api.work.identity import tenant_of
from data.events.event import Event, EventContent
from data.events.plans import Answer

router = APIRouter(prefix="/events", tags=["events"])
router.include_router(plans)
ContentBody = Annotated[EventContent, Body(openapi_examples=EVENTS)]
ChangeBody = Annotated[EventChange, Body(openapi_examples=CHANGES)]


@router.get("", responses=responses())
def list_events(
    service: ServiceDep, organiser: OrganiserDep, deleted: bool = False
) -> EventsAnswer:
    """List the tenant's events, or those that were deleted within 30 days."""
    found = service.events.mine(tenant_of(organiser), deleted=deleted)
    return EventsAnswer(events=list(found))


@router.post("", status_code=201, responses=responses(400, 413))
def create_event(
    body: ContentBody, service: ServiceDep, organiser: OrganiserDep, response: Response
) -> Event:
    """Create an event; every fault is named with its place."""
    fields = {name: getattr(body, name) for name in EventContent.model_fields}
    event = service.events.add(Event(**fields, tenant=tenant_of(organiser)))
    response.headers["Location"] = f"/v1/events/{event.id}"
    return event


@router.get("/{event_id}", responses=responses(404))
def read_event(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> Event:
    """Return one event in its present version."""
    return service.events.get(tenant_of(organiser), event_id)


@router.put("/{event_id}", responses=responses(400, 404, 409, 413))
def replace_event(
    event_id: EventId, body: ChangeBody, service: ServiceDep, organiser: OrganiserDep
) -> Event:
    """Save an event as its next version; 409 if somebody else has saved since ``version``."""
    present = service.events.get(tenant_of(organiser), event_id)
    fields = {name: getattr(body, name) for name in EventContent.model_fields}
    changed = present.model_copy(update=fields | {"version": body.version})
    return service.events.save(changed, body.note)


@router.delete("/{event_id}", status_code=204, responses=responses(404))
def delete_event(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> None:
    """Hide an event; ``restore`` brings it back within 30 days."""
    service.events.delete(tenant_of(organiser), event_id)


@router.post("/{event_id}/restore", responses=responses(404))
def restore_event(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> Event:
    """Bring a deleted event back with its plans, links and answers."""
    return service.events.restore(tenant_of(organiser), event_id)


@router.post("/{event_id}/undo", responses=responses(404))
def undo_event(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> Event:
    """Take the last change of an event back; again goes one change further back."""
    return service.events.undo(tenant_of(organiser), event_id)


@router.get("/{event_id}/answers", responses=responses(404))
def list_answers(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> AnswersAnswer:
    """Return what participants told of their meetings."""
    return AnswersAnswer(answers=list(service.events.answers(tenant_of(organiser), event_id)))


@router.post("/{event_id}/answers", status_code=201, responses=responses(400, 404, 413))
def tell_answer(
    event_id: EventId,
    body: Annotated[AnswerBody, Body(openapi_examples=ANSWERS)],
    service: ServiceDep,
    organiser: OrganiserDep,
) -> Answer:
    """Tell what became of a meeting in the place of a participant; the last word counts."""
    told = Answer(**body.model_dump())
    service.events.answer(tenant_of(organiser), event_id, told)
    return told
