"""What the participants of an event have for each other: for each need of each, who answers it.

Each need is a question of its own to those its owner meets, for so the proof was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from data.events.event import Event, Participant
from data.events.plans import Plan
from data.profiles import Role
from matcher.engine import Matcher
from matcher.explain.gathering import MOST_NEEDS
from matcher.meetings.scores import EVERYBODY, asked
from matcher.request import MAX_K, Goal, MatchRequest
from matcher.result import Claim, Evidence, Suggestion
from matcher.search.rules import slot_of
from matcher.words import CONVINCING
from models.encoder import Progress

Pair = tuple[str, str]
"""Ids: who has the need, and who may answer it."""


class Proved(NamedTuple):
    """A need of one participant beside what the other says for it."""

    need: str
    pair: Evidence
    claim: Claim | None
    """None without a proof at hand: likeness has to do."""

    @property
    def answers(self) -> bool:
        """Whether it may be said that the other answers the need."""
        if self.claim is None:
            return self.pair.strength >= CONVINCING
        return self.claim is Claim.ANSWERS


@dataclass
class Found:
    """What those who meet have for each other."""

    seen: dict[Pair, Suggestion] = field(default_factory=dict)
    """The second as a partner of the first, by all that both say."""
    proved: dict[Pair, list[Proved]] = field(default_factory=lambda: defaultdict(list))
    """What the second says for each need of the first."""
    answers: dict[Pair, Suggestion] = field(default_factory=dict)
    """Where the second answers the question that the first brings to the event."""

    @cached_property
    def proves(self) -> bool:
        """Whether needs were proved, not only found alike."""
        return any(one.claim is not None for some in self.proved.values() for one in some)


def find(matcher: Matcher, event: Event, plan: Plan, progress: Progress | None = None) -> Found:
    """Ask the needs of all who meet; ``progress`` is called with (done, total) participants."""
    partners: dict[str, list[str]] = defaultdict(list)
    for meeting in plan.meetings:
        partners[meeting.a].append(meeting.b)
        partners[meeting.b].append(meeting.a)
    seats = {person.id: person for person in event.participants}
    found = Found()
    for number, (id, others) in enumerate(partners.items(), start=1):
        for partner in _suggested(matcher, event, others, profile_id=id, goal=Goal.PARTNER):
            found.seen[id, partner.profile_id] = partner
        for need in _needs(matcher, seats[id]):
            _ask(found, matcher, event, seats[id], need, others)
        if progress is not None:
            progress(number, len(partners))
    return found


def _ask(
    found: Found, matcher: Matcher, event: Event, seat: Participant, need: str, among: Sequence[str]
) -> None:
    """Ask who of some answers a need, as it stands."""
    # A place in it is part of the question here: the rules are those of the event.
    fields = {"question": need, "read_question": False, "goal": Goal.SOLUTION}
    for partner in _suggested(matcher, event, among, **fields):
        pair = next((e for e in partner.evidence if e.gain == "mine"), None)
        if pair is None:
            continue
        key, one = (seat.id, partner.profile_id), Proved(need, pair, partner.claim)
        found.proved[key].append(one)
        if need == seat.question and one.answers:
            found.answers[key] = partner


def _suggested(
    matcher: Matcher, event: Event, among: Sequence[str], **asked_for: object
) -> tuple[Suggestion, ...]:
    fields: Mapping[str, object] = {"k": min(len(among), MAX_K), "language": event.language}
    request = MatchRequest.model_validate({**fields, **asked_for})
    return matcher.suggest(request, EVERYBODY, within=among).suggestions


def _needs(matcher: Matcher, seat: Participant) -> list[str]:
    """Return what a participant needs, its question first, at most `MOST_NEEDS`."""
    catalog = matcher.snapshot.catalog
    slot = slot_of(catalog, seat.id, EVERYBODY)
    profile = catalog.profile(slot) if slot is not None else None
    stated = profile.statements if profile is not None else ()
    said = (s.text for s in stated if s.role is Role.NEED)
    return [*dict.fromkeys((*asked(seat), *said))][:MOST_NEEDS]
