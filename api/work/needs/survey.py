"""Surveys of needs and offers: made beside the server's answers, kept while they hold."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from api.work.identity import Identity
from api.work.jobs import Job, jobs_of
from api.work.service import Service
from data import clock
from data.profiles import Profile
from matcher.needs.crossing import Chance, chances, pairs
from matcher.needs.gaps import Survey, survey
from matcher.request import Viewer
from matcher.search.snapshot import Snapshot

T = TypeVar("T")
KEPT = 6
"""So many results are kept; each holds the texts that a viewer may see."""
AT_ONCE_SECONDS = 0.7
"""So long a page waits for a result before it shows how far the work is."""


@dataclass(frozen=True)
class Pending(Generic[T]):
    """A result, or the job that works on it."""

    result: T | None
    job: Job | None = None

    @property
    def percent(self) -> int | None:
        """How much of the present step is done, None while that is not known."""
        if self.job is None or not self.job.total:
            return None
        return min(100, 100 * self.job.done // self.job.total)


class _Results:
    """The last results by what they were made from. Safe for threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._jobs: dict[Hashable, Job] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """Return a kept result or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, result: Any) -> None:
        """Keep a result; the one that was not asked for longest goes."""
        with self._lock:
            self._kept[key] = result
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def job(self, key: Hashable, start: Callable[[], Job]) -> Job:
        """Return the job that works on a result, started if none does or the last one failed."""
        with self._lock:
            self._jobs = {k: job for k, job in self._jobs.items() if not job.is_over or k == key}
            job = self._jobs.get(key)
            if job is None or job.is_over:
                job = self._jobs[key] = start()
            return job


def surveyed(service: Service, identity: Identity, seconds: float) -> Pending[Survey]:
    """Return the survey of what somebody may see, or the job that makes it.

    Args:
        service: the installation.
        identity: on whose behalf; belongs to a tenant.
        seconds: how long to wait for it.

    Raises:
        PartnerMatchError: it could not be made.
    """
    snapshot = service.corpus.snapshot
    key = _key(snapshot, identity.viewer)

    def work(job: Job) -> Survey:
        return _survey(service, snapshot, identity.viewer, key, job)

    return cast(Pending[Survey], _ask(service, identity, key, work, seconds))


def crossed(
    service: Service, identity: Identity, language: str, own: bool, seconds: float
) -> Pending[tuple[Chance, ...]]:
    """Return the chances across clusters, or the job that finds them.

    Args:
        service: the installation.
        identity: on whose behalf; belongs to a tenant.
        language: of the reasons.
        own: for members of the tenant alone, and with partners of other clusters than its own.
        seconds: how long to wait for them.
    """
    viewer = identity.viewer
    home = service.people.tenant(identity.tenant or "").cluster if own else None
    snapshot = service.corpus.snapshot
    base = _key(snapshot, viewer)
    key = (base, service.matcher.config.version, language, own, home)

    def is_member(profile: Profile) -> bool:
        return not own or profile.owner == viewer.tenant

    def work(job: Job) -> tuple[Chance, ...]:
        known = _survey(service, snapshot, viewer, base, job)
        job.enter("chances")
        found = pairs(known, is_member, home)
        return chances(service.matcher, found, viewer, language, job.tell)

    return cast(Pending[tuple[Chance, ...]], _ask(service, identity, key, work, seconds))


def _ask(
    service: Service,
    identity: Identity,
    key: Hashable,
    work: Callable[[Job], object],
    seconds: float,
) -> Pending[Any]:
    results = _results_of(service)
    found = results.get(key)
    if found is not None:
        return Pending(found)

    def run(job: Job) -> None:
        # Not as the job's own result, which would be kept for a day.
        results.keep(key, work(job))

    job = results.job(key, lambda: jobs_of(service).start(identity.tenant or "", run))
    job.wait(seconds)
    if job.error is not None:
        raise job.error
    return Pending(results.get(key), job)


def _survey(
    service: Service, snapshot: Snapshot, viewer: Viewer, key: Hashable, job: Job
) -> Survey:
    """Return the survey under ``key``, made now if it is not there."""
    results = _results_of(service)
    known = cast(Survey | None, results.get(key))
    if known is None:
        job.enter("survey")
        matcher = service.matcher.still(snapshot)
        known = survey(matcher, viewer, clock.today(), job.tell)
        results.keep(key, known)
    return known


def _key(snapshot: Snapshot, viewer: Viewer) -> Hashable:
    """Return what a survey follows from: whoever sees something else gets another one."""
    return viewer, snapshot.edition, clock.today()


def _results_of(service: Service) -> _Results:
    return service.part(_Results, _Results)
