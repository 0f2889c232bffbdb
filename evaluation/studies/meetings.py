"""How good and how fast meeting plans are, beside two simple ways to make them.

``python -m evaluation.studies.meetings --size 200x20 --seconds 60`` prints medians over repeated
seeds. All
plans of an event are judged by `matcher.meetings.check.broken`, and their gap is measured from the
same proved bound.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import median
from typing import Any, NamedTuple, TypeVar

import numpy as np

from data.events.event import Event
from data.events.plans import Meeting, Plan, Proof
from evaluation.studies.event_maker import Made, greedy, make_event, round_wise
from matcher.meetings.check import broken
from matcher.meetings.check_each import MeetingRule
from matcher.meetings.figures import changes_between, figures
from matcher.meetings.planner import Stage, make_plan
from matcher.meetings.replan import replan
from matcher.meetings.rules import Rules, rules_of
from matcher.meetings.tables import Planned, tables_for

SIZES = ("50x12", "200x20", "500x24")
NEAR = 0.99
"""Share of the bound that counts as near."""


class Case(NamedTuple):
    """A size of event."""

    people: int
    slots: int
    two_sided: bool

    @property
    def name(self) -> str:
        """As the table shows it."""
        return f"{self.people}x{self.slots} {'2' if self.two_sided else '1'}"


@dataclass(frozen=True)
class Row:
    """One way to plan one event, or the median of several."""

    case: str
    plan: str
    first: float
    """Seconds to the first plan."""
    near: float | None
    """Seconds to within 1 % of the bound; None: never."""
    total: float
    value: float
    bound: float
    gap: float
    """Share of the bound that is missing, in percent."""
    must: float
    """Percent of what must be."""
    broken: float
    """Hard rules broken, besides musts."""
    smallest: float
    median: float
    waiting: float
    """Empty slots between two meetings, over all participants."""
    rooms: float
    """Changes of room, over all participants."""


@dataclass(frozen=True)
class Day:
    """A plan made anew after two no-shows, or the median of several."""

    case: str
    seconds: float
    lost: float
    """Meetings of the two who did not come."""
    changed: float
    """Meetings of others that were removed or moved."""
    added: float
    anew: float
    """Meetings of others that a plan made from scratch removes or moves."""


_R = TypeVar("_R", Row, Day)


def measured(case: Case, seed: int, seconds: int) -> tuple[list[Row], Day]:
    """Measure all ways to plan one event, and a plan changed on its day."""
    made = make_event(case.people, case.slots, two_sided=case.two_sided, seed=seed)
    settings = made.event.settings.model_copy(update={"seconds": seconds})
    made = made._replace(event=made.event.model_copy(update={"settings": settings}))
    stages: list[Stage] = []
    plan = make_plan(made.event, made.scores, progress=stages.append)
    rows = [_judged(case, "planner", made, plan, _times(stages, plan))]
    rules = rules_of(made.event, made.scores)
    for name, way in _simple(made.event).items():
        began = time.perf_counter()
        meetings = way(rules)
        took = time.perf_counter() - began
        other = _plan(made.event, rules, meetings, plan.proof.bound, took)
        near = took if other.proof.value >= NEAR * other.proof.bound else None
        rows.append(_judged(case, name, made, other, (took, near)))
    return rows, _day(case, made, plan)


def _simple(event: Event) -> dict[str, Callable[[Rules], list[Planned]]]:
    first = None
    if len(event.sides) == 2:
        first = np.array([person.side == event.sides[0] for person in event.participants])
    return {"greedy": greedy, "round by round": lambda rules: round_wise(rules, first)}


def _times(stages: Sequence[Stage], plan: Plan) -> tuple[float, float | None]:
    """Return the seconds to the first plan and to within 1 % of the bound proved in the end."""
    at = [(s.seconds, s.value) for s in stages if s.value is not None]
    near = [seconds for seconds, value in at if value >= NEAR * plan.proof.bound]
    return at[0][0], near[0] if near else None


def _plan(
    event: Event, rules: Rules, planned: Sequence[Planned], bound: float, seconds: float
) -> Plan:
    tables, ids = tables_for(rules, planned, ()), rules.ids
    return Plan(
        event=event.id,
        version=event.version,
        meetings=tuple(
            Meeting(a=ids[m.i], b=ids[m.j], slot=m.slot, table=tables[m]) for m in planned
        ),
        proof=Proof(
            value=float(sum(rules.value[m.i, m.j] for m in planned)),
            bound=bound,
            seconds=seconds,
            seed=event.settings.seed,
            optimal=False,
        ),
    )


def _judged(
    case: Case, name: str, made: Made, plan: Plan, times: tuple[float, float | None]
) -> Row:
    told = figures(made.event, plan, made.scores)
    found = broken(made.event, plan.meetings, scores=made.scores)
    return Row(
        case=case.name,
        plan=name,
        first=times[0],
        near=times[1],
        total=plan.proof.seconds,
        value=plan.proof.value,
        bound=plan.proof.bound,
        gap=100 * plan.proof.gap,
        must=100 * told.must.kept / max(1, told.must.asked),
        broken=sum(rule.rule is not MeetingRule.MUST for rule in found),
        smallest=told.all.smallest,
        median=told.all.median,
        waiting=told.waiting,
        rooms=told.room_changes,
    )


def _day(case: Case, made: Made, plan: Plan) -> Day:
    """Let two not come who are in the middle of the list."""
    people = made.event.participants
    gone = {people[len(people) // 3].id, people[len(people) // 2].id}
    there = tuple(p.model_copy(update={"present": p.id not in gone}) for p in people)
    later = made.event.model_copy(update={"participants": there, "version": 2})
    new = replan(later, made.scores, plan)
    changes = changes_between(later, plan, new)
    anew = changes_between(later, plan, make_plan(later, made.scores))
    lost = sum(bool(meeting.pair & gone) for meeting in plan.meetings)
    return Day(
        case=case.name,
        seconds=new.proof.seconds,
        lost=lost,
        changed=changes.disturbed - lost,
        added=len(changes.added),
        anew=anew.disturbed - lost,
    )


def middle(rows: Sequence[_R]) -> _R:
    """Return the medians of rows that differ in their seed alone."""
    columns = ([getattr(row, field.name) for row in rows] for field in fields(rows[0]))
    return type(rows[0])(*map(_middle, columns))


def _middle(values: Sequence[Any]) -> Any:
    """Return the median; what never came counts as longer than all."""
    if isinstance(values[0], str):
        return values[0]
    found = median(float("inf") if value is None else float(value) for value in values)
    return None if found == float("inf") else found


def table_of(rows: Sequence[Row] | Sequence[Day]) -> str:
    """Return the rows as text in columns."""
    names = [field.name for field in fields(rows[0])]
    cells = [names, *([_cell(getattr(row, name)) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if at < 2 and not text[:1].isdigit() else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    )


def _cell(value: str | float | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line names and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.studies.meetings", description=__doc__
    )
    parser.add_argument("--size", action="append", metavar="50x12", help="participants x slots")
    parser.add_argument("--sides", type=int, choices=(1, 2), help="only with one side or with two")
    parser.add_argument("--seconds", type=int, default=60, help="longest time for a plan")
    parser.add_argument("--seeds", type=int, default=3, help="events of each size")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args(arguments)
    rows: list[Row] = []
    days: list[Day] = []
    for size in given.size or SIZES:
        people, slots = map(int, size.split("x"))
        for two_sided in [True, False] if given.sides is None else [given.sides == 2]:
            case = Case(people, slots, two_sided)
            runs = [measured(case, seed, given.seconds) for seed in range(1, given.seeds + 1)]
            rows += [middle(list(way)) for way in zip(*(found for found, _ in runs), strict=True)]
            days.append(middle([day for _, day in runs]))
    if given.json:
        told = {"plans": [asdict(row) for row in rows], "days": [asdict(day) for day in days]}
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        sys.stdout.write(f"{table_of(rows)}\n\n{table_of(days)}\n")


if __name__ == "__main__":
    main()
