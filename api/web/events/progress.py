"""Long work on the pages of an event: how far it is, and stopping it."""

from __future__ import annotations

from fastapi import Request, Response

from api.web.events.common import address, on_to
from api.web.events.plan_jobs import progress_of
from api.web.rendering import render
from api.work.jobs import Job
from data.events.event import Event


def show_standing(
    request: Request, event: Event, job: Job | None, step: str, language: str
) -> Response:
    """Return how far a job of the page ``step`` is; once it is over, load the page anew."""
    if job is None or job.is_over:
        return Response(headers={"HX-Refresh": "true"})
    shown = {"base": address(event.id), "progress_at": step}
    return render(request, "events/_progress.html", progress_of(job, language) | shown)


def stopped(event: Event, job: Job | None, step: str) -> Response:
    """Let a job take the best it has found so far, and go back to its page."""
    if job is not None:
        job.stop.set()
    return on_to(event, step, {})
