"""What a participant of an event sees behind a personal link: meetings, and what became of them.

The address is the secret: whoever has it is the participant. Nothing of others is shown but what
the plan says of those whom the participant meets.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Path, Request, Response
from pydantic import ValidationError

from api.http.deps import CsrfDep, ServiceDep
from api.http.languages import LANGUAGE_COOKIE
from api.language.texts import translator
from api.web.rendering import render
from api.web.seats.view import local_now, page_of
from api.web.site import door_router, see
from api.work.events.feedback import tell
from api.work.events.outcomes import answers_by
from api.work.events.planning import present_plan
from api.work.events.standing import Standing, standing
from api.work.events.view import PlanView
from api.work.events.words import file_word
from api.work.service import Service
from api.work.settings import Language
from data.errors import NotFoundError, RequestError
from data.events.event import Event, Participant
from data.events.plans import Answer, Seat

MAX_NOTE = 1000
MAX_TYPED = 20_000
"""More than the field takes, so that a text too long is answered beside it."""
HEADERS = {"X-Robots-Tag": "noindex, nofollow"}
"""Beside those of `api.http.guard`: no cache keeps anything, no other site learns the address."""
router = door_router()
Token = Annotated[str, Path(max_length=200)]


@router.get("/termine/{token}")
def show(request: Request, token: Token, service: ServiceDep, csrf: CsrfDep) -> Response:
    """Show a participant's meetings."""
    return _page(request, service, csrf, token, saved=request.query_params.get("gesagt", ""))


@router.get("/termine/{token}/termine.ics")
def as_calendar(request: Request, token: Token, service: ServiceDep) -> Response:
    """Return a participant's calendar; opened again after a new plan it changes the entries."""
    from api.files.events.calendar import calendar_of

    seat, event, who = _seat(service, token)
    found = standing(service, event)
    base = (service.settings.public_url or str(request.base_url)).rstrip("/")
    earlier, link = found.others(service), f"{base}/termine/{token}"
    content = calendar_of(event, found.plan, seat.participant, earlier=earlier, link=link)
    name = f'inline; filename="Termine-{file_word(who.name)}.ics"'
    headers = {"Content-Disposition": name, **HEADERS}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/termine/{token}/antwort")
def answer(
    request: Request,
    token: Token,
    service: ServiceDep,
    csrf: CsrfDep,
    whom: Annotated[str, Form(max_length=100)],
    met: Annotated[Literal["", "yes", "no"], Form()] = "",
    go_on: Annotated[Literal["", "yes", "maybe", "no"], Form()] = "",
    note: Annotated[str, Form(max_length=MAX_TYPED)] = "",
) -> Response:
    """Keep what a participant tells of a meeting that has begun."""
    seat, event, _ = _seat(service, token)
    _check_begun(service, event, seat, whom)
    asked = "hx-request" in request.headers
    try:
        said = Answer(
            who=seat.participant,
            whom=whom,
            met={"yes": True, "no": False}.get(met),
            go_on=go_on or None,
            note=note,
        )
    except ValidationError:
        if asked:
            return _status(request, event, problem=True)
        return _page(request, service, csrf, token, too_long=(whom, met, go_on, note))
    service.events.answer(event.tenant, event.id, said)
    answers = answers_by(service.events.answers(event.tenant, event.id))
    tell(service, event, answers, (seat.participant, whom))
    return (
        _status(request, event) if asked else see(f"/termine/{token}?gesagt={whom}#antwort-{whom}")
    )


def _page(
    request: Request,
    service: Service,
    csrf: str,
    token: str,
    *,
    saved: str = "",
    too_long: tuple[str, str, str, str] | None = None,
) -> Response:
    _, event, who = _seat(service, token)
    language = _language(request, event)
    plan = present_plan(service, event)
    found = Standing(event, plan, language) if plan is not None else None
    answers = answers_by(service.events.answers(event.tenant, event.id))
    page = page_of(service, found, who, answers, local_now()) if found is not None else None
    context = _words(language) | {
        "csrf": csrf,
        "event": event,
        "who": who,
        "page": page,
        "token": token,
        "saved": saved,
        "typed": too_long,
        "max_note": MAX_NOTE,
    }
    return render(request, "seats/show.html", context, 422 if too_long else 200, HEADERS)


def _status(request: Request, event: Event, *, problem: bool = False) -> Response:
    """Return what htmx puts beside a form that was just sent."""
    context = _words(_language(request, event)) | {"problem": problem, "max_note": MAX_NOTE}
    return render(request, "seats/_status.html", context, headers=HEADERS)


def _seat(service: Service, token: str) -> tuple[Seat, Event, Participant]:
    """Return whose page an address opens. `NotFoundError` if it opens none, or none any more."""
    seat = service.events.seat_of(token)
    event = service.events.get(seat.tenant, seat.event) if seat is not None else None
    who = event.participant(seat.participant) if event is not None and seat is not None else None
    if seat is None or event is None or who is None:
        raise NotFoundError(
            "Unter dieser Adresse gibt es keine Termine (mehr). Bitte prüfen Sie, ob die Adresse "
            "vollständig ist, oder fragen Sie die Veranstalter nach Ihrem neuen Link.",
            "There are no meetings under this address (any more). Please check that the address "
            "is complete, or ask the organisers for your new link.",
        )
    return seat, event, who


def _check_begun(service: Service, event: Event, seat: Seat, whom: str) -> None:
    """Refuse an answer about somebody whom the participant does not meet, or not yet."""
    plan = present_plan(service, event)
    meetings = PlanView(event, plan).agenda(seat.participant).meetings if plan is not None else ()
    line = next((x for x in meetings if x.partner is not None and x.partner.id == whom), None)
    if line is None or line.start > local_now():
        raise RequestError(
            f"Zu '{whom}' kann noch nichts gesagt werden: Das Gespräch hat nicht begonnen oder "
            "steht nicht (mehr) im Plan.",
            f"Nothing can be told of '{whom}' yet: the meeting has not begun, or is not in the "
            "plan (any more).",
        )


def _language(request: Request, event: Event) -> Language:
    """Return what the reader chose; else the language of the event."""
    for asked in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked == "en":
            return "en"
        if asked == "de":
            return "de"
    return event.language


def _words(language: Language) -> dict[str, object]:
    other = "de" if language == "en" else "en"
    return {"t": translator(language), "language": language, "other": other}
