"""`Jobs`: long work beside the server's answers, with progress, for one tenant each."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError
from data.feedback.outcomes import new_id

KEEP_SECONDS = 24 * 3600.0
"""So long a job that has ended can still be asked about."""
AT_ONCE = 2
"""So many jobs work at a time; others wait for their turn."""
_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One piece of work. Its own thread writes it, everybody else only reads it."""

    id: str
    tenant: str
    about: str = ""
    """What it works on, in the words of who started it."""
    done: int = 0
    total: int | None = None
    """None as long as it is not known."""
    step: str = ""
    """What is being done; the work's own word for it."""
    news: Any = None
    """What the work tells beside how far it is."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set by who wants it to end early; work that does not look at it goes on."""
    result: Any = None
    error: PartnerMatchError | None = None
    """Why it failed, as a sentence for people."""
    ended_at: float | None = None
    """On the monotonic clock; None while it waits or works."""
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self._ended.is_set()

    def tell(self, done: int, total: int | None) -> None:
        """Say how far the work is; fits wherever a progress is asked for."""
        self.done, self.total = done, total

    def enter(self, step: str) -> None:
        """Begin the next step of the work."""
        self.step, self.done, self.total = step, 0, None

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; return whether it has."""
        return self._ended.wait(seconds)


Work = Callable[[Job], Any]
"""The work itself: it tells the job how far it is, and what it returns is the result."""


class Jobs:
    """The jobs of a server, kept in memory. Safe for threads."""

    def __init__(self, keep_seconds: float = KEEP_SECONDS) -> None:
        self._keep_seconds = keep_seconds
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)

    def start(self, tenant: str, work: Work, about: str = "") -> Job:
        """Begin work for a tenant and return at once."""
        job = Job(new_id("j"), tenant, about)
        with self._lock:
            self._forget_old()
            self._jobs[job.id] = job
        # A daemon, so that a server that is stopped does not wait for it: the work must leave
        # things whole wherever it ends.
        thread = threading.Thread(target=self._run, args=(job, work), name=job.id, daemon=True)
        thread.start()
        return job

    def get(self, tenant: str, job_id: str) -> Job:
        """Return a job of the tenant; `NotFoundError` for those of others too."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None or job.tenant != tenant:
            raise NotFoundError(
                f"Den Vorgang '{job_id}' gibt es nicht oder nicht mehr.",
                f"There is no job '{job_id}', or no longer.",
            )
        return job

    def latest(self, tenant: str, about: str) -> Job | None:
        """Return the job of the tenant that was started last on something."""
        with self._lock:
            found = [j for j in self._jobs.values() if (j.tenant, j.about) == (tenant, about)]
        return found[-1] if found else None

    def _run(self, job: Job, work: Work) -> None:
        with self._turns:
            try:
                job.result = work(job)
            except PartnerMatchError as error:
                job.error = error
            except Exception:
                _log.exception("job %s failed", job.id)
                job.error = PartnerMatchError(
                    "Es ist ein unerwarteter Fehler aufgetreten; Näheres steht im Protokoll des "
                    "Servers.",
                    "An unexpected error occurred; the log of the server tells more.",
                )
            finally:
                job.ended_at = time.monotonic()
                job._ended.set()

    def _forget_old(self) -> None:
        oldest = time.monotonic() - self._keep_seconds
        kept = {
            job.id: job
            for job in self._jobs.values()
            if job.ended_at is None or job.ended_at > oldest
        }
        self._jobs = kept


def jobs_of(service: Service) -> Jobs:
    """Return the jobs that run beside a service."""
    return service.part(Jobs, Jobs)
