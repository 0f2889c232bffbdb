"""Invented events like real ones, to measure plans on: wishes, caps, breaks, rooms, same firms.

What must be is drawn from a random legal plan, so a plan that keeps every rule exists; which one
is not told.

Two simple ways to plan meetings, to measure the planner beside: greedy and round by round.

Both keep every hard rule on pairs, times, caps, pauses and tables; what must be they try first,
but may miss.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from data.events.event import Event, Interest, Participant, Settings, Slot, Table, Wish
from matcher.meetings.draft import Draft
from matcher.meetings.rules import Rules, rules_of
from matcher.meetings.tables import Planned, task_of

MUST = 10.0
"""What a meeting that must be is worth more than its value to these two."""


def _wanted(rules: Rules) -> NDArray[np.float64]:
    """Return (P, P): what a meeting is worth; 0 where there may be none."""
    value = np.where(rules.may_meet, rules.value, 0.0)
    for i, j in rules.must:
        if rules.may_meet[i, j]:
            value[i, j] = value[j, i] = value[i, j] + MUST
    return value


def greedy(rules: Rules) -> list[Planned]:
    """Return a plan that takes the best pair first, in the first slot that is free for both."""
    value = np.triu(_wanted(rules), 1)
    draft = Draft(task_of(rules, ()))
    slots = range(rules.free.shape[1])
    pairs = np.argwhere(value > 0)
    best = np.argsort(-value[pairs[:, 0], pairs[:, 1]], kind="stable")
    for i, j in pairs[best].tolist():
        if draft.room_for(i, j):
            draft.place_plainly(i, j, slots)
    return draft.meetings()


def round_wise(rules: Rules, first: NDArray[np.bool_] | None = None) -> list[Planned]:
    """Return a plan made slot after slot, each the best assignment of those who are free.

    ``first`` (P,) says who is of the first of two sides. Without sides everybody is assigned to
    everybody; where that makes rings of more than two, their best pairs are taken.
    """
    value = _wanted(rules)
    draft = Draft(task_of(rules, ()))
    for slot in range(rules.free.shape[1]):
        open_to = [w for w in range(len(value)) if draft.open(w, slot) and draft.room_for(w, w)]
        left = [w for w in open_to if first is None or first[w]]
        right = [w for w in open_to if first is None or not first[w]]
        rows, columns = linear_sum_assignment(value[np.ix_(left, right)], maximize=True)
        pairs = [(left[r], right[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)]
        for i, j in sorted(pairs, key=lambda pair: (-value[pair], pair)):
            if value[i, j] > 0 and draft.room_for(i, j) and draft.fits(i, j, slot):
                draft.put(i, j, slot)
                value[i, j] = value[j, i] = 0.0
    return draft.meetings()


BEGIN = dt.datetime(2027, 3, 4, 9, 0)
LENGTH = dt.timedelta(minutes=20)
LUNCH = dt.timedelta(minutes=45)
MORNING = 10
"""Slots before lunch; after each further ten comes another pause."""
SIDES = ("Start-ups", "Industrie")
ROOMS = ("Saal", "Galerie", "Werkstatt")
REGIONS = (
    *("Havel", "Spree", "Oder", "Barnim", "Fläming", "Prignitz", "Lausitz", "Uckermark", "Neiße"),
    *("Teltow", "Rhin", "Dahme", "Nuthe", "Schlaube", "Elster", "Ruppin"),
)
TRADES = (
    *("Metallbau", "Sensorik", "Solarwerk", "Holzbau", "Logistik", "Medizintechnik", "Guss"),
    *("Robotik", "Software", "Keramik", "Lasertechnik", "Batterie", "Wasserstoff", "Optik"),
    *("Kunststoff", "Messtechnik"),
)
TOPICS = 24


class Made(NamedTuple):
    """An invented event."""

    event: Event
    scores: NDArray[np.float64]
    """(P, P), mutual, 0..1, zeros on the diagonal."""


def make_event(people: int, slots: int, *, two_sided: bool = True, seed: int = 1) -> Made:
    """Return an event of ``people`` participants and ``slots`` slots, the same for a seed."""
    rng = np.random.default_rng(seed)
    scores = _scores(people, rng)
    tables = _tables(people, rng)
    times = _slots(slots)
    event = Event(
        id=f"e{seed}",
        tenant="cluster",
        name=f"Kooperationstag {seed}",
        place="Musterstadt",
        sides=SIDES if two_sided else (),
        slots=times,
        tables=tables,
        participants=tuple(_person(n, times, tables, two_sided, rng) for n in range(people)),
        settings=Settings(at_least=min(4, slots // 3), in_a_row=5, seed=seed),
    )
    wishes = (*_must(event, scores, rng), *_would(event, scores, rng), *_vetoes(event, rng))
    said: dict[frozenset[str], Wish] = {}
    for wish in wishes:  # what must be comes first and is never vetoed
        said.setdefault(frozenset((wish.who, wish.whom)), wish)
    return Made(event.model_copy(update={"wishes": tuple(said.values())}), scores)


def _slots(number: int) -> tuple[Slot, ...]:
    start, slots = BEGIN, []
    for place in range(number):
        if place and place % MORNING == 0:
            start += LUNCH
        slots.append(Slot(start=start, end=start + LENGTH))
        start += LENGTH
    return tuple(slots)


def _tables(people: int, rng: np.random.Generator) -> tuple[Table, ...]:
    """Return tables for nine in ten of the most meetings there can be at a time."""
    number = max(2, round(people * 0.45))
    rooms = rng.choice(len(ROOMS), number, p=(0.6, 0.25, 0.15))
    rooms[: len(ROOMS)] = range(len(ROOMS))[:number]
    return tuple(Table(name=str(n + 1), room=ROOMS[room]) for n, room in enumerate(sorted(rooms)))


def _person(
    number: int,
    slots: tuple[Slot, ...],
    tables: tuple[Table, ...],
    two_sided: bool,
    rng: np.random.Generator,
) -> Participant:
    """Return a participant; about one in three is under some rule of its own."""
    few = max(2, len(slots) // 4)
    late, early, tired, capped, stays, bound = rng.random(6)
    firm = f"{REGIONS[number % len(REGIONS)]} {TRADES[number * 7 // len(REGIONS) % len(TRADES)]}"
    second = rng.random() < 0.06
    return Participant(
        id=f"p{number:03d}",
        name=f"{firm} {number + 1}",
        firm=f"{REGIONS[number % 5]} Gruppe" if second else "",
        side=SIDES[number % 5 >= 2] if two_sided else "",
        arrives=slots[few].start if late < 0.08 else None,
        leaves=slots[-few].start if early < 0.08 else None,
        away=(int(rng.integers(len(slots))),) if tired < 0.1 else (),
        at_most=int(rng.integers(5, 9)) if capped < 0.15 else None,
        groups=(f"Wettbewerb {rng.integers(1 + number // 20)}",) if rng.random() < 0.08 else (),
        rooms=(ROOMS[0],) if bound < 0.04 else (),
        table=tables[number % len(tables)].name if stays < 0.06 and bound >= 0.04 else "",
    )


def _scores(people: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return scores of firms that each offer a few of the topics and look for one or two."""
    offers, needs = np.zeros((people, TOPICS)), np.zeros((people, TOPICS))
    for row in range(people):
        offers[row, rng.choice(TOPICS, 3, replace=False)] = rng.uniform(0.4, 1, 3)
        needs[row, rng.choice(TOPICS, 2, replace=False)] = rng.uniform(0.4, 1, 2)
    one_way = np.clip(offers @ needs.T + rng.normal(0.15, 0.08, (people, people)), 0, 1)
    mutual = np.sqrt(one_way * one_way.T) * 0.6 + (one_way + one_way.T) * 0.2
    np.fill_diagonal(mutual, 0)
    return np.asarray(mutual, np.float64)


def _must(event: Event, scores: NDArray[np.float64], rng: np.random.Generator) -> list[Wish]:
    """Return one must for every second participant, taken from a random legal plan."""
    noise = rng.random(scores.shape)
    rules = rules_of(event, np.triu(noise, 1) + np.triu(noise, 1).T)
    planned = greedy(rules)
    count = min(len(planned), len(event.participants) // 2)
    chosen = rng.choice(len(planned), count, replace=False) if count else ()
    ids = rules.ids
    return [
        Wish(who=ids[planned[n].i], whom=ids[planned[n].j], interest=Interest.MUST) for n in chosen
    ]


def _would(event: Event, scores: NDArray[np.float64], rng: np.random.Generator) -> list[Wish]:
    """Return about three wishes of each, mostly for those who fit."""
    ids, wishes = [p.id for p in event.participants], []
    for row, who in enumerate(ids):
        liked = np.argsort(-(scores[row] + rng.normal(0, 0.2, len(ids))))[: rng.integers(0, 7)]
        wishes += [Wish(who=who, whom=ids[n], interest=Interest.WOULD) for n in liked if n != row]
    return wishes


def _vetoes(event: Event, rng: np.random.Generator) -> list[Wish]:
    ids = [p.id for p in event.participants]
    pairs = (rng.choice(len(ids), 2, replace=False) for _ in range(len(ids) // 8))
    return [Wish(who=ids[a], whom=ids[b], interest=Interest.VETO) for a, b in pairs]
