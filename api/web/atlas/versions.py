"""The versions of the atlas: what changed between two, and building the next one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import Request, Response

from api.http.deps import IdentityDep, LanguageDep, OperatorDep, ServiceDep
from api.web.atlas.common import running, words
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.atlas.building import ABOUT, STEPS, start, versions_of
from api.work.atlas.versions import compare
from api.work.identity import Identity, Right, operates
from api.work.jobs import jobs_of
from api.work.service import Service
from data import clock
from matcher.atlas.topics import Comparison

router = page_router()
LARGEST = 12


@router.get("/atlas/versionen")
def show_versions(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show all versions, and what changed between two of them."""
    versions = versions_of(service)
    lines, numbers = versions.lines(), versions.numbers()
    old, new = (_number(request, name, numbers) for name in ("von", "bis"))
    if old is None and len(numbers) > 1:
        old = numbers[-2]
    if new is None and numbers:
        new = numbers[-1]
    compared: Comparison | None = None
    if old is not None and new is not None and old != new:
        compared = compare(versions.load(old), versions.load(new))
    latest = versions.load(new) if new is not None else None
    names = {topic.id: topic.name for topic in latest.topics} if latest else {}
    context: dict[str, object] = {
        "lines": lines,
        "old": old,
        "new": new,
        "compared": compared,
        "names": names,
        "largest": LARGEST,
        "moment": _moment,
        "tab": "versions",
    }
    return render(
        request, "atlas/versions.html", words(language) | _who(service, identity) | context
    )


def _who(service: Service, identity: Identity) -> dict[str, object]:
    return {
        "can_manage": identity.may(Right.MANAGE) and identity.tenant is not None,
        "can_build": operates(identity, service.settings),
        "job": running(service, identity),
    }


def _number(request: Request, name: str, numbers: list[int]) -> int | None:
    text = request.query_params.get(name, "")
    number = int(text) if text.isdecimal() and len(text) < 8 else None
    return number if number in numbers else None


def _moment(made_at: str, language: str) -> str:
    """Return when a version was made, as people here write it."""
    local = clock.local(dt.datetime.fromisoformat(made_at))
    return f"{local:%d %b %Y, %H:%M}" if language == "en" else f"{local:%d.%m.%Y, %H:%M} Uhr"


@router.post("/atlas/aufbauen")
def begin_building(service: ServiceDep, identity: OperatorDep) -> Response:
    """Begin to build the next version, and go to where its progress is shown."""
    start(service, identity)
    return see("/atlas/aufbauen")


@router.get("/atlas/aufbauen")
def show_building(
    request: Request, service: ServiceDep, identity: OperatorDep, language: LanguageDep
) -> Response:
    """Show how far the building is; when it has ended, what it came to."""
    return render(request, "atlas/building.html", _progress(service, identity, language))


@router.get("/atlas/aufbauen/stand")
def show_progress(
    request: Request, service: ServiceDep, identity: OperatorDep, language: LanguageDep
) -> Response:
    """Return the part of that page that changes."""
    return render(request, "atlas/_progress.html", _progress(service, identity, language))


def _progress(service: Service, identity: Identity, language: str) -> dict[str, Any]:
    job = jobs_of(service).latest(identity.tenant, ABOUT) if identity.tenant else None
    step = STEPS.get(job.step) if job is not None else None
    return {
        "job": job,
        "step": step[1 if language == "en" else 0] if step else "",
        "done": job.done if job is not None else 0,
        "total": len(STEPS),
        "can_manage": True,
        "can_build": True,
        "tab": "versions",
    }
