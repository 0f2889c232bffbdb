"""The solver's answers beside trying everything out."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.groups.solver import Problem, best_clique, best_disjoint, choose


def teams(problem: Problem) -> Iterator[tuple[int | None, ...]]:
    """Yield every assignment that keeps the rules."""
    roles, count = problem.value.shape
    for taken in itertools.product([None, *range(count)], repeat=roles):
        pairs = [(r, c) for r, c in enumerate(taken) if c is not None]
        chosen = [c for _, c in pairs]
        if any(problem.value[r, c] <= 0 for r, c in pairs):
            continue
        if any(chosen.count(c) > problem.each for c in chosen):
            continue
        copies = [(problem.copies[r], c) for r, c in pairs]
        if len(copies) != len(set(copies)):
            continue
        if any(taken[r] != c for r, c in problem.pinned.items()):
            continue
        if problem.least <= len({*chosen, *problem.include}) <= problem.most:
            yield taken


def worth(problem: Problem, taken: tuple[int | None, ...]) -> tuple[int, float]:
    members = sorted({c for c in taken if c is not None} | problem.include)
    value = sum(problem.value[r, c] for r, c in enumerate(taken) if c is not None)
    value += sum(problem.pair[a, b] for a, b in itertools.combinations(members, 2))
    covered = sum(c is not None for c in taken)
    return covered, round(value - problem.member_cost * len(members), 6)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    roles, count = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    numbers = st.integers(0, 6).map(lambda n: n / 4)
    value = np.array([[draw(numbers) for _ in range(count)] for _ in range(roles)])
    pair = np.zeros((count, count))
    for a, b in itertools.combinations(range(count), 2):
        pair[a, b] = pair[b, a] = draw(st.integers(-4, 4)) / 8
    possible = [(int(r), int(c)) for r, c in np.argwhere(value > 0)]
    some = draw(st.lists(st.sampled_from(possible), max_size=1)) if possible else []
    pinned = dict(some)
    least = draw(st.integers(0, 2))
    return Problem(
        value=value,
        pair=pair,
        copies=tuple(draw(st.integers(0, 1)) for _ in range(roles)),
        pinned=pinned,
        include=frozenset(draw(st.sets(st.integers(0, count - 1), max_size=1))),
        least=least,
        most=draw(st.integers(max(least, 1), 4)),
        each=draw(st.integers(1, 2)),
        member_cost=draw(st.sampled_from((0.0, 0.25))),
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_best_team_is_the_best_of_all(problem: Problem) -> None:
    found, all_teams = choose(problem), list(teams(problem))
    if not all_teams:
        assert found is None
        return
    assert found is not None
    assert found.proven
    assert found.taken in all_teams
    assert worth(problem, found.taken) == max(worth(problem, taken) for taken in all_teams)


def test_a_covered_role_counts_more_than_any_worth() -> None:
    value = np.array([[1.5, 0.01], [1.5, 0.0]])
    pair = np.array([[0.0, -5.0], [-5.0, 0.0]])
    found = choose(Problem(value=value, pair=pair, copies=(0, 1)))
    assert found is not None
    assert found.taken == (1, 0)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_best_group_is_the_best_of_all(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 6))
    worths, alike = np.zeros((count, count)), np.zeros((count, count), dtype=bool)
    for a, b in itertools.combinations(range(count), 2):
        worths[a, b] = worths[b, a] = data.draw(st.integers(-2, 6)) / 8
        alike[a, b] = alike[b, a] = data.draw(st.booleans())
    owners = np.array([data.draw(st.integers(0, 4)) for _ in range(count)])
    possible = [
        group
        for size in (2, 3)
        for group in itertools.combinations(range(count), size)
        if all(alike[a, b] and owners[a] != owners[b] for a, b in itertools.combinations(group, 2))
    ]
    found = best_clique(worths, alike, owners, 2, 3)
    if not possible:
        assert found is None
        return
    assert found is not None
    best = max(sum(worths[a, b] for a, b in itertools.combinations(g, 2)) for g in possible)
    assert found[0] in possible
    assert found[1] == pytest.approx(best)


def test_groups_of_the_best_set_share_nobody() -> None:
    groups = [frozenset({1, 2, 3}), frozenset({1, 4}), frozenset({2, 5})]
    assert best_disjoint(groups, [3.0, 2.0, 2.0], 5) == ((1, 2), True)
    assert best_disjoint(groups, [3.0, 2.0, 2.0], 1) == ((0,), True)
