"""Planning an event: compare the participants, solve, tell why, keep the plan."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from api.work.events.scoring import Scored, scored
from api.work.jobs import Job, jobs_of
from api.work.refusal import ConflictError
from api.work.service import Service
from data.errors import RequestError
from data.events.event import Event
from data.events.plans import Meeting, Plan
from matcher.meetings.reasons import reasons
from matcher.meetings.replan import carried
from matcher.request import Viewer
from models.encoder import Progress

if TYPE_CHECKING:
    from matcher.meetings.conflicts import Conflict
    from matcher.meetings.planner import Stage

# Who never plans does not wait until the solver is loaded: it is imported where it works.

WORKERS = 2
_starting = threading.Lock()


class Step(StrEnum):
    """What a planning is at; `api.work.jobs.Job.step`."""

    READ = "read"
    """Texts of the participants."""
    COMPARE = "compare"
    """Each with each."""
    PLAN = "plan"
    """``Job.news`` is the solver's last `Stage`, ``done`` and ``total`` are seconds."""
    EXPLAIN = "explain"


@dataclass(frozen=True)
class Order:
    """What sort of plan is asked for."""

    anew: bool = True
    """False: change as few meetings of the present plan as possible."""
    fixed_before: dt.datetime | None = None
    """With a plan that changes little: what begins before this local time stays as it is."""
    note: str = ""
    """Why it is made, e.g. a no-show."""


NEW = Order()


def plan_event(
    service: Service, viewer: Viewer, event: Event, job: Job, order: Order = NEW
) -> Plan:
    """Plan an event, keep the plan as the present one and return it.

    Locked meetings of the present plan stay. A job that is stopped while it solves keeps the best
    plan found so far.

    Args:
        service: the installation.
        viewer: whose view of the profiles counts.
        event: in the version to plan.
        job: is told how far the work is (`Step`).
        order: what sort of plan.

    Raises:
        InfeasibleError: no plan keeps every rule.
        RequestError: there is no plan yet that could be changed, or the job was stopped before
            there was one.
    """
    previous = present_plan(service, event)
    if previous is None and not order.anew:
        raise _no_plan(event)
    job.enter(Step.READ)
    found = scored(service, event, viewer, job.tell, _in_step(job, Step.COMPARE))
    if job.stop.is_set():
        raise _stopped()
    job.enter(Step.PLAN)
    if previous is None or order.anew:
        plan = _planned(event, found, _locked(previous), job)
    else:
        plan = _replanned(service, event, found, previous, job, order)
    job.enter(Step.EXPLAIN)
    told = explained(service, viewer, event, plan, job.tell)
    noted = told.model_copy(update={"note": order.note or plan.note})
    return service.events.keep_plan(event.tenant, noted)


def start_planning(service: Service, viewer: Viewer, event: Event, order: Order = NEW) -> Job:
    """Begin to plan beside the answers of the server; `ConflictError` while it is planned.

    The job's ``about`` is the id of the event, its result the plan.
    """
    with _starting:
        running = planning_of(service, event.tenant, event.id)
        if running is not None and not running.is_over:
            raise ConflictError(
                f"Die Veranstaltung '{event.name}' wird gerade geplant. Bitte warten Sie, bis der "
                "Plan fertig ist, oder halten Sie die Planung an.",
                f"The event '{event.name}' is being planned. Please wait until the plan is ready, "
                "or stop the planning.",
            )
        return jobs_of(service).start(
            event.tenant, lambda job: plan_event(service, viewer, event, job, order), event.id
        )


def planning_of(service: Service, tenant: str, event_id: str) -> Job | None:
    """Return the planning of an event that was started last, if it is still known."""
    return jobs_of(service).latest(tenant, event_id)


def present_plan(service: Service, event: Event) -> Plan | None:
    """Return the present plan with its meetings counted by the event's own slots and tables."""
    plan = service.events.plan(event.tenant, event.id)
    if plan is None or plan.version == event.version:
        return plan
    return carried(plan, service.events.version(event.tenant, event.id, plan.version), event)


def conflicts_of(service: Service, viewer: Viewer, event: Event) -> tuple[Conflict, ...]:
    """Return why no plan keeps every rule of an event, and what would help; none if one does."""
    from matcher.meetings.conflicts import explain

    locked, found = _locked(present_plan(service, event)), scored(service, event, viewer)
    return explain(event, found.scores, locked=locked, rivals=found.rivals)


def explained(
    service: Service, viewer: Viewer, event: Event, plan: Plan, progress: Progress | None = None
) -> Plan:
    """Return a plan with the reasons of all its meetings, e.g. after a change by hand."""
    found = scored(service, event, viewer)
    why = reasons(found.matcher, event, plan, found.scores, progress)
    return plan.model_copy(update={"reasons": why})


def _planned(event: Event, found: Scored, locked: Sequence[Meeting], job: Job) -> Plan:
    from matcher.meetings.planner import make_plan

    return make_plan(
        event,
        found.scores,
        locked=locked,
        rivals=found.rivals,
        workers=WORKERS,
        progress=_solving(job, event),
        stop=job.stop,
    )


def _replanned(
    service: Service, event: Event, found: Scored, previous: Plan, job: Job, order: Order
) -> Plan:
    from matcher.meetings.replan import replan

    return replan(
        event,
        found.scores,
        previous,
        before=service.events.version(event.tenant, event.id, previous.version),
        fixed_before=order.fixed_before,
        rivals=found.rivals,
        workers=WORKERS,
        progress=_solving(job, event),
        stop=job.stop,
    )


def _solving(job: Job, event: Event) -> Callable[[Stage], None]:
    limit = event.settings.seconds

    def tell(stage: Stage) -> None:
        job.news = stage
        job.tell(min(int(stage.seconds), limit), limit)

    return tell


def _locked(previous: Plan | None) -> tuple[Meeting, ...]:
    return tuple(m for m in previous.meetings if m.locked) if previous is not None else ()


def _in_step(job: Job, step: Step) -> Progress:
    def tell(done: int, total: int) -> None:
        if job.step != step:
            job.enter(step)
        job.tell(done, total)

    return tell


def _no_plan(event: Event) -> RequestError:
    return RequestError(
        f"Für die Veranstaltung '{event.name}' gibt es noch keinen Plan, der sich ändern ließe.",
        f"There is no plan of the event '{event.name}' yet that could be changed.",
    )


def _stopped() -> RequestError:
    return RequestError(
        "Die Planung wurde angehalten, bevor es einen Plan gab.",
        "The planning was stopped before there was a plan.",
    )
