"""The page of one participant, ready to print."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from api.language.times import long_day
from api.work.events.news import news
from api.work.events.outcomes import Answers, both_go_on
from api.work.events.standing import Standing
from api.work.events.view import Agenda, Line
from api.work.service import Service
from data import clock
from data.events.event import Event, Participant
from data.events.plans import Answer


@dataclass(frozen=True)
class Card:
    """One line of the agenda as the page shows it."""

    line: Line
    begun: bool
    """From now on it can be told what became of it."""
    over: bool
    answer: Answer | None
    mutual: bool
    """Both want to go on, and each may know it."""


@dataclass(frozen=True)
class Page:
    """All that the page says."""

    event: Event
    participant: Participant
    next: Line | None
    """The meeting that is on or comes next."""
    running: bool
    """Whether it is on."""
    days: tuple[tuple[str, tuple[Card, ...]], ...]
    count: int
    news: tuple[str, ...]
    note: str
    """Why the organiser made the latest plan."""
    changed: str
    """When it was made."""


def local_now() -> dt.datetime:
    """Return the time at the event, without a zone like all its times."""
    return clock.local(clock.now()).replace(tzinfo=None)


def page_of(
    service: Service, found: Standing, who: Participant, answers: Answers, now: dt.datetime
) -> Page:
    """Return the page of a participant at a moment of the event."""
    agenda = found.view.agenda(who.id)
    coming = next((line for line in agenda.meetings if line.end > now), None)
    before = found.before(service)
    return Page(
        event=found.event,
        participant=who,
        next=coming,
        running=coming is not None and coming.start <= now,
        days=_days(agenda, answers, found.view.language, now),
        count=len(agenda.meetings),
        news=news(before, found.view, who.id) if before is not None else (),
        note=found.plan.note,
        changed=f"{clock.local(found.plan.created):%d.%m. %H:%M}",
    )


def _days(
    agenda: Agenda, answers: Answers, language: str, now: dt.datetime
) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    me = agenda.participant.id
    return tuple(
        (long_day(date, language), tuple(_card(me, line, answers, now) for line in lines))
        for date, lines in agenda.days
    )


def _card(me: str, line: Line, answers: Answers, now: dt.datetime) -> Card:
    partner = line.partner.id if line.partner is not None else ""
    mine, theirs = answers.get((me, partner)), answers.get((partner, me))
    return Card(line, line.start <= now, line.end <= now, mine, both_go_on(mine, theirs))
