"""The text laid out: tokens, segments with their roles, places and distances."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.reading.distances import Distance, find_distances
from matcher.reading.mentions import Mention, find_mentions
from matcher.reading.model import Span
from matcher.reading.roles import Role, RoleScores
from matcher.reading.segments import Segment, split
from matcher.reading.solver import solve
from matcher.reading.tokens import Token, tokenize


@dataclass(frozen=True)
class Layout:
    """Everything the parts of a reading are read from."""

    text: str
    tokens: tuple[Token, ...]
    segments: tuple[Segment, ...]
    roles: tuple[Role, ...]
    asking: tuple[bool, ...]
    """Which segments ask in so many words."""
    close: tuple[int, ...]
    """Segments for which another role is nearly as likely."""
    mentions: tuple[Mention, ...]
    distances: tuple[Distance, ...]
    """Their ``place`` is the number of a mention."""

    def segment_of(self, token: int) -> int:
        """Return the number of the segment of a token (of the one after it, for a sign)."""
        for n, segment in enumerate(self.segments):
            if token < segment.end:
                return n
        return len(self.segments) - 1

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
    segments = split(tokens, ((c.start, c.end) for c in candidates))
    scores = RoleScores(tokens, segments)
    solution = solve(segments, scores)
    return Layout(
        text,
        tokens,
        segments,
        solution.roles,
        tuple(scores.asks(n) for n in range(len(segments))),
        solution.close,
        tuple(mentions),
        find_distances(tokens, candidates),
    )
