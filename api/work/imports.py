"""The long steps of an import: checking, taking over, undoing. Each is a job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

from api.work.jobs import Job, jobs_of
from api.work.service import Service
from api.work.uploads import AT_WORK, Counts, Phase, Upload, Uploads, uploads_of
from data.errors import PartnerMatchError
from data.exchange.examining import Examined, examine
from data.exchange.looking import look
from data.exchange.reading import Read
from data.exchange.run import import_profiles
from data.spreadsheet.report import Note
from data.store.versions import Versions, changes

INDEX = "index"
"""The step of a job after which nothing is left to write."""
Step = Callable[[Service, Uploads, Upload, Job], None]


_starting = threading.Lock()


def start_check(service: Service, upload: Upload) -> None:
    """Look through the file again, with all that was decided about its columns."""
    _start(service, upload, Phase.CHECKING, _check)


def start_import(service: Service, upload: Upload) -> None:
    """Take over all rows that are good."""
    if upload.phase in (Phase.CHECKED, Phase.IMPORTING):
        _start(service, upload, Phase.IMPORTING, _import)


def start_undo(service: Service, upload: Upload) -> None:
    """Undo all that taking over the file changed; it may still be on its way into the index."""
    if upload.phase in (Phase.IMPORTED, Phase.UNDOING):
        _start(service, upload, Phase.UNDOING, _undo)


def job_of(service: Service, upload: Upload) -> Job | None:
    """Return the job that works on an upload, None if none does (any more)."""
    job = jobs_of(service).latest(upload.tenant, upload.token)
    return None if job is None or job.is_over else job


def _start(service: Service, upload: Upload, phase: Phase, step: Step) -> None:
    uploads = uploads_of(service)
    with _starting:
        job = job_of(service, upload)
        if job is not None and job.step != INDEX:
            return  # the button was pressed twice
        working = upload.model_copy(update={"phase": phase, "failed": None})
        uploads.save(working)
        work = partial(_work, service, uploads, working, step)
        jobs_of(service).start(upload.tenant, work, upload.token)


def _work(service: Service, uploads: Uploads, upload: Upload, step: Step, job: Job) -> None:
    """Do a step; if it does not get to its end, the upload is as before it, and says why."""
    try:
        step(service, uploads, upload, job)
    except PartnerMatchError as error:
        upload.failed = (error.german, error.english)
        raise
    finally:
        if upload.phase in AT_WORK:
            upload.phase = Phase.IMPORTED if upload.phase is Phase.UNDOING else Phase.CHECKED
            uploads.save(upload)


def _check(service: Service, uploads: Uploads, upload: Upload, job: Job) -> None:
    path = uploads.file(upload)
    uploads.save_examined(upload, Examined(file=upload.name))
    uploads.save_looked(upload, look(path, upload.name, upload.chosen))
    found = examine(path, service.store, upload.tenant, upload.name, upload.reading, job.tell)
    uploads.save_examined(upload, found)
    upload.phase = Phase.CHECKED
    uploads.save(upload)


def _import(service: Service, uploads: Uploads, upload: Upload, job: Job) -> None:
    versions, good = Versions(service.store.engine), dict[str, None]()

    def keep(read: Read, _: Sequence[Note], refused: bool) -> None:
        if read.profile is not None and not refused:
            good[read.profile.id] = None

    before = uploads.before(upload, versions.live(upload.tenant))
    with service.writing_many():
        report = import_profiles(
            uploads.file(upload),
            service.store,
            owner=upload.tenant,
            name=upload.name,
            find_duplicates=False,
            progress=job.tell,
            reading=upload.reading,
            watch=keep,
            visibility=upload.visibility,
        )
    uploads.save_written(upload, changes(before, versions.live(upload.tenant), good))
    upload.done = Counts(
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        refused=report.refused,
    )
    upload.phase = Phase.IMPORTED
    uploads.save(upload)
    uploads.file(upload).unlink(missing_ok=True)
    _index(service, job)


def _undo(service: Service, uploads: Uploads, upload: Upload, job: Job) -> None:
    written = uploads.written(upload)
    job.tell(0, len(written))
    done = Versions(service.store.engine).put_back(upload.tenant, written, service.store)
    upload.done = Counts(created=done.deleted, updated=done.restored, left=done.left)
    upload.phase = Phase.UNDONE
    uploads.save(upload)
    _index(service, job)


def _index(service: Service, job: Job) -> None:
    """Bring the index up to what was written; searches and changes go on meanwhile."""
    job.enter(INDEX)
    wanted = service.store.revision()
    while service.corpus.snapshot.revision < wanted and service.follow():
        pass
    service.save()
