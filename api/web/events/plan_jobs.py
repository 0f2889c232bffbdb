"""Work on a plan beside the answers of the server: how far it is, what came of it."""

from __future__ import annotations

import threading
import time

from api.language.texts import translator
from api.web.events.common import local_now, times_of
from api.work.events import planning
from api.work.events.planning import Step, explained, present_plan, start_planning
from api.work.events.scoring import Scored, scored
from api.work.identity import Identity
from api.work.jobs import Job, jobs_of
from api.work.refusal import ConflictError
from api.work.service import Service
from data.errors import RequestError
from data.events.event import Event
from data.events.plans import Plan
from data.feedback.outcomes import now
from matcher.meetings.conflicts import Conflict, InfeasibleError

_starting = threading.Lock()


def start_plan(service: Service, identity: Identity, event: Event) -> Job:
    """Begin to make a plan; what is being made already goes on."""
    try:
        return start_planning(service, identity.viewer, event)
    except ConflictError:
        job = plan_job(service, event)
        if job is None:
            raise
        return job


def plan_job(service: Service, event: Event) -> Job | None:
    """Return the work on the plan that was begun last."""
    return planning.planning_of(service, event.tenant, event.id)


def start_day(service: Service, identity: Identity, event: Event) -> Job:
    """Begin to look for a plan that changes as little as possible; it is kept only when asked."""
    with _starting:
        job = day_job(service, event)
        if job is not None and not job.is_over:
            return job
        return jobs_of(service).start(
            event.tenant,
            lambda job: _changed_plan(service, identity, event, job),
            f"{event.id}/tag",
        )


def day_job(service: Service, event: Event) -> Job | None:
    """Return the work on a changed plan that was begun last."""
    return jobs_of(service).latest(event.tenant, f"{event.id}/tag")


def start_pairs(service: Service, identity: Identity, event: Event) -> Job:
    """Begin to compare the participants with each other."""
    with _starting:
        job = pairs_job(service, event)
        if job is not None and not job.is_over:
            return job
        return jobs_of(service).start(
            event.tenant,
            lambda job: scored(service, event, identity.viewer, job.tell, job.tell),
            f"{event.id}/paare",
        )


def pairs_job(service: Service, event: Event) -> Job | None:
    """Return the comparison that was begun last; its result is a `Scored`."""
    return jobs_of(service).latest(event.tenant, f"{event.id}/paare")


def result_is_current(job: Job, event: Event) -> bool:
    """Say whether the event is still as it was when a job ended."""
    if job.ended_at is None:
        return False
    since_change = (now() - event.changed).total_seconds()
    return since_change >= time.monotonic() - job.ended_at


def conflicts_of(service: Service, identity: Identity, event: Event) -> tuple[Conflict, ...]:
    """Return what stands in the way of a plan, as the last attempt told or looked for anew."""
    for job in (day_job(service, event), plan_job(service, event)):
        if job is not None and isinstance(job.error, InfeasibleError):
            if result_is_current(job, event):
                return job.error.conflicts
    return planning.conflicts_of(service, identity.viewer, event)


def progress_of(job: Job, language: str) -> dict[str, object]:
    """Return what a page shows of a job at work."""
    t, stage = translator(language), job.news
    known = {step.value for step in Step}
    said = t(f"ev_job_{job.step}") if job.step in known else t("ev_job_wait")
    gap = None
    if job.step == Step.PLAN and stage is not None:
        said = t("ev_job_stage_" + (stage.step if stage.step in STAGES else "improve"))
        if stage.value is not None and stage.bound:
            percent = max(0.0, 1 - stage.value / stage.bound) * 100
            gap = t("ev_so_far").format(
                value=_number(stage.value, language), gap=_number(percent, language)
            )
    return {
        "said": said,
        "done": job.done,
        "total": job.total,
        "gap": gap,
        "can_stop": job.step == Step.PLAN and not job.stop.is_set(),
    }


STAGES = frozenset("rules pairs slots improve pauses tables done".split())


def _number(value: float, language: str) -> str:
    text = f"{value:.1f}"
    return text if language == "en" else text.replace(".", ",")


def _changed_plan(service: Service, identity: Identity, event: Event, job: Job) -> Plan:
    from matcher.meetings.replan import replan

    previous = present_plan(service, event)
    if previous is None:
        raise RequestError(
            f"Für „{event.name}“ gibt es noch keinen Plan, der sich ändern ließe.",
            f"There is no plan for “{event.name}” yet that could be changed.",
        )
    job.enter(Step.READ)
    found: Scored = scored(service, event, identity.viewer, job.tell, job.tell)
    job.enter(Step.PLAN)

    def tell(stage: object) -> None:
        job.news = stage

    begins, _ = times_of(event)
    running = begins is not None and local_now() > begins
    plan = replan(
        event,
        found.scores,
        previous,
        before=service.events.version(event.tenant, event.id, previous.version),
        fixed_before=local_now() if running else None,
        rivals=found.rivals,
        progress=tell,
        stop=job.stop,
    )
    job.enter(Step.EXPLAIN)
    return explained(service, identity.viewer, event, plan, job.tell)
