"""What a statement says about competence: its nouns, without what only funds or organises.

Lists of funded projects hold thousands of titles such as „Messeteilnahme InnoTrans 2016“ or
„Erweiterung einer Betriebsstätte“. They say that somebody was funded, not what they can do. A
text of which nothing else is left is not learned from and belongs to no topic.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

from data.places.catalog import load_tables
from data.sectors.names import sector_words
from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from data.text import fold
from matcher.atlas_words import ACRONYMS, EMPTY

_REMAINS = re.compile(r"_x[0-9A-Fa-f]{4}_|[\u00ad\u200b-\u200f\ufeff\ufffd]")
_MARK = re.compile(r"^(?:[\w&. ]{2,30}\.NRW\w*|\d[\d/\-. ]{3,}|\d{4} [A-Z]{3} \d{4})\s*[:\-–]\s*")
_FAIR = re.compile(
    r"(?:19|20)\d\d\b.*\bOrt:|\bOrt: |\bMesse(?:n|stand|teil\w*|f(?:ö|oe)rderung)?\b"
    r"|(?:19|20)\d\d,.*\d\d?\.\s?(?:\d\d?\.)?\s?[-–]|\b\d\d?\.\s?[-–]\s?\d\d?\.\d\d?\."
    r"|[Gg]emeinschaftsst(?:a|ä)nd"
)
_WORD = re.compile(r"[^\W\d_]\w*(?:-[^\W_]\w*)*")
_PHRASE = re.compile(
    r"\b([^\W\d_]{3,}(?:ische|are|ive|iche|erte|ige|ale|elle|ene|ile)) ([A-ZÄÖÜ][a-zäöüß]{4,})\b"
)
_ADJECTIVE = re.compile(
    r"(?:(?:isch|lich|iert|sam|bar|los|frei|gerecht|[tdrz](?:u|io|i)[nr]?ell)e[mnrs]?"
    r"|(?:digital|sozial|regional|mobil|maritim)(?:e[mnrs]?)?)$",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"([^\W\d_]{5,})-([a-zäöüß]{3,})")
"""A word that was parted at the end of a line."""
_SHORTEST = 4
_STEMMER = Stemmer.Stemmer("german")


class Noun(NamedTuple):
    """A noun, or an adjective with its noun, of a text."""

    stem: str
    """The same for its inflected forms."""
    form: str
    """As it is written there."""


def clean(text: str) -> str:
    """Return a text without remains of spreadsheets, soft hyphens and marks of programmes."""
    bare = _MARK.sub("", _REMAINS.sub(" ", text).strip(" \"'")).strip(" \"'")
    return _BROKEN.sub(r"\1\2", bare)


def speaks(text: str) -> bool:
    """Say whether a statement says anything about what somebody can do or needs."""
    return bool(nouns(text))


@lru_cache(maxsize=65536)
def nouns(text: str) -> tuple[Noun, ...]:
    """Return the nouns that may tell a topic, in the text's order; none of the title of a fair."""
    bare = clean(text)
    if _FAIR.search(bare):
        return ()
    found = [Noun(stem_of(word), word) for word in _WORD.findall(bare) if _is_noun(word)]
    for adjective, noun in _PHRASE.findall(bare):
        if _is_noun(noun) and not is_empty(adjective):
            form = f"{adjective[0].upper()}{adjective[1:]} {noun}"
            found.append(Noun(f"{stem_of(adjective)} {stem_of(noun)}", form))
    return tuple(found)


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """Return what the inflected forms of a word have in common."""
    return str(_STEMMER.stemWord(fold(word)))


@lru_cache(maxsize=65536)
def is_empty(word: str) -> bool:
    """Say whether a word is a place or says nothing about competence."""
    folded = fold(word)
    if folded in EMPTY or stem_of(word) in _empty_stems():
        return True
    if folded in lexicon():
        return False
    return not _places().isdisjoint((folded, folded.removesuffix("er"), folded.removesuffix("s")))


def _is_noun(word: str) -> bool:
    if word in ACRONYMS:
        return True
    inner = word.replace("-", "")[1:]
    if not word[0].isupper() or len(word) < _SHORTEST or word.isupper():
        return False
    if any(c.isdigit() for c in inner) or ("-" not in word and not inner.islower()):
        return False
    if "-" in word and not _is_compound(word.split("-")):
        return False
    return _ADJECTIVE.search(word) is None and not is_empty(word)


def _is_compound(parts: list[str]) -> bool:
    """Say whether parts joined by hyphens are a noun, and no name of a school or project."""
    head = parts[0]
    is_project = head.isupper() and len(head) > 1 and head not in ACRONYMS
    return len(parts) == 2 and parts[1][0].isupper() and not is_project and not is_empty(head)


@cache
def lexicon() -> frozenset[str]:
    """Return the words of the tables of sectors and trades, folded."""
    words = {fold(word) for some in sector_words().values() for word in some}
    for trade in load_trades().in_force:
        words |= {fold(word) for word in (trade.short, *trade.aliases)}
    for sector in load_sectors():
        words |= {fold(word) for word in _WORD.findall(sector.de) if word[0].isupper()}
    return frozenset(word for word in words if len(word) >= _SHORTEST)


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(map(stem_of, EMPTY))


@cache
def _places() -> frozenset[str]:
    """Return the words of the names of towns, Kreise and Länder, folded."""
    tables = load_tables()
    names = (
        *(kreis.name for kreis in tables.kreise.values()),
        *(town.name for town in tables.towns.values()),
        *(land.name for land in tables.laender.values()),
    )
    words = (fold(word) for name in names for word in _WORD.findall(name))
    return frozenset(word for word in words if len(word) >= _SHORTEST)
