"""On the day: who does not come, comes late or leaves early, and the plan with fewest changes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.web.events.changes import changed_since, shown_changes
from api.web.events.common import event_of, event_page, keep, on_to
from api.web.events.plan_jobs import day_job, progress_of, result_is_current, start_day
from api.web.events.progress import show_standing, stopped
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.events.naming import named, texts_of
from api.work.events.planning import present_plan
from api.work.service import Service
from data.errors import RequestError
from data.events.event import Event, Participant, checked
from data.events.plans import Plan
from data.text import fold
from matcher.meetings.conflicts import InfeasibleError

router = page_router()
MAX_FOUND = 8
Typed = Annotated[str, Query(max_length=200)]


@router.get("/veranstaltungen/{event_id}/tag")
def show_day(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    q: Typed = "",
) -> Response:
    """Show the search for a participant, what was told so far, and what it changes."""
    event = event_of(service, identity, event_id)
    job = day_job(service, event)
    working = job is not None and not job.is_over
    plan = present_plan(service, event)
    proposal = _proposal(service, event, plan)
    context: dict[str, object] = {
        "q": q,
        "found": named(event, q)[:MAX_FOUND],
        "names": sorted(texts_of(event).values(), key=fold),
        "told": changed_since(service, event, plan, language),
        "job": working,
        "progress_at": "tag",
        "proposal": shown_changes(event, plan, proposal, language) if plan and proposal else None,
        "failed": None,
        "conflicts": (),
    }
    if working and job is not None:
        context |= progress_of(job, language)
    elif job is not None and job.error is not None and result_is_current(job, event):
        context["failed"] = job.error.text(language)
        if isinstance(job.error, InfeasibleError):
            context["conflicts"] = job.error.conflicts
    return event_page(request, service, event, "day", context, step="tag", language=language)


@router.post("/veranstaltungen/{event_id}/tag/melden")
def tell(
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Write down what somebody called about; the plan stays as it is for now."""
    event = event_of(service, identity, event_id)
    who = event.participant(str(form.get("wer", "")))
    if who is None:
        raise _choose_somebody()
    t, action = translator(language), str(form.get("tun", ""))
    changed: dict[str, object]
    if action == "weg":
        changed = {"present": False}
    elif action == "da":
        changed = {"present": True, "arrives": None, "leaves": None}
    elif action in ("kommt", "geht"):
        moment = _moment(str(form.get(action, "")))
        changed = {"arrives" if action == "kommt" else "leaves": moment}
        changed["present"] = True
    else:
        raise _choose_somebody()
    about = t(f"ev_day_said_{action}").format(name=who.name)
    return keep(service, _with(event, who, changed), "tag", "saved", about, about[:200])


@router.post("/veranstaltungen/{event_id}/tag/tisch")
def close_table(
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Take a table out of use, or back into it."""
    event = event_of(service, identity, event_id)
    typed = str(form.get("tisch", ""))
    if not typed.isdecimal() or int(typed) >= len(event.tables):
        raise _choose_somebody()
    table = event.tables[int(typed)]
    new = table.model_copy(update={"capacity": 0 if table.capacity else 1})
    tables = tuple(new if i == int(typed) else t for i, t in enumerate(event.tables))
    word = "ev_day_said_open" if new.capacity else "ev_day_said_closed"
    about = translator(language)(word).format(name=table.name)
    changed = event.model_copy(update={"tables": tables})
    return keep(service, changed, "tag", "saved", about, about[:200])


@router.post("/veranstaltungen/{event_id}/tag/plan")
def look_for_changes(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Begin to look for the plan with the fewest changes; it is shown before it is kept."""
    event = event_of(service, identity, event_id)
    start_day(service, identity, event)
    return on_to(event, "tag", {})


@router.get("/veranstaltungen/{event_id}/tag/stand")
def show_progress(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Return how far the search is."""
    event = event_of(service, identity, event_id)
    return show_standing(request, event, day_job(service, event), "tag", language)


@router.post("/veranstaltungen/{event_id}/tag/anhalten")
def stop(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Stop and take the best found so far as the proposal."""
    event = event_of(service, identity, event_id)
    return stopped(event, day_job(service, event), "tag")


@router.post("/veranstaltungen/{event_id}/tag/uebernehmen")
def take_over(
    event_id: str, service: ServiceDep, identity: OrganiserDep, language: LanguageDep
) -> Response:
    """Make the proposed plan the present one."""
    event = event_of(service, identity, event_id)
    plan = present_plan(service, event)
    proposal = _proposal(service, event, plan)
    if plan is None or proposal is None:
        raise RequestError(
            "Seither hat sich etwas geändert. Bitte lassen Sie den Plan noch einmal anpassen.",
            "Something has changed since. Please have the plan adapted once more.",
        )
    note = "; ".join(changed_since(service, event, plan, language))[:200]
    service.events.keep_plan(event.tenant, proposal.model_copy(update={"note": note}))
    return on_to(event, "plan", {"meldung": "day", "plan": str(plan.number)})


def _proposal(service: Service, event: Event, plan: Plan | None) -> Plan | None:
    """Return the plan that was found, if neither event nor plan changed since."""
    job = day_job(service, event)
    if plan is None or job is None or not isinstance(job.result, Plan):
        return None
    fits = job.result.version == event.version and job.result.created >= plan.created
    return job.result if fits else None


def _with(event: Event, who: Participant, update: dict[str, object]) -> Event:
    changed = who.model_copy(update=update)
    people = tuple(changed if p.id == who.id else p for p in event.participants)
    return checked(event.model_copy(update={"participants": people}))


def _moment(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise _choose_somebody() from None


def _choose_somebody() -> RequestError:
    return RequestError(
        "Bitte wählen Sie aus, wer oder was sich ändert.",
        "Please choose who or what changes.",
    )
