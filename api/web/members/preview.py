"""What one statement would match: tried while somebody is still writing it."""

from __future__ import annotations

from dataclasses import dataclass

from api.language.texts import translator
from api.work.service import Service
from data.exchange.completeness import is_generic, is_short
from data.profiles import MAX_STATEMENT_CHARS, Kind, Place, Profile, Role, Statement
from matcher.request import Goal, MatchRequest, Viewer
from matcher.result import Suggestion
from matcher.words import KINDS

PARTNERS = 3
GOALS = {Role.OFFER: Goal.CUSTOMER, Role.NEED: Goal.SOLUTION, Role.ABOUT: Goal.PARTNER}
"""Whom a statement alone should find: an offer those who need it, a need those who offer it."""
_NOBODY = "entwurf"


@dataclass(frozen=True)
class Partner:
    """A partner that a statement finds, in one line."""

    id: str
    name: str
    kind: str
    place: str
    fit: str
    line: str


@dataclass(frozen=True)
class Preview:
    """What is shown below a statement."""

    role: Role
    partners: tuple[Partner, ...]
    hint: str


def quality(text: str, language: str) -> str:
    """Return how a statement could say more, or nothing."""
    t = translator(language)
    if not text:
        return ""
    if is_short(text):
        return t("edit_short")
    return t("edit_generic") if is_generic(text) else ""


def preview(
    service: Service,
    viewer: Viewer,
    statement: tuple[Role, str],
    whose: tuple[str, Kind, tuple[Place, ...]],
    language: str,
) -> Preview:
    """Return the best partners for a statement alone, among what the viewer may see.

    Nothing is written down as shown: nobody was suggested to anybody.

    Args:
        service: where to search.
        viewer: on whose behalf.
        statement: its role and text.
        whose: id of the stored profile (or ""), kind and places, for distances.
        language: "de" or "en".
    """
    role, text = statement[0], statement[1][:MAX_STATEMENT_CHARS]
    if not text:
        return Preview(role, (), "")
    profile_id, kind, places = whose
    seeker = Profile(
        id=profile_id or _NOBODY,
        name=text[:100],
        kind=kind,
        places=places,
        statements=(Statement(role=role, text=text),),
        owner=viewer.tenant or "default",
    )
    request = MatchRequest(
        profile=seeker,
        goal=GOALS[role],
        k=PARTNERS,
        language="en" if language == "en" else "de",
    )
    found = service.suggest(request, viewer).suggestions
    partners = tuple(_partner(suggestion, language) for suggestion in found)
    return Preview(role, partners, quality(text, language))


def _partner(suggestion: Suggestion, language: str) -> Partner:
    line = suggestion.evidence[0].theirs if suggestion.evidence else suggestion.reason
    return Partner(
        id=suggestion.profile_id,
        name=suggestion.name,
        kind=KINDS[suggestion.kind][language == "en"],
        place=suggestion.place,
        fit=suggestion.fit,
        line=line,
    )
