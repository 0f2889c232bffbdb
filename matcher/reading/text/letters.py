"""What makes a text a letter: its head, its greeting, its signature."""

from __future__ import annotations

from matcher.reading.lexicon.asking import CLOSINGS, GREETINGS, HEADERS
from matcher.reading.text.clauses import Clauses
from matcher.reading.text.phrases import phrase_at

SHORT_LINE = 6
"""A line of at most so many words may be a signature."""
_ADDRESSED = frozenset("herr frau dr zusammen team liebe lieber kolleginnen und".split())
_WARM = frozenset("liebe lieber werte".split())


class Letter:
    """Where a text greets and signs."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._tokens = clauses.tokens
        self._greeted = bool(self._tokens) and self._greeting(0)
        first = next((n for n, asks in enumerate(clauses.asks) if asks), len(clauses.asks))
        self._first_asking = clauses.same_sentence(first)[0] if first < len(clauses.asks) else 0
        self._closing = self._closing_at()

    def signs(self, n: int) -> bool:
        """Whether segment ``n`` belongs to the signature."""
        return self._clauses.segments[n].start >= self._closing

    def heads(self, n: int) -> bool:
        """Whether segment ``n`` stands between the greeting and the first wish."""
        return self._greeted and n < self._first_asking

    def greets(self, n: int) -> bool:
        """Whether segment ``n`` greets, names who is greeted, or is a mail's head."""
        clauses = self._clauses
        segment, keys = clauses.segments[n], clauses.keys[n]
        first = clauses.same_sentence(n)[0]
        if first == n:
            return self._header(n) or (self._greeting(segment.start) and not clauses.asks[n])
        if self._header(first):
            return True
        greeted = self._greeting(clauses.segments[n - 1].start)
        return bool(greeted and keys and keys[0] in _ADDRESSED and len(keys) <= 5)

    def _greeting(self, start: int) -> bool:
        length = phrase_at(self._tokens, start, GREETINGS)
        if not length:
            return False
        after = start + length
        warm = self._tokens[start].key in _WARM
        return not warm or (after < len(self._tokens) and self._tokens[after].capital)

    def _header(self, n: int) -> bool:
        """Whether a segment begins a line of a mail's head: "Betreff: …"."""
        segment = self._clauses.segments[n]
        token = self._tokens[segment.start]
        alone = segment.end - segment.start == 1 and segment.closer == ":"
        return alone and token.line and token.key in HEADERS

    def _closing_at(self) -> int:
        """Return the token from which on the letter is being signed."""
        segments = self._clauses.segments
        starts = [s.start for s in segments if self._tokens[s.start].line or s.opener in ".!?"]
        for start in starts[1:]:
            if phrase_at(self._tokens, start, CLOSINGS) and self._short_line(start):
                return start
        lines = [n for n, s in enumerate(segments) if self._tokens[s.start].line]
        if len(lines) > 2 and self._short_line(segments[lines[-1]].start):
            if not any(self._clauses.asks[lines[-1] :]):
                return segments[lines[-1]].start
        return len(self._tokens) + 1

    def _short_line(self, start: int) -> bool:
        counted = 0
        for i in range(start, len(self._tokens)):
            if i > start and self._tokens[i].line:
                break
            counted += self._tokens[i].is_word
            if counted > SHORT_LINE:
                return False
        return True
