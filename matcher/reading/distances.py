"""Distances in a text, and the place each is measured from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from matcher.reading.candidates import Candidate
from matcher.reading.lexicon.places import (
    FROM_US,
    KM_UNITS,
    LESS,
    LINKS_KM,
    NUMBER_WORDS,
    STRONG_LINKS_KM,
    TIME_UNITS,
)
from matcher.reading.text.tokens import Token

_AWAY = frozenset(("weg", "weit", "away"))
_AT_MOST = frozenset(("max", "maximal", "hoechstens"))
MAX_KM = 1000.0
REACH = 7
"""So many words may stand between a distance and its place."""


class Distance(NamedTuple):
    """Tokens ``start`` up to ``end`` say a distance; ``km`` is None for a time of travel."""

    start: int
    end: int
    km: float | None
    place: int | None
    """The number of the candidate it is measured from, None for the asker's seat."""
    words: tuple[int, int]
    """The tokens of the whole phrase, for example "im Umkreis von 30 km um"."""


def find_distances(tokens: tuple[Token, ...], candidates: list[Candidate]) -> tuple[Distance, ...]:
    """Return the distances that lead to a place or to the asker; lengths of things do not."""
    found: list[Distance] = []
    starts = {c.start: n for n, c in enumerate(candidates)}
    ends = {c.end: n for n, c in enumerate(candidates)}
    for start, end, km in _amounts(tokens):
        left, strong_left = _left(tokens, start)
        right, strong_right = _right(tokens, end)
        after, before = starts.get(right), _place_before(tokens, ends, left)
        if after is not None and (strong_right or strong_left):
            right = _trailing(tokens, candidates[after].end, right)
            found.append(Distance(start, end, km, after, (left, right)))
        elif before is not None and (
            strong_left or strong_right or _bracketed(tokens, start) or _closes(tokens, end)
        ):
            found.append(Distance(start, end, km, before, (left, right)))
        elif _from_us(tokens, left, right, strong_left, strong_right):
            found.append(Distance(start, end, km, None, (left, right)))
    return tuple(found)


def _amounts(tokens: tuple[Token, ...]) -> Iterable[tuple[int, int, float | None]]:
    for i, token in enumerate(tokens):
        if token.key in KM_UNITS and i > 0:
            km = _number(tokens[i - 1])
            if km is not None and 0 < km <= MAX_KM:
                yield i - 1, i + 1, km
        elif token.key.endswith("km") and token.key[:-2].isdigit() and len(token.key) <= 6:
            if 0 < float(token.key[:-2]) <= MAX_KM:
                yield i, i + 1, float(token.key[:-2])
        elif token.key.endswith(("km-umkreis", "km-radius")):
            digits = token.key.split("km")[0].strip("-")
            if digits.isdigit() and 0 < float(digits) <= MAX_KM:
                yield i, i + 1, float(digits)
        elif token.key in TIME_UNITS and i > 0:
            counted = _number(tokens[i - 1]) is not None
            if counted or tokens[i - 1].key in ("eine", "einer", "halbe", "halben", "an", "one"):
                yield i - 1, i + 1, None


def _trailing(tokens: tuple[Token, ...], end: int, right: int) -> int:
    """Return the end of "… von Guben entfernt", or ``right`` if nothing such follows."""
    closing = ("entfernt", "herum", "away", "weg", "weit")
    return end + 1 if end < len(tokens) and tokens[end].key in closing else right


def _number(token: Token) -> float | None:
    if token.key in NUMBER_WORDS:
        return float(NUMBER_WORDS[token.key])
    digits = token.text.replace(",", ".")
    if not token.is_number or digits.count(".") > 1 or len(digits) > 6:
        return None
    return float(digits)


def _left(tokens: tuple[Token, ...], start: int) -> tuple[int, bool]:
    """Return where the linking words before a distance begin, and whether one is plain."""
    strong = False
    at = start
    while at > 0 and start - at < REACH and tokens[at - 1].key in LINKS_KM | {",", "+"}:
        if tokens[at].line:
            break
        at -= 1
        strong = strong or tokens[at].key in STRONG_LINKS_KM
    return at, strong


def _right(tokens: tuple[Token, ...], end: int) -> tuple[int, bool]:
    strong = False
    at = end
    while at < len(tokens) and at - end < REACH and _links(tokens, at):
        strong = strong or tokens[at].key in STRONG_LINKS_KM
        at += 1
    return at, strong


def _links(tokens: tuple[Token, ...], at: int) -> bool:
    centre = tokens[at + 1].key if at + 1 < len(tokens) else ""
    comma = tokens[at].text == "," and centre in ("mittelpunkt", "zentrum", "ausgangspunkt")
    return comma or tokens[at].key in LINKS_KM


def _bracketed(tokens: tuple[Token, ...], start: int) -> bool:
    return any(
        t.key in ("(", "+", "max", "maximal", "hoechstens", "than", "als")
        for t in tokens[max(0, start - 2) : start]
    )


def _place_before(tokens: tuple[Token, ...], ends: dict[int, int], left: int) -> int | None:
    """Return the place that ends before a distance: "in Cottbus oder 40 km entfernt"."""
    joined = left > 1 and tokens[left - 1].key in ("oder", "or", "bzw")
    return ends.get(left - 1) if joined else ends.get(left)


def _closes(tokens: tuple[Token, ...], end: int) -> bool:
    """Whether nothing follows a distance in its clause: "Raum Königs Wusterhausen, 25 km."."""
    return end >= len(tokens) or not tokens[end].is_word or tokens[end].line


def _from_us(tokens: tuple[Token, ...], left: int, right: int, before: bool, after: bool) -> bool:
    """Whether a distance is measured from the asker: "bis 50 km von uns", "Umkreis 30 km"."""
    if after and right < len(tokens) and tokens[right].key in FROM_US:
        return True
    around = {t.key for t in tokens[left:right]}
    if around & _AT_MOST and _closes(tokens, right):
        return True
    if around & _AWAY and around & (LESS | _AT_MOST):
        return True
    if "umkreis" in around or "radius" in around or "entfernt" in around or "entfernung" in around:
        return True
    return any(t.text.lower().endswith(("km-umkreis", "km-radius")) for t in tokens[left:right])
