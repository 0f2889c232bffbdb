"""Importing members: upload, check, correct, take over, undo. The address holds the upload."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import PurePath

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from api.http.deps import LanguageDep, ManagerDep, ServiceDep
from api.language.texts import translator
from api.web.forms import FormDep
from api.web.members.common import member_words
from api.web.members.import_view import FIELDS, checked_view, examined_again, progress_of
from api.web.members.table import corrections_of
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import tenant_of
from api.work.imports import job_of, start_check, start_import, start_undo
from api.work.service import Service
from api.work.uploads import Phase, Upload, uploads_of
from data.profiles import Visibility
from data.spreadsheet.columns import field_of
from data.spreadsheet.delimited import protect

MAX_NAME = 200
_COLUMN = re.compile(r"spalte-(\d{1,3})-(\d{1,4})")
router = page_router()


@router.get("/mitglieder/import")
def start(request: Request, service: ServiceDep, identity: ManagerDep) -> Response:
    """Show where to drop a file, and what was begun."""
    return _start_page(request, service, tenant_of(identity))


@router.post("/mitglieder/import")
def upload_file(
    request: Request,
    service: ServiceDep,
    identity: ManagerDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep a file and begin to look through it."""
    tenant, file = tenant_of(identity), form.get("datei")
    if not isinstance(file, UploadFile) or not file.filename:
        problem = translator(language)("import_no_file")
        return _start_page(request, service, tenant, problem, 422)
    name = PurePath(file.filename.replace("\\", "/")).name[:MAX_NAME]
    upload = uploads_of(service).add(tenant, name, file.file)
    start_check(service, upload)
    return see(_address(upload))


@router.get("/mitglieder/import/{token}")
def show(
    request: Request,
    token: str,
    service: ServiceDep,
    identity: ManagerDep,
    language: LanguageDep,
) -> Response:
    """Show how far an upload is, and what can be done next."""
    upload = uploads_of(service).get(tenant_of(identity), token)
    return _page(request, service, upload, language)


@router.get("/mitglieder/import/{token}/stand")
def progress(
    request: Request,
    token: str,
    service: ServiceDep,
    identity: ManagerDep,
    language: LanguageDep,
) -> Response:
    """Return how far the work is; once it is over, let the page be loaded anew."""
    upload = uploads_of(service).get(tenant_of(identity), token)
    context = progress_of(service, upload)
    headers = {} if context["job"] else {"HX-Refresh": "true"}
    return render(
        request, "members/_progress.html", member_words(language) | context, headers=headers
    )


@router.post("/mitglieder/import/{token}/spalten")
def choose_columns(
    token: str, service: ServiceDep, identity: ManagerDep, form: FormDep
) -> Response:
    """Remember what the columns are, and look through the file again."""
    uploads = uploads_of(service)
    upload = uploads.get(tenant_of(identity), token)
    if upload.phase is Phase.CHECKED:
        looked = uploads.looked(upload)
        for name, value in form.items():
            if (match := _COLUMN.fullmatch(name)) is None:
                continue
            sheet, column = int(match[1]), int(match[2])
            if sheet < len(looked) and column < len(looked[sheet].columns):
                written = looked[sheet].columns[column].name
                _choose(upload, written, value if value in FIELDS else None)
        uploads.save(upload)
        start_check(service, upload)
    return see(_address(upload))


@router.post("/mitglieder/import/{token}/zeilen")
def correct(token: str, service: ServiceDep, identity: ManagerDep, form: FormDep) -> Response:
    """Remember what was corrected in refused rows; the page shows what became of them."""
    uploads = uploads_of(service)
    upload = uploads.get(tenant_of(identity), token)
    if upload.phase is Phase.CHECKED:
        upload.corrections = corrections_of(uploads.examined(upload), upload.corrections, form)
        uploads.save(upload)
    page = str(form.get("seite", ""))
    return see(_address(upload) + (f"?seite={page}" if page.isdecimal() else ""))


@router.post("/mitglieder/import/{token}/uebernehmen")
def take_over(
    request: Request,
    token: str,
    service: ServiceDep,
    identity: ManagerDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Begin to take over what is good, unless all rows had to be."""
    uploads = uploads_of(service)
    upload = uploads.get(tenant_of(identity), token)
    if form.get("umfang") == "alles" and upload.phase is Phase.CHECKED:
        found = uploads.examined(upload)
        refused = found.refused - examined_again(service, upload, found).good
        if refused:
            problem = translator(language)("import_not_all").format(count=refused)
            return _page(request, service, upload, language, problem, 422)
    if upload.phase is Phase.CHECKED and form.get("sichtbar") in set(Visibility):
        upload.visibility = Visibility(str(form.get("sichtbar")))
    start_import(service, upload)
    return see(_address(upload))


@router.post("/mitglieder/import/{token}/rueckgaengig")
def undo(token: str, service: ServiceDep, identity: ManagerDep) -> Response:
    """Begin to undo the whole import."""
    upload = uploads_of(service).get(tenant_of(identity), token)
    start_undo(service, upload)
    return see(_address(upload))


@router.post("/mitglieder/import/{token}/verwerfen")
def discard(token: str, service: ServiceDep, identity: ManagerDep) -> Response:
    """Remove an upload that is not wanted any more."""
    uploads = uploads_of(service)
    upload = uploads.get(tenant_of(identity), token)
    if job_of(service, upload) is None:
        uploads.discard(upload)
    return see("/mitglieder/import")


@router.get("/mitglieder/import/{token}/abgelehnt.csv")
def refused_rows(
    token: str, service: ServiceDep, identity: ManagerDep, language: LanguageDep
) -> Response:
    """Return the rows that are still refused, to correct them in a spreadsheet."""
    uploads = uploads_of(service)
    upload = uploads.get(tenant_of(identity), token)
    found = uploads.examined(upload)
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    sheet: str | None = "\0"
    for row in examined_again(service, upload, found).still_refused:
        if row.sheet != sheet:
            sheet = row.sheet
            names = [column.name for column in found.columns_of(sheet)]
            writer.writerow([*names, translator(language)("import_note")])
        width = len(found.columns_of(sheet))
        cells = [*row.texts, *[""] * (width - len(row.texts))][:width]
        said = " ".join(n.english if language == "en" else n.german for n in row.notes)
        writer.writerow([protect(cell) for cell in (*cells, said)])
    name = f"abgelehnt-{upload.created:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = text.getvalue().encode("utf-8-sig")
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _address(upload: Upload) -> str:
    return f"/mitglieder/import/{upload.token}"


def _choose(upload: Upload, column: str, field: str | None) -> None:
    """Remember what a column is where its name does not say just that."""
    if field is not None and field == field_of(column):
        upload.chosen.pop(column, None)
    else:
        upload.chosen[column] = field


def _start_page(
    request: Request, service: Service, tenant: str, problem: str = "", status: int = 200
) -> Response:
    context: dict[str, object] = {
        "uploads": uploads_of(service).of(tenant),
        "problem": problem,
        "max_mb": service.settings.max_upload_bytes >> 20,
    }
    return render(request, "members/import.html", context, status)


def _page(
    request: Request,
    service: Service,
    upload: Upload,
    language: str,
    problem: str = "",
    status: int = 200,
) -> Response:
    context = progress_of(service, upload) | {"problem": problem}
    if upload.phase is Phase.CHECKED:
        context |= checked_view(service, upload, request.query_params.get("seite", "1"), language)
    return render(request, "members/upload.html", member_words(language) | context, status)
