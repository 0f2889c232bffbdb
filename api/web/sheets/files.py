"""Advice sheets as files."""

from __future__ import annotations

import re

from fastapi import Response

from api.files.sheets.mail import eml
from api.files.sheets.view import Printed, printed
from api.http.deps import AdviserDep, ServiceDep
from api.web.site import page_router
from api.work.identity import Identity, tenant_of
from api.work.service import Service
from api.work.sheets.reading import going_out
from data.text import fold

router = page_router()
STROKES = str.maketrans("łđø", "ldo")
"""Letters that are no base letter with an accent."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/beratung/{sheet_id}/bogen.pdf")
def as_pdf(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Return the sheet as PDF, shown in the browser."""
    from api.files.sheets.pdf import pdf

    sheet = _printed(service, identity, sheet_id)
    return _file(pdf(sheet), "application/pdf", sheet, "pdf", "inline")


@router.get("/beratung/{sheet_id}/bogen.docx")
def as_docx(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Return the sheet as Word file."""
    from api.files.sheets.word import docx

    sheet = _printed(service, identity, sheet_id)
    return _file(docx(sheet), WORD, sheet, "docx")


@router.get("/beratung/{sheet_id}/bogen.eml")
def as_eml(service: ServiceDep, identity: AdviserDep, sheet_id: str) -> Response:
    """Return an e-mail with the PDF attached, to be opened in a mail program."""
    from api.files.sheets.pdf import pdf

    sheet = _printed(service, identity, sheet_id)
    message = eml(sheet, pdf(sheet), f"{file_stem(sheet)}.pdf")
    return _file(message, "message/rfc822", sheet, "eml")


def _printed(service: Service, identity: Identity, sheet_id: str) -> Printed:
    sheet = service.sheets.get(tenant_of(identity), sheet_id)
    return printed(sheet, going_out(service, sheet), service.people.tenant(sheet.tenant))


def _file(
    content: bytes, media_type: str, sheet: Printed, ending: str, how: str = "attachment"
) -> Response:
    name = f'{how}; filename="{file_stem(sheet)}.{ending}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": name})


def file_stem(sheet: Printed) -> str:
    """Return the name of the file, of letters that every system takes."""
    name = fold(sheet.firm_name).translate(STROKES)
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    return f"Beratungsbogen-{plain[:60] or 'Betrieb'}"
