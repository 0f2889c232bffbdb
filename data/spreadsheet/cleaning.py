"""What spreadsheets and programs leave in cells, taken out in one place for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_FORCED = re.compile(r'=\s*"((?:[^"]|"")*)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_EXACT = '{"'
"""Begins a profile exported exactly, which must stay as it is."""
_EMPTY = frozenset(
    "k.a. k.a ka keineangabe keineangaben ohneangabe o.a. n/a n.a. nan none null nil unbekannt "
    "nichtbekannt unknown entfaellt entfällt keine keiner - -- --- – — ? ?? / . n.n. "
    "nichtvorhanden nichtangegeben tbd".split()
)
_ERROR = re.compile(
    r"#(N/A|NV|WERT!|VALUE!|REF!|BEZUG!|NAME\?|DIV/0!|ZAHL!|NUM!|NULL!|GETTING_DATA|ÜBERLAUF!)"
)


class Linked(str):
    """The text of a cell that links to an address."""

    target: str
    __slots__ = ("target",)

    def __new__(cls, text: str, target: str) -> Linked:
        """Return ``text`` with the address behind it."""
        made = super().__new__(cls, text)
        made.target = target
        return made


def clean_cell(text: str) -> str:
    """Return a cell's text without what a program put around or into it.

    ``="01067"`` becomes ``01067``, ``_x000D_`` a line break, a no-break space a space; soft
    hyphens and characters without width are taken out.
    """
    if text.isascii() and "_x" not in text and not text.startswith("="):
        return text
    if text.startswith(_EXACT):
        return text
    if forced := _FORCED.fullmatch(text.strip()):
        text = forced[1].replace('""', '"')
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped, text).replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", _SPACES.sub(" ", text))


def cleaned(
    rows: Iterable[tuple[int, Sequence[str]]],
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows with their cells cleaned."""
    for number, texts in rows:
        yield number, [_cleaned(text) for text in texts]


def _cleaned(text: str) -> str:
    clean = clean_cell(text)
    return Linked(clean, text.target) if isinstance(text, Linked) else clean


def says_nothing(text: str) -> bool:
    """Tell whether a cell only says that nothing is known: ``k.A.``, ``–``, ``nan``, ``#NV``."""
    return len(text) < 25 and (
        re.sub(r"\s", "", text).lower() in _EMPTY or _ERROR.fullmatch(text.strip()) is not None
    )


def _unescaped(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in "\t\n\r_" or char.isspace() else match[0]
