"""One meeting of a plan: why these two, and changing it by hand."""

from __future__ import annotations

from fastapi import Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.web.events.common import event_of, event_page, on_to
from api.web.events.plan_edit import (
    fitting_places,
    meeting_of,
    moved,
    refuse_broken,
    swapped,
    with_lock,
    without,
)
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.events.keeping import keep_by_hand
from api.work.events.naming import named, texts_of
from api.work.events.planning import present_plan
from api.work.events.scoring import scored
from api.work.events.view import PlanView
from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError, RequestError
from data.events.event import Event
from data.events.plans import Meeting, Plan
from data.text import fold
from matcher.words import fit_word

router = page_router()
DONE = {
    "halten": "locked",
    "loesen": "unlocked",
    "streichen": "dropped",
    "verlegen": "moved",
    "tauschen": "moved",
}
"""What a button does, and the message that tells of it."""


@router.get("/veranstaltungen/{event_id}/treffen/{a}/{b}")
def show_meeting(
    request: Request,
    event_id: str,
    a: str,
    b: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show a meeting of the present plan with its reason, and how it can be changed."""
    event = event_of(service, identity, event_id)
    plan = plan_of(service, event)
    return _page(request, service, event, plan, meeting_of(plan, a, b), language, "")


@router.post("/veranstaltungen/{event_id}/treffen/{a}/{b}")
def change_meeting(
    request: Request,
    event_id: str,
    a: str,
    b: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep a plan in which this meeting is different; the one before can be brought back."""
    event = event_of(service, identity, event_id)
    plan = plan_of(service, event)
    meeting = meeting_of(plan, a, b)
    names = {p.id: p.name for p in event.participants}
    about = " – ".join(names.get(id, id) for id in (meeting.a, meeting.b))
    action = str(form.get("tun", ""))
    try:
        meetings = _changed(event, plan, meeting, action, form)
        if action in ("verlegen", "tauschen"):
            rivals = scored(service, event, identity.viewer).rivals
            refuse_broken(event, plan.meetings, meetings, rivals)
        elif action == "streichen":
            refuse_broken(event, plan.meetings, meetings)
    except PartnerMatchError as error:
        said = error.text(language)
        return _page(request, service, event, plan, meeting, language, said, 422)
    note = translator(language)("ev_by_hand").format(about=about)[:200]
    keep_by_hand(service, identity, event, plan, meetings, note)
    message = DONE[action]
    query = {"meldung": message, "wer": about, "plan": str(plan.number)}
    part = "plan" if message in ("dropped", "moved") else f"treffen/{meeting.a}/{meeting.b}"
    return on_to(event, part, query)


def plan_of(service: Service, event: Event) -> Plan:
    """Return the present plan; `NotFoundError` if there is none yet."""
    plan = present_plan(service, event)
    if plan is None:
        raise NotFoundError(
            f"Für „{event.name}“ gibt es noch keinen Plan.",
            f"There is no plan for “{event.name}” yet.",
        )
    return plan


def _changed(
    event: Event, plan: Plan, meeting: Meeting, action: str, form: FormDep
) -> tuple[Meeting, ...]:
    if action in ("halten", "loesen"):
        return with_lock(plan, meeting, action == "halten")
    if action == "streichen":
        return without(plan, meeting)
    if action == "verlegen":
        slot, _, table = str(form.get("platz", "")).partition("-")
        if not (slot.isdecimal() and table.isdecimal()):
            raise _choose_first()
        return moved(plan, meeting, int(slot), int(table))
    out, found = str(form.get("statt", "")), named(event, str(form.get("neu", "")))
    if action != "tauschen" or out not in meeting.pair or len(found) != 1:
        raise _choose_first()
    return swapped(event, plan, meeting, out, found[0].id)


def _choose_first() -> RequestError:
    return RequestError(
        "Bitte zuerst auswählen, was sich ändern soll.",
        "Please choose first what shall change.",
    )


def _page(
    request: Request,
    service: Service,
    event: Event,
    plan: Plan,
    meeting: Meeting,
    language: str,
    problem: str,
    status: int = 200,
) -> Response:
    view = PlanView(event, plan)
    encounter = next((e for e in view.encounters if e.meeting == meeting), None)
    if encounter is None:
        raise NotFoundError(
            "Zeit oder Tisch dieses Gesprächs gibt es nicht mehr. Bitte den Plan neu erstellen.",
            "The time or table of this meeting is gone. Please make the plan anew.",
        )
    texts = texts_of(event)
    score = encounter.reason.score if encounter.reason is not None else 0.0
    places = [
        (f"{slot}-{table}", event.slots[slot], event.tables[table].name)
        for slot, table in fitting_places(event, plan, meeting)
    ]
    context: dict[str, object] = {
        "encounter": encounter,
        "places": places,
        "names": sorted(texts.values(), key=fold),
        "problem": problem,
        "fit": fit_word(score, score, language),
        "back_to": _earlier(request, plan),
    }
    return event_page(
        request,
        service,
        event,
        "meeting",
        context,
        step="plan",
        language=language,
        status=status,
    )


def _earlier(request: Request, plan: Plan) -> int:
    """Return the number of the plan before a change that was just made, 0 if none was."""
    number = request.query_params.get("plan", "")
    return int(number) if number.isdecimal() and int(number) < plan.number else 0
