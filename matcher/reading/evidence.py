"""How much speaks for a word being the name of a place, by what stands around it."""

from __future__ import annotations

from matcher.reading.candidates import Candidate, find_candidates
from matcher.reading.frames import Frame, frame_of, is_actor
from matcher.reading.lexicon.asking import (
    LIGHT_VERBS,
    NAMED,
    NUMBERED,
    ORGANISATIONS,
    QUANTITIES,
    SEEK_VERBS,
    SKILLS,
    TITLES,
)
from matcher.reading.lexicon.function_words import ARTICLES, FUNCTION_WORDS
from matcher.reading.lexicon.places import (
    KM_UNITS,
    NEGATIONS,
    PLACE_KINDS,
    STREETS,
    TIME_UNITS,
    TOWARDS,
    WISHES,
)
from matcher.reading.text.tokens import Token

RARE = 80
"""Ranks from this on are small places far away."""
ACCEPT = 1.0
"""From this evidence on a word is a place; between 0 and this it is asked about."""

_JOINS = frozenset("und oder and or".split())


class Evidence:
    """Weighs the candidates of one text."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        words = [t for t in tokens if t.text[0].isalpha() and len(t.text) > 1]
        self._commas = sum(t.text == "," for t in tokens)
        upper = sum(t.text.isupper() for t in words)
        self.shouted = bool(words) and upper > 0.6 * len(words)
        self.cased = any(t.capital for t in words[1:]) and not self.shouted

    def score(self, candidate: Candidate) -> float:
        """Return the evidence that a candidate is a place, `ACCEPT` or more if it is."""
        frame = frame_of(self._tokens, candidate.start)
        if candidate.form == "postcode":
            return self._postcode(candidate, frame)
        if candidate.form == "adjective":
            return self._adjective(candidate, frame)
        return (
            self._base(candidate)
            + self._before(candidate, frame)
            + self._around(candidate, frame)
            + self._position(candidate, frame)
        )

    def _base(self, candidate: Candidate) -> float:
        entry = candidate.best
        score = {"": 2.0, "weak": 0.0, "strong": -2.0}[entry.grade]
        if not entry.home:
            score -= 0.5 if entry.grade else 1.0
        if entry.rank >= RARE:
            score -= 2.5
        if candidate.form == "typo":
            score -= 1.0
        if candidate.form == "genitive":
            score -= 0.5 if entry.grade == "" else 3
        named_in_full = candidate.end - candidate.start > 1 and candidate.form != "typo"
        if named_in_full:
            score += 3.0
        if candidate.form == "code":
            before = self._tokens[candidate.start - 1] if candidate.start else None
            counted = before is not None and before.is_number
            score -= 1.0 * self.shouted + 4.0 * counted
        if self.cased and not self._tokens[candidate.start].capital:
            score -= 1.0 if entry.grade == "" else 3.0
        return score

    def _before(self, candidate: Candidate, frame: Frame) -> float:
        entry = candidate.best
        if frame.kind:
            return 3.0
        if frame.article:
            if not entry.article:
                return -5.0 if candidate.form != "code" else -6.0
            return 2.5
        if not frame.preposition:
            return self._bare(candidate)
        if frame.preposition in TOWARDS or frame.preposition in ("von", "zu", "an"):
            return 2.5 if self._measured(candidate, frame) else -2.5
        return self._placed(frame, entry.grade != "")

    def _measured(self, candidate: Candidate, frame: Frame) -> bool:
        """Whether "von" measures a distance or says where somebody acts: "von Schwedt aus"."""
        after = self._tokens[candidate.end : candidate.end + 1]
        if frame.preposition == "von" and after and after[0].key == "aus":
            return True
        near = self._tokens[max(0, frame.start - 4) : frame.start]
        return any(t.key in KM_UNITS or t.key in TIME_UNITS for t in near)

    def _placed(self, frame: Frame, graded: bool) -> float:
        """Weigh "in" and its like by what stands before them."""
        score = 2.5
        before = self._tokens[frame.start - 1] if frame.start else None
        if frame.preposition in ("um", "rund", "around"):
            return score + 0.5
        if before is None or not before.is_word or self._places(before):
            score += 0.0 if graded and frame.preposition == "bei" else 1.0
        elif before.key in SKILLS:
            score -= 2.5
        elif frame.preposition == "aus" and graded and before.capital:
            score -= 1.0
        return score

    def _places(self, before: Token) -> bool:
        """Whether somebody or something done stands before "in", so that a place may follow."""
        if is_actor(before) or before.key.endswith(("er", "erin", "ern")):
            return True
        if before.key in SEEK_VERBS or before.key in LIGHT_VERBS:
            return True
        return not before.capital and self.cased

    def _bare(self, candidate: Candidate) -> float:
        if candidate.start == 0:
            return 0.0
        before = self._tokens[candidate.start - 1]
        if before.key in TITLES or before.key in NAMED:
            return -6.0
        if before.key in ORGANISATIONS:
            return -6.0
        if before.key in NEGATIONS or before.key in WISHES or before.key in ("nur", "only", "auch"):
            return 1.5
        return 0.0

    def _around(self, candidate: Candidate, frame: Frame) -> float:
        """Weigh what follows: another noun after "und", a street, a genitive."""
        tokens, end = self._tokens, candidate.end
        after = tokens[end] if end < len(tokens) else None
        if after is None:
            return 0.0
        if (after.key in STREETS and after.capital) or (after.text == "-" and not after.space):
            return -6.0
        graded = candidate.best.grade != ""
        if after.key in ("und", "oder", "sowie", "and", "or") and graded and end + 1 < len(tokens):
            other = tokens[end + 1]
            if other.capital and not self._named(end + 1):
                return -2.5
        if after.key in ARTICLES and not frame.preposition and after.text != "die" and graded:
            return -1.0
        return 0.0

    def _named(self, i: int) -> bool:
        return any(c.best.rank < RARE for c in find_candidates(self._tokens[i : i + 2]))

    def _position(self, candidate: Candidate, frame: Frame) -> float:
        """A name at the end of a telegram, or alone, is a place; in the middle it is less so."""
        if frame.preposition or frame.kind or frame.article:
            return 0.0
        tokens = self._tokens
        first = candidate.start == 0 or not tokens[candidate.start - 1].is_word
        if self._alone(candidate):
            return 3.5
        last = candidate.end == len(tokens) or not tokens[candidate.end].is_word
        if last or (candidate.end < len(tokens) and tokens[candidate.end].line):
            return 1.0
        if candidate.end < len(tokens) and tokens[candidate.end].key in _JOINS:
            return 0.5
        if first:
            return 1.0 if tokens[candidate.end].capital else 0.0
        following = tokens[candidate.end].key
        return 0.0 if following in FUNCTION_WORDS or following in SEEK_VERBS else -1.0

    def _alone(self, candidate: Candidate) -> bool:
        """Whether a name stands by itself behind the only comma of a text: "…, Forst"."""
        tokens, end = self._tokens, candidate.end
        behind = candidate.start > 1 and tokens[candidate.start - 1].text == ","
        rest = tokens[end:] if len(tokens) - end <= 3 else tokens[end : end + 3]
        closed = end + 3 >= len(tokens) and all(t.text in ".!?" for t in rest)
        return behind and closed and self._commas == 1

    def _postcode(self, candidate: Candidate, frame: Frame) -> float:
        tokens = self._tokens
        before = tokens[candidate.start - 1] if candidate.start else None
        after = tokens[candidate.end] if candidate.end < len(tokens) else None
        if after is not None and _measures(after):
            return -3.0
        if before is None:
            return 1.0
        glued = before.text in "§.,-" and not tokens[candidate.start].space
        if before.key in NUMBERED or glued:
            return -3.0
        if frame.preposition or frame.kind:
            return 3.0
        if before.key.isalpha() and before.text.isupper() and not self.shouted:
            return -3.0
        lone = not before.is_word or before.capital or before.key in ("oder", "und", "or")
        return 1.0 if lone else 0.0

    def _adjective(self, candidate: Candidate, frame: Frame) -> float:
        """An adjective in -er places a partner only before one ("Berliner Betrieb")."""
        tokens, end = self._tokens, candidate.end
        if not tokens[candidate.start].capital and self.cased:
            return -3.0
        after = tokens[end] if end < len(tokens) else None
        before = tokens[candidate.start - 1] if candidate.start else None
        negated = before is not None and before.key in NEGATIONS
        if after is not None and after.is_word and not after.line:
            if after.key in PLACE_KINDS:
                return 3.0
            if after.capital or not self.cased:
                return 2.0 if is_actor(after) and after.key not in STREETS else -3.0
        return 2.0 if negated and candidate.best.home else -3.0


def _measures(token: Token) -> bool:
    """Whether a word after a number says what is counted: "Stück", "mm"."""
    unit = token.is_word and len(token.key) <= 3 and not token.capital
    return token.key in QUANTITIES or (unit and token.key not in FUNCTION_WORDS)
