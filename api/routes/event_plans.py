"""Plans of events: make, follow, stop, read, choose; why there is none."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.http.problems import responses
from api.routes.event_bodies import (
    ConflictOut,
    ConflictsAnswer,
    JobOut,
    PlanChoice,
    PlanOut,
    PlansAnswer,
    ReplanBody,
    order_of,
)
from api.routes.event_examples import CHOICES, REPLANS
from api.work.events.planning import NEW, Order, conflicts_of, start_planning
from api.work.identity import Identity, tenant_of
from api.work.jobs import Job, jobs_of
from api.work.service import Service
from data.errors import NotFoundError

router = APIRouter()
EventId = Annotated[str, Path(pattern=r"^[A-Za-z][A-Za-z0-9]{0,39}$", examples=["e0123456789ab"])]
JobId = Annotated[str, Path(pattern=r"^j[0-9a-z]{12}$", examples=["j0123456789ab"])]
Number = Annotated[int, Query(ge=1, le=2**31 - 1)]


@router.post("/{event_id}/plan", status_code=202, responses=responses(404, 409))
def plan_an_event(
    event_id: EventId,
    service: ServiceDep,
    organiser: OrganiserDep,
    language: LanguageDep,
    response: Response,
) -> JobOut:
    """Begin to plan; locked meetings stay. 409 while the event is being planned already."""
    job = _start(service, organiser, event_id, NEW, response)
    return JobOut.of(job, language)


@router.post("/{event_id}/replan", status_code=202, responses=responses(400, 404, 409, 413))
def plan_again(
    event_id: EventId,
    body: Annotated[ReplanBody, Body(openapi_examples=REPLANS)],
    service: ServiceDep,
    organiser: OrganiserDep,
    language: LanguageDep,
    response: Response,
) -> JobOut:
    """Begin to follow a change, e.g. a no-show, with as few changed meetings as possible."""
    job = _start(service, organiser, event_id, order_of(body), response)
    return JobOut.of(job, language)


@router.get("/{event_id}/jobs/{job_id}", responses=responses(404))
def read_planning(
    event_id: EventId,
    job_id: JobId,
    service: ServiceDep,
    organiser: OrganiserDep,
    language: LanguageDep,
) -> JobOut:
    """Return how far a planning is; once it is over, which plan was kept or why there is none."""
    return JobOut.of(_job(service, organiser, event_id, job_id), language)


@router.delete("/{event_id}/jobs/{job_id}", status_code=204, responses=responses(404))
def stop_planning(
    event_id: EventId, job_id: JobId, service: ServiceDep, organiser: OrganiserDep
) -> None:
    """Stop a planning; the best plan so far, if there is one, is kept."""
    _job(service, organiser, event_id, job_id).stop.set()


@router.get("/{event_id}/plan", responses=responses(404))
def read_plan(
    event_id: EventId,
    service: ServiceDep,
    organiser: OrganiserDep,
    number: Number | None = None,
) -> PlanOut:
    """Return the present plan, or another by its number."""
    tenant, store = tenant_of(organiser), service.events
    plan = store.plan(tenant, event_id, number)
    if plan is None:
        raise NotFoundError(
            f"Für die Veranstaltung '{event_id}' gibt es noch keinen Plan.",
            f"There is no plan of event '{event_id}' yet.",
        )
    return PlanOut.of(store.version(tenant, event_id, plan.version), plan)


@router.put("/{event_id}/plan", responses=responses(400, 404, 413))
def choose_plan(
    event_id: EventId,
    body: Annotated[PlanChoice, Body(openapi_examples=CHOICES)],
    service: ServiceDep,
    organiser: OrganiserDep,
) -> PlansAnswer:
    """Make an earlier or later plan the present one."""
    service.events.choose_plan(tenant_of(organiser), event_id, body.number)
    return list_plans(event_id, service, organiser)


@router.get("/{event_id}/plans", responses=responses(404))
def list_plans(event_id: EventId, service: ServiceDep, organiser: OrganiserDep) -> PlansAnswer:
    """List all plans of an event."""
    return PlansAnswer(plans=list(service.events.plans(tenant_of(organiser), event_id)))


@router.get("/{event_id}/conflicts", responses=responses(404))
def explain_conflicts(
    event_id: EventId, service: ServiceDep, organiser: OrganiserDep, language: LanguageDep
) -> ConflictsAnswer:
    """Say which rules no plan can keep together, and the smallest changes that would help."""
    event = service.events.get(tenant_of(organiser), event_id)
    found = conflicts_of(service, organiser.viewer, event)
    return ConflictsAnswer(conflicts=[ConflictOut.of(each, language) for each in found])


def _start(
    service: Service, organiser: Identity, event_id: str, order: Order, response: Response
) -> Job:
    event = service.events.get(tenant_of(organiser), event_id)
    job = start_planning(service, organiser.viewer, event, order)
    response.headers["Location"] = f"/v1/events/{event_id}/jobs/{job.id}"
    return job


def _job(service: Service, organiser: Identity, event_id: str, job_id: str) -> Job:
    job = jobs_of(service).get(tenant_of(organiser), job_id)
    if job.about != event_id:
        raise NotFoundError(
            f"Den Vorgang '{job_id}' gibt es für diese Veranstaltung nicht.",
            f"There is no job '{job_id}' of this event.",
        )
    return job
