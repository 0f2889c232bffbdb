"""Meetings for those who lost one, around all that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from data.events.event import Event
from data.events.plans import Meeting
from matcher.meeting_conflicts import InfeasibleError
from matcher.meeting_demands import in_order
from matcher.meeting_model import SCALE, Limit, Model
from matcher.meeting_rules import Rules
from matcher.meeting_space import Planned, task_of
from matcher.meeting_tables import tables_for

PARTNERS = 40
"""Best partners that are looked at for each."""
SAME_SLOT, SAME_PAIR = 0.3, 0.2
"""What it is worth that a lost meeting comes back at its time, or at another."""
BELOW = 0.5
"""What a meeting more is worth to somebody below the minimum."""
BYSTANDER = 0.3
"""What it costs to give a meeting to somebody who lost none."""


class Wanted:
    """Who is to get how many meetings, and with whom."""

    def __init__(
        self,
        rules: Rules,
        lost: Sequence[Meeting],
        welcome: Collection[str],
        wishes: Collection[frozenset[str]],
    ) -> None:
        """Take the meetings that were lost.

        Who is ``welcome`` may get any number of meetings, pairs with new ``wishes`` one.
        """
        number = {id: at for at, id in enumerate(rules.ids)}
        known = [m for m in lost if {m.a, m.b} <= number.keys()]
        self.rules = rules
        self.slot = {_pair(number, m.pair): m.slot for m in known}
        """Of the lost meetings."""
        self.wishes = {_pair(number, pair) for pair in wishes}
        self.more = Counter(number[id] for m in known for id in (m.a, m.b))
        self.more.update({number[id]: rules.free.shape[1] for id in welcome})

    def pairs(self, taken: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pairs that could get a meeting, but for those ``taken``; musts first."""
        rules = self.rules
        found = dict.fromkeys(pair for pair in rules.must if pair not in taken)
        found.update(dict.fromkeys(p for p in (*self.slot, *self.wishes) if rules.may_meet[p]))
        for who in sorted(self.more):
            worth = np.where(rules.may_meet[who], rules.value[who], 0.0)
            best = np.argsort(-worth, kind="stable")
            open_to = [(min(who, p), max(who, p)) for p in best.tolist() if worth[p] > 0]
            found.update(dict.fromkeys([p for p in open_to if p not in taken][:PARTNERS]))
        return [pair for pair in found if pair not in taken]

    def weight(self, m: Planned) -> float:
        """Return what a new meeting is worth."""
        pair = (m.i, m.j)
        again = SAME_PAIR + SAME_SLOT * (self.slot.get(pair) == m.slot) if pair in self.slot else 0
        bystanders = 0 if pair in self.wishes else sum(who not in self.more for who in pair)
        return float(self.rules.value[pair]) + again - BYSTANDER * bystanders


def _pair(number: dict[str, int], ids: Collection[str]) -> tuple[int, int]:
    i, j = sorted(number[id] for id in ids)
    return i, j


def refilled(
    event: Event, rules: Rules, kept: Sequence[Meeting], wanted: Wanted, limit: Limit
) -> tuple[Meeting, ...]:
    """Return further meetings beside those ``kept``: all that must be, then what is wanted most."""
    task = task_of(rules, kept)
    pairs = wanted.pairs({(m.i, m.j) for m in task.locked})
    if not pairs:
        return ()
    model = Model(task, pairs, range(len(event.slots)), set(task.locked))
    _ask(model, wanted, Counter(who for m in task.locked for who in (m.i, m.j)))
    found = model.solve(limit)
    if found.meetings is None:
        raise InfeasibleError
    tables = tables_for(rules, [*task.locked, *found.meetings], kept)
    meetings = []
    for m in found.meetings:
        a, b = in_order(event, rules.ids[m.i], rules.ids[m.j])
        meetings.append(Meeting(a=a, b=b, slot=m.slot, table=tables[m]))
    return tuple(meetings)


def _ask(model: Model, wanted: Wanted, has: Counter[int]) -> None:
    """Ask for what is wanted most, nobody getting more than was lost."""
    rules, must = wanted.rules, set(wanted.rules.must)
    terms: list[Any] = [round(SCALE * wanted.weight(m)) * cell for m, cell in model.cells.items()]
    extra: dict[int, list[Any]] = {}
    for m, cell in model.cells.items():
        if (m.i, m.j) not in must:
            for who in (m.i, m.j):
                extra.setdefault(who, []).append(cell)
    for who, cells in extra.items():
        model.model.add(sum(cells) <= max(1, wanted.more[who]))
    for who, cells in model.mine.items():
        lacking = int(rules.at_least[who]) - has[who]
        if lacking > 0:
            short = model.model.new_int_var(0, lacking, "")
            model.model.add(sum(cells) + short >= lacking)
            terms.append(-round(SCALE * BELOW) * short)
    model.model.maximize(sum(terms))
