"""What can be said of each segment by itself: does it ask, tell, describe, plan or sell."""

from __future__ import annotations

from matcher.reading.lexicon.asking import (
    FURTHER,
    INDEFINITES,
    LIGHT_VERBS,
    PLANNING,
    SEEK_PHRASES,
    SEEK_VERBS,
    SELLING,
    WANT,
)
from matcher.reading.lexicon.function_words import (
    AUXILIARIES,
    FUNCTION_WORDS,
    INTERROGATIVES,
    RELATIVE,
)
from matcher.reading.lexicon.spelling import words
from matcher.reading.lexicon.wants import GOAL_WORDS, PROGRAMMES
from matcher.reading.text.phrases import Phrases, has_phrase
from matcher.reading.text.segments import ITEM, Segment
from matcher.reading.text.tokens import Token
from matcher.request import Goal

SUBJECTS = words("wir ich we i mamy we're i'm we've i've jestem jesteśmy prowadzę")
"""First persons as the subject of a clause."""
QUESTION_WORDS = INTERROGATIVES - RELATIVE
_LIMITING = words("nur bitte only please ausschließlich")
"""Words of a rule on partners, not of who asks: "Nur Betriebe aus …: Reetdachdecker"."""
_PAST = words("ging gab kam stand lag lief machte hatte war wurde wollte went was had came got")
_ADDING = words("und and sowie")
_OUGHT = words("soll sollen sollte sollten muss müssen müsste müssten should must")
_POINTING = words("der die das dies dieser diese es this that it these")
_WHICH = words("wo womit where welcher welche welches welchen welchem which who")
_JOINT = GOAL_WORDS[Goal.PARTNER] | PROGRAMMES


class Clauses:
    """The segments of a text with their words, and which of them ask."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        segments: tuple[Segment, ...],
        placed: dict[int, int] | None = None,
    ) -> None:
        self.tokens = tokens
        self._placed = placed or {}
        self.segments = segments
        self.keys = [[t.key for t in tokens[s.start : s.end] if t.is_word] for s in segments]
        self.asks = [self._asks(n) for n in range(len(segments))]
        self.asked = sum(self.asks)
        """How many segments ask."""
        self._sentences: dict[int, list[int]] = {}
        for n, segment in enumerate(segments):
            self._sentences.setdefault(segment.sentence, []).append(n)

    def same_sentence(self, n: int) -> list[int]:
        """Return the numbers of the segments of the sentence of segment ``n``."""
        return self._sentences[self.segments[n].sentence]

    def has(self, n: int, phrases: Phrases) -> bool:
        """Whether one of the phrases stands in segment ``n``."""
        segment = self.segments[n]
        return has_phrase(self.tokens, phrases, segment.start, segment.end)

    def relative(self, n: int) -> bool:
        """Whether segment ``n`` is a relative clause of what stands before it."""
        segment, keys = self.segments[n], self.keys[n]
        if segment.opener != "," or not keys or keys[0] not in RELATIVE:
            return False
        if keys[-1] in ("nicht", "not") or self._questions(segment):
            return False
        return len(keys) < 2 or not self.main_clause(n)

    def main_clause(self, n: int) -> bool:
        """Whether a clause is "das ist uns zu weit" rather than "das Glas schneidet"."""
        keys = self.keys[n]
        if len(keys) < 2 or keys[0] not in _POINTING:
            return False
        return keys[1] in AUXILIARIES or (keys[1] in LIGHT_VERBS and len(keys) > 2)

    def first_person(self, n: int) -> bool:
        """Whether "wir" or "ich" stands in segment ``n``."""
        return any(key in SUBJECTS for key in self.keys[n])

    def tells(self, n: int) -> bool:
        """Whether segment ``n`` has a verb by which things are told."""
        return any(key in AUXILIARIES or key in _PAST for key in self.keys[n])

    def told(self, n: int) -> bool:
        """Whether the sentence of segment ``n`` tells something of others and asks nothing."""
        same = self.same_sentence(n)
        if any(self.asks[m] for m in same):
            return False
        return any(self.tells(m) and not self.first_person(m) for m in same)

    def content(self, n: int) -> bool:
        """Whether segment ``n`` has a word that may be a topic."""
        return any(
            k not in FUNCTION_WORDS and k not in SEEK_VERBS and k not in LIGHT_VERBS
            for k in self.keys[n]
        )

    def seeks(self, n: int) -> bool:
        """Whether segment ``n`` asks by a question or a verb of seeking, and has a topic."""
        keys = self.keys[n]
        if not self.asks[n] or not self.content(n):
            return False
        questions = keys[0] in QUESTION_WORDS or keys[0] in _WHICH
        return questions or any(key in SEEK_VERBS or key in INDEFINITES for key in keys)

    def heads(self, n: int) -> bool:
        """Whether a text begins with somebody or something in a place: "Freibad in …: …"."""
        segment = self.segments[n]
        before = self._placed.get(segment.end)
        if n > 0 or before is None or before <= segment.start or segment.closer != ":":
            return False
        if not _LIMITING.isdisjoint(self.keys[n]):
            return False
        if self.asks[n] or not self.tokens[before - 1].capital:
            return False
        later = any(self.seeks(m) or self.first_person(m) for m in range(1, len(self.segments)))
        return later or self.tokens[before].key == "aus"

    def _asks(self, n: int) -> bool:
        keys, segment = self.keys[n], self.segments[n]
        if not keys or "uns gibt es" in " ".join(keys) or self._sells(keys):
            return False
        if any(key in SEEK_VERBS for key in keys) or keys[0] in QUESTION_WORDS:
            return True
        if segment.opener == ITEM or (keys[0] in FURTHER and segment.opener in _ADDING):
            return True
        if keys[0] in _WHICH:
            return segment.opener != "," or self._questions(segment)
        if any(key in INDEFINITES and key not in ("einen", "eine") for key in keys):
            return True
        return self.has(n, SEEK_PHRASES) or self._wishes(keys) or self._plans(keys)

    def _questions(self, segment: Segment) -> bool:
        """Whether a segment asks "…, welche Firmen machen das?" rather than describes."""
        if segment.closer != "?" or segment.end - segment.start < 2:
            return False
        asking = self.tokens[segment.start].key.startswith(("welche", "which"))
        return asking and self.tokens[segment.start + 1].key not in FUNCTION_WORDS

    def _wishes(self, keys: list[str]) -> bool:
        """Whether somebody wants something done: "wir möchten … lassen", "müssen … werden"."""
        if not any(key in WANT for key in keys):
            return False
        if any(key in _OUGHT for key in keys):
            return True
        subject = any(key in SUBJECTS or key in ("er", "sie", "uns", "mir") for key in keys)
        done = keys[-1] == "werden" or "lassen" in keys
        leading = keys[0] in WANT and keys[0] != "haette"
        return subject or done or leading

    def _plans(self, keys: list[str]) -> bool:
        """Whether somebody plans a joint project: its topic is what is sought."""
        planned = any(key in PLANNING for key in keys)
        return planned and any(k in _JOINT or k.split("-")[0] in PROGRAMMES for k in keys)

    def _sells(self, keys: list[str]) -> bool:
        """Whether somebody wants to sell what is his: that says who asks."""
        return any(key in SUBJECTS for key in keys) and any(key in SELLING for key in keys)
