"""The history of one profile: what became of all its pairs, as far as a tenant told it."""

from __future__ import annotations

from dataclasses import replace

from api.language.texts import translator
from api.work.identity import Identity, Right
from api.work.pairs import PairEvent, event_view
from api.work.service import Service
from data.errors import NotFoundError
from data.feedback.outcomes import Event, EventKind
from matcher.explain.phrases import quote


def profile_history(
    service: Service, identity: Identity, profile_id: str, language: str = "de"
) -> tuple[PairEvent, ...]:
    """Return what became of all pairs of a profile, on either side, oldest first.

    Others are named as far as the viewer may see them. Mere looks are left out.
    """
    if identity.tenant is None:
        return ()
    told = service.feedback.log.about(profile_id, identity.tenant)
    undoable = identity.may(Right.ADVISE)
    return tuple(
        _with_other(
            event_view(event, language, undoable), service, identity, event, profile_id, language
        )
        for event in told
        if event.kind is not EventKind.OPENED
    )


def _with_other(
    view: PairEvent,
    service: Service,
    identity: Identity,
    event: Event,
    profile_id: str,
    language: str,
) -> PairEvent:
    t = translator(language)
    sought = event.profile_id == profile_id
    if sought and event.question is not None:
        return replace(view, side=t("pair_asked"), partner=f"„{quote(event.question)}“")
    other = event.seeker if sought else event.profile_id
    side = t("pair_for") if sought else ""
    try:
        found = service.get(other or "", identity.viewer)
    except NotFoundError:
        return replace(view, side=side, partner=t("pair_hidden"))
    return replace(view, side=side, partner=found.name, partner_id=found.id)
