"""What a text says of a list of places: in or not, must or rather, by the words around it."""

from __future__ import annotations

from typing import NamedTuple

from matcher.reading.frames import is_actor
from matcher.reading.lexicon.asking import INDEFINITES
from matcher.reading.lexicon.function_words import FUNCTION_WORDS
from matcher.reading.lexicon.places import (
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
from matcher.reading.lexicon.spelling import words
from matcher.reading.mentions import Mention
from matcher.reading.model import Polarity, Strength
from matcher.reading.text.phrases import Phrases, phrase_at
from matcher.reading.text.tokens import Token

LOOK_LEFT = 14
LOOK_RIGHT = 8
_ENDS = frozenset(".?!;:")
_ANY = words("anything anywhere everywhere anyone anybody")
_BEING = words("kommen sein sitzen liegen stammen kommt sitzt liegt stammt be")
_FILLING = words("auch bitte nur sonst")
_MODAL = words("würde würden hätte hätten möchte möchten")
_RATHER = words("lieber besser")


class Said(NamedTuple):
    """What a text says of a place; ``words`` are the tokens that say it."""

    polarity: Polarity
    strength: Strength
    words: tuple[int, ...]
    wished: bool


def said_of(tokens: tuple[Token, ...], group: list[Mention], stop: int, limit: int) -> Said:
    """Return what is said of a list of places; only tokens ``stop`` to ``limit`` belong to it."""
    cues = _Cues(tokens)
    cues.look_left(group[0].frame.start, stop)
    cues.look_right(group[-1].candidate.end, limit)
    strength: Strength = "prefer" if cues.wished or cues.softened else "must"
    negated = cues.negated and not cues.softened
    polarity = Polarity.NOT if negated else Polarity.IN
    return Said(polarity, strength, tuple(cues.words), cues.wished)


class _Cues:
    """Collects the words left and right of a list that say something of it."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self.negated = self.wished = self.softened = False
        self.words: list[int] = []

    def look_left(self, at: int, stop: int) -> None:
        """Read leftwards from token ``at``, as far as words belong to the list."""
        low = max(stop, at - LOOK_LEFT)
        while at > low:
            at -= 1
            if soft := self._ending(at, low, SOFTENERS):
                self.softened = True
                at = self._take(at - soft + 1, at + 1)
            elif wish := self._ending(at, low, WISH_PHRASES):
                self.wished = True
                at = self._take(at - wish + 1, at + 1)
            elif not self._word(at, low):
                break

    def _take(self, start: int, end: int) -> int:
        self.words += range(start, end)
        return start

    def _word(self, at: int, low: int) -> bool:
        """Read one word; False if the list's words end before it."""
        token = self._tokens[at]
        if token.key == "but" and at > low and self._tokens[at - 1].key in _ANY:
            self.negated = True
            self._take(at - 1, at + 1)
        elif token.key in NEGATIONS:
            self.negated = self.negated or not self._bounds(at + 1)
            self._take(at, at + 1)
        elif token.key in WISHES:
            self.wished = self.wished or not self._modal(at)
            self._take(at, at + 1)
        else:
            return _fills(token)
        return True

    def _bounds(self, at: int) -> bool:
        """Whether a negation begins a bound: "keine 30 km von", "nicht weiter als"."""
        after = self._tokens[at] if at < len(self._tokens) else None
        if after is None:
            return False
        return after.key in LESS or after.is_number or after.key in NUMBER_WORDS

    def _modal(self, at: int) -> bool:
        """Whether "gern" belongs to "wir würden gern", a wish for the thing, not the place."""
        gern = self._tokens[at].key in ("gern", "gerne")
        return gern and any(t.key in _MODAL for t in self._tokens[max(0, at - 5) : at])

    def _ending(self, at: int, low: int, known: Phrases) -> int:
        """Return the length of a phrase whose last word is token ``at``, or 0."""
        for phrase in known:
            start = at - len(phrase) + 1
            if self._tokens[at].key == phrase[-1] and start >= low:
                if tuple(t.key for t in self._tokens[start : at + 1]) == phrase:
                    return len(phrase)
        return 0

    def look_right(self, end: int, limit: int) -> None:
        """Read rightwards: "… scheidet aus", "… wäre schön", "…, notfalls weiter"."""
        crossed = False
        for at in range(end, min(limit, end + LOOK_RIGHT)):
            token = self._tokens[at]
            if token.text in _ENDS or token.line or self._closes(at, crossed):
                return
            if token.text == ",":
                if crossed:
                    return
                crossed = True
            elif token.key not in FUNCTION_WORDS and not is_actor(token):
                return

    def _closes(self, at: int, crossed: bool) -> bool:
        """Read a cue at token ``at``, behind a comma if ``crossed``; True if one stands there."""
        tokens = self._tokens
        if length := phrase_at(tokens, at, RULED_OUT):
            if not crossed:
                self.negated = True
                self.wished = self.wished or tokens[at].key in _RATHER
                self._take(at, at + length)
            return True
        if tokens[at].key in ("nicht", "not") and tokens[at + 1 : at + 2]:
            if tokens[at + 1].key in _BEING:
                self.negated = True
                self._take(at, at + 2)
                return True
        length = phrase_at(tokens, at, WISH_PHRASES) or int(tokens[at].key in WISHES)
        single = tokens[at].key in WISHES
        if not length:
            return False
        if not ((crossed or single) and self._leads_on(at + length)):
            self.wished = True
            self._take(at, at + length)
        return True

    def _leads_on(self, at: int) -> bool:
        """Whether a wish is about what follows rather than about the place before it."""
        for token in self._tokens[at : at + 8]:
            if token.text in _ENDS or token.text == ",":
                return False
            if token.is_word and token.capital and token.key not in FUNCTION_WORDS:
                return True
        return False


def _fills(token: Token) -> bool:
    """Whether a word may stand between a cue and its place."""
    if token.key.endswith(("km-umkreis", "km-radius")) or token.is_number:
        return True
    if token.key in NEGATION_FILL or token.key in PLACE_KINDS or token.key in _FILLING:
        return True
    return is_actor(token) or token.key in INDEFINITES
