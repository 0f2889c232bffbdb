"""What a request does not want: "keine Agenturen", "außer der HNE", "keine A, sondern B"."""

from __future__ import annotations

from matcher.reading.lexicon.function_words import ARTICLES, FIRST_PERSON, PREPOSITIONS
from matcher.reading.lexicon.spelling import words
from matcher.reading.text.layout import Layout

_NONE = words("kein keine keinen keiner keinem keines no")
_EXCEPT = words("außer ausgenommen except excluding")
_MOST = 6
"""A longer stretch after "kein" says more than who or what is not wanted."""


def ruled_out(layout: Layout, n: int) -> set[int]:
    """Return the tokens of a segment that name what is not wanted."""
    segment = layout.segments[n]
    found: set[int] = set()
    for i in range(segment.start, segment.end):
        key = layout.tokens[i].key
        if key in _EXCEPT:
            found |= set(range(i, _name_ends(layout, i + 1, segment.end)))
        elif (key in _NONE or key in ("nicht", "not")) and (
            _corrected(layout, n) or (i == segment.start and _stands_alone(layout, n))
        ):
            found |= set(range(i, segment.end))
    return found


def _corrected(layout: Layout, n: int) -> bool:
    """Whether the next clause says what is wanted instead: "keine X, sondern Y"."""
    after = layout.segments[n + 1] if n + 1 < len(layout.segments) else None
    if after is None or after.sentence != layout.segments[n].sentence:
        return False
    return after.opener == "sondern" or layout.tokens[after.start].key == "sondern"


def _stands_alone(layout: Layout, n: int) -> bool:
    """Whether a segment is nothing but who or what is not wanted: "Keine Agenturen."."""
    segment = layout.segments[n]
    if layout.asking[n] or segment.end - segment.start > _MOST or len(layout.segments) == 1:
        return False
    first, second = (
        layout.tokens[segment.start],
        layout.tokens[min(segment.start + 1, segment.end - 1)],
    )
    if first.key in _NONE:
        return True
    return second.capital or second.key in ARTICLES or second.key in PREPOSITIONS


def _name_ends(layout: Layout, at: int, stop: int) -> int:
    """Return the end of a name: articles, "uns" and what is written with a capital."""
    while at < stop:
        token = layout.tokens[at]
        if not (token.capital or token.key in ARTICLES or token.key in FIRST_PERSON):
            break
        at += 1
    return at
