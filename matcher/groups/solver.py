"""The choice of a team and of a group of peers as integer programmes, solved with CP-SAT.

Both work on plain numbers, so that they can be checked against trying everything out. One thread,
a fixed seed and a limit counted in work done, not in seconds, give the same answer each time.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SCALE = 10_000
"""Values are rounded to four digits: CP-SAT counts in whole numbers."""
WORK = 8.0
"""Most work of one solution in CP-SAT's deterministic units, about as many seconds."""
CLIQUE_WORK = 0.25
"""The same for one group of peers: many are solved."""
SECONDS = 30.0
"""A guard against a machine that is overloaded."""


@dataclass(frozen=True)
class Problem:
    """Roles to fill, candidates, and what each choice is worth."""

    value: Floats
    """(roles, candidates), > 0 where a candidate may take a role; at most about 2."""
    pair: Floats
    """(candidates, candidates), symmetric: what two are worth, or cost, in one team."""
    copies: tuple[int, ...] = ()
    """For each role a number; of those with the same number a candidate takes one at most."""
    pinned: Mapping[int, int] = field(default_factory=dict)
    """role -> candidate that must take it; needs a value > 0."""
    include: frozenset[int] = frozenset()
    """Candidates that must be members, with a role or without."""
    least: int = 0
    most: int = 1000
    each: int = 1
    """So many roles one member may take."""
    member_cost: float = 0.0
    """What a further member costs: above 0 few members are preferred."""


@dataclass(frozen=True)
class Choice:
    """The best team."""

    taken: tuple[int | None, ...]
    """Candidate of each role, None where nobody takes it."""
    members: tuple[int, ...]
    """All members, ascending."""
    value: float
    """Without what covering the roles is worth."""
    proven: bool
    """Whether no better team exists; else the search ended at its limit."""


def choose(problem: Problem) -> Choice | None:
    """Return the best team: it covers as many roles as possible, then its value decides.

    None if no team keeps the bounds on its size, whatever roles it leaves open.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    roles = len(problem.value)
    takes = {
        (int(r), int(c)): model.new_bool_var(f"x{r}_{c}") for r, c in np.argwhere(problem.value > 0)
    }
    useful = {c for _, c in takes} | problem.include
    member = {c: model.new_bool_var(f"y{c}") for c in sorted(useful)}
    _rules(model, problem, takes, member)
    both = _pairs(model, problem, member)
    worth = [(round(SCALE * float(problem.value[key])), x) for key, x in takes.items()]
    worth += [(round(SCALE * w), z) for w, z in both]
    worth += [(-round(SCALE * problem.member_cost), y) for y in member.values()]
    # More than all the rest can differ by, so that a covered role always counts more.
    cover = 1 + sum(abs(weight) for weight, _ in worth)
    model.maximize(sum(w * v for w, v in worth) + cover * sum(takes.values()))
    solver, status = _solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    taken: list[int | None] = [None] * roles
    for (r, c), x in takes.items():
        if solver.boolean_value(x):
            taken[r] = c
    value = sum(w for w, v in worth if solver.boolean_value(v)) / SCALE
    members = tuple(c for c, y in member.items() if solver.boolean_value(y))
    return Choice(tuple(taken), members, value, status == cp_model.OPTIMAL)


def _rules(
    model: Any, problem: Problem, takes: Mapping[tuple[int, int], Any], member: Mapping[int, Any]
) -> None:
    roles = range(problem.value.shape[0])
    for r in roles:
        model.add_at_most_one(x for (role, _), x in takes.items() if role == r)
    for c, y in member.items():
        own = [x for (_, candidate), x in takes.items() if candidate == c]
        model.add(sum(own) <= problem.each)
        for x in own:
            model.add_implication(x, y)
        if c in problem.include:
            model.add(y == 1)
        else:
            model.add(sum(own) >= y)
    for number in set(problem.copies):
        same = [r for r, copy in enumerate(problem.copies) if copy == number]
        for c in member:
            model.add_at_most_one(takes[r, c] for r in same if (r, c) in takes)
    for r, c in problem.pinned.items():
        model.add(takes[r, c] == 1)
    model.add_linear_constraint(sum(member.values()), problem.least, problem.most)


def _pairs(model: Any, problem: Problem, member: Mapping[int, Any]) -> list[tuple[float, Any]]:
    """Return a variable for each pair with a worth: whether both are members."""
    found = []
    for a, b in itertools.combinations(sorted(member), 2):
        weight = float(problem.pair[a, b])
        if round(SCALE * weight) == 0:
            continue
        both = model.new_bool_var(f"z{a}_{b}")
        if weight > 0:
            model.add_implication(both, member[a])
            model.add_implication(both, member[b])
        else:
            model.add_bool_or(both, member[a].negated(), member[b].negated())
        found.append((weight, both))
    return found


def best_clique(
    worth: Floats,
    alike: NDArray[np.bool_],
    owners: NDArray[np.int64],
    least: int,
    most: int,
    centre: int | None = None,
) -> tuple[tuple[int, ...], float, bool] | None:
    """Return the group of the greatest worth in which every pair may meet.

    Args:
        worth: (n, n) symmetric, what each pair adds; the diagonal what each one adds alone.
        alike: (n, n) symmetric, which pairs may be in one group.
        owners: (n,) who states the need; at most one need of an owner is in the group.
        least: fewest members.
        most: most members.
        centre: one that must be in.

    Returns:
        Members ascending, the worth, and whether it is proven best; None if there is no group.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    count = len(worth)
    chosen = [model.new_bool_var(f"x{i}") for i in range(count)]
    terms = [(round(SCALE * float(worth[i, i])), chosen[i]) for i in range(count)]
    for a, b in itertools.combinations(range(count), 2):
        if not alike[a, b] or owners[a] == owners[b]:
            model.add_bool_or(chosen[a].negated(), chosen[b].negated())
            continue
        both = model.new_bool_var(f"z{a}_{b}")
        if worth[a, b] > 0:
            model.add_implication(both, chosen[a])
            model.add_implication(both, chosen[b])
        else:
            model.add_bool_or(both, chosen[a].negated(), chosen[b].negated())
        terms.append((round(SCALE * float(worth[a, b])), both))
    if centre is not None:
        model.add(chosen[centre] == 1)
    model.add_linear_constraint(sum(chosen), least, most)
    model.maximize(sum(w * v for w, v in terms))
    solver, status = _solve(model, CLIQUE_WORK)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    members = tuple(i for i, x in enumerate(chosen) if solver.boolean_value(x))
    return members, solver.objective_value / SCALE, status == cp_model.OPTIMAL


def best_disjoint(
    groups: list[frozenset[int]], worths: list[float], most: int
) -> tuple[tuple[int, ...], bool]:
    """Return which groups, at most ``most`` and none with a member of another, are worth most."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var(f"g{i}") for i in range(len(groups))]
    for one in sorted(frozenset().union(*groups)):
        model.add_at_most_one(x for x, group in zip(chosen, groups, strict=True) if one in group)
    model.add(sum(chosen) <= most)
    model.maximize(sum(round(SCALE * w) * x for w, x in zip(worths, chosen, strict=True)))
    solver, status = _solve(model)
    picked = tuple(i for i, x in enumerate(chosen) if solver.boolean_value(x))
    return picked, status == cp_model.OPTIMAL


def _solve(model: Any, work: float = WORK) -> tuple[Any, Any]:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = SECONDS
    return solver, solver.solve(model)
