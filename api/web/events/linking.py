"""Stored profiles and participants: linking those of one name, adding from what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request, Response
from rapidfuzz import fuzz, process

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.values import place_text
from api.web.events.common import event_of, event_page, keep, on_to
from api.web.events.person_form import new_person_id
from api.web.forms import FormDep
from api.web.site import page_router
from api.work.identity import Identity
from api.work.service import Service
from data.events.event import MAX_PARTICIPANTS, Event, Participant
from data.profiles import Kind, Profile
from data.text import fold
from matcher.words import KINDS

router = page_router()
ALIKE = 88.0
"""Similarity of two names, 0..100, from which one may mean the other."""
SURE = 97.0
"""From which all such links can be made at once."""
STOCK = 40
MAX_STORED = 50_000
_FORMS = frozenset("gmbh ag kg ug ohg gbr e.k. ek se co & mbh ev e.v. gmbh&co.kg".split())
Typed = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Proposal:
    """A participant and the stored profile that its name may mean."""

    who: Participant
    profile: Profile
    place: str
    sure: bool


@router.get("/veranstaltungen/{event_id}/verknuepfen")
def show_proposals(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show which stored profiles the participants without one may be."""
    event = event_of(service, identity, event_id)
    found = proposals(service, identity, event)
    unlinked = [p for p in event.participants if p.profile_id is None]
    known = {proposal.who.id for proposal in found}
    context: dict[str, object] = {
        "proposals": found,
        "unknown": [p for p in unlinked if p.id not in known],
        "linked": len(event.participants) - len(unlinked),
    }
    return event_page(
        request, service, event, "linking", context, step="teilnehmer", language=language
    )


@router.post("/veranstaltungen/{event_id}/verknuepfen")
def link(event_id: str, service: ServiceDep, identity: OrganiserDep, form: FormDep) -> Response:
    """Link the participants that were ticked, each to the profile proposed for it."""
    event = event_of(service, identity, event_id)
    wanted = {str(value) for value in form.getlist("wer")}
    chosen = {
        p.who.id: p.profile.id for p in proposals(service, identity, event) if p.who.id in wanted
    }
    people = tuple(
        p.model_copy(update={"profile_id": chosen[p.id]}) if p.id in chosen else p
        for p in event.participants
    )
    changed = event.model_copy(update={"participants": people})
    return keep(service, changed, "verknuepfen", "linked", str(len(chosen)))


@router.get("/veranstaltungen/{event_id}/bestand")
def show_stock(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    q: Typed = "",
    art: Typed = "",
) -> Response:
    """Show stored profiles that can be added as participants."""
    event = event_of(service, identity, event_id)
    kind = Kind(art) if art in set(Kind) else None
    found = service.find(identity.viewer, text=q, kind=kind, limit=STOCK)
    half = 1 if language == "en" else 0
    context: dict[str, object] = {
        "q": q,
        "kind": art,
        "kinds": {value: KINDS[value][half] for value in Kind},
        "total": found.total,
        "rows": [
            (p, KINDS[p.kind][half], place_text(p.places[0], language) if p.places else "")
            for p in found.profiles
        ],
        "there": {p.profile_id for p in event.participants},
        "asked": bool(q or kind),
    }
    return event_page(
        request, service, event, "stock", context, step="teilnehmer", language=language
    )


@router.post("/veranstaltungen/{event_id}/bestand")
def add_stock(
    event_id: str, service: ServiceDep, identity: OrganiserDep, form: FormDep
) -> Response:
    """Add the stored profiles that were ticked."""
    event = event_of(service, identity, event_id)
    side = str(form.get("seite", ""))
    side = side if side in event.sides else (event.sides[0] if event.sides else "")
    there = {p.profile_id for p in event.participants}
    changed, added = event, 0
    for profile_id in dict.fromkeys(str(value) for value in form.getlist("profil")):
        if profile_id in there or len(changed.participants) >= MAX_PARTICIPANTS:
            continue
        profile = service.get(profile_id, identity.viewer)
        name = profile.name[:200]
        person_id = new_person_id(changed, name)
        who = Participant(id=person_id, name=name, side=side, profile_id=profile.id)
        changed = changed.model_copy(update={"participants": (*changed.participants, who)})
        added += 1
    if not added:
        return on_to(event, "bestand", {})
    return keep(service, changed, "teilnehmer", "stock", str(added))


def proposals(service: Service, identity: Identity, event: Event) -> list[Proposal]:
    """Return for participants without a profile the visible one whose name is most alike."""
    linked = {p.profile_id for p in event.participants}
    unlinked = [p for p in event.participants if p.profile_id is None]
    if not unlinked:
        return []
    stored = service.find(identity.viewer, limit=MAX_STORED).profiles
    names = {i: bare_name(p.name) for i, p in enumerate(stored) if p.id not in linked}
    found = []
    for who in unlinked:
        asked = bare_name(who.organisation)
        best = process.extractOne(asked, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if asked and best is not None:
            profile = stored[best[2]]
            place = place_text(profile.places[0], "de") if profile.places else ""
            found.append(Proposal(who, profile, place, best[1] >= SURE))
    return found


def bare_name(name: str) -> str:
    """Return a firm's name without its legal form, for comparing."""
    words = fold(name).replace(",", " ").split()
    return " ".join(word for word in words if word not in _FORMS)
