"""One slip of the finger: a word that there is not, read as the one that profiles use."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial

from data.text import fold
from matcher.reading.gazetteer import load_gazetteer
from matcher.reading.spelling import exists, exists_in_english, is_listed
from matcher.result import Unsure

Meant = Callable[[str, Collection[str]], str | None]
"""Returns the word that an unknown one clearly is, in small letters, or None; also given are words
that exist and lie one slip away."""
CODE = "mistyped"
PART = 2
"""Shortest part of a compound that exists: "Altfenster", "Ölmühle"."""
LONG = 8
"""From so many letters on the word list is asked beside the profiles."""
ENDING, NOUN_ENDING = 3, 1
"""Last letters in which forms of one word differ."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_QUOTES = re.compile("[\"„“”«»'‚‘’]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def mended(text: str, meant: Meant) -> tuple[str, tuple[Unsure, ...]]:
    """Return a text without slips, and each word that was read as another.

    Left as they are: words that exist, alone or as compounds; names in capitals; what stands in
    quotation marks.
    """
    found: list[Unsure] = []
    quoted = [match.start() for match in _QUOTES.finditer(text)]
    mend = partial(_mend, meant=meant, quoted=quoted, found=found)
    return _WORD.sub(mend, text), tuple(found)


def _is_word(word: str) -> bool:
    """Whether a word exists in German or English, or is the name of a place."""
    return (
        exists(word, PART) or exists_in_english(word) or bool(load_gazetteer().lookup(fold(word)))
    )


@lru_cache(maxsize=1024)
def _neighbours(word: str) -> frozenset[str]:
    """Return the words of the word list, in small, that one slip inside a long word makes of it.

    Not in its first letter and not in an ending: "puffert" and "puffet" are two forms.
    """
    if len(word) < LONG:
        return frozenset()
    ending = NOUN_ENDING if word[0].isupper() else ENDING
    return frozenset(other for other in _slips(word.lower(), ending) if is_listed(other))


def _slips(typed: str, ending: int) -> Iterator[str]:
    for at in range(1, len(typed) - ending):
        before, rest = typed[:at], typed[at:]
        for letter in _LETTERS:
            yield before + letter + rest
            yield before + letter + rest[1:]
        yield before + rest[1:]
        yield before + rest[1] + rest[0] + rest[2:]


def _mend(match: re.Match[str], *, meant: Meant, quoted: list[int], found: list[Unsure]) -> str:
    word = match[0]
    inside = sum(at < match.start() for at in quoted) % 2 == 1
    if inside or "-" in word or not (word.islower() or word[1:].islower()) or _is_word(word):
        return word
    other = meant(word, _neighbours(word))
    if other is None or not (exists(other) or exists(other.capitalize())):
        return word  # profiles have slips as well
    written = other.capitalize() if word[0].isupper() else other
    found.append(Unsure(code=CODE, text=word, candidates=(written,)))
    return written
