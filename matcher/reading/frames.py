"""What stands before a name: a preposition, an article, a word such as "Landkreis"."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from data.sectors.trades import load_trades
from matcher.reading.lexicon.asking import ACTORS, INDEFINITES
from matcher.reading.lexicon.function_words import ARTICLES, INTERROGATIVES
from matcher.reading.lexicon.places import IN, PLACE_KINDS, TOWARDS
from matcher.reading.lexicon.spelling import words
from matcher.reading.lexicon.wants import KIND_WORDS
from matcher.reading.text.tokens import Token

FRAME = 6
"""So many words before a name may belong to it ("in der Nähe der Stadt")."""
_AROUND = words(
    "nähe umgebung gegend umland umkreis nördlich südlich östlich westlich vicinity close",
    "nördlichen südlichen östlichen westlichen",
)
_NEAR = words("nah nahe dicht")
_FUSED = {
    "im": "in",
    "am": "an",
    "beim": "bei",
    "vom": "von",
    "zum": "zu",
    "zur": "zu",
    "ins": "in",
}
_ACTOR_ENDINGS = tuple(
    "bauer macher haendler anbieter hersteller dienstleister erei betrieb betriebe anstalt buero "
    "werkstatt firma meister meisterin".split()
)
_ALL_KINDS = frozenset[str]().union(*KIND_WORDS.values())


class Frame(NamedTuple):
    """What stands before a name: preposition, article, a word such as "Landkreis"."""

    start: int
    """The first token of the frame; the name itself if there is none."""
    preposition: str
    article: str
    kind: bool


def frame_of(tokens: tuple[Token, ...], i: int) -> Frame:
    """Return the frame before token ``i``."""
    preposition = article = ""
    kind = False
    start = i
    while start > 0 and i - start < FRAME and not tokens[start].line:
        word = tokens[start - 1].key
        if word in _FUSED and not preposition:
            preposition, article = _FUSED[word], article or word
        elif word in PLACE_KINDS or word in _AROUND:
            kind = True
        elif word in ARTICLES and not article and not preposition:
            article = word
        elif word in ("von", "of", "to") and start > 1 and tokens[start - 2].key in _AROUND:
            pass
        elif word == "rund" and preposition == "um":
            pass
        elif (word in IN or word in TOWARDS or word in ("von", "zu", "an")) and not preposition:
            preposition = word
        elif word in _NEAR and (preposition in ("bei", "zu") or article == "an"):
            kind = True
        else:
            break
        start -= 1
        near = start > 0 and tokens[start - 1].key in _NEAR
        if preposition and word not in ("um", "in", "around") and not near:
            break
    return Frame(start, preposition, article, kind)


@lru_cache(maxsize=8192)
def is_trade(word: str) -> bool:
    """Whether a word names a craft trade or who does it."""
    return load_trades().find(word) is not None


def is_actor(token: Token) -> bool:
    """Whether a word is somebody or a kind of firm, rather than a thing or a field of work."""
    word = token.key
    if word in ACTORS or word in INDEFINITES or word in _ALL_KINDS or word in INTERROGATIVES:
        return True
    return token.capital and (is_trade(token.text) or word.endswith(_ACTOR_ENDINGS))
