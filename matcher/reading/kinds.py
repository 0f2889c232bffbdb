"""The kinds of partner a text asks for, and those it does not want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from data.profiles import Kind
from matcher.reading.frames import is_trade
from matcher.reading.lexicon.asking import LIGHT_VERBS, SEEK_VERBS
from matcher.reading.lexicon.function_words import ARTICLES, FUNCTION_WORDS, POSSESSIVES, RELATIVE
from matcher.reading.lexicon.places import NEGATIONS
from matcher.reading.lexicon.wants import JOINING, KIND_ENDINGS, KIND_PHRASES, KIND_WORDS
from matcher.reading.roles import Role
from matcher.reading.text.layout import Layout
from matcher.reading.text.phrases import find_phrases
from matcher.reading.text.tokens import Token

_WORD_KIND = {word: kind for kind, known in KIND_WORDS.items() for word in known}
_GENITIVES = frozenset("einer eines des of".split())
_FEMININE = frozenset("firma uni hochschule universitaet forschung wissenschaft industrie".split())
"""Kinds that "der" before them makes a genitive: "im Hof der Firma"."""
_NAMES = frozenset(("fraunhofer", "fraunhofer-institut", "leibniz-institut", "helmholtz-zentrum"))
"""Kinds that are names of some of them."""
_WHOSE = frozenset("fuer fuers for als than".split())
_INSIDE = frozenset("in im an am auf zum zur ins".split())
_REPLACED = frozenset("statt instead anstatt anstelle".split())


class KindMention(NamedTuple):
    """Tokens ``start`` up to ``end`` name a kind; ``whole`` if they say nothing else."""

    start: int
    end: int
    kind: Kind
    wanted: bool
    whole: bool


def find_kinds(layout: Layout) -> tuple[KindMention, ...]:
    """Return the kinds of partner that are asked for or ruled out."""
    found: list[KindMention] = []
    for start, end, kind, whole in _named(layout.tokens):
        role = layout.role_of(start)
        if role not in (Role.SEEK, Role.TALK) or (found and start < found[-1].end):
            continue
        negated = _negated(layout.tokens, start)
        if negated and _some_of_them(layout, start, end, kind, whole):
            continue
        if negated or (role is Role.SEEK and _is_partner(layout, start, end)):
            found.append(KindMention(start, end, kind, not negated, whole))
    return tuple(found)


def _named(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, Kind, bool]]:
    phrases = {
        start: (end, kind)
        for kind, known in KIND_PHRASES.items()
        for start, end in find_phrases(tokens, known)
    }
    for i, token in enumerate(tokens):
        if i in phrases:
            yield i, phrases[i][0], phrases[i][1], True
        elif token.key in _WORD_KIND:
            yield i, i + 1, _WORD_KIND[token.key], True
        elif token.is_word and (kind := _by_ending(token.key)):
            yield i, i + 1, kind, False


def _by_ending(word: str) -> Kind | None:
    for ending, kind in KIND_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return None if is_trade(word) else kind
    return None


def _negated(tokens: tuple[Token, ...], start: int) -> bool:
    for at in range(start - 1, max(-1, start - 5), -1):
        key = tokens[at].key
        if key in NEGATIONS or key in _REPLACED:
            return True
        listed = key in _WORD_KIND or key in ("und", "oder", "noch", "or", "nor")
        filling = key in ARTICLES or key in ("von", "vom", "mit", "an", "from", "with") or listed
        if not filling and not (
            tokens[at].is_word and not tokens[at].capital and key.endswith(("e", "en", "er"))
        ):
            return False
    return False


def _some_of_them(layout: Layout, start: int, end: int, kind: Kind, whole: bool) -> bool:
    """Whether only some of a kind are ruled out: "kein Beratungsunternehmen", "keine in …"."""
    after = layout.tokens[end] if end < len(layout.tokens) else None
    named = after is not None and after.is_word and after.capital and not after.line
    placed = not layout.places_at.isdisjoint((end, end + 1))
    company = kind is Kind.COMPANY and not whole
    return named or placed or company or layout.tokens[start].key in _NAMES


def _is_partner(layout: Layout, start: int, end: int) -> bool:
    """Whether a kind is who is sought, not part of the work or whom the work is for."""
    tokens = layout.tokens
    after = tokens[end] if end < len(tokens) else None
    if after is not None and after.is_word and not after.line:
        placed = end in layout.places_at
        article = start > 0 and tokens[start - 1].key in ARTICLES
        if after.capital and not placed and not article and after.key not in FUNCTION_WORDS:
            return False
        infinitive = not after.capital and after.key.endswith(("en", "ern", "eln"))
        known = after.key in FUNCTION_WORDS or after.key in SEEK_VERBS or after.key in LIGHT_VERBS
        if infinitive and not known and after.key not in JOINING:
            return False
    return _led(layout, start) and not _done_to(layout, start)


def _done_to(layout: Layout, start: int) -> bool:
    """Whether a kind is whom another one serves: "Startups, die Handwerkern helfen"."""
    segment = layout.segments[layout.segment_of(start)]
    tokens = layout.tokens[segment.start : start]
    if segment.opener == "," and tokens and tokens[0].key in RELATIVE:
        return True
    others = [i for i, token in enumerate(tokens) if token.key in _WORD_KIND]
    between = tokens[others[-1] + 1 :] if others else ()
    return any(t.is_word and not t.capital and t.key not in FUNCTION_WORDS for t in between)


def _led(layout: Layout, start: int) -> bool:
    tokens = layout.tokens
    at = start - 1
    while at >= 0 and tokens[at].is_word and not tokens[at].capital and _describes(tokens[at]):
        at -= 1
    article = tokens[at].key if at >= 0 else ""
    if article in POSSESSIVES or any(t.key in POSSESSIVES for t in _phrase_before(tokens, start)):
        return False
    before = tokens[at - 1] if at > 0 and (article in ARTICLES) else tokens[at] if at >= 0 else None
    if before is None or not before.is_word:
        return True
    whose = article in _GENITIVES or (article == "der" and tokens[start].key in _FEMININE)
    if whose and before.capital and before.key not in FUNCTION_WORDS:
        return False
    if before.key in _WHOSE:
        asked = at - 1 if before is tokens[at] else at - 2
        return asked >= 0 and tokens[asked].key in SEEK_VERBS
    if before.key in _INSIDE or article in ("im", "am", "zum", "zur"):
        joined = bool(layout.keys_around(start) & JOINING)
        return joined or before.key in ("an", "am") or article == "am"
    bare = before is tokens[at]
    noun = before.capital and before.key not in FUNCTION_WORDS and before.key not in SEEK_VERBS
    return not (bare and noun and before.key not in _WORD_KIND and at > 0)


def _phrase_before(tokens: tuple[Token, ...], start: int) -> tuple[Token, ...]:
    """Return the words before a kind back to a function word: "our data centre start-up"."""
    at = start
    while at > 0 and start - at < 4 and tokens[at - 1].is_word:
        at -= 1
        if tokens[at].key in FUNCTION_WORDS:
            break
    return tokens[at:start]


def _describes(token: Token) -> bool:
    """Whether a word may be an adjective before a kind: "junges", "regionale"."""
    known = token.key in FUNCTION_WORDS or token.key in SEEK_VERBS or token.key in LIGHT_VERBS
    return not known and token.key.endswith(("e", "en", "er", "es", "em", "al", "local", "small"))
