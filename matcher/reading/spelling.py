"""Spelling: what was typed without umlauts, or in capitals, as German writes it.

"SCHWEISSNAEHTE PRUEFEN" has to find what "Schweißnähte prüfen" finds: encoders and lexical indexes
have seen the latter. Which words exist is looked up in the word lists of `simplemma`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

_WRITTEN_OUT = re.compile(r"ae|oe|ue|ss", re.IGNORECASE)
_MEANT = {"ae": "ä", "oe": "ö", "ue": "ü"}
_SHARP = re.compile(
    r"(?<=[ae]i)ss|(?<=[aäe]u)ss|(?<=ie)ss"
    r"|(?<=str[aä])ss|(?<=f[uü])ss|(?<=gr[oöuü])ss|(?<=s[uü])ss|(?<=sp[aä])ss|(?<=st[oö])ss",
    re.IGNORECASE,
)
"""Where ß is written since 1996: after diphthongs and a few long vowels; the word list also knows
older spellings ("Meßgerät")."""
_SMALL = {"fuer": "für", "ueber": "über"}
"""Words that the list knows both ways."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST_PAIRS = 4
"""Words with more such pairs of letters are left as they are: the ways to read them double."""
_SHORT = 3
_SHORT_PARTS = frozenset("öl ei ur un um an ab zu in re be er ge co".split())
"""What shorter parts there are: the word list holds every pair of letters."""
_SHORTEST = 4
"""Parts of a compound have at least so many letters."""


def as_written(text: str) -> str:
    """Return a text with umlauts and ß where they were written out, and without shouting.

    A word changes only if it is none as it stands and one with umlauts ("pruefen", but not
    "Steuer" or "Adresse"). A text in capitals becomes small: whoever shouts marks no noun.
    """
    if text.isupper() and len(_WORD.findall(text)) > 1:
        text = text.lower()
    return _WORD.sub(lambda found: _word(found[0]), text)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    if word.lower() in _SMALL:
        return _SMALL[word.lower()]
    pairs = len(_WRITTEN_OUT.findall(word))
    if not 0 < pairs <= _MOST_PAIRS:
        return word
    if not exists(word):
        word = next((other for other in _readings(word) if exists(other)), word)
    sharp = _SHARP.sub("ß", word)
    return sharp if sharp != word and exists(sharp) else word


def _readings(word: str) -> Iterator[str]:
    """Yield the word with each choice of its pairs read as umlauts, most of them first.

    Each is tried with ss and with ß.
    """
    pieces = re.split(r"(ae|oe|ue)", word, flags=re.IGNORECASE)
    choices = [
        (piece,) if n % 2 == 0 else (_like(piece, _MEANT[piece.lower()]), piece)
        for n, piece in enumerate(pieces)
    ]
    for chosen in product(*choices):
        yield "".join(chosen)
        yield _SHARP.sub("ß", "".join(chosen))


def _like(pair: str, letter: str) -> str:
    return letter.upper() if pair[0].isupper() else letter


def exists(word: str, shortest: int = _SHORTEST) -> bool:
    """Return whether a word, or both parts of a compound, stand in the word list.

    ``shortest`` is how many letters its first part has at least.
    """
    if _known(word):
        return True
    for at in range(shortest, len(word) - _SHORTEST + 1):
        first, rest = word[:at], word[at:]
        if at < _SHORT and first.lower() not in _SHORT_PARTS:
            continue
        linked = first.endswith("s") and _known(first[:-1])
        if (linked or _known(first)) and (_known(rest) or _known(rest.capitalize())):
            return True
    return False


def is_listed(word: str) -> bool:
    """Return whether a word in small letters stands in the word list, as itself or as a noun."""
    return _known(word) or _known(word.capitalize())


def exists_in_english(word: str) -> bool:
    """Return whether a word stands in the English word list."""
    return _known(word, "en")


@lru_cache(maxsize=16_384)
def _known(word: str, language: str = "de") -> bool:
    import simplemma  # its word lists take a second to load, and most questions need none

    return bool(simplemma.is_known(word, lang=language))
