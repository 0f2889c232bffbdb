"""Requests to be introduced to profiles behind an intermediary."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Path, Query, Request, Response

from api.http.deps import MAX_TEXT, AdviserDep, LanguageDep, ServiceDep
from api.language.values import profile_facts
from api.web.introductions.view import Card, card, chosen
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity
from api.work.introductions import Asking, ask, face_of, own_veiled, take_step, veiled_for
from api.work.service import Service
from data.errors import NotFoundError, RequestError
from data.office.searches import (
    MAX_MESSAGE_CHARS,
    MAX_NEED_CHARS,
    Introduction,
    IntroductionState,
    StepKind,
)
from data.profiles import Profile, Role
from matcher.visibility.masking import WITHHELD
from matcher.visibility.veil import described

MAX_TYPED = 20_000
"""More than the fields take, so that a text too long is answered beside its field."""
STEPS = {
    "zusagen": StepKind.AGREE,
    "ablehnen": StepKind.DECLINE,
    "zuruecknehmen": StepKind.REOPEN,
    "zurueckziehen": StepKind.WITHDRAW,
}
router = page_router()
Asked = Annotated[str, Query(max_length=MAX_TEXT)]
Typed = Annotated[str, Form(max_length=MAX_TYPED)]
Known = Annotated[str, Path(max_length=MAX_TEXT)]


@router.get("/vermittlung")
def list_introductions(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    getan: Asked = "",
) -> Response:
    """Show what others ask of this institution, and what it asks of others."""
    tenant = identity.tenant or ""
    incoming = _cards(service, identity, service.introductions.incoming(tenant), language)
    outgoing = _cards(service, identity, service.introductions.outgoing(tenant), language)
    done = next((c for c in incoming + outgoing if c.introduction.id == getan), None)
    context: dict[str, object] = {
        "incoming": incoming,
        "outgoing": outgoing,
        "waiting": _count(incoming, IntroductionState.ASKED),
        "asked": _count(outgoing, IntroductionState.ASKED),
        "agreed": _count(outgoing, IntroductionState.AGREED),
        "own": own_veiled(service, identity.viewer),
        "done": done,
        "steps": StepKind,
        "max_message": MAX_MESSAGE_CHARS,
    }
    return render(request, "introductions/list.html", context)


@router.get("/vermittlung/anfragen")
def show_form(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    profil: Asked,
    fuer: Asked = "",
    bedarf: Annotated[str, Query(max_length=MAX_TYPED)] = "",
) -> Response:
    """Show the form for one veiled profile."""
    typed = {"seeker": _seeker_text(service, identity, fuer), "need": bedarf, "message": ""}
    return _form(request, service, identity, language, profil, typed, {})


@router.post("/vermittlung/anfragen")
def send(
    request: Request,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    ziel: Annotated[str, Form(max_length=MAX_TEXT)],
    profil: Typed = "",
    need: Typed = "",
    message: Typed = "",
) -> Response:
    """Ask for the introduction, or show the form again with what was typed.

    ``ziel`` is the veiled profile; ``profil`` what was typed for the firm on whose behalf is
    asked, called so because the type-ahead of profiles asks by that name.
    """
    typed = {"seeker": profil, "need": need, "message": message}
    problems = _too_long(typed, language)
    try:
        firm = chosen(service, identity.viewer, profil)
    except NotFoundError as error:
        firm, problems["seeker"] = None, error.text(language)
    if not problems:
        try:
            asking = Asking(
                profile_id=ziel, seeker=firm.id if firm else None, need=need, message=message
            )
            made = ask(service, identity.viewer, asking)
            return see(f"/vermittlung?getan={made.id}#{made.id}")
        except RequestError as error:
            problems["need"] = error.text(language)
    return _form(request, service, identity, language, ziel, typed, problems)


@router.get("/vermittlung/vorschau/{profile_id}")
def preview(
    request: Request,
    profile_id: Known,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> Response:
    """Show one of the institution's own profiles as others see it."""
    face = face_of(service, profile_id, identity.viewer)
    context = {"own": service.get(profile_id, identity.viewer), **_shown(face, language)}
    return render(request, "introductions/preview.html", context)


@router.post("/vermittlung/{introduction_id}/{step}")
def answer(
    request: Request,
    introduction_id: Known,
    step: Known,
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
    text: Typed = "",
) -> Response:
    """Agree, decline, take an answer back or withdraw a request."""
    if step not in STEPS:
        raise NotFoundError("Diese Seite gibt es nicht.", "There is no such page.")
    if len(text) > MAX_MESSAGE_CHARS:
        raise RequestError(*_limit(len(text), MAX_MESSAGE_CHARS))
    take_step(service, identity, introduction_id, STEPS[step], text)
    return see(f"/vermittlung?getan={introduction_id}#{introduction_id}")


def _form(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    profile_id: str,
    typed: dict[str, str],
    problems: dict[str, str],
) -> Response:
    shown = service.get(profile_id, identity.viewer)
    context: dict[str, object] = {
        "veiled": veiled_for(service, profile_id, identity.viewer),
        "owner": service.people.tenant(shown.owner).name,
        "own_name": service.people.tenant(identity.tenant or "").name,
        "typed": typed,
        "problems": problems,
        "limits": {"need": MAX_NEED_CHARS, "message": MAX_MESSAGE_CHARS},
        **_shown(shown, language),
    }
    return render(request, "introductions/ask.html", context, 422 if problems else 200)


def _shown(profile: Profile, language: str) -> dict[str, object]:
    """Return a veiled profile as a page shows it."""
    sections = [(role, profile.texts(role)) for role in (Role.OFFER, Role.NEED, Role.ABOUT)]
    return {
        "profile": profile,
        "name": described(profile, language),
        "facts": profile_facts(profile, language)[:-1],  # without the id, which tells nothing
        "sections": [(role, texts) for role, texts in sections if texts],
        "withheld": WITHHELD,
    }


def _cards(
    service: Service, identity: Identity, introductions: tuple[Introduction, ...], language: str
) -> list[Card]:
    return [card(service, identity, found, language) for found in introductions]


def _count(cards: list[Card], state: IntroductionState) -> int:
    return sum(card.introduction.state is state for card in cards)


def _seeker_text(service: Service, identity: Identity, profile_id: str) -> str:
    try:
        firm = chosen(service, identity.viewer, profile_id)
    except NotFoundError:
        return ""
    return f"{firm.name} ({firm.id})" if firm is not None else ""


def _too_long(typed: dict[str, str], language: str) -> dict[str, str]:
    limits = {"need": MAX_NEED_CHARS, "message": MAX_MESSAGE_CHARS}
    half = 1 if language == "en" else 0
    return {
        name: _limit(len(typed[name]), most)[half]
        for name, most in limits.items()
        if len(typed[name]) > most
    }


def _limit(found: int, most: int) -> tuple[str, str]:
    return (
        f"Der Text hat {found} Zeichen, möglich sind {most}. Bitte kürzen.",
        f"The text has {found} characters, {most} are possible. Please shorten it.",
    )
