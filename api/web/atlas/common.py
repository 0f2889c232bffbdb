"""What all pages of the atlas share: whose atlas it is, its words, how a gap is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from fastapi import Request, Response

from api.language.values import place_text, whole
from api.web.rendering import render
from api.work.atlas.building import ABOUT
from api.work.atlas.shown import Atlas, atlas_of
from api.work.identity import Identity, Right, operates
from api.work.jobs import Job, jobs_of
from api.work.service import Service
from data.profiles import Profile
from matcher.atlas.browse import label_of
from matcher.atlas.counts import Tally
from matcher.words import KINDS, pick

GapKind = Literal["need", "even", "offer", "none"]
SIGNS: dict[GapKind, str] = {"need": "▲", "even": "=", "offer": "▼", "none": ""}
CLEAR = 1.25
"""So many times as many needs as offers, or offers as needs, are told as more."""


def gap_of(tally: Tally) -> GapKind:
    """Say which of offers and needs there are more of; ``none`` where neither is stated."""
    offers, needs = tally.offers, tally.needs
    if not offers and not needs:
        return "none"
    if needs > CLEAR * offers:
        return "need"
    return "offer" if offers > CLEAR * needs else "even"


def signed(value: int | None, language: str) -> str:
    """Return a change with its sign; a dash where there is nothing to compare."""
    if value is None:
        return "–"
    number = whole(abs(value), language)
    return f"+{number}" if value > 0 else f"−{number}" if value < 0 else "0"


def place_of(profile: Profile, language: str) -> str:
    """Return where an organisation is."""
    return place_text(profile.places[0], language) if profile.places else ""


def words(language: str) -> dict[str, object]:
    """Return what templates of the atlas call things."""
    return {
        "whole": partial(whole, language=language),
        "signed": partial(signed, language=language),
        "label": partial(label_of, language=language),
        "kind_word": lambda kind: pick(KINDS[kind], language),
        "place_of": partial(place_of, language=language),
        "gap_of": gap_of,
        "signs": SIGNS,
    }


def running(service: Service, identity: Identity) -> Job | None:
    """Return the job that builds the atlas for a tenant, None if none does."""
    if identity.tenant is None:
        return None
    job = jobs_of(service).latest(identity.tenant, ABOUT)
    return None if job is None or job.is_over else job


def atlas_page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    template: str,
    make: Callable[[Atlas], dict[str, object]],
) -> Response:
    """Return a page of the atlas; where there is none yet, the page that says so."""
    atlas = atlas_of(service, identity.viewer)
    shared = words(language) | {
        "can_manage": identity.may(Right.MANAGE) and identity.tenant is not None,
        "can_build": operates(identity, service.settings),
        "job": running(service, identity),
        "tab": template,
    }
    if atlas is None:
        return render(request, "atlas/none.html", shared)
    context: dict[str, object] = {
        "summary": atlas.summary,
        "topic_names": {topic.id: topic.name for topic in atlas.model.topics},
    }
    return render(request, f"atlas/{template}.html", shared | context | make(atlas))
