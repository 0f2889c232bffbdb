"""One slip of the finger: a word that there is not, read as the one that profiles use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from data.text import fold
from matcher.reading.gazetteer import load_gazetteer
from matcher.reading.spelling import exists, exists_in_english
from matcher.result import Unsure

Meant = Callable[[str], str | None]
"""Returns the word that an unknown one clearly is, in small letters, or None."""
CODE = "mistyped"
PART = 2
"""Shortest part of a compound that exists: "Altfenster", "Ölmühle"."""
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


def _mend(match: re.Match[str], *, meant: Meant, quoted: list[int], found: list[Unsure]) -> str:
    word = match[0]
    inside = sum(at < match.start() for at in quoted) % 2 == 1
    if inside or "-" in word or not (word.islower() or word[1:].islower()) or _is_word(word):
        return word
    other = meant(word)
    if other is None:
        return word
    written = other.capitalize() if word[0].isupper() else other
    found.append(Unsure(code=CODE, text=word, candidates=(written,)))
    return written
