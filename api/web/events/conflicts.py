"""What stands in the way of a plan, and the buttons that change it."""

from __future__ import annotations

from fastapi import Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.web.events.common import event_of, on_to
from api.web.events.plan_jobs import conflicts_of, start_day, start_plan
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.events.keeping import keep_by_hand
from api.work.events.planning import present_plan
from data.errors import RequestError
from data.events.event import checked
from data.events.plans import Meeting

router = page_router()


@router.post("/veranstaltungen/{event_id}/aendern")
def apply_change(
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Apply one of the changes that make a conflict go away."""
    event = event_of(service, identity, event_id)
    wanted = str(form.get("aenderung", ""))
    conflicts = conflicts_of(service, identity, event)
    change = next((c for one in conflicts for c in one.changes if c.key == wanted), None)
    if change is None:
        raise RequestError(
            "Diesen Vorschlag gibt es nicht mehr, die Angaben haben sich geändert. Bitte den Plan "
            "noch einmal erstellen.",
            "This proposal no longer exists, as the event has changed. Please make the plan again.",
        )
    about = change.english if language == "en" else change.german
    plan = present_plan(service, event)
    if change.unlock and plan is not None:
        free = {(m.pair, m.slot, m.table) for m in change.unlock}
        meetings = [_unlocked(m) if (m.pair, m.slot, m.table) in free else m for m in plan.meetings]
        keep_by_hand(service, identity, event, plan, meetings, about)
    changed = service.events.save(checked(change.apply(event)), about[:200])
    query = {"meldung": "applied", "wer": about[:200]}
    if changed.version != event.version:
        query["stand"] = str(changed.version)
    if form.get("weiter") == "tag":
        start_day(service, identity, changed)
        return on_to(changed, "tag", query)
    start_plan(service, identity, changed)
    return on_to(changed, "plan", query)


def _unlocked(meeting: Meeting) -> Meeting:
    return meeting.model_copy(update={"locked": False})
