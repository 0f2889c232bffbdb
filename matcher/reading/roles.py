"""What each segment is for: asking, saying who asks, greeting, signing, or talking."""

from __future__ import annotations

from enum import StrEnum

from matcher.reading.frames import is_actor
from matcher.reading.lexicon.asking import (
    ELLIPTIC_SELF,
    OWN_SITES,
    REPORTING,
    SEEK_THIRD,
    SEEK_VERBS,
    SELF_PHRASES,
    SITE_ENDINGS,
    SITES,
    TALK_PHRASES,
    THIRD_PARTIES,
    WANT,
)
from matcher.reading.lexicon.function_words import (
    ARTICLES,
    FUNCTION_WORDS,
    POSSESSIVES,
    REASONS,
)
from matcher.reading.lexicon.places import NEARBY, NEGATIONS
from matcher.reading.lexicon.spelling import words
from matcher.reading.text.clauses import QUESTION_WORDS, SUBJECTS, Clauses
from matcher.reading.text.letters import Letter

_OTHERS = words("er sie he she they")
_BY_OURSELVES = words("selbst selber ourselves myself")
_SEEKERS = SEEK_VERBS | SEEK_THIRD | words("will möchte wants")
_NOT_OPENING = words("gesucht gefragt bedarf anfrage")


class Role(StrEnum):
    """What a segment is for."""

    SEEK = "seek"
    SELF = "self"
    TALK = "talk"
    GREETING = "greeting"
    SIGNATURE = "signature"


Scores = dict[Role, float]


class RoleScores:
    """Scores the roles of the segments of one text, each by itself."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._letter = Letter(clauses)
        self._follows = self._seekers_after()

    def score(self, n: int) -> Scores:
        """Return the scores of segment number ``n``."""
        if self._letter.signs(n):
            return {Role.SIGNATURE: 9.0}
        if self._apposition(n):
            return {Role.SELF: 9.0}
        if self._letter.greets(n):
            return {Role.GREETING: 9.0}
        return {Role.SEEK: self._seek(n), Role.SELF: self._self(n), Role.TALK: self._talk(n)}

    def _apposition(self, n: int) -> bool:
        """Whether a segment says who "wir" are: "Wir, eine Manufaktur aus …, suchen"."""
        clauses = self._clauses
        if n == 0 or n + 1 == len(clauses.segments) or clauses.segments[n].opener != ",":
            return False
        return clauses.keys[n - 1] in (["wir"], ["ich"], ["we"], ["i"])

    def _seek(self, n: int) -> float:
        clauses = self._clauses
        keys, asks = clauses.keys[n], clauses.asks[n]
        score = 4.0 if asks else 1.0
        if keys and keys[0] in QUESTION_WORDS:
            score += 1.0
        if clauses.segments[n].closer == "?":
            score += 1.0
        if asks and not clauses.content(n):
            score -= 1.0
        if keys and keys[-1] in ("nicht", "not") and n > 0:
            score += 4.0 * any(key in _BY_OURSELVES for key in clauses.keys[n - 1])
        return score

    def _self(self, n: int) -> float:
        clauses = self._clauses
        keys, asks = clauses.keys[n], clauses.asks[n]
        if not keys:
            return -1.0
        before_seeker = clauses.segments[n].asks
        score = 6.0 * before_seeker
        score += 3.0 * (clauses.first_person(n) and not asks)
        score += 3.0 * (keys[0] in POSSESSIVES and not asks)
        score += 2.0 * (keys[0] in ("als", "as") and before_seeker)
        if clauses.has(n, SELF_PHRASES):
            score += 1.0 if asks else 3.5
        score += 2.0 * (not asks and self._goes_on_introducing(n))
        return score if asks else score + self._introduction(n)

    def _goes_on_introducing(self, n: int) -> bool:
        """Whether a sentence that began with who asks goes on: "Wir sind 12 Leute, Sanitär"."""
        clauses = self._clauses
        same = clauses.same_sentence(n)
        first = same[0]
        if first == n or any(clauses.asks[m] for m in same):
            return False
        return clauses.keys[first][:2] in (["wir", "sind"], ["ich", "bin"], ["we", "are"])

    def _introduction(self, n: int) -> float:
        """Weigh ways to say who asks without "wir": a label, a heading name, "bei uns"."""
        clauses = self._clauses
        segment, keys = clauses.segments[n], clauses.keys[n]
        score = 1.6 * (self._letter.heads(n) and not clauses.told(n))
        if keys[0] in NEGATIONS:
            return score
        score += 5.0 * clauses.heads(n)
        score += 5.0 * (keys[0] in OWN_SITES and len(keys) <= 5)
        opens = segment.opener in ("", ".", "!", "\n") and segment.closer != "?"
        score += 3.5 * (opens and keys[0] in ELLIPTIC_SELF)
        told = opens and keys[0] in ARTICLES | POSSESSIVES and keys[1:2] != []
        score += 3.5 * (told and keys[1] in THIRD_PARTIES)
        with_us = keys[:2] in (["bei", "uns"], ["bei", "mir"])
        score += 3.0 * (with_us and not clauses.has(n, NEARBY))
        if self._follows[n]:
            if self._names_somebody(n):
                score += 3.5
            elif n > 0 and len(keys) <= 3 and self._names_somebody(n - 1):
                score += 2.0
        return score

    def _names_somebody(self, n: int) -> bool:
        """Whether a segment begins with somebody: "Tischlerei Krüger", "Start-up aus"."""
        segment = self._clauses.segments[n]
        tokens = self._clauses.tokens[segment.start : segment.end]
        head = next((t for t in tokens if t.is_word and t.key not in FUNCTION_WORDS), None)
        if head is None:
            return False
        own = head.key in SITES or head.key in THIRD_PARTIES or head.key.endswith(SITE_ENDINGS)
        return own or is_actor(head)

    def _seekers_after(self) -> list[bool]:
        """Return for each segment whether a later one of its sentence begins "wir suchen"."""
        segments = self._clauses.segments
        follows = [False] * len(segments)
        for n in range(len(segments) - 2, -1, -1):
            if segments[n].sentence == segments[n + 1].sentence:
                follows[n] = follows[n + 1] or self._opens_wish(n + 1)
        return follows

    def _opens_wish(self, n: int) -> bool:
        keys = self._clauses.keys[n]
        if len(keys) > 1 and keys[0] in SUBJECTS and (keys[1] in SEEK_VERBS or keys[1] in WANT):
            return True
        return bool(keys) and keys[0] in _SEEKERS and keys[0] not in _NOT_OPENING

    def _talk(self, n: int) -> float:
        clauses = self._clauses
        segment, keys, asks = clauses.segments[n], clauses.keys[n], clauses.asks[n]
        if not keys:
            return 0.2
        score = 0.2 + 5.0 * clauses.has(n, TALK_PHRASES)
        score += 4.0 * (keys[0] in REASONS and segment.opener in (",", "(", "-", "–"))
        score += 3.0 * (clauses.main_clause(n) and not asks and segment.opener in (",", "."))
        score += 3.0 * (segment.opener == "(" and clauses.tokens[segment.end - 1].text == "!")
        score += 4.5 * any(key in REPORTING for key in keys)
        own = clauses.first_person(n) or keys[0] in POSSESSIVES
        if not asks and not own and clauses.asked:
            score += 1.5 * clauses.tells(n) + 1.5 * clauses.told(n) + 2.0 * (keys[0] in _OTHERS)
        denied = any(key in NEGATIONS for key in keys[1:])
        score += 5.0 * (asks and denied and not clauses.content(n))
        return score
