"""The places a text names: which candidates are places, and what is said of each."""

from __future__ import annotations

from typing import NamedTuple

from matcher.reading.candidates import Candidate, find_candidates, misspelt
from matcher.reading.evidence import ACCEPT, RARE, Evidence
from matcher.reading.frames import Frame, frame_of
from matcher.reading.lexicon.function_words import ARTICLES
from matcher.reading.lexicon.places import (
    BETWEEN_PLACES,
)
from matcher.reading.text.tokens import Token

_TOWN = frozenset(("stadt", "city", "town"))
_ENDS = frozenset(".?!;:")
LISTED = {"code": 3.5}
"""What it counts to stand in a list with a place; 2 for other forms than letters."""


class Mention(NamedTuple):
    """A candidate that is a place, or may be one (`score` under `ACCEPT`)."""

    candidate: Candidate
    frame: Frame
    score: float

    @property
    def sure(self) -> bool:
        """Whether it is a place."""
        return self.score >= ACCEPT


def find_mentions(tokens: tuple[Token, ...]) -> list[Mention]:
    """Return the places of a text and what may be one, from left to right."""
    evidence = Evidence(tokens)
    exact = find_candidates(tokens)
    taken = {i for c in exact for i in range(c.start, c.end)}
    guesses = misspelt(tokens, (i for i in _expecting(tokens) if i not in taken))
    candidates = sorted([*exact, *guesses], key=lambda c: c.start)
    candidates = [_as_town(tokens, c) for c in candidates]
    scores = [evidence.score(c) for c in candidates]
    _raise_codes(tokens, candidates, scores)
    for n, candidate in enumerate(candidates):
        if scores[n] < ACCEPT and candidate.form != "adjective" and candidate.best.rank < RARE:
            near = [m for m in (n - 1, n + 1) if 0 <= m < len(candidates)]
            if any(scores[m] >= ACCEPT and _listed(tokens, candidates, n, m) for m in near):
                scores[n] += LISTED.get(candidate.form, 2.0)
    return [
        Mention(c, frame_of(tokens, c.start), score)
        for c, score in zip(candidates, scores, strict=True)
        if score >= 0
    ]


def _as_town(tokens: tuple[Token, ...], candidate: Candidate) -> Candidate:
    """Take "die Stadt Brandenburg" for the town, where a Land has the same name."""
    before = tokens[candidate.start - 1].key if candidate.start else ""
    after = [t.key for t in tokens[candidate.end : candidate.end + 3]]
    if before not in _TOWN and after != ["(", "stadt", ")"]:
        return candidate
    entries = sorted(candidate.entries, key=lambda entry: entry.region.startswith("land:"))
    return candidate._replace(entries=tuple(entries))


def _raise_codes(
    tokens: tuple[Token, ...], candidates: list[Candidate], scores: list[float]
) -> None:
    """Raise the scores of letters in a list of letters: "BAR oder UM" are two plates."""
    for n in range(len(candidates) - 1):
        pair = candidates[n : n + 2]
        if all(c.form == "code" for c in pair) and _listed(tokens, candidates, n, n + 1):
            for m in (n, n + 1):
                scores[m] = max(scores[m], ACCEPT)


def _expecting(tokens: tuple[Token, ...]) -> list[int]:
    """Return the tokens at which a place is to be expected, even one with a slip."""
    found = []
    for i, token in enumerate(tokens):
        if not token.is_word:
            continue
        frame = frame_of(tokens, i)
        placed = frame.kind or (
            frame.preposition
            in ("in", "aus", "bei", "um", "nahe", "near", "rund", "around", "from")
        )
        alone = (
            i > 0
            and tokens[i - 1].text == ","
            and (i + 1 == len(tokens) or not tokens[i + 1].is_word)
        )
        last = i + 1 == len(tokens) and i > 0 and token.capital
        listed = i > 1 and tokens[i - 1].key in ("oder", "und", "/", "or", "and")
        if (placed and not (frame.article and not frame.kind)) or alone or last or listed:
            found.append(i)
    return found


def _listed(tokens: tuple[Token, ...], candidates: list[Candidate], n: int, m: int) -> bool:
    first, second = sorted((n, m))
    between = tokens[candidates[first].end : candidates[second].start]
    links = [t.key for t in between]
    if candidates[second].form == "adjective" or candidates[first].form == "adjective":
        return False
    return (
        len(links) <= 4
        and bool(links)
        and all(k in BETWEEN_PLACES or k in (",", "/", "&") for k in links)
    )


def groups(tokens: tuple[Token, ...], mentions: list[Mention]) -> list[list[Mention]]:
    """Return the places in lists: what is said of one of a list is said of all."""
    found: list[list[Mention]] = []
    for mention in mentions:
        if found and _joined(tokens, found[-1][-1], mention):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def _joined(tokens: tuple[Token, ...], last: Mention, mention: Mention) -> bool:
    between = tokens[last.candidate.end : mention.candidate.start]
    if any(t.text in _ENDS or t.line for t in between) or len(between) > 6:
        return False
    if len(between) > 1 and between[-2].text == "," and between[-1].key in ARTICLES:
        return False
    return all(t.key in BETWEEN_PLACES or t.text in ",/&-–" for t in between)
