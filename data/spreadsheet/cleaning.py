"""What spreadsheets and programs leave in cells, taken out in one place for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from data.spreadsheet.characters import unbroken
from data.spreadsheet.report import Note

_FORCED = re.compile(r'=\s*"((?:[^"]|"")*)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_EXACT = '{"'
"""Begins a profile exported exactly, which must stay as it is."""
_EMPTY = frozenset(
    "ka keineangabe keineangaben ohneangabe nan none null nil unbekannt "
    "nichtbekannt unknown entfaellt entfällt keine keiner keines kein keinebekannt bisherkeine "
    "nichtvorhanden nichtangegeben nichtverfügbar nichtzutreffend trifftnichtzu nichtrelevant "
    "nichtbenannt liegtnichtvor liegennichtvor nochoffen offen folgt wirdnachgereicht "
    "nochnichtbekannt wirdnochergänzt ergänzen zuergänzen tbd tba todo xxx notapplicable "
    "notavailable unspecified".split()
)
"""What is left of a cell that says nothing, without spaces and signs."""
_SHORT = frozenset("na nb nv nn nr oa".split())
"""The same, but only with signs: ``n.b.`` says nothing, NR is a Kreis."""
_REFERRED = re.compile(
    r"(siehe|s\.|vgl\.|see)\s?(oben|unten|o\.|u\.|website|webseite|homepage|internet|link|anlage|"
    r"beiblatt|above|below)\.?|(s\.\s?[ou]\.|dito|dto\.?)"
)
"""What only refers to where something is said."""
LONGEST = 2000
"""Characters of a cell in which addresses are looked for: no address is longer, and looking through
longer ones takes time that grows with the square of their length."""
MARKS = frozenset("x ja yes true wahr 1 ✓ ✔ ☑ ☒ j y + •".split())
"""What marks that something holds, in lower case."""
NO_MARKS = frozenset("nein no false falsch 0 - – n o ☐ ✗".split())
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
    rows: Iterable[tuple[int, Sequence[str]]], remarks: list[Note] | None = None
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows with their cells cleaned; what was repaired is told in ``remarks``."""
    for number, texts in rows:
        clean = [_cleaned(text) for text in texts]
        said = dict.fromkeys(said for _, said in clean if said is not None)
        if said and remarks is not None:
            remarks.extend(replace(entry, row=number) for entry in said)
        yield number, [text for text, _ in clean]


def _cleaned(text: str) -> tuple[str, Note | None]:
    clean, said = unbroken(clean_cell(text))
    return (Linked(clean, text.target) if isinstance(text, Linked) else clean), said


def says_nothing(text: str) -> bool:
    """Tell whether a cell only says that nothing is known: ``k.A.``, ``–``, ``nan``, ``#NV``.

    Neither does one of signs alone (``./.``), nor one that refers elsewhere (``siehe Website``).
    """
    if len(text) >= 25:
        return False
    words = text.strip().lower()
    left = re.sub(r"[\W_]", "", words)
    return (
        (not left and not set(words) & set("+#*✓✔☑✗"))
        or left in _EMPTY
        or (left in _SHORT and left != words)
        or _REFERRED.fullmatch(words) is not None
        or _ERROR.fullmatch(text.strip()) is not None
    )


def _unescaped(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in "\t\n\r_" or char.isspace() else match[0]
