"""Events: the list, a new one, one event with what is to do next; copying, deleting, undoing."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.language.values import day
from api.web.events.common import (
    address,
    event_of,
    event_page,
    local_now,
    onward,
    state_of,
    times_of,
)
from api.web.events.form import DEFAULTS, new_event
from api.web.forms import FormDep
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity, tenant_of
from api.work.service import Service
from data.events.event import Event, EventLine
from data.feedback.outcomes import new_id

router = page_router()
LONGEST = dt.timedelta(days=31)
"""No event lasts longer: what began before is over."""
Typed = Annotated[str, Query(max_length=200)]


@router.get("/veranstaltungen")
def list_events(
    request: Request,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    meldung: Typed = "",
    welche: Typed = "",
    wer: Typed = "",
) -> Response:
    """Show all events of the tenant."""
    lines = service.events.mine(tenant_of(identity))
    context: dict[str, object] = {
        "lines": [(line, _state(service, identity, line)) for line in lines],
        "day": lambda moment: day(moment.date(), language),
        "deleted": welche if meldung == "deleted" else "",
        "about": wer,
        "restored": meldung == "restored",
    }
    return render(request, "events/list.html", context)


@router.get("/veranstaltungen/neu")
def ask_new(request: Request, identity: OrganiserDep, language: LanguageDep) -> Response:
    """Show the form of a new event."""
    tenant_of(identity)
    t = translator(language)
    sides = {"seite-1": t("ev_side_startups"), "seite-2": t("ev_side_industry")}
    context: dict[str, object] = {"typed": DEFAULTS | sides, "problems": {}}
    return render(request, "events/new.html", context)


@router.post("/veranstaltungen/neu")
def make_new(
    request: Request,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep a new event, with its times and tables made."""
    event, fields = new_event(form, tenant_of(identity), language)
    if event is None:
        context: dict[str, object] = {"typed": dict(form.items()), "problems": fields.problems}
        return render(request, "events/new.html", context, 422)
    return see(f"{address(service.events.add(event).id)}?meldung=made")


@router.get("/veranstaltungen/{event_id}")
def show_event(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show how far an event is, and what is missing."""
    event = event_of(service, identity, event_id)
    return event_page(request, service, event, "overview", {}, language=language)


@router.post("/veranstaltungen/{event_id}/kopieren")
def copy_event(
    event_id: str, service: ServiceDep, identity: OrganiserDep, language: LanguageDep
) -> Response:
    """Keep a copy of an event: everything but its plans and answers."""
    event = event_of(service, identity, event_id)
    name = translator(language)("ev_copy_of").format(name=event.name)[:200]
    content = event.model_dump(exclude={"id", "version", "created", "changed"})
    copied = service.events.add(Event(id=new_id("e"), **(content | {"name": name})))
    return see(f"{address(copied.id)}?meldung=copied")


@router.post("/veranstaltungen/{event_id}/loeschen")
def delete_event(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Delete an event; the list offers to undo it."""
    event = event_of(service, identity, event_id)
    service.events.delete(event.tenant, event.id)
    return see(f"/veranstaltungen?meldung=deleted&welche={event.id}")


@router.post("/veranstaltungen/{event_id}/wiederherstellen")
def restore_event(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Bring a deleted event back."""
    service.events.restore(tenant_of(identity), event_id)
    return see("/veranstaltungen?meldung=restored")


@router.post("/veranstaltungen/{event_id}/zurueck")
def undo(event_id: str, service: ServiceDep, identity: OrganiserDep, form: FormDep) -> Response:
    """Undo the last change of an event, unless somebody changed it since."""
    event = event_of(service, identity, event_id)
    seen = str(form.get("stand", ""))
    service.events.undo(event.tenant, event.id, int(seen) if seen.isdecimal() else 0)
    path = onward(form.get("weiter", ""), event).removeprefix(address(event.id)).strip("/")
    return see(f"{address(event.id, path.partition('?')[0])}?meldung=undone")


def _state(service: Service, identity: Identity, line: EventLine) -> str:
    """Return how far an event of the list is; its end is looked up only where it matters."""
    starts = line.starts
    if line.plan is None or starts is None or starts > local_now():
        return state_of(starts, None, line.plan is not None)
    if starts < local_now() - LONGEST:
        return "over"
    _, ends = times_of(event_of(service, identity, line.id))
    return state_of(starts, ends, True)
