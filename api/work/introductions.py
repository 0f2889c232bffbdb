"""Asking to be introduced to a profile behind an intermediary, and answering.

The asking side never learns the true id. What it reads of a profile comes from `Service.get`,
which decides what may be seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

from api.work.identity import Identity, Right
from api.work.intermediaries import introduced
from api.work.refusal import ForbiddenError, read_only
from api.work.service import Service
from data.errors import NotFoundError, RequestError
from data.office.searches import (
    MAX_MESSAGE_CHARS,
    MAX_NEED_CHARS,
    MAX_PAIRS,
    TAKEN_BY,
    Introduction,
    Pair,
    StepKind,
    Wish,
)
from data.profiles import Profile, Text
from matcher.request import MatchRequest, Viewer
from matcher.search.rules import is_veiled, seen, slot_of


class Asking(BaseModel):
    """A request for an introduction as it comes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile_id: str
    """As the asking side knows it: ``vermittelt-…``."""
    seeker: str | None = None
    """The profile on whose behalf is asked."""
    need: Text = Field("", max_length=MAX_NEED_CHARS)
    """What it is about, in plain words; may be empty if there is a seeker."""
    message: Text = Field("", max_length=MAX_MESSAGE_CHARS)


@dataclass(frozen=True)
class Sight:
    """A request as one of its two sides sees it."""

    introduction: Introduction
    profile: Profile | None
    """As this side may see it now; None if it exists no more for it."""
    veiled: bool
    other: str
    """The name of the institution on the other side."""


def with_introductions(service: Service, viewer: Viewer) -> Viewer:
    """Return the viewer with what its tenant was introduced to; one small question a call."""
    return introduced(viewer, service.introductions, lambda id: _owner(service, id))


def identity_with_introductions(service: Service, identity: Identity) -> Identity:
    """Return the identity with what its tenant was introduced to."""
    viewer = with_introductions(service, identity.viewer)
    return identity if viewer is identity.viewer else replace(identity, viewer=viewer)


def _owner(service: Service, profile_id: str) -> str | None:
    catalog = service.corpus.snapshot.catalog
    slot = catalog.slot(profile_id)
    return None if slot is None else catalog.true(slot).owner


def veiled_for(service: Service, profile_id: str, viewer: Viewer) -> bool:
    """Say whether a viewer sees a profile without its name; False if it sees none at all."""
    catalog = service.corpus.snapshot.catalog
    slot = slot_of(catalog, profile_id, viewer)
    return slot is not None and is_veiled(catalog, slot, viewer)


def ask(service: Service, viewer: Viewer, asking: Asking) -> Introduction:
    """Ask the owner of a veiled profile for an introduction.

    Raises:
        NotFoundError: profile or seeker does not exist for the viewer.
        RequestError: the profile is not veiled, nothing is said of what it is about, or an
            open request exists already.
        ForbiddenError: the viewer has no tenant.
    """
    if viewer.tenant is None:
        raise read_only()
    shown, true_id, veiled = _looked_up(service, asking.profile_id, viewer)
    if not veiled:
        raise RequestError(
            f"„{shown.name}“ ist Ihnen bekannt: hier braucht es keine Vermittlung.",
            f"“{shown.name}” is known to you: no introduction is needed.",
        )
    if asking.seeker is None and not asking.need:
        raise RequestError(
            "Bitte sagen Sie, worum es geht: einen Betrieb wählen oder den Bedarf beschreiben.",
            "Please say what it is about: choose an organisation or describe the need.",
        )
    seeker = service.get(asking.seeker, viewer) if asking.seeker is not None else None
    wish = Wish(
        profile_id=true_id,
        owner=shown.owner,
        asker=viewer.tenant,
        described=shown.name,
        seeker_id=seeker.id if seeker else None,
        seeker_name=seeker.name if seeker else "",
        need=asking.need,
        message=asking.message,
        pairs=_pairs(service, viewer, asking),
    )
    return service.introductions.ask(wish)


def take_step(
    service: Service, identity: Identity, introduction_id: str, kind: StepKind, text: str = ""
) -> Introduction:
    """Agree, decline, take an answer back (owner), or withdraw (asking side).

    Raises:
        NotFoundError: the tenant has no such request.
        RequestError: the step cannot be taken now.
        ForbiddenError: only those who answer for the institution's members may answer.
    """
    if identity.tenant is None:
        raise read_only()
    present = service.introductions.get(identity.tenant, introduction_id)
    if TAKEN_BY.get(kind) == "owner" == present.side(identity.tenant) and not answers(identity):
        raise ForbiddenError(
            "Über Anfragen entscheidet, wer in Ihrer Einrichtung die Mitglieder verwaltet.",
            "Requests are decided by those who manage your institution's members.",
        )
    return service.introductions.step(identity.tenant, introduction_id, kind, text)


def answers(identity: Identity) -> bool:
    """Say whether somebody may answer requests for the institution."""
    return identity.may(Right.MANAGE)


def sight(service: Service, viewer: Viewer, introduction: Introduction) -> Sight:
    """Return a request as the viewer's side sees it."""
    wish, tenant = introduction.wish, viewer.tenant or ""
    other = wish.asker if introduction.side(tenant) == "owner" else wish.owner
    name = service.people.tenant(other).name
    catalog = service.corpus.snapshot.catalog
    slot = catalog.slot(wish.profile_id)
    if slot is None or catalog.true(slot).owner != wish.owner:
        return Sight(introduction, None, False, name)
    form = seen(catalog, slot, viewer)
    if slot_of(catalog, form.id, viewer) is None:
        return Sight(introduction, None, False, name)
    return Sight(introduction, form, is_veiled(catalog, slot, viewer), name)


def face_of(service: Service, profile_id: str, viewer: Viewer) -> Profile:
    """Return the veiled form of a profile of the viewer's own, as others see it."""
    catalog = service.corpus.snapshot.catalog
    slot = catalog.slot(profile_id)
    if slot is not None and slot in catalog.veiled_slots():
        if viewer.tenant is not None and catalog.true(slot).owner == viewer.tenant:
            return catalog.profile(slot)
    raise NotFoundError(
        f"Unter Ihren vermittelten Profilen gibt es '{profile_id}' nicht.",
        f"There is no '{profile_id}' among your profiles behind an intermediary.",
    )


def own_veiled(service: Service, viewer: Viewer) -> list[Profile]:
    """Return the viewer's own profiles that others see veiled, by name."""
    catalog = service.corpus.snapshot.catalog
    own = [catalog.true(slot) for slot in catalog.veiled_slots()]
    mine = [p for p in own if viewer.tenant is not None and p.owner == viewer.tenant]
    return sorted(mine, key=lambda profile: (profile.name.casefold(), profile.id))


def _looked_up(service: Service, profile_id: str, viewer: Viewer) -> tuple[Profile, str, bool]:
    """Return a profile as the viewer sees it, its true id, and whether it is veiled."""
    catalog = service.corpus.snapshot.catalog
    shown = service.get(profile_id, viewer)
    slot = slot_of(catalog, profile_id, viewer)
    true = shown if slot is None else catalog.true(slot)
    return shown, true.id, veiled_for(service, profile_id, viewer)


def _pairs(service: Service, viewer: Viewer, asking: Asking) -> tuple[Pair, ...]:
    """Return the statements that fit each other, as the asking side sees them."""
    if asking.need:
        request = MatchRequest(question=asking.need, read_question=False, k=1)
    else:
        request = MatchRequest(profile_id=asking.seeker, k=1)
    result = service.matcher.suggest(request, viewer, [asking.profile_id])
    shown = [e for suggestion in result.suggestions for e in suggestion.evidence]
    return tuple(Pair(mine=e.mine, theirs=e.theirs) for e in shown[:MAX_PAIRS])
