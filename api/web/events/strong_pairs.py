"""Strong pairs that nobody wished for: who would gain most from each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from fastapi import Request, Response

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.web.events.common import event_of, event_page, on_to
from api.web.events.plan_jobs import pairs_job, progress_of, start_pairs
from api.web.events.progress import show_standing
from api.web.site import page_router
from api.work.events.scoring import Scored
from data.events.event import Event, Participant
from matcher.meetings.rules import rules_of
from matcher.words import fit_word

router = page_router()
SHOWN = 20


@dataclass(frozen=True)
class Pair:
    """Two who would gain from each other."""

    a: Participant
    b: Participant
    fit: str


@router.get("/veranstaltungen/{event_id}/starke-paare")
def show_pairs(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show the strongest pairs without a wish, once the participants were compared."""
    event = event_of(service, identity, event_id)
    job = pairs_job(service, event)
    working = job is not None and not job.is_over
    found: Scored | None = None
    if job is not None and job.is_over and isinstance(job.result, Scored):
        found = job.result if len(job.result.scores) == len(event.participants) else None
    context: dict[str, object] = {
        "job": working,
        "pairs": strongest(event, found, language) if found is not None else None,
        "failed": job.error.text(language) if job is not None and job.error else "",
        "progress_at": "starke-paare",
    }
    if working and job is not None:
        context |= progress_of(job, language)
    return event_page(request, service, event, "pairs", context, step="wuensche", language=language)


@router.post("/veranstaltungen/{event_id}/starke-paare")
def look_for_pairs(event_id: str, service: ServiceDep, identity: OrganiserDep) -> Response:
    """Begin to compare the participants."""
    event = event_of(service, identity, event_id)
    start_pairs(service, identity, event)
    return on_to(event, "starke-paare", {})


@router.get("/veranstaltungen/{event_id}/starke-paare/stand")
def show_progress(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Return how far the comparison is."""
    event = event_of(service, identity, event_id)
    return show_standing(request, event, pairs_job(service, event), "starke-paare", language)


def strongest(event: Event, found: Scored, language: str) -> list[Pair]:
    """Return the pairs that may meet and gain most, without those who wished for it."""
    rules = rules_of(event, found.scores, rivals=found.rivals)
    scores = np.where(np.triu(rules.may_meet, 1), found.scores, 0.0)
    wished = {frozenset((w.who, w.whom)) for w in event.wishes}
    order = np.argsort(-scores, axis=None, kind="stable")
    people, pairs = event.participants, list[Pair]()
    for flat in order:
        i, j = divmod(int(flat), len(people))
        if len(pairs) == SHOWN or scores[i, j] <= 0:
            break
        a, b = people[i], people[j]
        if event.sides and a.side != event.sides[0]:
            a, b = b, a
        if frozenset((a.id, b.id)) not in wished:
            score = float(scores[i, j])
            pairs.append(Pair(a, b, fit_word(score, score, language)))
    return pairs
