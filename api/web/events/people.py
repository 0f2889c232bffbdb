"""The participants of an event: the list, one of them, adding and removing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request, Response
from starlette.datastructures import FormData

from api.http.deps import LanguageDep, OrganiserDep, ServiceDep
from api.language.values import place_text
from api.web.events.common import check_version, event_of, event_page, keep
from api.web.events.fields import Fields
from api.web.events.person_form import as_typed, choices, typed_again, with_person
from api.web.forms import FormDep
from api.web.rendering import render
from api.web.site import page_router
from api.work.asking.values import profile_text
from api.work.identity import Identity
from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError
from data.events.event import Event, Participant
from data.text import fold

router = page_router()
MAX_OPTIONS = 12
Typed = Annotated[str, Query(max_length=200)]


@router.get("/veranstaltungen/{event_id}/teilnehmer")
def list_people(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    q: Typed = "",
    seite: Typed = "",
) -> Response:
    """Show all participants."""
    event = event_of(service, identity, event_id)
    words = fold(q).split()
    found = [
        p
        for p in event.participants
        if all(word in fold(f"{p.name} {p.firm} {p.id}") for word in words)
        and seite in ("", p.side)
    ]
    context: dict[str, object] = {
        "found": sorted(found, key=lambda p: fold(p.name)),
        "q": q,
        "side": seite,
        "unlinked": sum(p.profile_id is None for p in event.participants),
        "wishes_of": _wish_counts(event),
    }
    return event_page(
        request, service, event, "people", context, step="teilnehmer", language=language
    )


@router.get("/veranstaltungen/{event_id}/teilnehmer-neu")
def ask_person(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    seite: Typed = "",
) -> Response:
    """Show the form of a new participant."""
    event = event_of(service, identity, event_id)
    typed = {"da": "1", "seite": seite, "pausen": set(), "raeume": set()}
    return _person_page(request, service, event, None, language, typed, None)


@router.post("/veranstaltungen/{event_id}/teilnehmer-neu")
def add_person(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Add a participant."""
    event = event_of(service, identity, event_id)
    return _kept(request, service, identity, event, None, form, language)


@router.get("/veranstaltungen/{event_id}/profile")
def profile_options(
    request: Request,
    event_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    profil: Typed = "",
) -> Response:
    """Return the stored profiles whose name begins so."""
    event_of(service, identity, event_id)
    options: list[tuple[str, str]] = []
    if profil.strip():
        listed = service.find(identity.viewer, text=profil, limit=MAX_OPTIONS).profiles
        options = [
            (profile_text(p), place_text(p.places[0], "de") if p.places else "") for p in listed
        ]
    return render(request, "sheets/_options.html", {"options": options})


@router.get("/veranstaltungen/{event_id}/teilnehmer/{person_id}")
def show_person(
    request: Request,
    event_id: str,
    person_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
) -> Response:
    """Show one participant, to be changed."""
    event = event_of(service, identity, event_id)
    who = person_of(event, person_id)
    typed = as_typed(service, identity, event, who)
    return _person_page(request, service, event, who, language, typed, None)


@router.post("/veranstaltungen/{event_id}/teilnehmer/{person_id}")
def change_person(
    request: Request,
    event_id: str,
    person_id: str,
    service: ServiceDep,
    identity: OrganiserDep,
    language: LanguageDep,
    form: FormDep,
) -> Response:
    """Keep a participant as a form says."""
    event = event_of(service, identity, event_id)
    who = person_of(event, person_id)
    return _kept(request, service, identity, event, who, form, language)


@router.post("/veranstaltungen/{event_id}/teilnehmer/{person_id}/entfernen")
def remove_person(
    event_id: str, person_id: str, service: ServiceDep, identity: OrganiserDep
) -> Response:
    """Take a participant out of the event, with its wishes."""
    event = event_of(service, identity, event_id)
    who = person_of(event, person_id)
    return keep(service, event.without(who.id), "teilnehmer", "removed", who.name)


def person_of(event: Event, person_id: str) -> Participant:
    """Return a participant; `NotFoundError` if the event has none of this id."""
    who = event.participant(person_id)
    if who is None:
        raise NotFoundError(
            f"Einen Teilnehmer mit der Kennung „{person_id}“ gibt es bei dieser Veranstaltung "
            "nicht (mehr).",
            f"This event has no participant with the id “{person_id}” (any more).",
        )
    return who


def _kept(
    request: Request,
    service: Service,
    identity: Identity,
    event: Event,
    present: Participant | None,
    form: FormData,
    language: str,
) -> Response:
    fields = Fields(form, language)
    changed = with_person(service, identity, event, present, form, fields)
    if changed is not None:
        try:
            if present is not None:
                check_version(event, form.get("version"))
            message = "saved" if present else "added"
            return keep(service, changed[0], "teilnehmer", message, changed[1].name)
        except PartnerMatchError as error:
            fields.refused(error)
    return _person_page(request, service, event, present, language, typed_again(form), fields)


def _person_page(
    request: Request,
    service: Service,
    event: Event,
    who: Participant | None,
    language: str,
    typed: dict[str, Any],
    fields: Fields | None,
) -> Response:
    context: dict[str, object] = {
        "who": who,
        "typed": typed,
        "problems": fields.problems if fields is not None else {},
        **choices(event),
    }
    status = 422 if fields is not None else 200
    return event_page(
        request,
        service,
        event,
        "person",
        context,
        step="teilnehmer",
        language=language,
        status=status,
    )


def _wish_counts(event: Event) -> dict[str, int]:
    counts: dict[str, int] = {}
    for wish in event.wishes:
        counts[wish.who] = counts.get(wish.who, 0) + 1
    return counts
