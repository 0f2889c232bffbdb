"""Words of a text that may name a place, before anything around them is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.places.local import load_lookalikes
from matcher.reading.gazetteer import MAX_WORDS, Entry, Form, Gazetteer, load_gazetteer
from matcher.reading.lexicon.function_words import FUNCTION_WORDS
from matcher.reading.text.tokens import Token

MIN_TYPO = 5
"""Shorter names are not looked for with a slip of the finger."""
_INNER = frozenset("/().")
_LOOSE_CODES = {"bln": "BLN", "ffo": "FFO"}
"""Letters that are no word in any case of writing."""
_CITIES = frozenset({"kreis:12051", "kreis:12052", "kreis:12053", "kreis:12054"})
"""The cities of Brandenburg whose parts people name behind a hyphen."""


class Candidate(NamedTuple):
    """Tokens ``start`` up to ``end`` that may name one of ``entries``, the likeliest first."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    form: Form

    @property
    def best(self) -> Entry:
        """The place that is meant if it is one."""
        return self.entries[0]


def find_candidates(tokens: tuple[Token, ...]) -> list[Candidate]:
    """Return the longest candidates from left to right; none overlaps another."""
    gazetteer = load_gazetteer()
    found: list[Candidate] = []
    i = 0
    while i < len(tokens):
        candidate = _at(tokens, i, gazetteer) if tokens[i].is_word else None
        if candidate is None:
            i += 1
            continue
        found.append(candidate)
        i = candidate.end
    return _merged(found, tokens)


def _at(tokens: tuple[Token, ...], i: int, gazetteer: Gazetteer) -> Candidate | None:
    token = tokens[i]
    if token.is_number:
        return _postcode(tokens, i, gazetteer)
    if named := _named(tokens, i, gazetteer):
        return named
    code = gazetteer.codes.get(_LOOSE_CODES.get(token.key, token.text))
    if code is not None:
        return Candidate(i, i + 1, (code,), "code")
    return _hyphened(token, i, gazetteer) if "-" in token.text else None


def _named(tokens: tuple[Token, ...], i: int, gazetteer: Gazetteer) -> Candidate | None:
    if not gazetteer.may_begin(tokens[i].key) or tokens[i].key in FUNCTION_WORDS:
        return None
    for end in range(min(len(tokens), i + MAX_WORDS), i, -1):
        if not _one_name(tokens[i:end]):
            continue
        words = "".join(f" {t.text}" if t.space else t.text for t in tokens[i:end])
        entries = gazetteer.lookup(words)
        if any(t.text == "/" for t in tokens[i:end]):
            entries = tuple(e for e in entries if e.region.startswith(("place", "kreis")))
        if entries:
            return Candidate(i, end, entries, entries[0].form)
    return None


def _one_name(tokens: tuple[Token, ...]) -> bool:
    """Whether tokens can be one name: words, slash and balanced brackets on one line."""
    if not (tokens[-1].is_word or tokens[-1].text == ")") or any(t.line for t in tokens[1:]):
        return False
    texts = [t.text for t in tokens]
    if any(not t.is_word and t.text not in _INNER for t in tokens):
        return False
    return texts.count("(") == texts.count(")")


def _postcode(tokens: tuple[Token, ...], i: int, gazetteer: Gazetteer) -> Candidate | None:
    digits = tokens[i].text
    if len(digits) != 5 or not gazetteer.known_postcode(digits):
        return None
    home = digits.startswith(("01", "03", "10", "12", "13", "14", "15", "16", "17", "19"))
    entry = Entry(f"plz:{digits}", digits, "postcode", 5, home, "", "")
    return Candidate(i, i + 1, (entry,), "postcode")


def _hyphened(token: Token, i: int, gazetteer: Gazetteer) -> Candidate | None:
    """Return the part of a city that "Berlin-Adlershof" or "P-Babelsberg" names, or the city."""
    head, _, rest = token.text.partition("-")
    letters = _LOOSE_CODES.get(head.lower(), head)
    codes = [gazetteer.codes[letters]] if letters in gazetteer.codes else []
    named = [entry for entry in gazetteer.lookup(head)[:1] if entry.rank < 10]
    if not (codes or named) or not rest[:1].isupper():
        return None
    city = (codes or named)[0]
    inside = tuple(e for e in gazetteer.lookup(rest) if e.form == "name" and e.rank < 30)
    if not inside and city.region not in _CITIES:
        return None
    found = [e._replace(grade="") for e in inside]
    if city.region == "land:11":
        found = [e for e in found if e.region.startswith(("bezirk", "ortsteil"))]
    elif not found:
        found = [city._replace(grade="weak")]
    return Candidate(i, i + 1, tuple(found), "name") if found else None


def _merged(found: list[Candidate], tokens: tuple[Token, ...]) -> list[Candidate]:
    """Join "Berlin Adlershof" and "03046 Cottbus" to the one place they name."""
    merged: list[Candidate] = []
    for candidate in found:
        last = merged[-1] if merged else None
        if last and last.end == candidate.start and not tokens[candidate.start].line:
            part = candidate.best.region.startswith(("bezirk", "ortsteil"))
            if last.form == "postcode" or (part and last.best.region == "land:11"):
                merged[-1] = Candidate(last.start, candidate.end, candidate.entries, "name")
                continue
        merged.append(candidate)
    return merged


@lru_cache(maxsize=4096)
def spelt_like(word: str) -> Entry | None:
    """Return the place that a folded word names but for one slip of the finger, or None."""
    if len(word) < MIN_TYPO or not word.isalpha() or word in load_lookalikes():
        return None
    pool = _pool()
    hit = process.extractOne(word, list(pool), scorer=OSA.distance, score_cutoff=1)
    return pool[hit[0]]._replace(form="typo") if hit else None


@lru_cache(maxsize=1)
def _pool() -> dict[str, Entry]:
    return load_gazetteer().pool()


def misspelt(tokens: tuple[Token, ...], at: Iterator[int]) -> Iterator[Candidate]:
    """Yield the candidates for tokens that may be places with a slip of the finger."""
    for i in at:
        token = tokens[i]
        if token.is_word and token.key not in FUNCTION_WORDS:
            entry = spelt_like(token.key)
            if entry is not None:
                yield Candidate(i, i + 1, (entry,), "typo")
