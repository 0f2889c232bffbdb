"""What goes out: files, personal links; and what comes back after the event."""

from __future__ import annotations

from fastapi import Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.web.events.common import event_of, event_page, on_to
from api.web.events.files import links_of
from api.web.site import page_router
from api.work.events.outcomes import Outcomes
from api.work.events.standing import Standing
from data.text import fold

router = page_router()


@router.get("/veranstaltungen/{event_id}/unterlagen")
def show_papers(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show the files of the plan and the personal links."""
    event = event_of(service, identity, event_id)
    plan = service.events.plan(event.tenant, event.id)
    links = links_of(request, service, Standing(event, plan)) if plan is not None else {}
    people = sorted(event.participants, key=lambda p: fold(p.name))
    context: dict[str, object] = {"links": [(p, links[p.id]) for p in people if p.id in links]}
    return event_page(
        request, service, event, "papers", context, step="unterlagen", language=language
    )


@router.post("/veranstaltungen/{event_id}/unterlagen/links")
def renew_links(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Make all personal links anew; those given out open nothing any more."""
    event = event_of(service, identity, event_id)
    service.events.new_tokens(event.tenant, event.id)
    return on_to(event, "unterlagen", {"meldung": "links"})


@router.get("/veranstaltungen/{event_id}/danach")
def show_outcomes(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show who met, and who wants to go on with whom."""
    event = event_of(service, identity, event_id)
    plan = service.events.plan(event.tenant, event.id)
    answers = service.events.answers(event.tenant, event.id)
    context: dict[str, object] = {
        "outcomes": Outcomes(event, plan, answers) if plan is not None else None
    }
    return event_page(request, service, event, "after", context, step="danach", language=language)
