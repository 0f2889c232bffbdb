"""Several statements in one cell: taking them apart and putting them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.profiles import MAX_STATEMENT_CHARS, clean_text

_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_BREAKS = re.compile(r"\s(?<!\\)\|\s|\s[•▪●‣]\s")
_BULLET = re.compile(r"^\s*(?:[-–—*•▪●‣·]\s+|[•▪●‣]\s*)")


def split(text: str) -> Iterator[str]:
    r"""Yield the statements of a cell.

    They are separated by line breaks, by `` | `` or by bullets; bullets and ``- `` at the
    beginning of a line are dropped. ``\|`` is a stroke that separates nothing.
    """
    for line in _LINES.split(text):
        for part in _BREAKS.split(line):
            statement = str(clean_text(_BULLET.sub("", part))).replace("\\|", "|")
            if statement:
                yield statement


def join(statements: Iterable[str]) -> list[str]:
    """Return the statements as lines of a cell that `split` takes apart in the same way."""
    return [statement.replace("|", "\\|") for statement in statements]


def fitting(text: str) -> list[str]:
    """Return the statement in pieces that can be kept, cut after sentences, else between words."""
    pieces: list[str] = []
    while len(text) > MAX_STATEMENT_CHARS:
        ends = [end.end() for end in _END.finditer(text, 0, MAX_STATEMENT_CHARS)]
        cut = ends[-1] if ends else text.rfind(" ", 0, MAX_STATEMENT_CHARS) + 1
        cut = cut or MAX_STATEMENT_CHARS
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text] if text else pieces


_END = re.compile(r"[.!?…;]\s+")
