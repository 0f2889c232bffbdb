"""Random events and a planner that tries everything, for the tests of meeting plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from data.events.event import Event, Interest, Participant, Settings, Slot, Table, Wish
from data.events.plans import Meeting
from matcher.meetings.check import broken
from matcher.meetings.check_each import MeetingRule
from matcher.meetings.rules import ONE_WISH, Scores

BEGIN = dt.datetime(2026, 11, 24, 9)
SIDES = ("Startups", "Industrie")


def slots_of(count: int, lunch_after: int | None = None) -> tuple[Slot, ...]:
    """Return slots of 20 minutes, 5 apart, with an hour's pause after one of them."""
    slots, start = [], BEGIN
    for number in range(count):
        slots.append(Slot(start=start, end=start + dt.timedelta(minutes=20)))
        start += dt.timedelta(minutes=80 if number == lunch_after else 25)
    return tuple(slots)


def event_of(
    people: Sequence[Participant], slots: int | tuple[Slot, ...] = 3, **fields: object
) -> Event:
    """Return an event with enough tables."""
    given: dict[str, object] = {
        "id": "e1",
        "tenant": "t",
        "name": "Treffen",
        "slots": slots_of(slots) if isinstance(slots, int) else slots,
        "tables": tuple(Table(name=f"Tisch {n}") for n in range(max(1, len(people) // 2))),
        "participants": tuple(people),
        "settings": Settings(seconds=20),
    }
    return Event.model_validate(given | fields)


def person(number: int, **fields: object) -> Participant:
    """Return the participant ``p<number>``."""
    return Participant.model_validate({"id": f"p{number}", "name": f"Firma {number}"} | fields)


def scores_of(count: int, seed: int = 0) -> Scores:
    """Return random mutual scores."""
    half = np.triu(np.random.default_rng(seed).random((count, count)), 1)
    return np.asarray(half + half.T, np.float64)


@st.composite
def events(draw: st.DrawFn, people: int = 7, slots: int = 4, rich: bool = True) -> Event:
    """Draw an event with every kind of rule; many have no legal plan."""
    count, length = draw(st.integers(2, people)), draw(st.integers(1, slots))
    two = draw(st.booleans())
    times = slots_of(length, draw(st.none() | st.integers(0, length - 1)))
    tables = [
        Table(
            name=f"Tisch {n}",
            room=draw(st.sampled_from(("Saal", "Foyer"))),
            capacity=draw(st.sampled_from((0, 1, 1, 1, 2))),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    members = tuple(draw(_people(n, two, times, tables, rich)) for n in range(count))
    return event_of(
        members,
        sides=SIDES if two else (),
        slots=times,
        tables=tuple(tables),
        wishes=tuple(draw(_wishes(count))),
        settings=draw(_settings(length)),
    )


@st.composite
def _people(
    draw: st.DrawFn, n: int, two: bool, times: Sequence[Slot], tables: Sequence[Table], rich: bool
) -> Participant:
    fields: dict[str, object] = {"side": draw(st.sampled_from(SIDES)) if two else ""}
    rare = st.integers(0, 5 if rich else 9)
    if draw(rare) == 0:
        fields["firm"] = draw(st.sampled_from(("Müller GmbH", "mueller  gmbh")))
    if draw(rare) == 0:
        fields["groups"] = ("Druck",)
    if draw(rare) == 0:
        fields["rooms"] = (draw(st.sampled_from(tables)).room,)
    elif draw(rare) == 0:
        fields["table"] = draw(st.sampled_from(tables)).name
    if draw(rare) == 0:
        fields["arrives"] = draw(st.sampled_from(times)).start
    elif draw(rare) == 0:
        fields["leaves"] = draw(st.sampled_from(times)).end
    if draw(rare) == 0:
        fields["away"] = (draw(st.integers(0, len(times) - 1)),)
    if draw(rare) == 0:
        fields["at_most"] = draw(st.integers(0, 2))
    elif draw(rare) == 0:
        fields["at_least"] = draw(st.integers(0, 3))
    fields["present"] = draw(st.integers(0, 9)) > 0
    return person(n, **fields)


@st.composite
def _settings(draw: st.DrawFn, length: int) -> Settings:
    least = draw(st.integers(0, 2))
    most = draw(st.none() | st.integers(least, 3))
    return Settings(
        at_most=most,
        at_least=least,
        in_a_row=draw(st.none() | st.integers(1, length)),
        same_firm=draw(st.booleans()),
        competitors=draw(st.booleans()),
        weakest=draw(st.sampled_from((0.0, 0.3))),
        seconds=20,
        seed=draw(st.integers(0, 3)),
    )


@st.composite
def _wishes(draw: st.DrawFn, count: int) -> list[Wish]:
    said: dict[tuple[int, int], Interest] = {}
    kinds = st.sampled_from((Interest.WOULD, Interest.WOULD, Interest.VETO, Interest.MUST))
    for _ in range(draw(st.integers(0, 4))):
        who, whom = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        if who != whom:
            said[who, whom] = draw(kinds)
    return [Wish(who=f"p{a}", whom=f"p{b}", interest=kind) for (a, b), kind in said.items()]


def value_of(event: Event, meetings: Sequence[Meeting], scores: Scores) -> float:
    """Return scores and wishes of the meetings, counted one by one."""
    place = {p.id: n for n, p in enumerate(event.participants)}
    would = {(w.who, w.whom) for w in event.wishes if w.interest is Interest.WOULD}
    return sum(
        float(scores[place[m.a], place[m.b]])
        + ONE_WISH * (((m.a, m.b) in would) + ((m.b, m.a) in would))
        for m in meetings
    )


def shortfall_of(event: Event, meetings: Sequence[Meeting]) -> int:
    """Return the meetings missing below the minimum, for those who are there."""
    most = event.settings.at_most
    total = 0
    for who in event.participants:
        cap = min(len(event.slots), *(m for m in (who.at_most, most) if m is not None), 99)
        if who.at_most is not None:
            cap = min(len(event.slots), who.at_most)
        least = event.settings.at_least if who.at_least is None else who.at_least
        has = sum(who.id in m.pair for m in meetings)
        total += max(0, min(least, cap) - has) if who.present else 0
    return total


def best_of_all(
    event: Event, scores: Scores, rivals: frozenset[frozenset[str]] = frozenset()
) -> tuple[int, float] | None:
    """Return (-shortfall, value) of the best legal plan by trying all; None if there is none."""
    found = [
        (-shortfall_of(event, plan), value_of(event, plan, scores))
        for plan in _plans(event, scores, rivals, [], list(combinations(event.participants, 2)))
    ]
    return max(found, default=None)


def _plans(
    event: Event,
    scores: Scores,
    rivals: frozenset[frozenset[str]],
    chosen: list[Meeting],
    pairs: list[tuple[Participant, Participant]],
) -> Iterator[list[Meeting]]:
    if not pairs:
        if not broken(event, chosen, scores=scores, rivals=rivals):
            yield chosen
        return
    (a, b), *rest = pairs
    yield from _plans(event, scores, rivals, chosen, rest)
    for slot in range(len(event.slots)):
        for table in range(len(event.tables)):
            more = [*chosen, Meeting(a=a.id, b=b.id, slot=slot, table=table)]
            against = broken(event, more, scores=scores, rivals=rivals)
            if all(found.rule is MeetingRule.MUST for found in against):
                yield from _plans(event, scores, rivals, more, rest)
