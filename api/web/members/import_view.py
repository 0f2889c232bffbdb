"""What the page of an upload shows: how far it is, what was found, what is to correct."""

from __future__ import annotations

from api.web.members.table import table_rows
from api.work.imports import INDEX, job_of
from api.work.service import Service
from api.work.uploads import AT_WORK, Upload, uploads_of
from data.exchange.examining import Examination, Examined, reexamine
from data.spreadsheet.columns import COLUMNS, LABELS
from data.spreadsheet.report import Severity
from data.store.profiles import PutResult

ROWS = 50
"""So many refused rows are shown at a time."""
FIELDS = tuple(c.field for c in COLUMNS if c.field not in ("exact", "owner"))
"""What a column can be chosen to be."""


def examined_again(service: Service, upload: Upload, found: Examined) -> Examination:
    """Return what the corrections so far made of the refused rows."""
    if not upload.corrections:
        return Examination(found.refused_rows, PutResult())
    return reexamine(found, upload.corrected, service.store, upload.tenant)


def progress_of(service: Service, upload: Upload) -> dict[str, object]:
    """Return how far the work on an upload is."""
    job = job_of(service, upload)
    at_index = job is not None and job.step == INDEX
    done, total = (service.indexing or (0, None)) if at_index else (0, None)
    if job is not None and not at_index:
        done, total = job.done, job.total
    return {
        "upload": upload,
        "job": job,
        "at_index": at_index,
        "done": done,
        "total": total,
        "stopped": upload.phase in AT_WORK and job is None,
    }


def checked_view(service: Service, upload: Upload, asked: str, language: str) -> dict[str, object]:
    """Return what is shown of a file that was looked through; ``asked`` is a page of its rows."""
    uploads = uploads_of(service)
    found, looked = uploads.examined(upload), uploads.looked(upload)
    again = examined_again(service, upload, found)
    refused = found.refused - again.good
    pages = max(1, -(-len(again.still_refused) // ROWS))
    page = min(int(asked), pages) if asked.isdecimal() and len(asked) < 6 and int(asked) else 1
    shown = again.still_refused[(page - 1) * ROWS : page * ROWS]
    errors = [note for note in found.remarks if note.severity is Severity.ERROR]
    return {
        "found": found,
        "looked": looked,
        "fields": {field: _label(field, language) for field in FIELDS},
        "unclear": [
            column.name
            for sheet in looked
            for column in sheet.columns
            if column.field is None and column.name not in upload.chosen
        ],
        "refused": refused,
        "repaired": again.good,
        "created": found.created + again.repaired.created,
        "updated": found.updated + again.repaired.updated,
        "unchanged": found.unchanged + again.repaired.unchanged,
        "rows": table_rows(found, shown, language),
        "kept": len(again.still_refused),
        "page": page,
        "pages": pages,
        "errors": [note.text(language) for note in errors],
        "remarks": [n.text(language) for n in (*found.remarks, *found.notes) if n not in errors],
    }


def _label(field: str, language: str) -> str:
    return field.replace("_", " ").capitalize() if language == "en" else LABELS[field]
