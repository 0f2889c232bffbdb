"""Finding phrases, given as folded words, and numbered lists among tokens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from matcher.reading.lexicon.asking import TIMES
from matcher.reading.lexicon.function_words import ARTICLES, PREPOSITIONS
from matcher.reading.text.tokens import Token

Phrases = tuple[tuple[str, ...], ...]
_BULLETS = frozenset("-–*•·")


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


def introduced_by(tokens: tuple[Token, ...], at: int, reach: int) -> str | None:
    """Return the word before the bracket that token ``at`` stands in: "Mitglied (Bäckerei …)".

    None where no bracket opens within so many tokens before it.
    """
    for opening in range(at - 1, max(0, at - 1 - reach), -1):
        if tokens[opening].text in "()":
            return tokens[opening - 1].key if tokens[opening].text == "(" else None
    return None


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


def list_items(tokens: tuple[Token, ...]) -> dict[int, int]:
    """Return where the items of lists begin, by the token that marks each.

    Marks are numbers and letters that count up from the first on ("1. … 2. …", "a) … b) …"), so
    that "am 1. Mai" is none, and bullets that begin two lines or more.
    """
    bullets = [i for i, token in enumerate(tokens[:-1]) if token.line and token.text in _BULLETS]
    found = {i: i + 1 for i in bullets} if len(bullets) > 1 else {}
    row: list[int] = []
    for i in range(len(tokens) - 2):
        if not _may_number(tokens, i):
            continue
        if row and tokens[i].text == _next(tokens[row[-1]].text):
            row.append(i)
        elif tokens[i].text in ("1", "a"):
            row = [i]
        if len(row) > 1:
            found |= {at: at + 2 for at in row}
    return found


def _may_number(tokens: tuple[Token, ...], i: int) -> bool:
    token, sign, following = tokens[i : i + 3]
    letter = len(token.text) == 1 and token.text.isalpha() and sign.text == ")"
    number = token.is_number and len(token.text) <= 2 and sign.text in (".", ")")
    if not (letter or number) or sign.space or sign.line or not following.is_word:
        return False
    before = tokens[i - 1] if i > 0 and not token.line else None
    counted = before is not None and before.key in ARTICLES | PREPOSITIONS
    return following.space and following.key not in TIMES and not counted


def _next(text: str) -> str:
    return str(int(text) + 1) if text.isdigit() else chr(ord(text) + 1)
