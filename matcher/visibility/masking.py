"""Masking: a statement without what tells who or where somebody is.

Whole words are taken out, so that no part of one gives away the rest. Words are compared without
case, accents, umlauts and hyphens; a compound or a near spelling of a telling word is taken out
too. Masking too much costs a match, masking too little costs a promise: in doubt it masks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz

from data.text import fold

MASK = "[…]"
WITHHELD = "[Aussage zurückgehalten / statement withheld]"
"""Stands where hardly anything of a statement would be left; such a text is not searched."""
LONG = 5
"""Letters from which a telling word is also looked for inside other words."""
FUZZY_LONG, FUZZY = 6, 85.0
"""Letters, and likeness in percent, from which another spelling counts as the same word."""
LEAST_LEFT = 2
"""A statement with fewer words left for each mask is withheld. How much a mask covers does not
count: it would tell how long a name is."""

_WORD = re.compile(r"[^\W_]+")
_LEGAL = (
    r"(?:g?GmbH(?:\s*&\s*Co\.?\s*KG(?:aA)?)?|AG|SE|UG(?:\s*\(haftungsbeschränkt\))?|OHG|GbR|KG(?:aA)?|"
    r"e\.?\s?K(?:fm|fr)?\.?|e\.?\s?V\.?|eG|Inc\.?|Ltd\.?|mbH|PartG(?:mbB)?|&\s*Co\.?(?:\s*KG)?)"
)
_AFTER = re.compile(rf"(?:\s+{_LEGAL}(?!\w))+")
_BETWEEN = re.compile(rf"[\s\-–/&+.,'’()]*(?:{_LEGAL}[\s\-–/&+.,'’()]*)*")
_NORM = re.compile(r"(?:DIN|EN|ISO|IEC|TS|VDA|VDI|IATF|NACE|Nr\.?|/)\s*$")
_CAPITALISED = r"[A-ZÄÖÜ][\w'’-]+"
PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\S+\s?(?:@|\(at\)|\[at\])\s?\S+", re.IGNORECASE),
        (r"(?:https?://|www\.)\S+", re.IGNORECASE),
        (
            r"\b[\w-]+(?:\.[\w-]+)*\.(?:de|com|net|org|eu|info|biz|io|ai|app|dev|tech|berlin|at|"
            r"ch|pl|cz)\b(?:/\S*)?",
            re.IGNORECASE,
        ),
        (r"(?<!\w)@\w+", 0),
        (r"(?:\+|\b00|\(0|\b0)[\d()/\s.–-]{5,}\d", 0),
        (r"\b\d{7,}\b", 0),
        (r"\bHR[AB]\s*\d+\b|\bDE\s?\d{9}\b|\bD-\d{5}\b", re.IGNORECASE),
        (
            r"\b[\w-]*(?:straße|strasse|str\.|weg|allee|platz|gasse|ring|damm|ufer|chaussee)"
            r"\s+\d+\s?[a-z]?\b",
            re.IGNORECASE,
        ),
        (
            r"\b(?:Herrn?|Frau|Dr\.|Prof\.|Dipl\.-\w+\.|Inhaber(?:in)?|Geschäftsführer(?:in)?|"
            rf"Ansprechpartner(?:in)?|Familie)(?::?\s+(?:Dr\.|Prof\.|{_CAPITALISED})){{1,3}}",
            0,
        ),
    )
)
"""Addresses, numbers and names of persons: masked in every veiled statement."""


@dataclass(frozen=True)
class Telling:
    """What tells who or where a profile is, in `canonical` form."""

    phrases: frozenset[str]
    """Several words in a row: the whole name, a town of two words, the id."""
    words: frozenset[str]
    towns: frozenset[str]
    """Looked for as capitalised words alone, for many are words of the language too."""
    acronyms: frozenset[str]
    postcodes: frozenset[str]


def canonical(text: str) -> str:
    """Return letters and digits alone, in one spelling: ``Müller & Söhne`` → ``mullersohne``."""
    return "".join(_spelt(word) for word in _WORD.findall(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text in `canonical` form."""
    return [_spelt(word) for word in _WORD.findall(text)]


def _spelt(word: str) -> str:
    letters = "".join(c for c in fold(word) if c.isalnum())
    return re.sub("([aou])e", r"\1", letters)


def mask(text: str, telling: Telling) -> str:
    """Return the text with everything telling masked, or `WITHHELD`."""
    found = list(_WORD.finditer(text))
    words = [_spelt(match[0]) for match in found]
    spans = [match.span() for pattern in PATTERNS for match in pattern.finditer(text)]
    for i in _telling_words(text, found, words, telling):
        spans.append(found[i].span())
    covered = _joined(text, spans)
    left = [m for m in found if not any(a <= m.start() < b for a, b in covered)]
    if len(left) < LEAST_LEFT * len(covered):
        return WITHHELD
    for start, end in reversed(covered):
        text = text[:start] + MASK + text[end:]
    return text


def _telling_words(
    text: str, found: list[re.Match[str]], words: list[str], telling: Telling
) -> set[int]:
    """Return the positions of the words to be masked."""
    hits = set()
    for i, (match, word) in enumerate(zip(found, words, strict=True)):
        raw = match[0]
        if (
            (raw.isupper() and word in telling.acronyms)
            or (raw[0].isupper() and _is_town(word, telling.towns))
            or (raw in telling.postcodes and not _NORM.search(text[: match.start()]))
            or any(_is_word(word, secret) for secret in telling.words)
        ):
            hits.add(i)
    long = {w for w in (*telling.words, *telling.phrases) if len(w) >= LONG}
    return hits | _across(words, long) | _exact(words, telling.phrases)


def _is_word(word: str, secret: str) -> bool:
    if word == secret or (len(secret) >= LONG and secret in word):
        return True
    if len(secret) == LONG - 1:
        return word.startswith(secret) and len(word) <= len(secret) + 2
    near = len(secret) >= FUZZY_LONG and abs(len(word) - len(secret)) <= 2
    return near and fuzz.ratio(word, secret) >= FUZZY


def _is_town(word: str, towns: frozenset[str]) -> bool:
    """Say whether a word is a town, or what comes from there ("Prenzlauer")."""
    return any(ending in towns for ending in (word, re.sub("(?:er|ers|erin|s)$", "", word)))


def _across(words: list[str], secrets: set[str]) -> set[int]:
    """Return the words in which a secret stands that is written in several ("Solar Tec").

    It must begin where a word begins and end where one ends.
    """
    starts = [0, *accumulate(len(word) for word in words)]
    stream, edges = "".join(words), set(starts)
    hits: set[int] = set()
    for secret in secrets:
        at = stream.find(secret)
        while at >= 0:
            end = at + len(secret)
            if at in edges and end in edges:
                first, last = bisect_right(starts, at) - 1, bisect_right(starts, end - 1) - 1
                hits.update(range(first, last + 1))
            at = stream.find(secret, at + 1)
    return hits


def _exact(words: list[str], phrases: frozenset[str]) -> set[int]:
    return {i for i, word in enumerate(words) if word in phrases}


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those in a row as one, each with the legal form after it."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (
            start <= joined[-1][1] or _BETWEEN.fullmatch(text, joined[-1][1], start) is not None
        ):
            start, end = joined[-1][0], max(end, joined.pop()[1])
        if legal := _AFTER.match(text, end):
            end = legal.end()
        joined.append((start, end))
    return joined
