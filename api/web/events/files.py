"""A plan as files: workbook, printed sheets, calendars."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response

from api.http.deps import OrganiserDep, ServiceDep
from api.web.downloads import XLSX
from api.web.site import page_router
from api.work.events.standing import Standing, standing
from api.work.events.words import file_word
from api.work.identity import Identity, tenant_of
from api.work.service import Service
from data.errors import NotFoundError
from data.events.event import Participant

router = page_router()


@router.get("/veranstaltungen/{event_id}/plan.xlsx")
def as_workbook(service: ServiceDep, identity: OrganiserDep, event_id: str) -> Response:
    """Return the plan with wishes, figures and what was told as a workbook."""
    from api.files.events.workbook import workbook_of

    found = _standing(service, identity, event_id)
    answers = service.events.answers(found.event.tenant, event_id)
    return _file(workbook_of(found.event, found.plan, answers), XLSX, "Plan", found, "xlsx")


@router.get("/veranstaltungen/{event_id}/plan.pdf")
def as_sheets(
    request: Request, service: ServiceDep, identity: OrganiserDep, event_id: str
) -> Response:
    """Return the sheets of all who are there or have a meeting, by name."""
    from api.files.events.sheets_pdf import sheets_pdf

    found = _standing(service, identity, event_id)
    ids = [
        agenda.participant.id
        for agenda in found.view.agendas
        if agenda.participant.present or agenda.meetings
    ]
    content = sheets_pdf(found.event, found.plan, ids, links_of(request, service, found))
    return _file(content, "application/pdf", "Terminblaetter", found, "pdf", "inline")


@router.get("/veranstaltungen/{event_id}/kalender.zip")
def as_calendars(
    request: Request, service: ServiceDep, identity: OrganiserDep, event_id: str
) -> Response:
    """Return the calendars of all who have a meeting."""
    from api.files.events.calendar import calendars_zip

    found = _standing(service, identity, event_id)
    links = links_of(request, service, found)
    content = calendars_zip(found.event, found.plan, earlier=found.others(service), links=links)
    return _file(content, "application/zip", "Kalender", found, "zip")


@router.get("/veranstaltungen/{event_id}/teilnehmer/{participant_id}.pdf")
def as_sheet(
    request: Request,
    service: ServiceDep,
    identity: OrganiserDep,
    event_id: str,
    participant_id: str,
) -> Response:
    """Return the sheet of one participant."""
    from api.files.events.sheets_pdf import sheets_pdf

    found = _standing(service, identity, event_id)
    who = _participant(found, participant_id)
    links = links_of(request, service, found)
    content = sheets_pdf(found.event, found.plan, [who.id], links)
    return _file(content, "application/pdf", f"Termine-{who.name}", found, "pdf", "inline")


@router.get("/veranstaltungen/{event_id}/teilnehmer/{participant_id}.ics")
def as_calendar(
    request: Request,
    service: ServiceDep,
    identity: OrganiserDep,
    event_id: str,
    participant_id: str,
) -> Response:
    """Return the calendar of one participant."""
    from api.files.events.calendar import calendar_of

    found = _standing(service, identity, event_id)
    who = _participant(found, participant_id)
    link = links_of(request, service, found)[who.id]
    earlier = found.others(service)
    content = calendar_of(found.event, found.plan, who.id, earlier=earlier, link=link)
    return _file(content, "text/calendar; charset=utf-8", f"Termine-{who.name}", found, "ics")


def links_of(request: Request, service: Service, found: Standing) -> Mapping[str, str]:
    """Return the address of each participant's own page."""
    base = (service.settings.public_url or str(request.base_url)).rstrip("/")
    tokens = service.events.tokens(found.event.tenant, found.event.id)
    return {id: f"{base}/termine/{token}" for id, token in tokens.items()}


def _standing(service: Service, identity: Identity, event_id: str) -> Standing:
    return standing(service, service.events.get(tenant_of(identity), event_id))


def _participant(found: Standing, participant_id: str) -> Participant:
    who = found.event.participant(participant_id)
    if who is None:
        raise NotFoundError(
            f"„{found.event.name}“ hat keinen Teilnehmer mit der Kennung '{participant_id}'.",
            f"“{found.event.name}” has no participant with id '{participant_id}'.",
        )
    return who


def _file(
    content: bytes,
    media_type: str,
    what: str,
    found: Standing,
    ending: str,
    how: str = "attachment",
) -> Response:
    name = f"{_words(what)}-{file_word(found.event.name)}.{ending}"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _words(what: str) -> str:
    """Return the first part of a file's name: a German word, and whose file it is."""
    kind, _, whose = what.partition("-")
    return f"{kind}-{file_word(whose)}" if whose else kind
