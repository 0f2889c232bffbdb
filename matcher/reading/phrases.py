"""Finding phrases, given as folded words, among tokens."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.reading.tokens import Token

Phrases = tuple[tuple[str, ...], ...]


def phrase_at(tokens: tuple[Token, ...], i: int, phrases: Phrases) -> int:
    """Return how many tokens the longest phrase that begins at token ``i`` has, or 0."""
    for phrase in phrases:
        if tokens[i].key == phrase[0] and len(tokens) - i >= len(phrase):
            if all(tokens[i + n].key == word for n, word in enumerate(phrase)):
                return len(phrase)
    return 0


def find_phrases(
    tokens: tuple[Token, ...], phrases: Phrases, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the token ranges in which a phrase stands."""
    end = len(tokens) if end is None else end
    firsts = {phrase[0] for phrase in phrases}
    for i in range(start, end):
        if tokens[i].key in firsts and (length := phrase_at(tokens, i, phrases)):
            if i + length <= end:
                yield i, i + length
