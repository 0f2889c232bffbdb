"""The form of one participant: what stands in it, and whom it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from api.language.texts import translator
from api.web.events.fields import Fields
from api.work.asking.firms import find_firm
from api.work.asking.values import profile_text
from api.work.identity import Identity
from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError
from data.events.event import MAX_SLOTS, Event, Participant, checked
from data.profiles import MAX_STATEMENT_CHARS, Profile
from data.text import fold


def new_person_id(event: Event, name: str, wanted: str = "") -> str:
    """Return an id that nobody in the event has, readable in spreadsheets."""
    base = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(wanted or name))
    base = "-".join(part for part in base.split("-") if part)[:34] or "t"
    taken = {p.id for p in event.participants}
    return next(
        id
        for n in range(1, len(taken) + 2)
        if (id := base if n == 1 else f"{base}-{n}") not in taken
    )


def as_typed(
    service: Service, identity: Identity, event: Event, who: Participant
) -> dict[str, Any]:
    """Return what stands in the form for a participant."""
    return {
        "name": who.name,
        "firma": who.firm,
        "seite": who.side,
        "profil": _stored_text(service, identity, who.profile_id),
        "angebote": "\n".join(who.offers),
        "bedarfe": "\n".join(who.needs),
        "frage": who.question,
        "kommt": _moment(who.arrives),
        "geht": _moment(who.leaves),
        "pausen": {str(i) for i in who.away},
        "hoechstens": "" if who.at_most is None else str(who.at_most),
        "mindestens": "" if who.at_least is None else str(who.at_least),
        "gruppen": "; ".join(who.groups),
        "raeume": set(who.rooms),
        "tisch": who.table,
        "da": "1" if who.present else "",
    }


def typed_again(form: FormData) -> dict[str, Any]:
    """Return what stands in a form that could not be kept."""
    typed: dict[str, Any] = {name: str(value) for name, value in form.items()}
    several = {name: {str(v) for v in form.getlist(name)} for name in ("pausen", "raeume")}
    return {"da": ""} | typed | several


def with_person(
    service: Service,
    identity: Identity,
    event: Event,
    present: Participant | None,
    form: FormData,
    fields: Fields,
) -> tuple[Event, Participant] | None:
    """Return the event with a participant as a form says, or None and what is wrong with it."""
    who = _person(service, identity, event, present, form, fields)
    if who is None:
        return None
    if present is None:
        people = (*event.participants, who)
    else:
        people = tuple(who if p.id == who.id else p for p in event.participants)
    try:
        return checked(event.model_copy(update={"participants": people})), who
    except PartnerMatchError as error:
        fields.refused(error)
        return None


def _person(
    service: Service,
    identity: Identity,
    event: Event,
    present: Participant | None,
    form: FormData,
    fields: Fields,
) -> Participant | None:
    name = fields.text("name", needed=not fields.text("profil"))
    profile = _profile(service, identity, present, fields)
    if not name and profile is not None:
        name = profile.name[:200]
    groups = tuple(dict.fromkeys(g.strip() for g in fields.text("gruppen", most=400).split(";")))
    values: dict[str, Any] = {
        "name": name,
        "firm": fields.text("firma"),
        "side": fields.text("seite", needed=bool(event.sides)),
        "offers": fields.lines("angebote", most=MAX_STATEMENT_CHARS),
        "needs": fields.lines("bedarfe", most=MAX_STATEMENT_CHARS),
        "question": fields.text("frage", most=MAX_STATEMENT_CHARS),
        "arrives": fields.moment("kommt"),
        "leaves": fields.moment("geht"),
        "away": tuple(i for i in range(len(event.slots)) if str(i) in form.getlist("pausen")),
        "at_most": fields.whole("hoechstens", 0, MAX_SLOTS),
        "at_least": fields.whole("mindestens", 0, MAX_SLOTS),
        "groups": tuple(group for group in groups if group),
        "rooms": tuple(str(room) for room in form.getlist("raeume")),
        "table": fields.text("tisch"),
        "present": fields.chosen("da"),
    }
    if fields.problems:
        return None
    values["profile_id"] = _linked(present, profile, fields)
    values["id"] = present.id if present else new_person_id(event, name)
    return Participant(**values)


def _linked(present: Participant | None, profile: Profile | None, fields: Fields) -> str | None:
    """Return the id of the profile; one that cannot be seen any more stays if it is not touched."""
    if profile is not None:
        return profile.id
    typed = fields.text("profil")
    return present.profile_id if present and typed and typed == present.profile_id else None


def _profile(
    service: Service, identity: Identity, present: Participant | None, fields: Fields
) -> Profile | None:
    typed = fields.text("profil", most=400)
    if not typed or (present is not None and typed == present.profile_id):
        return None
    found = find_firm(service, identity.viewer, typed)
    if isinstance(found, Profile):
        return found
    t = translator(fields.language)
    said = t("ev_err_several" if found else "ev_err_unknown")
    fields.wrong("profil", said.format(found=typed, names=", ".join(map(profile_text, found[:4]))))
    return None


def _stored_text(service: Service, identity: Identity, profile_id: str | None) -> str:
    if profile_id is None:
        return ""
    try:
        return profile_text(service.get(profile_id, identity.viewer))
    except NotFoundError:
        return profile_id


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%dT%H:%M}"


def choices(event: Event) -> Mapping[str, object]:
    """Return what a form offers to choose from."""
    rooms = tuple(dict.fromkeys(t.room for t in event.tables if t.room))
    sides = [(side, side) for side in event.sides]
    return {"rooms": rooms, "pairs_of_sides": sides}
