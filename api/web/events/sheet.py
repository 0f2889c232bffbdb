"""The spreadsheet of an event: the template, what an uploaded one would change, taking it over."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path, PurePath

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.texts import translator
from api.web.downloads import workbook_file
from api.web.events.common import event_of, event_page, keep, on_to
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.service import Service
from api.work.uploads import Upload, Uploads
from data.errors import RequestError
from data.events.event import Event
from data.events.sheet import read_event_sheet, write_event_sheet
from data.spreadsheet.workbook import MAX_BYTES

router = page_router()
MAX_NAME = 200


@router.get("/veranstaltungen/{event_id}/vorlage.xlsx")
def template(
    event_id: str, service: ServiceDep, identity: OrganiserDep, language: LanguageDep
) -> Response:
    """Return the event as a spreadsheet, to be filled in."""
    event = event_of(service, identity, event_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vorlage.xlsx"
        write_event_sheet(event, path)
        content = path.read_bytes()
    name = translator(language)("ev_sheet_name")
    return workbook_file(content, name)


@router.get("/veranstaltungen/{event_id}/tabelle")
def ask_sheet(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show where to drop a spreadsheet."""
    event = event_of(service, identity, event_id)
    return _ask(request, service, event, language)


@router.post("/veranstaltungen/{event_id}/tabelle")
def upload_sheet(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep a spreadsheet for a day, and show what it would change."""
    event, file = event_of(service, identity, event_id), form.get("datei")
    if not isinstance(file, UploadFile) or not file.filename:
        return _ask(request, service, event, language, translator(language)("ev_sheet_none"))
    name = PurePath(file.filename.replace("\\", "/")).name[:MAX_NAME]
    upload = _sheets(service).add(event.tenant, name, file.file)
    return on_to(event, f"tabelle/{upload.token}", {})


@router.get("/veranstaltungen/{event_id}/tabelle/{token}")
def show_sheet(
    request: Request,
    event_id: str,
    token: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show what a spreadsheet would change; nothing has changed yet."""
    event = event_of(service, identity, event_id)
    upload = _sheets(service).get(event.tenant, token)
    return _preview(request, service, event, upload, language)


@router.post("/veranstaltungen/{event_id}/tabelle/{token}")
def take_sheet(
    request: Request,
    event_id: str,
    token: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Take a spreadsheet over; shown again if the event has changed since it was looked at."""
    event = event_of(service, identity, event_id)
    upload = _sheets(service).get(event.tenant, token)
    if str(form.get("version")) != str(event.version):
        return _preview(request, service, event, upload, language, status=409)
    read = read_event_sheet(_sheets(service).file(upload), event)
    if read.event is None:
        raise RequestError(
            f"In „{upload.name}“ sind noch Fehler; es wurde nichts übernommen.",
            f"There are still errors in “{upload.name}”; nothing was taken over.",
        )
    return keep(service, read.event, "teilnehmer", "imported", upload.name, upload.name[:200])


def _sheets(service: Service) -> Uploads:
    folder = service.settings.folder / "event-sheets"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chmod(folder, 0o700)
    return Uploads(folder)


def _ask(
    request: Request, service: Service, event: Event, language: str, problem: str = ""
) -> Response:
    context: dict[str, object] = {
        "problem": problem,
        "max_mb": min(service.settings.max_upload_bytes, MAX_BYTES) >> 20,
        "upload": None,
    }
    status = 422 if problem else 200
    return event_page(
        request,
        service,
        event,
        "sheet",
        context,
        step="teilnehmer",
        language=language,
        status=status,
    )


def _preview(
    request: Request,
    service: Service,
    event: Event,
    upload: Upload,
    language: str,
    status: int = 200,
) -> Response:
    read = read_event_sheet(_sheets(service).file(upload), event)
    names = {p.id: p.name for p in event.participants}
    context: dict[str, object] = {
        "problem": "",
        "overtaken": status == 409,
        "max_mb": min(service.settings.max_upload_bytes, MAX_BYTES) >> 20,
        "upload": upload,
        "read": read,
        "same": read.event is not None and read.event == event,
        "removed": [names[id] for id in read.removed],
    }
    return event_page(
        request,
        service,
        event,
        "sheet",
        context,
        step="teilnehmer",
        language=language,
        status=status,
    )
