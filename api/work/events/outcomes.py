"""What participants tell of their meetings, added up for the organiser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.work.events.view import Encounter, PlanView
from data.events.event import Event, Participant
from data.events.plans import Answer, Plan

Answers = Mapping[tuple[str, str], Answer]
"""By who answers and whom they met."""


def answers_by(answers: Iterable[Answer]) -> Answers:
    """Return answers by who gave them about whom; of two the later counts."""
    return {(a.who, a.whom): a for a in sorted(answers, key=lambda answer: answer.at)}


def did_meet(first: Answer | None, second: Answer | None) -> bool | None:
    """Say whether a meeting took place; None if nobody says, or the two disagree."""
    said = {answer.met for answer in (first, second) if answer is not None} - {None}
    return said.pop() if len(said) == 1 else None


def both_go_on(first: Answer | None, second: Answer | None) -> bool:
    """Say whether both want to go on with each other."""
    return all(answer is not None and answer.go_on == "yes" for answer in (first, second))


@dataclass(frozen=True)
class Told:
    """A planned meeting and what the two tell of it."""

    encounter: Encounter
    by_a: Answer | None
    by_b: Answer | None

    @property
    def met(self) -> bool | None:
        """Whether it took place; None if unknown or disputed."""
        return did_meet(self.by_a, self.by_b)

    @property
    def disputed(self) -> bool:
        """Whether one says it took place and the other that it did not."""
        said = {answer.met for answer in (self.by_a, self.by_b) if answer is not None}
        return {True, False} <= said

    @property
    def mutual(self) -> bool:
        """Whether both want to go on."""
        return both_go_on(self.by_a, self.by_b)

    def by(self, participant_id: str) -> Answer | None:
        """Return what one of the two tells."""
        return self.by_a if self.encounter.a.id == participant_id else self.by_b


@dataclass(frozen=True)
class Tally:
    """The outcomes of one participant."""

    participant: Participant
    planned: int
    answered: int
    """Meetings of which it told anything."""
    met: int
    wants: int
    """With so many it wants to go on."""
    wanted: int
    """So many want to go on with it."""
    mutual: int


class Outcomes:
    """All answers to a plan; each figure is counted when it is asked for."""

    def __init__(self, event: Event, plan: Plan, answers: Iterable[Answer]) -> None:
        by = answers_by(answers)
        view = PlanView(event, plan)
        self.told = tuple(
            Told(e, by.get((e.a.id, e.b.id)), by.get((e.b.id, e.a.id))) for e in view.encounters
        )
        self._people = [agenda.participant for agenda in view.agendas]

    @cached_property
    def people(self) -> tuple[Tally, ...]:
        """The outcomes of everybody who had a meeting planned, by name."""
        mine: dict[str, list[Told]] = {}
        for told in self.told:
            for who in told.encounter.meeting.pair:
                mine.setdefault(who, []).append(told)
        return tuple(_tally(who, mine[who.id]) for who in self._people if who.id in mine)

    @property
    def planned(self) -> int:
        """How many meetings were planned."""
        return len(self.told)

    @property
    def answered(self) -> int:
        """Of how many at least one of the two told something."""
        return sum(told.by_a is not None or told.by_b is not None for told in self.told)

    @property
    def met(self) -> int:
        """How many took place."""
        return sum(told.met is True for told in self.told)

    @property
    def missed(self) -> int:
        """How many did not take place."""
        return sum(told.met is False for told in self.told)

    @property
    def disputed(self) -> int:
        """How many took place for one of the two alone."""
        return sum(told.disputed for told in self.told)

    @property
    def wishes(self) -> int:
        """How often somebody wants to go on."""
        return sum(tally.wants for tally in self.people)

    @property
    def mutual(self) -> int:
        """In how many both want to go on."""
        return sum(told.mutual for told in self.told)


def _tally(who: Participant, told: list[Told]) -> Tally:
    own = [one.by(who.id) for one in told]
    others = [one.by_b if one.encounter.a.id == who.id else one.by_a for one in told]
    return Tally(
        participant=who,
        planned=len(told),
        answered=sum(answer is not None for answer in own),
        met=sum(one.met is True for one in told),
        wants=_yes(own),
        wanted=_yes(others),
        mutual=sum(one.mutual for one in told),
    )


def _yes(answers: list[Answer | None]) -> int:
    return sum(answer is not None and answer.go_on == "yes" for answer in answers)
