"""What a plan cannot do without: meetings that must be and locked ones, and whether all fit.

Every other meeting is optional, so an event has a legal plan exactly if these fit together under
its rules. Each rule can be left out by itself, which shows whose fault it is when they do not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from data.events.event import Event, Interest, Participant
from data.events.plans import Meeting, pair_key
from data.text import fold


class Kind(StrEnum):
    """What a rule is about."""

    MUST = "must"
    LOCKED = "locked"
    VETO = "veto"
    SIDES = "sides"
    FIRM = "firm"
    GROUP = "group"
    RIVALS = "rivals"
    ARRIVES = "arrives"
    LEAVES = "leaves"
    AWAY = "away"
    AT_MOST = "at_most"
    IN_A_ROW = "in_a_row"
    ROOMS = "rooms"
    TABLE = "table"
    CAPACITY = "capacity"


class Rule(NamedTuple):
    """One rule of an event that can be given up by itself."""

    kind: Kind
    who: tuple[str, ...] = ()
    """Ids of the participants it is about; empty: everybody."""
    at: tuple[int, int] | None = None
    """Slot and table of a locked meeting."""


class Demand(NamedTuple):
    """A meeting that has to be; with ``at`` in one slot at one table."""

    a: str
    b: str
    at: Meeting | None = None

    @property
    def who(self) -> tuple[str, str]:
        """Both participants."""
        return (self.a, self.b)

    @property
    def rule(self) -> Rule:
        """The rule that asks for it."""
        if self.at is None:
            return Rule(Kind.MUST, self.who)
        return Rule(Kind.LOCKED, self.who, (self.at.slot, self.at.table))


def demands_of(event: Event, locked: Sequence[Meeting] = ()) -> tuple[Demand, ...]:
    """Return what a plan has to hold; nobody waits for who is absent."""
    here = {p.id for p in event.participants if p.present}
    found = [Demand(m.a, m.b, m) for m in dict.fromkeys(locked)]
    taken = {pair_key(m.a, m.b) for m in locked}
    for wish in event.wishes:
        key = pair_key(wish.who, wish.whom)
        wanted = wish.interest is Interest.MUST and wish.who != wish.whom
        if wanted and key not in taken and {wish.who, wish.whom} <= here:
            taken.add(key)
            found.append(Demand(*in_order(event, wish.who, wish.whom)))
    return tuple(found)


def in_order(event: Event, one: str, other: str) -> tuple[str, str]:
    """Return the two as a meeting names them: the first side first, else as the event does."""
    for person in event.participants:
        if person.id in (one, other):
            last = len(event.sides) == 2 and fold(person.side) == fold(event.sides[1])
            first = (one, other) if (person.id == one) != last else (other, one)
            return first
    return one, other


class Places(NamedTuple):
    """Where a demand can be, each slot with each table."""

    slots: tuple[int, ...]
    tables: frozenset[int]


class Ground:
    """An event as the question sees it: which rule forbids what."""

    def __init__(
        self,
        event: Event,
        rivals: Collection[frozenset[str]] = (),
        since: dt.datetime | None = None,
    ) -> None:
        """Take what began before ``since`` as it was, whatever the rules say now."""
        self.event = event
        self.since = since
        self.rivals = frozenset(rivals)
        self.people = {p.id: p for p in event.participants}
        self._away: dict[str, list[tuple[Rule, ...]]] = {}
        self._places: dict[str, list[tuple[Rule, ...]]] = {}

    def known(self, demand: Demand) -> bool:
        """Whether participants, slot and table exist."""
        at = demand.at
        place = at is None or (at.slot < len(self.event.slots) and at.table < len(self.tables))
        return place and demand.a in self.people and demand.b in self.people

    def past(self, slot: int) -> bool:
        """Whether a slot began before the time from which on is planned."""
        return self.since is not None and self.event.slots[slot].start < self.since

    def places_of(self, demand: Demand, without: Collection[Rule] = ()) -> Places:
        """Return the slots and tables of a demand alone, once the rules ``without`` are gone."""
        if not self.known(demand):
            return Places((), frozenset())
        at = demand.at
        if at is not None and self.past(at.slot):
            return Places((at.slot,), frozenset({at.table}))

        def allowed(*rules: Rule) -> bool:
            return all(rule in without for rule in rules)

        if not allowed(*self.bans(demand)):
            return Places((), frozenset())
        away = list(zip(self.away(demand.a), self.away(demand.b), strict=True))
        barred = list(zip(self.places(demand.a), self.places(demand.b), strict=True))
        slots = [s for s in range(len(away)) if not self.past(s)] if at is None else [at.slot]
        tables = self.tables if at is None else (at.table,)
        return Places(
            tuple(s for s in slots if allowed(*away[s][0], *away[s][1])),
            frozenset(t for t in tables if allowed(*barred[t][0], *barred[t][1])),
        )

    def alone(self, demand: Demand) -> bool:
        """Whether the demand could hold if it were the only one."""
        slots, tables = self.places_of(demand)
        seats = sum(self.event.tables[t].capacity for t in tables)
        past = demand.at is not None and bool(slots) and self.past(demand.at.slot)
        return bool(slots) and (past or seats > 0) and all(map(self.at_most, demand.who))

    @property
    def tables(self) -> range:
        """Numbers of the tables."""
        return range(len(self.event.tables))

    @cached_property
    def _vetoes(self) -> set[str]:
        return {pair_key(w.who, w.whom) for w in self.event.wishes if w.interest is Interest.VETO}

    def bans(self, demand: Demand) -> tuple[Rule, ...]:
        """Return the rules by which the two may not meet at all."""
        a, b, settings = self.people[demand.a], self.people[demand.b], self.event.settings
        two = len(self.event.sides) == 2
        across = {fold(a.side), fold(b.side)} == set(map(fold, self.event.sides))
        found = {
            Kind.VETO: pair_key(a.id, b.id) in self._vetoes,
            Kind.SIDES: two and not across,
            Kind.FIRM: not settings.same_firm and fold(a.organisation) == fold(b.organisation),
            Kind.GROUP: bool(set(map(fold, a.groups)) & set(map(fold, b.groups))),
            Kind.RIVALS: not (settings.competitors or two) and {a.id, b.id} in self.rivals,
        }
        return tuple(Rule(kind, demand.who) for kind, holds in found.items() if holds)

    def away(self, id: str) -> list[tuple[Rule, ...]]:
        """Return for each slot the rules by which somebody cannot meet then."""
        if id not in self._away:
            self._away[id] = [
                self._absent(self.people[id], s) for s in range(len(self.event.slots))
            ]
        return self._away[id]

    def _absent(self, who: Participant, number: int) -> tuple[Rule, ...]:
        slot = self.event.slots[number]
        found = {
            Kind.ARRIVES: who.arrives is not None and slot.start < who.arrives,
            Kind.LEAVES: who.leaves is not None and slot.end > who.leaves,
            Kind.AWAY: number in who.away,
        }
        return tuple(Rule(kind, (who.id,)) for kind, holds in found.items() if holds)

    def places(self, id: str) -> list[tuple[Rule, ...]]:
        """Return for each table the rules by which somebody cannot be there."""
        if id not in self._places:
            who, rooms = self.people[id], {fold(r) for r in self.people[id].rooms}
            self._places[id] = [
                (
                    *((Rule(Kind.ROOMS, (id,)),) if rooms and fold(t.room) not in rooms else ()),
                    *(
                        (Rule(Kind.TABLE, (id,)),)
                        if who.table and fold(who.table) != fold(t.name)
                        else ()
                    ),
                )
                for t in self.event.tables
            ]
        return self._places[id]

    def at_most(self, id: str) -> int:
        """Return the most meetings of somebody."""
        own = self.people[id].at_most
        most = self.event.settings.at_most if own is None else own
        return len(self.event.slots) if most is None else most

    def rules(self, demands: Sequence[Demand]) -> tuple[Rule, ...]:
        """Return every rule that could be in the way of ``demands``, in a fixed order."""
        found: dict[Rule, None] = {}
        for demand in filter(self.known, demands):
            found.update(dict.fromkeys(self.bans(demand)))
        for id in dict.fromkeys(id for d in filter(self.known, demands) for id in d.who):
            for rules in (*self.away(id), *self.places(id)):
                found.update(dict.fromkeys(rules))
            found[Rule(Kind.AT_MOST, (id,))] = None
        if self.event.settings.in_a_row is not None:
            found[Rule(Kind.IN_A_ROW)] = None
        found[Rule(Kind.CAPACITY)] = None
        return tuple(found)
