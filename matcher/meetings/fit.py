"""Whether demands fit together: a small CP-SAT model over just these meetings.

`warnings`: who will get too few meetings whatever the plan, and why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.event import Event, Participant
from data.events.plans import Meeting
from matcher.meetings.demands import Demand, Ground, Kind, Rule
from matcher.meetings.rules import Rules, rules_of, unbroken_runs

SECONDS = 10.0
"""For one question."""


ANY = -1
"""The class of all tables: who can be at each takes what is left."""


class UndecidedError(Exception):
    """Whether the demands fit did not turn out in time."""


def fit(
    ground: Ground,
    demands: Sequence[Demand],
    *,
    without: Collection[Rule] = (),
    optional: Mapping[Demand, int] | None = None,
) -> dict[Demand, Meeting] | None:
    """Place all ``demands`` under the rules but those ``without``; None if they cannot all be.

    Those ``optional`` may be left out: the ones are placed that are worth most together.

    Raises:
        UndecidedError: neither was found out in time.
    """
    return _Fit(ground, demands, frozenset(without), optional or {}).solve()


class _Fit:
    """The model: a boolean for each demand, slot and class of tables."""

    def __init__(
        self,
        ground: Ground,
        demands: Sequence[Demand],
        without: frozenset[Rule],
        optional: Mapping[Demand, int],
    ) -> None:
        from ortools.sat.python import cp_model

        self.ground, self.demands, self.without = ground, demands, without
        self.optional = optional
        self.model: Any = cp_model.CpModel()
        places = [ground.places_of(demand, self.without) for demand in demands]
        self.classes = _alike(ground.tables, {tables for _, tables in places})
        self.here: dict[tuple[int, int, int], Any] = {}
        """(demand, slot, class) -> whether it is there."""
        for number, (slots, tables) in enumerate(places):
            mine = [c for c, members in enumerate(self.classes) if members[0] in tables]
            mine = mine if len(tables) < len(ground.tables) else [ANY]
            for slot, kind in product(slots, mine):
                self.here[number, slot, kind] = self.model.new_bool_var("")

    def solve(self) -> dict[Demand, Meeting] | None:
        from ortools.sat.python import cp_model

        self._each_once()
        self._people()
        self._capacity()
        if self.optional:
            worth = [self.optional.get(demand, 0) for demand in self.demands]
            self.model.maximize(sum(worth[key[0]] * x for key, x in self.here.items()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = SECONDS
        status = solver.solve(self.model)
        if status == cp_model.UNKNOWN:
            raise UndecidedError
        if status == cp_model.INFEASIBLE:
            return None
        return self._placed(key for key, x in self.here.items() if solver.boolean_value(x))

    def _each_once(self) -> None:
        pairs = defaultdict(list)
        for number, demand in enumerate(self.demands):
            pairs[frozenset(demand.who)].append(number)
        at = defaultdict(list)
        for key, x in self.here.items():
            at[key[0]].append(x)
        for numbers in pairs.values():
            for number in numbers:
                if self.demands[number] not in self.optional:
                    self.model.add_exactly_one(at[number])
            self.model.add_at_most_one(x for number in numbers for x in at[number])

    def _people(self) -> None:
        busy: dict[str, dict[int, list[Any]]] = {}
        for (number, slot, _), x in self.here.items():
            for id in self.demands[number].who:
                busy.setdefault(id, {}).setdefault(slot, []).append(x)
        for id, mine in busy.items():
            for taken in mine.values():
                self.model.add_at_most_one(taken)
            self._load(id, mine)

    def _load(self, id: str, mine: dict[int, list[Any]]) -> None:
        if Rule(Kind.AT_MOST, (id,)) not in self.without:
            self.model.add(
                sum(x for taken in mine.values() for x in taken) <= self.ground.at_most(id)
            )
        most = self.ground.event.settings.in_a_row
        if most is None or Rule(Kind.IN_A_ROW) in self.without:
            return
        for run in unbroken_runs(self.ground.event.slots):
            for start in range(len(run) - most):
                window = [x for s in run[start : start + most + 1] for x in mine.get(s, ())]
                self.model.add(sum(window) <= most)

    def _capacity(self) -> None:
        if Rule(Kind.CAPACITY) in self.without:
            return
        taken = defaultdict(list)
        for (_, slot, kind), x in self.here.items():
            if not self.ground.past(slot):
                taken[slot, ANY].append(x)
                if kind != ANY:
                    taken[slot, kind].append(x)
        for (_, kind), there in taken.items():
            seats = sum(self.ground.event.tables[t].capacity for t in self._members(kind))
            if seats < len(there):
                self.model.add(sum(there) <= seats)

    def _members(self, kind: int) -> Sequence[int]:
        return self.ground.tables if kind == ANY else self.classes[kind]

    def _placed(self, keys: Iterable[tuple[int, int, int]]) -> dict[Demand, Meeting]:
        used: Counter[tuple[int, int]] = Counter()
        placed = {}
        for number, slot, kind in sorted(keys, key=lambda key: (key[2] == ANY, key)):
            demand, tables = self.demands[number], self._members(kind)
            free = (t for t in tables if used[slot, t] < self.ground.event.tables[t].capacity)
            table = next(free, tables[0])
            used[slot, table] += 1
            placed[demand] = demand.at or Meeting(a=demand.a, b=demand.b, slot=slot, table=table)
        return placed


def _alike(tables: range, choices: set[frozenset[int]]) -> list[tuple[int, ...]]:
    """Return the tables in classes: no demand can tell two of a class apart."""
    alike = defaultdict(list)
    order = sorted(choices, key=sorted)
    for table in tables:
        alike[tuple(table in choice for choice in order)].append(table)
    return [tuple(members) for members in alike.values()]


_WHY = {
    Kind.VETO: ("{n} durch einen Ausschluss", "{n} by a veto"),
    Kind.SIDES: ("{n} auf derselben Seite", "{n} on the same side"),
    Kind.FIRM: ("{n} aus derselben Organisation", "{n} of the same organisation"),
    Kind.GROUP: ("{n} in derselben Gruppe", "{n} in the same group"),
    Kind.RIVALS: ("{n} im Wettbewerb", "{n} competing"),
    "weak": ("{n} mit zu wenig Übereinstimmung", "{n} that fit too little"),
    "absent": ("{n} ohne gemeinsame Zeit", "{n} without a common time"),
    "place": ("{n} ohne gemeinsamen Tisch", "{n} without a common table"),
}


@dataclass(frozen=True)
class Shortage:
    """Somebody who cannot have as many meetings as it should."""

    participant: str
    most: int
    """Meetings it can have at best."""
    wanted: int
    """Meetings it should have, at least 1."""
    german: str
    english: str


def warnings(
    event: Event, scores: NDArray[np.float64], *, rivals: Collection[frozenset[str]] = ()
) -> tuple[Shortage, ...]:
    """Return who cannot reach its minimum or can meet nobody at all, in the event's order.

    ``scores`` (P, P) are mutual, 0..1. Nobody is warned of who called off.
    """
    rules, ground = rules_of(event, scores, rivals=rivals), Ground(event, rivals)
    found = []
    for number, person in enumerate(event.participants):
        wanted = max(1, int(rules.at_least[number]))
        if person.present and event.slots and event.tables:
            warning = _warning(ground, rules, number, person, wanted)
            if warning is not None:
                found.append(warning)
    return tuple(found)


def _warning(
    ground: Ground, rules: Rules, number: int, person: Participant, wanted: int
) -> Shortage | None:
    partners = int(rules.may_meet[number].sum())
    slots = int((rules.free[number] & rules.free[rules.may_meet[number]].any(axis=0)).sum())
    times = int(rules.free[number].sum())
    most = min(partners, slots, int(rules.at_most[number]))
    if most >= wanted:
        return None
    if times == 0:
        why = ("ist in keiner der Zeiten da", "is there in none of the times")
    elif rules.at_most[number] == 0:
        why = ("darf kein Treffen haben", "may have no meeting")
    elif partners == 0:
        why = _nobody(ground, rules, number)
    elif partners <= slots:
        one = (f"{partners} Teilnehmer", f"{partners} participant{'s' * (partners > 1)}")
        why = (f"kann nur {one[0]} treffen", f"can meet only {one[1]}")
    else:
        one = (f"{slots} Zeit{'en' * (slots > 1)}", f"{slots} time{'s' * (slots > 1)}")
        why = (f"kann nur in {one[0]} jemanden treffen", f"can meet somebody in only {one[1]}")
    german, english = f"{person.name} {why[0]}", f"{person.name} {why[1]}"
    if most and wanted > 1:
        german += f", soll aber mindestens {wanted} Treffen haben"
        english += f" but should have at least {wanted} meetings"
    return Shortage(person.id, most, wanted, f"{german}.", f"{english}.")


def _nobody(ground: Ground, rules: Rules, number: int) -> tuple[str, str]:
    """Return that somebody can meet nobody, and how many fall out for which reason."""
    people, reasons = ground.event.participants, Counter[str]()
    for other, person in enumerate(people):
        if other != number and person.present:
            reasons[_reason(ground, rules, number, other)] += 1
    if not reasons:
        return "ist allein", "is alone"
    parts = [[text.format(n=n) for text in _WHY[kind]] for kind, n in reasons.most_common()]
    german, english = (", ".join(part[at] for part in parts) for at in (0, 1))
    return f"kann niemanden treffen: {german}", f"can meet nobody: {english}"


def _reason(ground: Ground, rules: Rules, number: int, other: int) -> str:
    bans = ground.bans(Demand(rules.ids[number], rules.ids[other]))
    if bans:
        return bans[0].kind
    if not (rules.free[number] & rules.free[other]).any():
        return "absent"
    return "weak" if (rules.places[number] & rules.places[other]).any() else "place"
