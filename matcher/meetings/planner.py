"""`make_plan`: who meets whom, when and where.

The plan keeps every hard rule (`matcher.meetings.rules`). Among those it has the least shortfall
below the minimum of meetings, then the highest value (mutual scores and wishes), then few empty
slots between meetings and few changes of table and room. Value and bound of its proof are sums over
meetings; the bound is a relaxation's (`matcher.meetings.pairs`), which every plan with no more
shortfall satisfies.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.errors import RequestError
from data.events.event import Event, Interest
from data.events.plans import Meeting, Plan, Proof
from matcher.meetings.calm import calmed, close_gaps
from matcher.meetings.check import broken
from matcher.meetings.check_each import MeetingRule
from matcher.meetings.conflicts import InfeasibleError, explain
from matcher.meetings.draft import Draft, by_rounds
from matcher.meetings.model import Limit
from matcher.meetings.pairs import Aim, aim_of
from matcher.meetings.rules import Rivals, Scores, rules_of
from matcher.meetings.search import Clock, beginning, fill, improve, rank, shortfall_of, value_of
from matcher.meetings.tables import Planned, Task, rooms_of, tables_for, task_of

EFFORT = 1.0
"""Deterministic time of one search; near seconds of one core."""
LAST = 0.15
"""Share of the time that is kept for pauses and tables."""


class Stage(NamedTuple):
    """How far planning has come."""

    step: str
    """``rules``, ``pairs``, ``slots``, ``improve``, ``pauses``, ``tables`` or ``done``."""
    value: float | None
    """Of the best plan so far; from ``pairs`` on there is one."""
    bound: float | None
    seconds: float


def make_plan(
    event: Event,
    scores: Scores,
    *,
    locked: Sequence[Meeting] = (),
    rivals: Rivals = (),
    since: dt.datetime | None = None,
    workers: int = 2,
    progress: Callable[[Stage], None] | None = None,
    stop: threading.Event | None = None,
) -> Plan:
    """Return a plan with number 0 and without reasons.

    ``scores`` are mutual, 0..1, shape (P, P). ``locked`` meetings stay with slot and table.
    ``rivals`` are pairs of ids in the same trade or sector; the event does not know them, so
    without them `Settings.competitors` forbids nobody. Slots that began before ``since`` take no
    new meetings, and the locked ones there are not judged. ``stop`` ends the search early with the
    best plan so far. The same event, scores and seed give the same plan unless the time limit
    ends the search.

    Raises:
        InfeasibleError: no plan keeps every rule; it names those in conflict.
        RequestError: the event has no slots or tables, or no legal plan was found in time.
    """
    _refuse_empty(event)
    planner = _Planner(event, scores, tuple(locked), rivals, since, progress)
    limit = Limit(
        seconds=event.settings.seconds,
        effort=EFFORT,
        workers=workers,
        seed=event.settings.seed,
        stop=stop or threading.Event(),
    )
    return planner.plan(limit)


def _refuse_empty(event: Event) -> None:
    for german, english, there in (
        ("Zeiten", "times", event.slots),
        ("Tische", "tables", event.tables),
    ):
        if not there:
            raise RequestError(
                f"Veranstaltung „{event.name}“: es gibt noch keine {german}, ein Plan braucht sie.",
                f"Event “{event.name}”: there are no {english} yet; a plan needs them.",
            )


@dataclass
class _Planner:
    """An event on its way to a plan."""

    event: Event
    scores: Scores
    locked: tuple[Meeting, ...]
    rivals: Rivals
    since: dt.datetime | None
    progress: Callable[[Stage], None] | None

    def plan(self, limit: Limit) -> Plan:
        clock = Clock(limit.seconds)
        search = Clock(limit.seconds * (1 - LAST))
        self._tell("rules", None, None, clock)
        self._refuse_locked()
        rules = rules_of(self.event, self.scores, rivals=self.rivals, since=self.since)
        task = task_of(rules, self.locked)
        draft = self._beginning(task, limit)
        rounds = by_rounds(
            Draft(task, draft.new()), rank, lambda: search.left == 0 or limit.stop.is_set()
        )
        self._tell("pairs", value_of(task, rounds.meetings()), None, clock)
        aim = aim_of(task)
        fill(draft, aim, search)
        draft = max(draft, rounds, key=rank)
        self._tell("slots", value_of(task, draft.meetings()), aim.bound, clock)
        draft, proved = improve(
            draft,
            aim,
            limit,
            search,
            lambda draft: self._tell("improve", value_of(task, draft.meetings()), aim.bound, clock),
        )
        bound = self._bound(task, draft, aim, proved)
        self._tell("pauses", value_of(task, draft.meetings()), bound, clock)
        close_gaps(draft, clock, limit.seed)
        self._tell("tables", value_of(task, draft.meetings()), bound, clock)
        tables = self._tables(task, draft, limit, clock)
        return self._finish(task, tables, bound, clock)

    def _tell(self, step: str, value: float | None, bound: float | None, clock: Clock) -> None:
        if self.progress is not None:
            self.progress(Stage(step, value, bound, clock.gone))

    def _refuse_locked(self) -> None:
        found = broken(
            self.event,
            [m.model_copy(update={"locked": True}) for m in self.locked],
            rivals=self.rivals,
            since=self.since,
        )
        if any(b.rule is not MeetingRule.MUST for b in found):
            raise self._infeasible()

    def _beginning(self, task: Task, limit: Limit) -> Draft:
        try:
            draft = beginning(task, limit)
        except TimeoutError:
            must = sum(wish.interest is Interest.MUST for wish in self.event.wishes)
            raise RequestError(
                f"In {limit.seconds:.0f} Sekunden war kein Plan zu finden, in dem alle {must} "
                "Wünsche „muss“ Platz haben. Weniger davon oder mehr Zeit helfen.",
                f"No plan with all {must} wishes “must” was found in {limit.seconds:.0f} seconds. "
                "Fewer of them or more time help.",
            ) from None
        if draft is None:
            raise self._infeasible()
        return draft

    def _infeasible(self) -> InfeasibleError:
        return InfeasibleError(
            explain(
                self.event, self.scores, locked=self.locked, rivals=self.rivals, since=self.since
            )
        )

    def _bound(self, task: Task, draft: Draft, aim: Aim, proved: float | None) -> float:
        value, short = value_of(task, draft.meetings()), shortfall_of(task, draft)
        # The aim's bound is for plans that lack no more than the relaxation; ours lacks more.
        bound = aim.bound if short <= aim.shortfall else aim_of(task, short).bound
        return max(value, bound if proved is None else min(bound, proved))

    def _tables(self, task: Task, draft: Draft, limit: Limit, clock: Clock) -> dict[Planned, int]:
        """Return all meetings with their tables, moved where that makes the day calmer."""
        rules = task.rules
        tables = tables_for(rules, draft.meetings(), self.locked)
        rooms = {m: int(rules.rooms[table]) for m, table in tables.items()}
        space, rest = rooms_of(rules, self.locked), Clock(clock.left * (1 - LAST))
        calm = calmed(task, space, rooms, rest, limit)
        return tables if calm == rooms else tables_for(rules, sorted(calm), self.locked, calm)

    def _finish(
        self, task: Task, tables: Mapping[Planned, int], bound: float, clock: Clock
    ) -> Plan:
        meetings = self._seated(tables)
        found = broken(
            self.event,
            meetings,
            scores=self.scores,
            rivals=self.rivals,
            locked=self.locked,
            since=self.since,
        )
        if found:
            raise RuntimeError(f"the planner broke its own rules: {found[0].english}")
        value = value_of(task, list(tables))
        self._tell("done", value, bound, clock)
        return Plan(
            event=self.event.id,
            version=self.event.version,
            meetings=meetings,
            proof=Proof(
                value=value,
                bound=bound,
                seconds=round(clock.gone, 3),
                seed=self.event.settings.seed,
                optimal=bound - value <= 1e-4 * max(1.0, value),
            ),
        )

    def _seated(self, tables: Mapping[Planned, int]) -> tuple[Meeting, ...]:
        sides = self.event.sides
        people = self.event.participants
        held = {(m.pair, m.slot) for m in self.locked}
        meetings = []
        for m in sorted(tables, key=lambda m: (m.slot, m.i)):
            a, b = people[m.i], people[m.j]
            if len(sides) == 2 and a.side == sides[1]:
                a, b = b, a
            fixed = (frozenset((a.id, b.id)), m.slot) in held
            meetings.append(Meeting(a=a.id, b=b.id, slot=m.slot, table=tables[m], locked=fixed))
        return tuple(meetings)
