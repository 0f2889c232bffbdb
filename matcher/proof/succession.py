"""Succession: who hands a firm over, who takes one over, and who brings both together.

All of them use the same words, so nearness says nothing: whoever seeks a successor is no answer to
somebody who seeks one as well. A pair is held to the sides that both state.
"""

from __future__ import annotations

import re
from enum import StrEnum

from data.profiles import Profile, Role
from models.indexes.german import fold


class Side(StrEnum):
    """On which side of a succession somebody stands."""

    HANDS_OVER = "hands_over"
    TAKES_OVER = "takes_over"
    MEDIATES = "mediates"


_FIRM = (
    r"(?:\b\w{0,20}(?:betriebe?s?n?|unternehmen|firm(?:a|en)|geschaefte?|werkstatt)|laden|praxis|"
    r"tischlerei|schlosserei|baeckerei|fleischerei)"
)
_OVER = r"(?:uebernehmen|uebernimmt|uebernahme)"
_SUCCESSION = re.compile(
    r"nachfolge|(?:betriebs|firmen|unternehmens|geschaefts)ueber(?:gabe|nahme|gang)|"
    rf"\buebergabe (?:\w+ ){{0,3}}{_FIRM}|{_FIRM}(?: \w+){{0,5}} {_OVER}|"
    rf"{_OVER}(?: \w+){{0,3}} {_FIRM}|{_FIRM} (?:die|der) (?:sich )?(?:verkauf|abgeb|aufhoer)\w+|"
    r"\buebergabe in \w+ jahren|abzugeben|in gute haende|kuerzer ?treten|\bin rente\b|"
    rf"\bfuehrt (?:\w+ ){{0,3}}{_FIRM} weiter\b"
)
_NOT_TAKEN = re.compile(rf"\b(?:ohne|nicht|kein\w*) (?:\w+ ){{0,4}}(?:zu )?{_OVER}")
_ADVICE = re.compile(
    r"\b(?:beraet|beraten|beratung|begleite[nt]|begleitung|hilft|unterstuetzt|vermittelt|"
    r"moderiert|bewertet)\b"
)
_WANTS = r"\b(?:wir|ich|meister(?:in)?|gruender\w*|startup|moechten?|wollen|will|wuerden)"
_TAKES = re.compile(
    rf"{_WANTS} (?:\w+ ){{0,9}}{_FIRM} (?:\w+ ){{0,9}}uebernehmen\b|"
    rf"{_WANTS} (?:\w+ ){{0,9}}uebernehmen (?:\w+ ){{0,2}}{_FIRM}\b|"
    rf"\bzum uebernehmen\b|{_FIRM} die (?:verkauf|abgeb|aufhoer)\w+|"
    r"\binhaber\b(?: \w+){0,8} (?:verkaufen|abgeben|aufhoer\w*)|keinen nachfolger find\w+"
)
_HANDS = re.compile(
    r"nachfolge\w* (?:\w+ ){0,4}(?:gesucht|suchen)|(?:suchen?|gesucht) (?:\w+ ){0,4}nachfolge\w*|"
    r"\bnachfolge (?:aus|oder)\b|\b(?:der|die)\b(?: \w+){0,9} uebernimmt\b|"
    r"\b(?:der|die)\b(?: \w+){0,9} uebernehmen (?:will|wollen|moechten?|kann)\b|"
    rf"\bwer\b(?: \w+){{0,9}} {_OVER}|"
    r"\bgeben wir (?:\w+ ){0,8}ab\b|abzugeben|in gute haende|kuerzer ?treten|in rente|"
    r"\buebergabe (?:in|geplant)|meister pachten|inhaber ?(?:nachfolge|uebergang)"
)
_MEDIATES = re.compile(
    r"vermittlung zwischen|vermitteln (?:\w+ ){0,4}nachfolge|nachfolgeboerse|nachfolgeberatung|"
    r"kampagne zur \w*nachfolge|nachfolge in (?:\w*betrieben|unternehmen)|"
    r"nachfolgelotse\w*|nachfolgezentrale"
)
_SERVES = re.compile(
    r"uebergabefahrplan|nachfolge|(?:betriebs|unternehmens|firmen)ueber(?:gabe|nahme)"
)


def sought_sides(need: str) -> frozenset[Side]:
    """Return on which sides a partner for a need must stand; empty if it is no succession."""
    said = _NOT_TAKEN.sub(" ", fold(need))
    if not _SUCCESSION.search(said):
        return frozenset()
    found = {Side.MEDIATES}
    if _TAKES.search(said) and not re.search(r"\bwer\b", said):
        found.add(Side.HANDS_OVER)
    elif not _ADVICE.search(said) or re.search(rf"\bwer {_OVER}", said):
        found.add(Side.TAKES_OVER)
    return frozenset(found)


def sides_of(profile: Profile) -> frozenset[Side]:
    """Return on which sides a profile stands, by its name and all its statements."""
    found = set(_sides(fold(profile.name), Role.ABOUT)) if profile.name else set()
    for statement in profile.statements:
        found |= _sides(fold(statement.text), statement.role)
    return frozenset(found)


def _sides(said: str, role: Role) -> set[Side]:
    if not (_SUCCESSION.search(said) or _TAKES.search(said) or _HANDS.search(said)):
        return set()
    if _MEDIATES.search(said):
        return {Side.MEDIATES}
    if _HANDS.search(said) and not re.search(r"keinen nachfolger find\w+", said):
        return {Side.HANDS_OVER}
    if _TAKES.search(said):
        return {Side.TAKES_OVER}
    # A funded "Beratung zur Nachfolge" was received: it says nothing of others.
    return {Side.MEDIATES} if role is Role.OFFER and _SERVES.search(said) else set()
