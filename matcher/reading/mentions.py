"""The places a text names: which candidates are places, and what is said of each."""

from __future__ import annotations

from typing import NamedTuple

from matcher.reading.candidates import Candidate, find_candidates, misspelt
from matcher.reading.evidence import ACCEPT, Evidence, Frame, frame_of, is_actor
from matcher.reading.lexicon.asking import INDEFINITES
from matcher.reading.lexicon.function_words import ARTICLES, FUNCTION_WORDS
from matcher.reading.lexicon.places import (
    BETWEEN_PLACES,
    LESS,
    NEGATION_FILL,
    NEGATIONS,
    NUMBER_WORDS,
    PLACE_KINDS,
    RULED_OUT,
    SOFTENERS,
    WISH_PHRASES,
    WISHES,
)
from matcher.reading.model import Polarity, Strength
from matcher.reading.phrases import phrase_at
from matcher.reading.tokens import Token

_ENDS = frozenset(".?!;:")
_ANY = ("anything", "anywhere", "everywhere", "anyone", "anybody")
_BEING = (
    "kommen",
    "sein",
    "sitzen",
    "liegen",
    "stammen",
    "kommt",
    "sitzt",
    "liegt",
    "stammt",
    "be",
)
LISTED = {"code": 3.5}
"""What it counts to stand in a list with a place; 2 for other forms than letters."""
LOOK_LEFT = 14
LOOK_RIGHT = 8


class Mention(NamedTuple):
    """A candidate that is a place, or may be one (`score` under `ACCEPT`)."""

    candidate: Candidate
    frame: Frame
    score: float

    @property
    def sure(self) -> bool:
        """Whether it is a place."""
        return self.score >= ACCEPT


class Said(NamedTuple):
    """What a text says of a place; ``words`` are the tokens that say it."""

    polarity: Polarity
    strength: Strength
    words: tuple[int, ...]
    wished: bool
    softened: bool


def find_mentions(tokens: tuple[Token, ...]) -> list[Mention]:
    """Return the places of a text and what may be one, from left to right."""
    evidence = Evidence(tokens)
    exact = find_candidates(tokens)
    taken = {i for c in exact for i in range(c.start, c.end)}
    guesses = misspelt(tokens, (i for i in _expecting(tokens) if i not in taken))
    candidates = sorted([*exact, *guesses], key=lambda c: c.start)
    scores = [evidence.score(c) for c in candidates]
    _raise_codes(tokens, candidates, scores)
    for n, candidate in enumerate(candidates):
        if scores[n] < ACCEPT and candidate.form != "adjective":
            near = [m for m in (n - 1, n + 1) if 0 <= m < len(candidates)]
            if any(scores[m] >= ACCEPT and _listed(tokens, candidates, n, m) for m in near):
                scores[n] += LISTED.get(candidate.form, 2.0)
    return [
        Mention(c, frame_of(tokens, c.start), score)
        for c, score in zip(candidates, scores, strict=True)
        if score >= 0
    ]


def _raise_codes(
    tokens: tuple[Token, ...], candidates: list[Candidate], scores: list[float]
) -> None:
    """Raise the scores of letters in a list of letters: "BAR oder UM" are two plates."""
    for n in range(len(candidates) - 1):
        pair = candidates[n : n + 2]
        if all(c.form == "code" for c in pair) and _listed(tokens, candidates, n, n + 1):
            for m in (n, n + 1):
                scores[m] = max(scores[m], ACCEPT)


def _expecting(tokens: tuple[Token, ...]) -> list[int]:
    """Return the tokens at which a place is to be expected, even one with a slip."""
    found = []
    for i, token in enumerate(tokens):
        if not token.is_word:
            continue
        frame = frame_of(tokens, i)
        placed = frame.kind or (
            frame.preposition
            in ("in", "aus", "bei", "um", "nahe", "near", "rund", "around", "from")
        )
        alone = (
            i > 0
            and tokens[i - 1].text == ","
            and (i + 1 == len(tokens) or not tokens[i + 1].is_word)
        )
        last = i + 1 == len(tokens) and i > 0 and token.capital
        listed = i > 1 and tokens[i - 1].key in ("oder", "und", "/", "or", "and")
        if (placed and not (frame.article and not frame.kind)) or alone or last or listed:
            found.append(i)
    return found


def _listed(tokens: tuple[Token, ...], candidates: list[Candidate], n: int, m: int) -> bool:
    first, second = sorted((n, m))
    between = tokens[candidates[first].end : candidates[second].start]
    links = [t.key for t in between]
    if candidates[second].form == "adjective" or candidates[first].form == "adjective":
        return False
    return (
        len(links) <= 4
        and bool(links)
        and all(k in BETWEEN_PLACES or k in (",", "/", "&") for k in links)
    )


def groups(tokens: tuple[Token, ...], mentions: list[Mention]) -> list[list[Mention]]:
    """Return the places in lists: what is said of one of a list is said of all."""
    found: list[list[Mention]] = []
    for mention in mentions:
        if found and _joined(tokens, found[-1][-1], mention):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def _joined(tokens: tuple[Token, ...], last: Mention, mention: Mention) -> bool:
    between = tokens[last.candidate.end : mention.candidate.start]
    if any(t.text in _ENDS or t.line for t in between) or len(between) > 6:
        return False
    if len(between) > 1 and between[-2].text == "," and between[-1].key in ARTICLES:
        return False
    return all(t.key in BETWEEN_PLACES or t.text in ",/&-–" for t in between)


def said_of(tokens: tuple[Token, ...], group: list[Mention], stop: int, limit: int) -> Said:
    """Return what is said of a list of places; only tokens ``stop`` to ``limit`` belong to it."""
    first, last = group[0], group[-1]
    words: list[int] = []
    polarity, wished, softened = Polarity.IN, False, False
    at = first.frame.start
    low = max(stop, at - LOOK_LEFT)
    while at > low:
        at -= 1
        token = tokens[at]
        if soft := _phrase_ending(tokens, at, low, SOFTENERS):
            softened = True
            words += range(at - soft + 1, at + 1)
            at -= soft - 1
        elif wish := _phrase_ending(tokens, at, low, WISH_PHRASES):
            wished = True
            words += range(at - wish + 1, at + 1)
            at -= wish - 1
        elif token.key == "but" and at > low and tokens[at - 1].key in _ANY:
            polarity = Polarity.NOT
            words += (at - 1, at)
        elif token.key in NEGATIONS:
            after = tokens[at + 1] if at + 1 < len(tokens) else token
            bound = after.key in LESS or after.is_number or after.key in NUMBER_WORDS
            polarity = polarity if bound else Polarity.NOT
            words.append(at)
        elif token.key in WISHES:
            wished = wished or not _modal_before(tokens, at, low)
            words.append(at)
        elif not _fills(token, tokens, at):
            break
    polarity, wished, after = _after(tokens, last.candidate.end, limit, polarity, wished)
    strength: Strength = "prefer" if wished or softened else "must"
    return Said(Polarity.IN if softened else polarity, strength, (*words, *after), wished, softened)


def _fills(token: Token, tokens: tuple[Token, ...], at: int) -> bool:
    if token.key.endswith(("km-umkreis", "km-radius")):
        return True
    if token.key in NEGATION_FILL or token.key in PLACE_KINDS or token.is_number:
        return True
    return (
        is_actor(token)
        or token.key in INDEFINITES
        or token.key in ("auch", "bitte", "nur", "sonst")
    )


def _modal_before(tokens: tuple[Token, ...], at: int, low: int) -> bool:
    """Whether "gern" belongs to "wir würden gern", a wish for the thing, not for the place."""
    modal = ("wuerde", "wuerden", "haette", "haetten", "moechte", "moechten")
    if tokens[at].key not in ("gern", "gerne"):
        return False
    return any(t.key in modal for t in tokens[max(0, at - 5) : at])


def _phrase_ending(
    tokens: tuple[Token, ...], at: int, low: int, phrases: tuple[tuple[str, ...], ...]
) -> int:
    """Return the length of a phrase whose last word is token ``at``, or 0."""
    for phrase in phrases:
        start = at - len(phrase) + 1
        if tokens[at].key == phrase[-1] and start >= low:
            if tuple(t.key for t in tokens[start : at + 1]) == phrase:
                return len(phrase)
    return 0


def _after(
    tokens: tuple[Token, ...], end: int, limit: int, polarity: Polarity, wished: bool
) -> tuple[Polarity, bool, list[int]]:
    """Look right of a list: "… scheidet aus", "… wäre schön", "…, notfalls weiter"."""
    words: list[int] = []
    crossed = False
    for at in range(end, min(limit, end + LOOK_RIGHT)):
        token = tokens[at]
        if token.text in _ENDS or token.line:
            break
        if length := phrase_at(tokens, at, RULED_OUT):
            if crossed:
                break
            polarity = Polarity.NOT
            words += range(at, at + length)
            wished = wished or tokens[at].key in ("lieber", "besser")
            break
        if token.key in ("nicht", "not") and at + 1 < len(tokens) and tokens[at + 1].key in _BEING:
            polarity = Polarity.NOT
            words += (at, at + 1)
            break
        if length := phrase_at(tokens, at, WISH_PHRASES):
            if not (crossed and _leads_on(tokens, at + length)):
                wished = True
                words += range(at, at + length)
            break
        if token.key in WISHES and not _leads_on(tokens, at + 1):
            wished = True
            words.append(at)
            break
        if token.text == ",":
            if crossed:
                break
            crossed = True
        elif token.key not in FUNCTION_WORDS and not is_actor(token):
            break
    return polarity, wished, words


def _leads_on(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a wish is about what follows rather than about the place before it."""
    for token in tokens[at : at + 8]:
        if token.text in _ENDS or token.text == ",":
            return False
        if token.is_word and token.capital and token.key not in FUNCTION_WORDS:
            return True
    return False
