"""Why two participants meet: the engine's sentences for both, and what to begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.events.event import Event, Interest, Participant
from data.events.plans import Bond, Plan, Reason, Saying, pair_key
from data.profiles import Role
from matcher.engine import Matcher
from matcher.explain.phrases import TELLING, quote
from matcher.meetings.rules import Scores
from matcher.meetings.scores import EVERYBODY
from matcher.request import MAX_K, Goal, MatchRequest
from matcher.result import Claim, Evidence, Suggestion
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
    """What is proved of it: that the other answers the need of ``who``. None if no proof is at
    hand, or if the statements do not stand for a need and what may answer it."""

    @property
    def bond(self) -> Bond:
        """How surely they fit; without a proof at hand likeness has to do."""
        proved = self.claim in (Claim.ANSWERS, Claim.TOUCHES)
        if proved or (self.claim is None and self.strength >= CONVINCING):
            return Bond.FITS
        return Bond.MAYBE if self.strength >= TELLING else Bond.LOOSE

    @property
    def order(self) -> tuple[bool, bool, float]:
        """The larger, the better a reason: what is proved first, then what is likeliest."""
        return self.claim is Claim.ANSWERS, self.bond is Bond.FITS, self.strength


def reasons(
    matcher: Matcher,
    event: Event,
    plan: Plan,
    scores: Scores,
    progress: Progress | None = None,
) -> dict[str, Reason]:
    """Return the reason of each meeting of a plan, by `pair_key`.

    Where one offers what answers the other's question, the reason says so before all else.

    Args:
        matcher: of the participants of the event (`matcher.meetings.scores.event_matcher`).
        event: in the version that the plan was made from.
        plan: which pairs.
        scores: mutual, in the order of the event.
        progress: called with (done, total) participants.
    """
    partners: dict[str, list[str]] = defaultdict(list)
    for meeting in plan.meetings:
        partners[meeting.a].append(meeting.b)
        partners[meeting.b].append(meeting.a)
    place = {person.id: number for number, person in enumerate(event.participants)}
    seen: dict[tuple[str, str], Suggestion] = {}
    answers: dict[tuple[str, str], Suggestion] = {}
    for number, (id, others) in enumerate(partners.items(), start=1):
        for found in _suggested(matcher, event, others, profile_id=id, goal=Goal.PARTNER):
            seen[id, found.profile_id] = found
        for found in _answering(matcher, event, event.participants[place[id]], others):
            answers[id, found.profile_id] = found
        if progress is not None:
            progress(number, len(partners))
    told = _Teller(event, seen, answers)
    return {
        pair_key(m.a, m.b): told.reason(m.a, m.b, float(scores[place[m.a], place[m.b]]))
        for m in plan.meetings
    }


def _suggested(
    matcher: Matcher, event: Event, among: Sequence[str], **asked: object
) -> tuple[Suggestion, ...]:
    fields = {"k": min(len(among), MAX_K), "language": event.language} | asked
    request = MatchRequest.model_validate(fields)
    return matcher.suggest(request, EVERYBODY, within=among).suggestions


def _answering(
    matcher: Matcher, event: Event, seat: Participant, among: Sequence[str]
) -> list[Suggestion]:
    """Return those who plainly offer what answers a participant's question."""
    if not seat.question:
        return []
    # A place in it is part of the question here: the rules are those of the event.
    found = _suggested(matcher, event, among, question=seat.question, read_question=False)
    return [each for each in found if _answer(each) is not None]


def _answer(suggestion: Suggestion) -> Evidence | None:
    """Return what plainly answers the question: as proved, else by likeness."""
    mine = (e for e in suggestion.evidence if e.gain == "mine")
    if suggestion.claim is not None:
        return next(mine, None) if suggestion.claim is Claim.ANSWERS else None
    return next((e for e in mine if e.strength >= CONVINCING), None)


class _Teller:
    """Puts what the engine found for both sides of a pair into one reason."""

    def __init__(
        self,
        event: Event,
        seen: Mapping[tuple[str, str], Suggestion],
        answers: Mapping[tuple[str, str], Suggestion],
    ) -> None:
        self._language = event.language
        self._people = {person.id: person for person in event.participants}
        self._wishes = {(w.who, w.whom) for w in event.wishes if w.interest is not Interest.VETO}
        self._seen = seen
        self._answers = answers

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
        found = self._answers.get((who, whom)) or self._seen.get((who, whom))
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
        if said is not None and (said.who.id, said.whom.id) in self._answers:
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
            self._said(who, whom, pair, answer)
            for who, whom in ((a, b), (b, a))
            if (answer := self._answers.get((who, whom))) is not None
            and (pair := _answer(answer)) is not None
        ]
        return max(found, key=lambda said: said.order, default=None)

    def _strongest(self, a: str, b: str) -> _Said | None:
        found = [
            self._said(who, whom, pair, self._seen[who, whom])
            for who, whom in ((a, b), (b, a))
            if (who, whom) in self._seen
            for pair in self._seen[who, whom].evidence
        ]
        return max(found, key=lambda said: said.order, default=None)

    def _said(self, who: str, whom: str, pair: Evidence, found: Suggestion) -> _Said:
        one, other = self._people[who], self._people[whom]
        return _Said(
            one,
            pair.my_role,
            pair.mine,
            other,
            pair.their_role,
            pair.theirs,
            pair.strength,
            self._claim(who, whom, pair, found),
        )

    def _claim(self, who: str, whom: str, pair: Evidence, found: Suggestion) -> Claim | None:
        """Return what is proved of the need in two statements, whoever has it."""
        if pair.gain == "mine" and pair.my_role is Role.NEED:
            return found.claim
        if pair.gain == "theirs" and pair.their_role is Role.NEED:
            other = self._seen.get((whom, who))
            return other.claim if other is not None else None
        return None


def _saying(who: Participant, role: Role, text: str) -> Saying:
    """Return how somebody said a statement; its question is a need in other words."""
    if role is Role.NEED:
        return Saying.ASKS if text == who.question else Saying.SEEKS
    return Saying.OFFERS if role is Role.OFFER else Saying.WORKS
