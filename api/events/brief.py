"""Why two meet in one short sentence to the reader, beside the two statements that show it."""

from __future__ import annotations

from api.web.texts import translator
from data.events.plans import Reason
from data.profiles import Role
from matcher.meetings.reasons import ASKS, LOOSELY, SAYS
from matcher.words import pick


def brief(reason: Reason, own: str, theirs: str, language: str) -> str:
    """Return why to meet without repeating the statements; else the reason as it is.

    Args:
        reason: quotes both statements, each after what its side does with it.
        own: the reader's statement.
        theirs: the other's.
        language: of the reason.
    """
    mine, other = (_verb(reason.text, said, language) for said in (own, theirs))
    if mine is None or other is None:
        return reason.text
    t = translator(language)
    if loosely(reason, language):
        return t("seat_why_loosely")
    if "question" in (mine, other):
        return t("seat_why_they_ask" if other == "question" else "seat_why_you_ask")
    if mine == other or Role.NEED not in (mine, other):
        return t("seat_why_alike")
    return t("seat_why_they_need" if other == Role.NEED else "seat_why_you_need")


def loosely(reason: Reason, language: str) -> bool:
    """Say whether a reason, in ``language``, promises no more than loosely related statements."""
    return reason.text.startswith(pick(LOOSELY, language))


def _verb(text: str, said: str, language: str) -> str | None:
    """Return what a side does with its statement in a reason; None if it is not quoted."""
    start = said.removesuffix(" …")
    quote = f" “{start}" if language == "en" else f" „{start}"
    asks = pick(ASKS, language)
    if start and (f"{asks}{quote}" in text or f"{asks}:{quote}" in text):
        return "question"
    verbs = ((role, pick(words, language)) for role, words in SAYS.items())
    return next((role for role, verb in verbs if start and f"{verb}{quote}" in text), None)
