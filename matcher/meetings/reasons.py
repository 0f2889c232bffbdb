"""Why two participants meet: the engine's sentences for both, and what to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from data.events.event import Event, Interest, Participant
from data.events.plans import Bond, Plan, Reason, Saying, pair_key
from data.profiles import Role
from matcher.engine import Matcher
from matcher.explain.phrases import TELLING, quote
from matcher.meetings.answers import Found, Proved, find
from matcher.meetings.rules import Scores
from matcher.result import Claim, Evidence
from matcher.words import CONVINCING, Two, pick
from models.encoder import Progress

SAYS: dict[Role, Two] = {
    Role.OFFER: ("bietet", "offers"),
    Role.NEED: ("sucht", "is looking for"),
    Role.ABOUT: ("arbeitet an", "works on"),
}
FINDS: Two = (" und könnte bei Ihnen fündig werden.", " and might find it with you.")
HELPS: Two = ("; vielleicht wissen Sie Rat.", "; perhaps you can help.")
ASKS: Two = ("fragt", "asks")
LOOSELY: Two = ("Nur lose verwandt: ", "Only loosely related: ")


class _Said(NamedTuple):
    """Two statements that fit each other, and who said which."""

    who: Participant
    role: Role
    text: str
    whom: Participant
    their_role: Role
    their_text: str
    strength: float
    claim: Claim | None
    """What is proved of it: that one answers the need of the other. None if no proof is at hand,
    or if neither statement is a need."""

    @property
    def bond(self) -> Bond:
        """How surely they fit; without a proof at hand likeness has to do."""
        proved = self.claim in (Claim.ANSWERS, Claim.TOUCHES)
        if proved or (self.claim is None and self.strength >= CONVINCING):
            return Bond.FITS
        return Bond.MAYBE if self.strength >= TELLING else Bond.LOOSE

    @property
    def order(self) -> tuple[bool, bool, bool, float]:
        """The larger, the better a reason: what is proved first, then what is likeliest.

        That both do alike things is no reason as long as one may have what the other needs.
        """
        needed = Role.NEED in (self.role, self.their_role) and self.role is not self.their_role
        return self.claim is Claim.ANSWERS, self.claim is Claim.TOUCHES, needed, self.strength


def reasons(
    matcher: Matcher,
    event: Event,
    plan: Plan,
    scores: Scores,
    progress: Progress | None = None,
) -> dict[str, Reason]:
    """Return the reason of each meeting of a plan, by `pair_key`.

    Each need of each is a question of its own to those it meets: so the proof was measured. Where
    one offers what answers the other's question, the reason says so before all else.

    Args:
        matcher: of the participants of the event (`matcher.meetings.scores.event_matcher`).
        event: in the version that the plan was made from.
        plan: which pairs.
        scores: mutual, in the order of the event.
        progress: called with (done, total) participants.
    """
    place = {person.id: number for number, person in enumerate(event.participants)}
    told = _Teller(event, find(matcher, event, plan, progress))
    return {
        pair_key(m.a, m.b): told.reason(m.a, m.b, float(scores[place[m.a], place[m.b]]))
        for m in plan.meetings
    }


class _Teller:
    """Puts what the engine found for both sides of a pair into one reason."""

    def __init__(self, event: Event, found: Found) -> None:
        self._language = event.language
        self._people = {person.id: person for person in event.participants}
        self._wishes = {(w.who, w.whom) for w in event.wishes if w.interest is not Interest.VETO}
        self._found = found

    def reason(self, a: str, b: str, score: float) -> Reason:
        said = self._answered(a, b) or self._strongest(a, b)
        told = Reason(
            score=score,
            text=self._text(a, b, said),
            for_a=self._gain(a, b, said),
            for_b=self._gain(b, a, said),
        )
        if said is None:
            return told
        by = {said.who.id: quote(said.text), said.whom.id: quote(said.their_text)}
        how = {
            said.who.id: _saying(said.who, said.role, said.text),
            said.whom.id: _saying(said.whom, said.their_role, said.their_text),
        }
        facts = {"a_says": how[a], "b_says": how[b], "bond": said.bond}
        if self._by_wish(a, b, said):
            facts = {}
        return told.model_copy(update={"said_by_a": by[a], "said_by_b": by[b]} | facts)

    def _gain(self, who: str, whom: str, said: _Said | None) -> str:
        """Return what one gains from the other; empty where nothing proves it."""
        found = self._found.answers.get((who, whom)) or self._found.seen.get((who, whom))
        if found is not None and found.evidence:
            return found.for_asker
        if said is None or (said.who.id, said.role) != (whom, Role.NEED):
            return ""
        wanted = quote(said.text)
        hopes = FINDS if said.bond is Bond.FITS else HELPS
        said_so = (f"Sucht „{wanted}“", f"Is looking for “{wanted}”")
        return pick(said_so, self._language) + pick(hopes, self._language)

    def _text(self, a: str, b: str, said: _Said | None) -> str:
        """Return one sentence that both can read."""
        if said is not None and (said.who.id, said.whom.id) in self._found.answers:
            return self._answer_text(said)
        if said is None or self._by_wish(a, b, said):
            return self._wish_text(a, b, self._wished(a, b))
        first = (said.who, said.role, said.text)
        second = (said.whom, said.their_role, said.their_text)
        if second[1] is Role.NEED:
            first, second = second, first
        reserve = pick(LOOSELY, self._language) if said.bond is Bond.LOOSE else ""
        return f"{reserve}{self._clause(first)}, {self._clause(second)}."

    def _wished(self, a: str, b: str) -> list[str]:
        return [who for who, whom in ((a, b), (b, a)) if (who, whom) in self._wishes]

    def _by_wish(self, a: str, b: str, said: _Said) -> bool:
        """Whether they meet because they want to, and no statement says why."""
        return said.bond is Bond.LOOSE and bool(self._wished(a, b))

    def _clause(self, said: tuple[Participant, Role, str]) -> str:
        who, role, text = said
        verb = ASKS if _saying(who, role, text) is Saying.ASKS else SAYS[role]
        words = f"{who.name} {pick(verb, self._language)}"
        return words + pick((f" „{quote(text)}“", f" “{quote(text)}”"), self._language)

    def _answer_text(self, said: _Said) -> str:
        question, offer = said.text, quote(said.their_text)
        return pick(
            (
                f"{said.who.name} fragt: „{quote(question)}“ – {said.whom.name} "
                f"{SAYS[said.their_role][0]} „{offer}“.",
                f"{said.who.name} asks: “{quote(question)}” – {said.whom.name} "
                f"{SAYS[said.their_role][1]} “{offer}”.",
            ),
            self._language,
        )

    def _wish_text(self, a: str, b: str, wished: Sequence[str]) -> str:
        one, other = self._people[a].name, self._people[b].name
        if len(wished) == 2:
            both = (f"{one} und {other} möchten sich treffen.", f"{one} and {other} want to meet.")
            return pick(both, self._language)
        if wished:
            who, whom = (one, other) if wished == [a] else (other, one)
            return pick((f"{who} möchte {whom} treffen.", f"{who} wants to meet {whom}."),
                        self._language)  # fmt: skip
        nothing = (
            "Beide passen im Ganzen zueinander, ohne dass ein einzelner Satz es belegt.",
            "Both fit each other as a whole, though no single sentence proves it.",
        )
        return pick(nothing, self._language)

    def _answered(self, a: str, b: str) -> _Said | None:
        """Return a question of one and the other's offer that answers it, the plainest first."""
        found = [
            self._need(who, whom, one)
            for who, whom in ((a, b), (b, a))
            if (who, whom) in self._found.answers
            for one in self._found.proved.get((who, whom), ())
            if one.answers and one.need == self._people[who].question
        ]
        return max(found, key=lambda said: said.order, default=None)

    def _strongest(self, a: str, b: str) -> _Said | None:
        found = []
        for who, whom in ((a, b), (b, a)):
            found += [self._need(who, whom, one) for one in self._found.proved.get((who, whom), ())]
            seen = self._found.seen.get((who, whom))
            if seen is not None:
                found += [self._alike(who, whom, pair) for pair in seen.evidence]
        return max(found, key=lambda said: said.order, default=None)

    def _need(self, who: str, whom: str, one: Proved) -> _Said:
        asked = one.pair.model_copy(update={"mine": one.need, "my_role": Role.NEED})
        return self._said(who, whom, asked, one.claim)

    def _alike(self, who: str, whom: str, pair: Evidence) -> _Said:
        """Return a pair of statements that likeness found: of a need it proves nothing."""
        needed = Role.NEED in (pair.my_role, pair.their_role)
        return self._said(who, whom, pair, Claim.NEAR if needed and self._found.proves else None)

    def _said(self, who: str, whom: str, pair: Evidence, claim: Claim | None) -> _Said:
        one, other = self._people[who], self._people[whom]
        return _Said(
            one, pair.my_role, pair.mine, other, pair.their_role, pair.theirs, pair.strength, claim
        )


def _saying(who: Participant, role: Role, text: str) -> Saying:
    """Return how somebody said a statement; its question is a need in other words."""
    if role is Role.NEED:
        return Saying.ASKS if text == who.question else Saying.SEEKS
    return Saying.OFFERS if role is Role.OFFER else Saying.WORKS
