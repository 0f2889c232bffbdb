"""Finding phrases, given as folded words, among tokens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from matcher.reading.tokens import Token

Phrases = tuple[tuple[str, ...], ...]


_Index = dict[str, dict[str, Phrases]]


@lru_cache(maxsize=64)
def _index(phrases: Phrases) -> _Index:
    """Return phrases by their first and second word ("" for those of one word)."""
    found: _Index = {}
    for phrase in phrases:
        seconds = found.setdefault(phrase[0], {})
        second = phrase[1] if len(phrase) > 1 else ""
        seconds[second] = (*seconds.get(second, ()), phrase)
    return found


def phrase_at(tokens: tuple[Token, ...], i: int, phrases: Phrases) -> int:
    """Return how many tokens the longest phrase that begins at token ``i`` has, or 0."""
    seconds = _index(phrases).get(tokens[i].key)
    if seconds is None:
        return 0
    following = tokens[i + 1].key if i + 1 < len(tokens) else ""
    for phrase in (*seconds.get(following, ()), *seconds.get("", ())):
        if len(tokens) - i >= len(phrase):
            if all(tokens[i + n].key == word for n, word in enumerate(phrase)):
                return len(phrase)
    return 0


def find_phrases(
    tokens: tuple[Token, ...], phrases: Phrases, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the token ranges in which a phrase stands."""
    end = len(tokens) if end is None else end
    firsts = _index(phrases)
    for i in range(start, end):
        if tokens[i].key in firsts and (length := phrase_at(tokens, i, phrases)):
            if i + length <= end:
                yield i, i + length


def has_phrase(tokens: tuple[Token, ...], phrases: Phrases, start: int, end: int) -> bool:
    """Whether a phrase stands in a range of tokens."""
    return next(find_phrases(tokens, phrases, start, end), None) is not None
