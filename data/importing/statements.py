"""Several statements in one cell: taking them apart and putting them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.errors import ProfileError
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


def fitting(text: str) -> str:
    """Return the statement, or raise `ProfileError` if it is too long to be kept whole."""
    if len(text) > MAX_STATEMENT_CHARS:
        raise ProfileError(
            f"Eine Aussage hat {len(text)} Zeichen; erlaubt sind {MAX_STATEMENT_CHARS}. Bitte auf "
            "mehrere Zeilen in der Zelle aufteilen.",
            f"A statement has {len(text)} characters; {MAX_STATEMENT_CHARS} are allowed. Please "
            "spread it over several lines in the cell.",
        )
    return text
