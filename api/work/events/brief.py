"""Why two meet in one short sentence to the reader, beside the two statements that show it."""

from __future__ import annotations

from api.language.texts import translator
from data.events.plans import Bond, Reason, Saying


def brief(reason: Reason, is_a: bool, language: str) -> str:
    """Return why to meet without repeating the statements; the reason as it is without any.

    Args:
        reason: of the meeting.
        is_a: whether the reader is the first of the pair.
        language: ``de`` or ``en``.
    """
    mine, theirs = reason.a_says, reason.b_says
    if not is_a:
        mine, theirs = theirs, mine
    if mine is None or theirs is None:
        return reason.text
    return translator(language)(_key(mine, theirs, reason.bond))


def _key(mine: Saying, theirs: Saying, bond: Bond) -> str:
    if bond is Bond.LOOSE:
        return "seat_why_loosely"
    if Saying.ASKS in (mine, theirs):
        return "seat_why_they_ask" if theirs is Saying.ASKS else "seat_why_you_ask"
    if mine is theirs or Saying.SEEKS not in (mine, theirs):
        return "seat_why_alike"
    if bond is Bond.MAYBE:
        return "seat_why_they_may" if theirs is Saying.SEEKS else "seat_why_you_may"
    return "seat_why_they_need" if theirs is Saying.SEEKS else "seat_why_you_need"
