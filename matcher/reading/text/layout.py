"""The text laid out: tokens, segments with their roles, places and distances."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from matcher.reading.distances import Distance, find_distances
from matcher.reading.mentions import Mention, find_mentions
from matcher.reading.model import Span
from matcher.reading.roles import Role
from matcher.reading.solver import solve
from matcher.reading.text.clauses import Clauses
from matcher.reading.text.segments import Segment, split
from matcher.reading.text.tokens import Token, tokenize


@dataclass(frozen=True)
class Layout:
    """Everything the parts of a reading are read from."""

    text: str
    tokens: tuple[Token, ...]
    segments: tuple[Segment, ...]
    roles: tuple[Role, ...]
    asking: tuple[bool, ...]
    """Which segments ask in so many words."""
    seeking: tuple[bool, ...]
    """Which of them do so by a question or a verb of seeking, and name a topic."""
    close: tuple[int, ...]
    """Segments for which another role is nearly as likely."""
    mentions: tuple[Mention, ...]
    distances: tuple[Distance, ...]
    """Their ``place`` is the number of a mention."""

    def segment_of(self, token: int) -> int:
        """Return the number of the segment of a token (of the one after it, for a sign)."""
        return min(bisect_right(self._ends, token), len(self.segments) - 1)

    @cached_property
    def _ends(self) -> list[int]:
        return [segment.end for segment in self.segments]

    @cached_property
    def places_at(self) -> frozenset[int]:
        """The tokens at which the name of a place begins."""
        return frozenset(m.candidate.start for m in self.mentions if m.sure)

    def same_sentence(self, n: int) -> list[int]:
        """Return the numbers of the segments of the sentence of segment ``n``."""
        return self._sentences[self.segments[n].sentence]

    @cached_property
    def _sentences(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n, segment in enumerate(self.segments):
            found.setdefault(segment.sentence, []).append(n)
        return found

    def keys_around(self, token: int) -> frozenset[str]:
        """Return the words of the segment of a token."""
        segment = self.segments[self.segment_of(token)]
        return frozenset(t.key for t in self.tokens[segment.start : segment.end])

    def role_of(self, token: int) -> Role:
        """Return the role of the segment of a token."""
        return self.roles[self.segment_of(token)] if self.segments else Role.SEEK

    def span(self, start: int, end: int) -> Span:
        """Return where tokens ``start`` up to ``end`` stand in the text."""
        return Span(start=self.tokens[start].start, end=self.tokens[end - 1].end)


def lay_out(text: str) -> Layout:
    """Take a text apart into what the parts of a reading are read from."""
    tokens = tokenize(text)
    mentions = find_mentions(tokens)
    candidates = [m.candidate for m in mentions]
    sure = [m for m in mentions if m.sure]
    segments = split(tokens, ((m.frame.start, m.candidate.start, m.candidate.end) for m in sure))
    clauses = Clauses(tokens, segments, {m.candidate.end: m.frame.start for m in sure})
    solution = solve(clauses)
    return Layout(
        text,
        tokens,
        segments,
        solution.roles,
        tuple(clauses.asks),
        tuple(clauses.seeks(n) for n in range(len(segments))),
        solution.close,
        tuple(mentions),
        find_distances(tokens, candidates),
    )
