"""How fast the pages answer: requests to the app in this process, over the installation.

What is shown is written down as in daily work, but into a log that is thrown away.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np
from fastapi import FastAPI, Request

from api.app import create_app
from api.cli.printing.output import pick
from api.http.deps import get_identity
from api.work.feedback import Feedback
from api.work.identity import Identity, UserRole
from api.work.service import Service
from data.profiles import Profile
from data.store.feedback import open_feedback
from matcher.request import MatchRequest, Viewer

SEED = 20_2606
HEAD = 6
"""Letters of a name that are typed before its options are asked for."""
Params = Mapping[str, str | list[str]]
Asked = Callable[[Profile], tuple[str, Params]]

PAGES: dict[str, Asked] = {
    "results": lambda p: ("/", {"profil": p.id}),
    "count": lambda p: (
        "/vorschlaege/anzahl",
        {"profil": p.id, "region": ["Brandenburg", "Saar"], "branche": "Metall", "art": "company"},
    ),
    "profiles": lambda p: ("/vorschlaege/profile", {"profil": p.name[:HEAD]}),
    "regions": lambda p: ("/vorschlaege/regionen", {"region": (_town(p) or "Neuen")[:HEAD]}),
    "sectors": lambda p: ("/vorschlaege/branchen", {"branche": p.name[:40]}),
}
"""What is asked for each profile: path and parameters."""
ENGINE = "engine"
Times = dict[str, list[float]]


def labels() -> dict[str, str]:
    """Return what each figure is called."""
    return {
        ENGINE: pick("Vorschläge, nur die Maschine", "Suggestions, engine alone"),
        "results": pick("Seite mit Vorschlägen", "Page of suggestions"),
        "count": pick("Anzahl unter den Regeln", "Number under the rules"),
        "profiles": pick("Namen beim Tippen", "Names while typing"),
        "regions": pick("Regionen beim Tippen", "Regions while typing"),
        "sectors": pick("Branchen beim Tippen", "Sectors while typing"),
    }


def measure_pages(
    service: Service, count: int, progress: Callable[[int, int], None]
) -> dict[str, dict[str, float]]:
    """Return median and 95th percentile in ms of each page and of the engine, in turns.

    Args:
        service: the installation; nothing in it is changed.
        count: as many stored profiles ask, drawn at random but always the same.
        progress: called with (done, total) profiles.
    """
    with _app(service) as app:
        times = asyncio.run(_ask_all(app, service, _drawn(service, count), progress))
    return {
        name: {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}
        for name, (p50, p95) in (
            (name, np.percentile(measured, (50, 95))) for name, measured in times.items()
        )
    }


@contextmanager
def _app(service: Service) -> Iterator[FastAPI]:
    """Yield the app as an adviser finds it, its feedback in a log of its own."""
    viewer = Viewer(tenant=service.settings.tenant or "bench")

    def adviser(request: Request) -> Identity:
        identity = Identity(viewer=viewer, role=UserRole.ADVISER, name="bench", account="bench")
        request.state.identity = identity
        return identity

    app = create_app(service)
    app.dependency_overrides[get_identity] = adviser
    kept = service.feedback
    with (
        TemporaryDirectory() as folder,
        open_feedback(f"sqlite:///{Path(folder, 'feedback.sqlite')}") as log,
    ):
        service.feedback = Feedback(log, service.get)
        try:
            yield app
        finally:
            service.feedback = kept


def _drawn(service: Service, count: int) -> list[Profile]:
    profiles = service.find(service.viewer, limit=len(service.corpus.snapshot.catalog)).profiles
    chosen = np.random.default_rng(SEED).permutation(len(profiles))[:count]
    return [profiles[i] for i in chosen.tolist()]


async def _ask_all(
    app: FastAPI,
    service: Service,
    profiles: Sequence[Profile],
    progress: Callable[[int, int], None],
) -> Times:
    times: Times = {name: [] for name in (ENGINE, *PAGES)}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:

        async def ask(name: str, profile: Profile) -> None:
            path, params = PAGES[name](profile)
            answer = await client.get(path, params=params, headers={"Accept": "text/html"})
            answer.raise_for_status()

        async def suggest(profile: Profile) -> None:
            request = MatchRequest(profile_id=profile.id)
            await asyncio.to_thread(service.suggest, request, service.viewer)

        for done, profile in enumerate((*profiles[:1], *profiles)):
            # The first one builds what the others share, and is not counted. Page and engine take
            # turns in being first: the second finds the seeker's texts encoded already.
            order = [ENGINE, *PAGES] if done % 2 else [*PAGES, ENGINE]
            for name in order:
                asked = suggest(profile) if name == ENGINE else ask(name, profile)
                taken = await _timed(asked)
                if done:
                    times[name].append(taken)
            progress(done, len(profiles))
    return times


async def _timed(asked: Awaitable[None]) -> float:
    """Return how long it took, in ms."""
    started = time.perf_counter()
    await asked
    return 1000 * (time.perf_counter() - started)


def _town(profile: Profile) -> str:
    return next((place.name for place in profile.places if place.name), "")
