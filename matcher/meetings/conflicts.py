"""`explain`: why no plan can keep every rule, and the smallest changes that would help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.errors import RequestError
from data.events.event import Event
from data.events.plans import Meeting
from matcher.meetings.conflict_words import Core, sentences
from matcher.meetings.demands import Demand, Ground, Rule, demands_of
from matcher.meetings.fit import UndecidedError, fit
from matcher.meetings.remedies import Change, dropping, remedies

MOST = 5
"""Conflicts that are named at once."""
TRIES = 12
"""Steps of one remedy that are tried."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Conflict:
    """Rules that no plan can keep together. Without any one of them the others can be kept."""

    german: str
    english: str
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    """Each alone makes this conflict go away; smallest first. Where there are several conflicts,
    the first changes of all together leave none."""


class InfeasibleError(RequestError):
    """No plan keeps every hard rule."""

    def __init__(self, conflicts: Sequence[Conflict] = ()) -> None:
        self.conflicts = tuple(conflicts)
        german = " ".join(conflict.german for conflict in conflicts)
        english = " ".join(conflict.english for conflict in conflicts)
        super().__init__(
            f"Kein Plan hält alle Regeln ein. {german}".strip(),
            f"No plan keeps every rule. {english}".strip(),
        )


def explain(
    event: Event,
    scores: NDArray[np.float64],
    *,
    locked: Sequence[Meeting] = (),
    rivals: Collection[frozenset[str]] = (),
    since: dt.datetime | None = None,
) -> tuple[Conflict, ...]:
    """Return the conflicts of an event that has no legal plan; none where it has one.

    ``scores`` (P, P), 0..1, say which of several meetings is missed least. ``locked`` are
    meetings that have to stay, ``rivals`` pairs of ids in the same trade or sector. Slots that
    began before ``since`` take no new meetings. At most `MOST` conflicts are named; others may
    show once these are gone.
    """
    ground = Ground(event, rivals, since)
    demands = demands_of(event, locked)
    if not _impossible(ground, demands):
        return ()
    cores = list(islice(_cores(ground, demands), MOST))
    solving = _Solving(event, scores, tuple(locked), frozenset(rivals), since)
    conflicts = []
    for number, core in enumerate(cores):
        aside = {demand for later in cores[number + 1 :] for demand in later.whole}
        changes = solving.changes(core, aside)
        german, english = sentences(ground, core)
        rules = (*(demand.rule for demand in core.demands), *core.rules)
        conflicts.append(Conflict(german, english, rules, changes))
        if changes:
            solving = solving.after(changes[0])
    return tuple(conflicts)


def _impossible(ground: Ground, demands: Sequence[Demand], without: Collection[Rule] = ()) -> bool:
    try:
        return fit(ground, demands, without=without) is None
    except UndecidedError:
        return False


def _cores(ground: Ground, demands: Sequence[Demand]) -> Iterator[Core]:
    """Yield minimal conflicts that share no demand, those about few participants first."""
    left = list(demands)
    for demand in demands:
        if not ground.alone(demand):
            left.remove(demand)
            yield _core(ground, [demand], [demand])
    for id in dict.fromkeys(id for demand in left for id in demand.who):
        star = [demand for demand in left if id in demand.who]
        if _too_many(ground, id, star):
            left = [demand for demand in left if demand not in star]
            yield _core(ground, star, star)
    while _impossible(ground, left):
        core = _core(ground, left, None)
        left = [demand for demand in left if demand not in core.demands]
        yield core


def _too_many(ground: Ground, id: str, star: Sequence[Demand]) -> bool:
    """Whether the times or the cap of one participant do not allow all its demands."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if len(star) > ground.at_most(id):
        return True
    free = np.zeros((len(star), len(ground.event.slots)), bool)
    for row, demand in zip(free, star, strict=True):
        row[list(ground.places_of(demand).slots)] = True
    matched = maximum_bipartite_matching(csr_array(free), perm_type="column")
    return bool((matched < 0).any())


def _core(ground: Ground, demands: Sequence[Demand], whole: Sequence[Demand] | None) -> Core:
    """Shrink an impossible set: first its demands, then the rules in their way."""
    few = _shrunk(demands, lambda chosen: _impossible(ground, chosen))
    rules = ground.rules(few)

    def still(chosen: Sequence[Rule]) -> bool:
        return _impossible(ground, few, frozenset(rules).difference(chosen))

    return Core(tuple(few), tuple(_shrunk(rules, still)), tuple(few if whole is None else whole))


def _shrunk(items: Sequence[_T], impossible: Callable[[Sequence[_T]], bool]) -> list[_T]:
    """Return a minimal part of ``items`` that is impossible still.

    QuickXplain: Junker (2004), AAAI-04, 167-172; in the order of ``items``.
    """

    def part(kept: list[_T], grown: bool, among: list[_T]) -> list[_T]:
        if grown and impossible(kept):
            return []
        if len(among) <= 1:
            return among
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        of_second = part([*kept, *first], True, second)
        return [*part([*kept, *of_second], bool(of_second), first), *of_second]

    return part([], True, list(items))


class _Solving(NamedTuple):
    """An event with the changes chosen so far, on which further ones are tried."""

    event: Event
    scores: NDArray[np.float64]
    locked: tuple[Meeting, ...]
    rivals: frozenset[frozenset[str]]
    since: dt.datetime | None

    @property
    def ground(self) -> Ground:
        return Ground(self.event, self.rivals, self.since)

    def after(self, change: Change) -> _Solving:
        kept = tuple(meeting for meeting in self.locked if meeting not in change.unlock)
        return self._replace(event=change.apply(self.event), locked=kept)

    def changes(self, core: Core, aside: Collection[Demand]) -> tuple[Change, ...]:
        """Return the changes by which all but what is ``aside`` fits; of each kind the smallest."""
        helping = [
            next((change for change in islice(ways, TRIES) if self._helps(change, aside)), None)
            for ways in remedies(self.ground, core.rules)
        ]
        found = {c.key: c for c in (*helping, self._dropped(core, aside)) if c is not None}
        return tuple(sorted(found.values(), key=lambda change: change.size))

    def _wanted(self, aside: Collection[Demand]) -> list[Demand]:
        return [d for d in demands_of(self.event, self.locked) if d not in aside]

    def _helps(self, change: Change, aside: Collection[Demand]) -> bool:
        after = self.after(change)
        return not _impossible(after.ground, after._wanted(aside))

    def _dropped(self, core: Core, aside: Collection[Demand]) -> Change | None:
        """Return the change that gives up as few as can be of the conflict's own meetings."""
        ground = self.ground
        place = {person.id: number for number, person in enumerate(self.event.participants)}
        worth = {
            d: 1000 + (int(100 * self.scores[place[d.a], place[d.b]]) if ground.known(d) else 0)
            for d in core.whole
        }
        wanted = self._wanted(aside)
        try:
            placed = fit(ground, wanted, optional=worth)
        except UndecidedError:
            return None
        if placed is None:
            return None
        lost = [demand for demand in wanted if demand not in placed]
        ways = (dropping(ground, lost), dropping(ground, lost, entirely=True))
        return next((change for change in ways if self._helps(change, aside)), None)
