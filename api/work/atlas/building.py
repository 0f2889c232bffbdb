"""Building the atlas: the next version of its topics, learned beside the server's answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from api.work.atlas.versions import Versions
from api.work.identity import Identity, tenant_of
from api.work.jobs import Job, jobs_of
from api.work.service import Service
from data import clock
from data.errors import RequestError
from matcher.atlas.learning import learn
from matcher.atlas.topics import TopicModel
from matcher.atlas.view import public_counts, view
from matcher.request import Viewer

ABOUT = "atlas"
"""What the jobs of the atlas are about."""
STEPS = {
    "read": ("Aussagen werden gelesen", "Reading statements"),
    "cluster": ("Themen werden gebildet", "Forming topics"),
    "name": ("Namen werden gesucht", "Finding names"),
    "lay out": ("Die Karte wird gezeichnet", "Laying out the map"),
    "count": ("Aussagen werden gezählt", "Counting statements"),
    "save": ("Die Version wird gespeichert", "Saving the version"),
}
"""The steps of a build, in their order, German and English."""


class _Building:
    """One build at a time in an installation, and one start."""

    def __init__(self) -> None:
        self.one = threading.Lock()
        self.starting = threading.Lock()


def versions_of(service: Service) -> Versions:
    """Return the versions of an installation."""
    return Versions(service.settings.folder)


def build(
    service: Service, step: Callable[[str], None] | None = None, *, fresh: bool = False
) -> TopicModel:
    """Learn the next version of the topics from public profiles and keep it.

    Args:
        service: the installation.
        step: told the name of each step of `STEPS`.
        fresh: find all topics anew; all get new ids.

    Raises:
        RequestError: no public profile says anything that topics could be formed from.
    """
    tell = step or (lambda _: None)
    with service.part(_Building, _Building).one:
        versions = versions_of(service)
        snapshot = service.corpus.snapshot
        made_at = clock.now().isoformat(timespec="seconds")
        model = learn(snapshot, versions.latest(), made_at, tell, fresh=fresh)
        if not model.topics:
            raise RequestError(
                "Für einen Atlas gibt es zu wenige öffentlich sichtbare Aussagen.",
                "There are too few publicly visible statements for an atlas.",
            )
        tell("count")
        shown = view(snapshot, model, Viewer(), clock.today())
        tell("save")
        return versions.save(replace(model, counts=public_counts(shown)))


def start(service: Service, identity: Identity) -> Job:
    """Build beside the server's answers; a build of the tenant that still runs is returned."""
    tenant, jobs = tenant_of(identity), jobs_of(service)
    with service.part(_Building, _Building).starting:
        running = jobs.latest(tenant, ABOUT)
        if running is not None and not running.is_over:
            return running
        return jobs.start(tenant, lambda job: build(service, _steps(job)).version, ABOUT)


def _steps(job: Job) -> Callable[[str], None]:
    """Return what tells a job the step, and how many of all steps are done."""
    names = list(STEPS)

    def tell(name: str) -> None:
        job.enter(name)
        job.tell(names.index(name), len(names))

    return tell
