"""Whose place it is: where partners should be, where the asker is, or neither."""

from __future__ import annotations

from matcher.reading.frames import Frame, is_actor
from matcher.reading.lexicon.asking import (
    PLANNING,
    SEEK_VERBS,
    SITE_ENDINGS,
    SITES,
    THIRD_PARTIES,
    WANT,
)
from matcher.reading.lexicon.function_words import FIRST_PERSON, POSSESSIVES
from matcher.reading.lexicon.places import ABSENT, ACCEPTED
from matcher.reading.lexicon.spelling import words
from matcher.reading.lexicon.wants import GOAL_WORDS
from matcher.reading.mentions import Mention
from matcher.reading.model import Owner, Polarity
from matcher.reading.roles import Role
from matcher.reading.said import Said
from matcher.reading.text.layout import Layout
from matcher.reading.text.phrases import introduced_by, phrase_at
from matcher.request import Goal

_WOULD_DO = words("überall irgendwo anywhere bitte nur only")
_ONE = words("einen eine ein den die das einem")
_BEING = words("sitzen sein liegen kommen stammen ansässig sitzt liegt")
_WORK_SITES = words("baustelle objekt gebäude grundstück bauherr bauherrin neubau")
_ON_BEHALF = words("für bei von for")
_FOR_WHOM = words("für zu for")
_SOMEBODY = THIRD_PARTIES | FIRST_PERSON
_REACH = 7
"""So many words may stand between somebody and the place where he is."""


class Owners:
    """Tells whose the places of a text are; ``own`` collects what the asker calls his own."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.own: set[int] = set()
        keys = {t.key for t in layout.tokens}
        self._customers = bool(keys & GOAL_WORDS[Goal.CUSTOMER])
        self._passed_on = any(k.startswith(("nachfolg", "uebergab", "uebernahm")) for k in keys)

    def owner(self, mention: Mention, said: Said, measured: bool) -> Owner | None:
        """Return whose place it is; None for one that is only talked about."""
        layout, start = self._layout, mention.candidate.start
        role = layout.role_of(start)
        if role is Role.GREETING:
            return None
        if role is Role.SIGNATURE:
            return Owner.ASKER
        if measured:
            return Owner.PARTNER
        ruled = said.polarity is Polarity.NOT or said.wished or self._accepted(mention)
        if self._nobody(mention) or self._origin(mention):
            return None
        if role is Role.SELF:
            return Owner.PARTNER if said.polarity is Polarity.NOT else Owner.ASKER
        if role is Role.TALK:
            return Owner.PARTNER if ruled else None
        if self._own(mention) or self._planned(start):
            return Owner.ASKER
        return Owner.PARTNER

    def _accepted(self, mention: Mention) -> bool:
        """Whether the text says that the place would do: "Berlin ist ok"."""
        tokens, end = self._layout.tokens, mention.candidate.end
        ahead = any(phrase_at(tokens, at, ACCEPTED) for at in range(end, min(end + 3, len(tokens))))
        before = tokens[mention.frame.start - 1].key if mention.frame.start else ""
        return ahead or before in _WOULD_DO

    def _nobody(self, mention: Mention) -> bool:
        """Whether the text says that nobody in the place does it: no rule."""
        tokens, end = self._layout.tokens, mention.candidate.end
        ahead = tokens[end : end + 4]
        found = next((n for n, t in enumerate(ahead) if t.key in ABSENT), None)
        if found is None or any(not t.is_word for t in ahead[:found]):
            return False
        return found <= 1 and self._layout.role_of(end - 1) is not Role.SELF

    def _origin(self, mention: Mention) -> bool:
        """Whether the place is where goods to be sold come from."""
        before = self._layout.tokens[mention.frame.start - 1] if mention.frame.start else None
        if mention.frame.preposition != "aus" or before is None or not before.capital:
            return False
        return self._customers and not is_actor(before)

    def from_things(self, mention: Mention) -> bool:
        """Whether "aus" a place stands behind a thing or a group rather than behind somebody."""
        before = self._layout.tokens[mention.frame.start - 1] if mention.frame.start else None
        if mention.frame.preposition not in ("aus", "from") or before is None:
            return False
        somebody = is_actor(before) or before.key.endswith(("er", "erin", "ern", "ei", "in"))
        return before.is_word and before.capital and not somebody

    def _planned(self, at: int) -> bool:
        """Whether the place belongs to what the asker says he plans."""
        keys = self._layout.keys_around(at)
        return bool(keys & PLANNING and keys & FIRST_PERSON) and not keys & SEEK_VERBS

    def _own(self, mention: Mention) -> bool:
        """Whether the place is that of something the asker calls his own ("unser Werk in")."""
        tokens = self._layout.tokens
        frame, after = mention.frame, mention.candidate.end
        if frame.preposition == "von" and after < len(tokens) and tokens[after].key == "aus":
            self.own.add(after)
            return True
        if self._for_somebody(frame) or self._introduced(frame.start):
            self._asks_for_somebody(mention)
            return True
        if self._handed_on(frame):
            self.own.update(range(frame.start, after))
            return True
        for at in range(frame.start - 1, max(-1, frame.start - 5), -1):
            word = tokens[at].key
            if not tokens[at].is_word or tokens[at].line:
                return False
            third = word in THIRD_PARTIES and any(
                t.key in _ON_BEHALF for t in tokens[max(0, at - 3) : at]
            )
            if word in ("fehlt", "fehlen") and at > 0 and tokens[at - 1].key in ("uns", "mir"):
                return True
            if word in ("uns", "mir") and at > 0 and tokens[at - 1].key == "bei":
                return at == frame.start - 1
            if word in POSSESSIVES and not self._site(at + 1, frame.start):
                return at < frame.start - 1 and not self._customers
            if third or word in POSSESSIVES:
                start = at if word in POSSESSIVES else max(0, at - 2)
                self.own.update(range(start, frame.start + 1))
                self.own.update(range(frame.start, after))
                return True
        return False

    def _for_somebody(self, frame: Frame) -> bool:
        """Whether the place is that of somebody it is for: "für einen Bäcker in …"."""
        before = self._layout.tokens[max(0, frame.start - _REACH) : frame.start]
        keys = [t.key for t in before]
        if frame.preposition not in ("in", "aus", "bei") or len(before) < 3:
            return False
        if keys[-3] == "fuer" and keys[-2] in _ONE:
            return True
        return any(
            keys[n] in _FOR_WHOM and keys[n + 1] in _ONE and is_actor(before[n + 2])
            for n in range(len(before) - 2)
            if all(t.is_word and not t.line for t in before[n:])
        )

    def _asks_for_somebody(self, mention: Mention) -> None:
        """Take "Für einen Bäcker in …" for who asks where "suche ich" follows it."""
        layout, end = self._layout, mention.candidate.end
        start = layout.segments[layout.segment_of(mention.frame.start)].start
        following = [t.key for t in layout.tokens[end : end + 2]]
        seeks = bool(following) and following[0] in SEEK_VERBS
        if layout.tokens[start].key in _FOR_WHOM and seeks and following[-1] in FIRST_PERSON:
            self.own.update(range(start, end))

    def _introduced(self, at: int) -> bool:
        """Whether the place stands in a bracket behind somebody: "ein Mitglied (Bäcker in …)"."""
        return introduced_by(self._layout.tokens, at, _REACH) in _SOMEBODY

    def _handed_on(self, frame: Frame) -> bool:
        """Whether the place is that of a firm that is handed on: "Nachfolger für Tischlerei in"."""
        tokens = self._layout.tokens
        for at in range(frame.start - 1, max(0, frame.start - 5), -1):
            if tokens[at].key == "fuer" and tokens[at - 1].key.startswith("nachfolg"):
                self.own.update(range(at + 1, frame.start + 1))
                return True
        return False

    def aside(self, mention: Mention, said: Said) -> bool:
        """Whether the place is told of a situation, while another clause asks: only a wish."""
        layout, frame = self._layout, mention.frame
        before = layout.tokens[frame.start - 1] if frame.start else None
        if before is not None and before.key in _WORK_SITES:
            return True
        n = layout.segment_of(mention.candidate.start)
        keys = layout.keys_around(mention.candidate.start)
        if layout.seeking[n] or said.words or self._accepted(mention) or keys & _BEING:
            return False
        planned = keys & FIRST_PERSON and keys & WANT and "lassen" not in keys
        if planned and any(layout.seeking):
            return True
        if frame.start == mention.candidate.start or before is None or not before.capital:
            return False
        return any(layout.seeking) and not is_actor(before)

    def _site(self, start: int, end: int) -> bool:
        words = self._layout.tokens[start:end]
        if not words:
            return False
        last = words[-1]
        known = last.key in SITES or last.key.endswith(SITE_ENDINGS) or is_actor(last)
        return known or (last.capital and self._passed_on)
