"""What the pages of introductions show: requests with dates and words, ready to print."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from api.language.texts import translator
from api.language.values import place_text
from api.work.identity import Identity
from api.work.introductions import Sight, answers, sight
from api.work.service import Service
from data import clock
from data.errors import NotFoundError
from data.office.searches import Introduction, IntroductionState, StepKind
from data.profiles import Contact, Profile
from matcher.request import Viewer
from matcher.visibility.veil import described

_CODE = re.compile(r"\(([^()\s]+)\)\s*$")
PILLS = {
    IntroductionState.ASKED: "warn",
    IntroductionState.AGREED: "good",
    IntroductionState.DECLINED: "bad",
    IntroductionState.WITHDRAWN: "",
}


@dataclass(frozen=True)
class StepView:
    """One line of the history."""

    day: str
    who: str
    what: str
    text: str


@dataclass(frozen=True)
class Card:
    """A request as a page shows it."""

    introduction: Introduction
    other: str
    name: str
    """The profile's name, or what it is without one."""
    profile: Profile | None
    contact: Contact | None
    place: str
    state: str
    pill: str
    since: str
    steps: tuple[StepView, ...]
    can: frozenset[StepKind]


def card(service: Service, identity: Identity, introduction: Introduction, language: str) -> Card:
    """Return a request as one side of it reads it."""
    seen, t = sight(service, identity.viewer, introduction), translator(language)
    tenant = identity.tenant or ""
    able = {kind for kind in StepKind if introduction.may(kind, tenant)}
    if introduction.side(tenant) == "owner" and not answers(identity):
        able = set()
    state, profile = introduction.state, seen.profile
    return Card(
        introduction=introduction,
        other=seen.other,
        name=_name(seen, language),
        profile=profile,
        contact=profile.contact if profile is not None and not seen.veiled else None,
        place=place_text(profile.places[0], language) if profile and profile.places else "",
        state=t(f"introduction_state_{state}"),
        pill=PILLS[state],
        since=day(introduction.steps[-1].time, language),
        steps=tuple(_steps(seen, tenant, language)),
        can=frozenset(able),
    )


def _name(seen: Sight, language: str) -> str:
    if seen.profile is None:
        return seen.introduction.wish.described
    return described(seen.profile, language) if seen.veiled else seen.profile.name


def _steps(seen: Sight, tenant: str, language: str) -> list[StepView]:
    t = translator(language)
    mine = seen.introduction.side(tenant)
    steps = []
    for step in seen.introduction.steps:
        side = "asker" if step.kind in (StepKind.ASK, StepKind.WITHDRAW) else "owner"
        who = t("introduction_we") if side == mine else seen.other
        what = t(f"introduction_did_{step.kind}")
        steps.append(StepView(day(step.time, language), who, what, step.text))
    return steps


def day(time: dt.datetime, language: str) -> str:
    """Return a date and time of day as written in the language, in local time."""
    local = clock.local(time)
    return f"{local:%Y-%m-%d %H:%M}" if language == "en" else f"{local:%d.%m.%Y, %H:%M} Uhr"


def chosen(service: Service, viewer: Viewer, text: str) -> Profile | None:
    """Return the profile that a person typed or chose, None for nothing.

    Raises:
        NotFoundError: no profile, or more than one, fits the text.
    """
    text = text.strip()
    if not text:
        return None
    for candidate in filter(None, (m[1] if (m := _CODE.search(text)) else "", text)):
        try:
            return service.get(candidate, viewer)
        except NotFoundError:
            continue
    found = service.find(viewer, text=text, limit=1)
    if found.total == 1:
        return found.profiles[0]
    raise NotFoundError(
        f"„{text}“ ist kein Betrieb im Bestand oder nicht eindeutig. Bitte aus der Liste wählen.",
        f"“{text}” is no organisation on file, or not a clear one. Please choose from the list.",
    )
