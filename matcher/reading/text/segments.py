"""A text in clauses: what stands between commas, colons, sentence ends and before new verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from matcher.reading.lexicon.asking import (
    ACTORS,
    FURTHER,
    GREETINGS,
    INDEFINITES,
    SEEK_THIRD,
    SEEK_VERBS,
    TITLES,
    WANT,
)
from matcher.reading.lexicon.function_words import (
    ARTICLES,
    AUXILIARIES,
    FIRST_PERSON,
    FUNCTION_WORDS,
    INTERROGATIVES,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVE,
)
from matcher.reading.text.phrases import list_items, phrase_at
from matcher.reading.text.tokens import Token

_SIGNS = frozenset(",;:()–—|•·")
_ENDS = frozenset(".?!…")
_ABBREVIATIONS = frozenset(
    "z b d h u a i bzw ca ggf evtl nr str dr prof dipl ing max min inkl usw tel vgl o s abs art "
    "st e v bzgl mind exkl zzgl mr mrs ms ltd inc e.v approx".split()
)
_CONTRASTS = frozenset("aber but doch sondern".split())
_JOINS = frozenset("und sowie aber and but doch sondern".split())
_SOMEONE = frozenset("jemand jemanden einen eine ein someone somebody a an".split())
_SUBJECTS = frozenset("wir ich er sie we i they he she".split())
_SEEKING = (
    SEEK_VERBS | SEEK_THIRD | WANT | frozenset("is fragt bittet wuenscht interessiert".split())
)
_NO_STATEMENT = frozenset(
    "gesucht gefragt gewuenscht kann koennen bevorzugt scheidet kommt waere waeren wuerde wuerden "
    "sollte".split()
)
_OPENING_VERBS = SEEK_THIRD | frozenset(
    "fragt bittet wuenscht interessiert moechte moechten will wollen".split()
)


ITEM = "item"
"""Opener of what stands behind the number of a list."""
MAX_WORDS = 80
"""A segment is cut after so many tokens: nobody writes such a clause."""
MAX_CLAUSES = 40
"""A sentence is cut after so many segments."""


class Segment(NamedTuple):
    """Tokens ``start`` up to ``end`` of sentence number ``sentence``.

    ``opener`` is the sign or word before it ("", ",", ":", "und"); ``asks`` says that the
    segment after it begins with what a third person seeks, so that this one says who asks.
    """

    start: int
    end: int
    sentence: int
    opener: str
    asks: bool = False
    closer: str = ""


def split(tokens: tuple[Token, ...], names: Iterable[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """Return the segments of a text.

    ``names`` are the places named: the tokens at which what stands before the name, the name and
    the rest of the text begin. A name is never split.
    """
    placed = tuple(names)
    inside = {i for _, start, end in placed for i in range(start + 1, end)}
    cutter = _Cutter(tokens, {end: before for before, start, end in placed if before < start})
    for i in range(len(tokens)):
        if i not in inside:
            cutter.look(i)
    return cutter.done()


def _of_name(token: Token) -> bool:
    """Whether a word can belong to "ein kleines Sägewerk": article, adjective or noun."""
    if not token.is_word or token.key in INTERROGATIVES or token.key in SEEK_VERBS:
        return False
    joined = token.key in ARTICLES or token.key == "und"
    described = not token.capital and token.key.endswith(("e", "er", "es", "en"))
    return joined or token.capital or (described and token.key not in FUNCTION_WORDS)


class _Cutter:
    def __init__(self, tokens: tuple[Token, ...], placed: dict[int, int]) -> None:
        self._tokens = tokens
        self._placed = placed
        self._start = 0
        self._sentence = 0
        self._opener = ""
        self._aside_end = -1
        self._items = list_items(tokens)
        self._count = 0
        self._segments: list[Segment] = []
        self._sought = False
        """Whether the segment at hand has a seeking verb already."""

    def look(self, i: int) -> None:
        token = self._tokens[i]
        if i - self._start >= MAX_WORDS:
            self._cut(i, i, "")
        if i in self._items:
            self._cut(i, self._items[i], ITEM, new_sentence=i > 0)
        if i < self._start:
            return  # the mark of an item
        if i > 0 and token.line and self._line_ends(i):
            self._cut(i, i, "\n", new_sentence=True)
        if not token.is_word:
            self._sign(i)
            return
        if token.key in _JOINS and (token.key in _CONTRASTS or self._begins_clause(i + 1)):
            self._cut(i, i + 1, token.key)
        elif self._asker_before(i) or self._somebody_before(i):
            self._cut(i, i, "asks", asks=True)
        self._sought = self._sought or token.key in SEEK_VERBS

    def done(self) -> tuple[Segment, ...]:
        self._cut(len(self._tokens), len(self._tokens), "")
        return tuple(self._segments)

    def _cut(
        self, end: int, start: int, opener: str, *, new_sentence: bool = False, asks: bool = False
    ) -> None:
        if end > self._start:
            closer = self._tokens[end].text if end < len(self._tokens) else ""
            self._segments.append(
                Segment(self._start, end, self._sentence, self._opener, asks, closer)
            )
        self._start, self._opener, self._sought = start, opener, False
        self._count = 0 if new_sentence else self._count + 1
        if new_sentence or self._count >= MAX_CLAUSES:
            self._sentence += 1
            self._count = 0

    def _sign(self, i: int) -> None:
        token, tokens = self._tokens[i], self._tokens
        if self._aside(i):
            return
        if token.text in _SIGNS or (token.text in "-*" and token.space and self._spaced(i + 1)):
            self._cut(i, i + 1, token.text)
        elif token.text in _ENDS and self._ends_sentence(i):
            new = i + 1 < len(tokens)
            self._cut(i, i + 1, token.text, new_sentence=new)

    def _aside(self, i: int) -> bool:
        """Whether a bracket holds a word or two inside a clause: "Wir (Gärtnerei) suchen"."""
        tokens = self._tokens
        if tokens[i].text == "(":
            closing = [n for n in range(i + 1, min(i + 4, len(tokens))) if tokens[n].text == ")"]
            self._aside_end = closing[0] if closing and self._goes_on(closing[0] + 1) else -1
            return self._aside_end > 0
        return i == self._aside_end

    def _goes_on(self, i: int) -> bool:
        return i < len(self._tokens) and self._tokens[i].is_word and not self._tokens[i].capital

    def _spaced(self, i: int) -> bool:
        return i >= len(self._tokens) or self._tokens[i].space

    def _ends_sentence(self, i: int) -> bool:
        if self._tokens[i].text != "." or i == 0:
            return True
        before = self._tokens[i - 1]
        following = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if following is None or following.line:
            return True
        if before.key in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isalpha()):
            return False
        return not (before.is_number and len(before.text) <= 2) and following.space

    def _line_ends(self, i: int) -> bool:
        """Whether a new line begins something new, rather than going on with a sentence."""
        before, token = self._tokens[i - 1], self._tokens[i]
        if phrase_at(self._tokens, self._start, GREETINGS):
            return True
        return not (token.text[0].islower() and (before.is_word or before.text == ","))

    def _begins_clause(self, i: int) -> bool:
        """Whether a new wish, statement or somebody new begins after "und"."""
        ahead = [t.key for t in self._tokens[i : i + 4]]
        further = bool(ahead) and ahead[0] in FURTHER
        ahead = ahead[further : further + 3]
        if not ahead:
            return False
        if further and ahead[0] in _SOMEONE:
            return True
        if ahead[0] in SEEK_VERBS or ahead[0] in WANT or ahead[0] in INTERROGATIVES:
            return True
        if ahead[0] in _SUBJECTS or ahead[0] in ("jemanden", "jemand", "someone", "somebody"):
            return True
        if len(ahead) > 1 and ahead[0] in FUNCTION_WORDS and ahead[1] in SEEK_VERBS:
            return ahead[1] not in ("bedarf", "anfrage")
        return len(ahead) > 1 and ahead[0] in INDEFINITES and ahead[1] in ACTORS

    def _somebody_before(self, i: int) -> bool:
        """Whether "Molkerei aus Demmin" stands before a verb: who has the question."""
        before = self._placed.get(i)
        if before is None or before <= self._start or self._sought:
            return False
        token = self._tokens[i]
        following = self._tokens[i + 1].key if i + 1 < len(self._tokens) else ""
        verb = token.key in AUXILIARIES or token.key not in FUNCTION_WORDS
        if token.capital or not verb or token.key in _NO_STATEMENT or following in FIRST_PERSON:
            return False
        if token.key in SEEK_VERBS and token.key not in ("suchen", "brauchen", "benoetigen"):
            return False
        words = self._tokens[self._start : before]
        if words[0].key in POSSESSIVES and token.key not in _SEEKING:
            return False  # "Unser Startup aus … entwickelt": all of it says who asks
        somebody = words[-1].capital and words[-1].key not in ACTORS
        return somebody and all(_of_name(word) for word in words)

    def _asker_before(self, i: int) -> bool:
        """Whether what stands before a seeking verb in this segment is who seeks."""
        key = self._tokens[i].key
        if self._sought or i == self._start or key not in _SEEKING:
            return False
        left = self._tokens[self._start : i]
        first = left[0].key
        following = self._tokens[i + 1].key if i + 1 < len(self._tokens) else ""
        content = any(t.is_word and t.key not in FUNCTION_WORDS for t in left)
        if not content or (first in RELATIVE and self._opener == ","):
            return False
        if first in ("als", "as") and (key in SEEK_VERBS or key in WANT):
            return True
        if key in ("is", "looking", "seeking") and following in ("looking", "searching", "for"):
            return left[-1].key not in ("are", "am", "we're", "i'm", "is", "currently")
        if key not in _OPENING_VERBS or following in FIRST_PERSON:
            return False
        return not self._spoken_of(left)

    def _spoken_of(self, left: tuple[Token, ...]) -> bool:
        """Whether the words before the verb are a question, a circumstance or "we"."""
        first = left[0].key
        if first in INTERROGATIVES or first in PREPOSITIONS or first in ("es", "man", "there"):
            return True
        if first in TITLES and len(left) == 1:
            return False
        return any(
            t.key in ("wir", "ich", "we", "i", "wer", "jemand", "das", "i'm", "we're")
            for t in left
            if t.key != "das"
        )
