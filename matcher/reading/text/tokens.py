"""A text as tokens that remember where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from data.text import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![\w-])|\w+(?:[-'’]\w+)*|[^\w\s]")


class Token(NamedTuple):
    """A word ("Potsdam-Mittelmark" is one), a number or one sign.

    ``key`` is its folded spelling ("Lübben" → "luebben").
    """

    text: str
    start: int
    end: int
    key: str
    space: bool
    """Whether there is a space, or a line's end, before it."""
    line: bool
    """Whether it begins a line."""
    is_word: bool
    """Whether it is made of letters or digits."""

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits alone."""
        return self.text[0].isdigit() and self.text[-1].isdigit() and self.key.isascii()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, in time linear in its length."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()]
        start, end = match.span()
        word = match[0]
        line = not found or "\n" in gap
        word_like = word[0].isalnum()
        found.append(Token(word, start, end, fold(word), bool(gap) or line, line, word_like))
    return tuple(found)


def text_of(text: str, tokens: tuple[Token, ...], start: int, end: int) -> str:
    """Return the text from token ``start`` up to but not including token ``end``."""
    return text[tokens[start].start : tokens[end - 1].end] if end > start else ""
