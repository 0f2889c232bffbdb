"""What each segment is for: asking, saying who asks, greeting, signing, or talking."""

from __future__ import annotations

from enum import StrEnum

from matcher.reading.evidence import is_actor
from matcher.reading.lexicon.asking import (
    CLOSINGS,
    ELLIPTIC_SELF,
    GREETINGS,
    HEADERS,
    INDEFINITES,
    LIGHT_VERBS,
    OWN_SITES,
    PLANNING,
    REPORTING,
    SEEK_PHRASES,
    SEEK_THIRD,
    SEEK_VERBS,
    SELLING,
    SITE_ENDINGS,
    SITES,
    THIRD_PARTIES,
    WANT,
)
from matcher.reading.lexicon.function_words import (
    AUXILIARIES,
    FUNCTION_WORDS,
    INTERROGATIVES,
    POSSESSIVES,
    REASONS,
    RELATIVE,
)
from matcher.reading.lexicon.places import NEARBY, NEGATIONS
from matcher.reading.lexicon.spelling import phrases, words
from matcher.reading.lexicon.wants import GOAL_WORDS, PROGRAMMES
from matcher.reading.phrases import find_phrases, phrase_at
from matcher.reading.segments import Segment
from matcher.reading.tokens import Token
from matcher.request import Goal

_SUBJECTS = words("wir ich we i mamy we're i'm we've i've jestem jesteśmy prowadzę")
_SELF_PHRASES = phrases(
    "wir sind; ich bin; we are a; we are an; i am a; i am an; we're a; we're an; i'm a; i'm an; uns gibt es; i run",
    "we run; wir sitzen; ich sitze; wir betreiben; ich betreibe; machen wir selbst; mache ich selbst",
    "our company; my company; wir haben eine; wir haben ein; wir führen; ich führe; wir kommen aus; my name is; mein name ist",
    "ich komme aus; ich habe eine; we make; we build; we produce; können wir selbst; ich berate; ich betreue; ich heiße",
    "kann ich selbst; wir produzieren; wir stellen; wir fertigen; ich war bei; ich besuchte; based in; ich vertrete",
)
_TALK = phrases(
    "vielen dank; danke für; wie besprochen; thanks for; ich hoffe; hoffe auf; freue mich; freuen uns",
    "über eine antwort; im voraus; es war schön; schönes wochenende; zur info; bis dann; herzlichen dank",
    "anbei; weitergeleitet; einen tipp; im anhang; attached; zur kenntnis; please find; haben sie eine idee",
    "melden sie sich; rufen sie; rückmeldung; wie am telefon; wie telefonisch; schön dass; hope you; let me know",
    "looking forward; über eine rückmeldung; entschuldigen sie; eine frage; kurze frage; quick question; habe eine frage",
    "spielt keine rolle; does not matter; doesn't matter; freue ich mich; freuen wir uns",
)
_PAST = words("ging gab kam stand lag lief machte hatte war wurde wollte went was had came got")
_OTHERS = words("er sie he she they")
_OUGHT = words("soll sollen sollte sollten muss müssen müsste müssten should must")
_SUBJECT_RELATIVES = words("der die das dies dieser diese es this that it these")


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

    def __init__(self, tokens: tuple[Token, ...], segments: tuple[Segment, ...]) -> None:
        self._tokens = tokens
        self._segments = segments
        self._cues = [self._asks(segment) for segment in segments]
        self._closing = self._closing_at()

    def score(self, n: int) -> Scores:
        """Return the scores of segment number ``n``."""
        segment = self._segments[n]
        if segment.start >= self._closing:
            return {Role.SIGNATURE: 9.0}
        if self._apposition(n):
            return {Role.SELF: 9.0}
        opens = n == 0 or segment.sentence != self._segments[n - 1].sentence
        if opens and self._greets(segment) and not self._cues[n]:
            return {Role.GREETING: 9.0}
        if self._salutation(n) or self._header(n):
            return {Role.GREETING: 9.0}
        return {Role.SEEK: self._seek(n), Role.SELF: self._self(n), Role.TALK: self._talk(n)}

    def asks(self, n: int) -> bool:
        """Whether segment ``n`` asks for something in so many words."""
        return self._cues[n]

    def relative(self, n: int) -> bool:
        """Whether segment ``n`` is a relative clause of what stands before it."""
        segment = self._segments[n]
        keys = self._keys(segment)
        if segment.opener != "," or not keys or keys[0] not in RELATIVE:
            return False
        if keys[-1] in ("nicht", "not") or self._questions(segment):
            return False
        return len(keys) < 2 or not self._main_clause(keys)

    def _apposition(self, n: int) -> bool:
        """Whether a segment says who "wir" are: "Wir, eine Manufaktur aus …, suchen"."""
        if n == 0 or n + 1 == len(self._segments) or self._segments[n].opener != ",":
            return False
        return self._keys(self._segments[n - 1]) in (["wir"], ["ich"], ["we"], ["i"])

    def _greets(self, segment: Segment) -> bool:
        length = phrase_at(self._tokens, segment.start, GREETINGS)
        if not length:
            return False
        warm = self._tokens[segment.start].key in ("liebe", "lieber", "werte")
        after = segment.start + length
        return not warm or (after < len(self._tokens) and self._tokens[after].capital)

    def _header(self, n: int) -> bool:
        """Whether a segment is a line of a mail's head: "Betreff: …"."""
        segment = self._segments[n]
        first = next((s for s in self._segments if s.sentence == segment.sentence), segment)
        return (
            first.closer == ":"
            and self._tokens[first.start].line
            and self._tokens[first.start].key in HEADERS
            and first.end - first.start == 1
        )

    def _questions(self, segment: Segment) -> bool:
        """Whether a segment asks "…, welche Firmen machen das?" rather than describes."""
        asking = self._tokens[segment.start].key.startswith(("welche", "which"))
        noun = segment.start + 1 < segment.end and self._tokens[segment.start + 1]
        plain = bool(noun) and noun.key not in FUNCTION_WORDS if noun else False
        return asking and segment.closer == "?" and plain

    def _keys(self, segment: Segment) -> list[str]:
        return [t.key for t in self._tokens[segment.start : segment.end] if t.is_word]

    def _asks(self, segment: Segment) -> bool:
        keys = self._keys(segment)
        if not keys or "uns gibt es" in " ".join(keys) or self._sells(keys):
            return False
        if any(key in SEEK_VERBS for key in keys) or keys[0] in INTERROGATIVES - RELATIVE:
            return True
        if keys[0] in ("welcher", "welche", "welches", "welchen", "welchem", "which", "who"):
            return segment.opener != "," or self._questions(segment)
        if any(key in INDEFINITES and key not in ("einen", "eine") for key in keys):
            return True
        found = find_phrases(self._tokens, SEEK_PHRASES, segment.start, segment.end)
        return next(found, None) is not None or self._wishes(keys) or self._plans(keys)

    def _wishes(self, keys: list[str]) -> bool:
        """Whether somebody wants something done: "wir möchten … lassen", "müssen … werden"."""
        if not any(key in WANT for key in keys):
            return False
        if any(key in _OUGHT for key in keys):
            return True
        subject = any(key in _SUBJECTS or key in ("er", "sie", "uns", "mir") for key in keys)
        done = keys[-1] in ("werden", "lassen") or "lassen" in keys
        leading = keys[0] in WANT and keys[0] not in ("hätte", "haette")
        return subject or done or leading

    def _plans(self, keys: list[str]) -> bool:
        """Whether somebody plans a joint project: its topic is what is sought."""
        planned = any(key in PLANNING for key in keys)
        joint = GOAL_WORDS[Goal.PARTNER] | PROGRAMMES
        return planned and any(k in joint or k.split("-")[0] in PROGRAMMES for k in keys)

    def _sells(self, keys: list[str]) -> bool:
        """Whether somebody wants to sell what is his: that says who asks."""
        own = any(key in _SUBJECTS for key in keys)
        return own and any(key in SELLING for key in keys)

    def _seek(self, n: int) -> float:
        segment = self._segments[n]
        score = 1.0
        if self._cues[n]:
            score += 3.0
        keys = self._keys(segment)
        if keys and keys[0] in INTERROGATIVES - RELATIVE:
            score += 1.0
        if segment.closer == "?":
            score += 1.0
        if self._cues[n] and not self._content(keys):
            score -= 1.0
        if keys and keys[-1] in ("nicht", "not") and n > 0:
            before = self._keys(self._segments[n - 1])
            score += 4.0 if "selbst" in before or "selber" in before or "ourselves" in before else 0
        return score

    def _self(self, n: int) -> float:
        segment = self._segments[n]
        keys = self._keys(segment)
        if not keys:
            return -1.0
        score = 0.0
        if segment.asks:
            score += 6.0
        if any(key in _SUBJECTS for key in keys) and not self._cues[n]:
            score += 3.0
        found = find_phrases(self._tokens, _SELF_PHRASES, segment.start, segment.end)
        if next(found, None) is not None:
            score += 3.5 if not self._cues[n] else 1.0
        if keys[0] in POSSESSIVES and not self._cues[n]:
            score += 3.0
        if keys[0] in ("als", "as") and segment.asks:
            score += 2.0
        return score + self._introduction(n, keys)

    def _introduction(self, n: int, keys: list[str]) -> float:
        """Weigh ways to say who asks without "wir": a label, a heading name, "bei uns"."""
        segment = self._segments[n]
        if self._cues[n]:
            return 0.0
        score = 1.6 if self._heads_letter(n) else 0.0
        if keys[0] in NEGATIONS:
            return score
        if keys[0] in OWN_SITES and len(keys) <= 5:
            score += 5.0
        if (
            keys[0] in ELLIPTIC_SELF
            and segment.closer != "?"
            and segment.opener in ("", ".", "!", "\n")
        ):
            score += 3.5
        near = next(find_phrases(self._tokens, NEARBY, segment.start, segment.end), None)
        if keys[:2] in (["bei", "uns"], ["bei", "mir"]) and near is None:
            score += 3.0
        if self._seeker_follows(n):
            if self._named_actor(segment):
                score += 3.5
            elif n > 0 and len(keys) <= 3 and self._named_actor(self._segments[n - 1]):
                score += 2.0
        return score

    def _heads_letter(self, n: int) -> bool:
        """Whether a sentence without a verb stands between the greeting and the first wish."""
        greeted = bool(phrase_at(self._tokens, 0, GREETINGS))
        sentence = self._segments[n].sentence
        same = [m for m, s in enumerate(self._segments) if s.sentence == sentence]
        later = any(self._cues[m] for m in range(same[-1] + 1, len(self._segments)))
        quiet = not any(self._cues[m] for m in same) and not any(self._cues[: same[0]])
        return greeted and quiet and later and not self._told(n)

    def _named_actor(self, segment: Segment) -> bool:
        """Whether a segment begins with somebody: "Tischlerei Krüger", "Start-up aus"."""
        words = [t for t in self._tokens[segment.start : segment.end] if t.is_word]
        head = next((t for t in words if t.key not in FUNCTION_WORDS), None)
        if head is None:
            return False
        own = head.key in SITES or head.key in THIRD_PARTIES or head.key.endswith(SITE_ENDINGS)
        return own or is_actor(head)

    def _seeker_follows(self, n: int) -> bool:
        """Whether a later clause of the sentence begins with "wir suchen", "suchen", "sucht"."""
        for m in range(n + 1, len(self._segments)):
            segment = self._segments[m]
            if segment.sentence != self._segments[n].sentence:
                return False
            keys = self._keys(segment)
            opens = keys[:1] and keys[0] in SEEK_VERBS | SEEK_THIRD | {"will", "moechte", "wants"}
            led = len(keys) > 1 and keys[0] in _SUBJECTS and keys[1] in SEEK_VERBS | WANT
            if led or (opens and keys[0] not in ("gesucht", "gefragt", "bedarf", "anfrage")):
                return True
        return False

    def _talk(self, n: int) -> float:
        segment = self._segments[n]
        keys = self._keys(segment)
        score = 0.2
        found = find_phrases(self._tokens, _TALK, segment.start, segment.end)
        if next(found, None) is not None:
            score += 5.0
        if keys and keys[0] in REASONS and segment.opener in (",", "(", "-", "–"):
            score += 4.0
        if self._main_clause(keys) and not self._cues[n] and segment.opener in (",", "."):
            score += 3.0
        if segment.opener == "(" and self._tokens[segment.end - 1].text == "!":
            score += 3.0
        own = any(key in _SUBJECTS for key in keys) or (keys and keys[0] in POSSESSIVES)
        if not self._cues[n] and not own and self._asked_elsewhere(n):
            score += 1.5 if self._tells(keys) else 0.0
            score += 1.5 if self._told(n) else 0.0
            score += 2.0 if keys and keys[0] in _OTHERS else 0.0
        if any(key in REPORTING for key in keys):
            score += 4.5
        denied = any(key in NEGATIONS for key in keys[1:])
        if self._cues[n] and denied and not self._content(keys):
            score += 5.0
        return score

    def _main_clause(self, keys: list[str]) -> bool:
        """Whether a clause is "das ist uns zu weit" rather than "das Glas schneidet"."""
        if len(keys) < 2 or keys[0] not in _SUBJECT_RELATIVES:
            return False
        return keys[1] in AUXILIARIES or (keys[1] in LIGHT_VERBS and len(keys) > 2)

    def _tells(self, keys: list[str]) -> bool:
        return any(key in AUXILIARIES or key in _PAST for key in keys)

    def _told(self, n: int) -> bool:
        """Whether the sentence of a segment tells something and asks nothing."""
        same = [m for m, s in enumerate(self._segments) if s.sentence == self._segments[n].sentence]
        if any(self._cues[m] for m in same):
            return False
        told = [self._keys(self._segments[m]) for m in same]
        return any(self._tells(keys) and not any(k in _SUBJECTS for k in keys) for keys in told)

    def _asked_elsewhere(self, n: int) -> bool:
        return any(cue for m, cue in enumerate(self._cues) if m != n)

    def _content(self, keys: list[str]) -> bool:
        return any(
            k not in FUNCTION_WORDS and k not in SEEK_VERBS and k not in LIGHT_VERBS for k in keys
        )

    def _salutation(self, n: int) -> bool:
        """Whether a segment goes on with a greeting: the names after "Guten Tag,"."""
        if n == 0 or self._segments[n].sentence != self._segments[n - 1].sentence:
            return False
        before = self._segments[n - 1]
        greeting = phrase_at(self._tokens, before.start, GREETINGS)
        titles = ("herr", "frau", "dr", "zusammen", "team", "liebe", "lieber", "kolleginnen", "und")
        keys = self._keys(self._segments[n])
        return bool(greeting and keys and keys[0] in titles and len(keys) <= 5)

    def _closing_at(self) -> int:
        """Return the token from which on the letter is being signed."""
        lines = [
            s.start
            for s in self._segments
            if s.start == 0 or self._tokens[s.start].line or s.opener in ".!?"
        ]
        for start in lines[1:]:
            if phrase_at(self._tokens, start, CLOSINGS) and self._short_line(start):
                return start
        last = [s.start for s in self._segments if self._tokens[s.start].line]
        if len(last) > 2 and self._short_line(last[-1]) and not self._asked_from(last[-1]):
            return last[-1]
        return len(self._tokens) + 1

    def _short_line(self, start: int) -> bool:
        end = start + 1
        while end < len(self._tokens) and not self._tokens[end].line:
            end += 1
        return sum(t.is_word for t in self._tokens[start:end]) <= 6

    def _asked_from(self, start: int) -> bool:
        return any(
            cue for cue, s in zip(self._cues, self._segments, strict=True) if s.start >= start
        )
