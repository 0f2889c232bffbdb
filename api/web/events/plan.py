"""The plan of an event: making it, watching it being made, all its views, earlier plans."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.plans import said_of, silent_people
from api.web.events.common import event_of, event_page, missing, on_to
from api.web.events.plan_jobs import plan_job, progress_of, result_is_current, start_plan
from api.web.events.plan_view import VIEWS, matrix_of
from api.web.events.progress import show_standing, stopped
from api.web.events.warnings import warnings_of
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.events.planning import present_plan
from api.work.events.view import PlanView
from data.errors import RequestError
from data.events.event import Event
from data.events.plans import Plan
from matcher.meetings.conflicts import InfeasibleError
from matcher.meetings.figures import figures

router = page_router()
Typed = Annotated[str, Query(max_length=200)]


@router.get("/veranstaltungen/{event_id}/plan")
def show_plan(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    ansicht: Typed = "",
) -> Response:
    """Show the plan in one of its views, how far it is, or what stands in its way."""
    event = event_of(service, identity, event_id)
    plan = present_plan(service, event)
    job = plan_job(service, event)
    context: dict[str, object] = {
        "job": job if job is not None and not job.is_over else None,
        "failed": None,
        "progress_at": "plan",
        "conflicts": (),
        "view": ansicht if ansicht in VIEWS else VIEWS[0],
        "warnings": warnings_of(event, language),
        "lines": service.events.plans(event.tenant, event.id),
        "back_to": _number(request.query_params.get("plan", "")),
    }
    if job is not None and job.is_over and job.error is not None and result_is_current(job, event):
        context["failed"] = job.error.text(language)
        if isinstance(job.error, InfeasibleError):
            context["conflicts"] = job.error.conflicts
    if context["job"] is not None and job is not None:
        context |= progress_of(job, language)
    if plan is not None:
        context |= _shown(event, plan, str(context["view"]), language)
    return event_page(request, service, event, "plan", context, step="plan", language=language)


@router.post("/veranstaltungen/{event_id}/plan")
def make_plan(
    event_id: str, service: ServiceDep, identity: OrganiserDep, language: LanguageDep
) -> Response:
    """Begin to make a plan."""
    event = event_of(service, identity, event_id)
    lacking = missing(event, language)
    if lacking and lacking[0][1] != "verknuepfen":
        raise RequestError(
            f"Der Plan kann noch nicht erstellt werden. {lacking[0][0]}",
            f"The plan cannot be made yet. {lacking[0][0]}",
        )
    start_plan(service, identity, event)
    return on_to(event, "plan", {})


@router.get("/veranstaltungen/{event_id}/plan/stand")
def show_progress(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Return how far the plan is; once it is made, let the page be loaded anew."""
    event = event_of(service, identity, event_id)
    return show_standing(request, event, plan_job(service, event), "plan", language)


@router.post("/veranstaltungen/{event_id}/plan/anhalten")
def stop_plan(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Stop and take the best plan found so far."""
    event = event_of(service, identity, event_id)
    return stopped(event, plan_job(service, event), "plan")


@router.post("/veranstaltungen/{event_id}/plan/waehlen")
def choose_plan(
    event_id: str, service: ServiceDep, identity: OrganiserDep, form: FormDep
) -> Response:
    """Go back to an earlier plan, or forward to a later one."""
    event = event_of(service, identity, event_id)
    before = service.events.plan(event.tenant, event.id)
    number = _number(str(form.get("nummer", "")))
    service.events.choose_plan(event.tenant, event.id, number)
    query = {"meldung": "chosen", "wer": str(number)}
    if before is not None and before.number != number:
        query["plan"] = str(before.number)
    return on_to(event, "plan", query)


def _shown(event: Event, plan: Plan, view_name: str, language: str) -> dict[str, object]:
    view = PlanView(event, plan)
    found = figures(event, plan)
    shown: dict[str, object] = {
        "result": found,
        "said_of_plan": said_of(event, plan, found, language),
        "silent": bool(silent_people(event)),
        "several_rooms": len({table.room for table in event.tables}) > 1,
        "plan_view": view,
    }
    if view_name == "uebersicht":
        shown["matrix"] = matrix_of(view)
    return shown


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
