"""What judges' grades say: how good each system is, which is better, how far judges agree."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import nDCG
from sklearn.metrics import cohen_kappa_score

from data.files import replacing
from evaluation.compare import interval, randomisation_p
from evaluation.judging.key import Key, KeyRow
from evaluation.judging.reading import Judge

GRADES = (0, 1, 2, 3)
GOOD = 2
"""Grade from which a suggestion counts as good."""
DECIMALS = 9
"""Differences smaller than this come from rounding: a tie."""

Values = dict[str, float]
"""Request -> value."""


@dataclass(frozen=True)
class Mean:
    """A system's mean over requests, with its 95 % confidence interval (None for one request)."""

    value: float
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Outcome:
    """Both systems by one metric; differences are the second less the first."""

    metric: str
    requests: int
    means: Mapping[str, Mean]
    difference: float
    interval: tuple[float, float] | None
    p: float
    """Of the paired randomisation test, two-sided."""
    wins: int
    """Requests in which the second system is better."""
    ties: int
    losses: int


@dataclass(frozen=True)
class Agreement:
    """Two judges over the rows that both graded."""

    judges: tuple[str, str]
    rows: int
    equal: float | None
    """Share of rows with the same grade; None without a row."""
    kappa: float | None
    """Cohen's; None where it is not defined: no row, or one grade alone was given."""
    linear: float | None
    quadratic: float | None


@dataclass(frozen=True)
class Filled:
    """How far one judge filled the sheet."""

    judge: str
    graded: int
    unsure: int
    """Rows marked ``?``."""
    empty: int
    mean: float | None
    """Mean of all grades given, to see who is strict."""
    comments: Mapping[str, str]
    """Row id -> what was noted."""


@dataclass(frozen=True)
class Figures:
    """All that the sheets say, and what they were made with."""

    sheet: str
    source: str
    systems: Mapping[str, str]
    k: int
    program: str
    encoder: str
    data_revision: int
    judges: tuple[Filled, ...]
    outcomes: tuple[Outcome, ...]
    agreements: tuple[Agreement, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return asdict(self)


def figures(key: Key, judges: Sequence[Judge], seed: int = 0) -> Figures:
    """Return everything the sheets say; ``seed`` is that of interval and test."""
    return Figures(
        sheet=key.sheet_id,
        source=key.source,
        systems=key.systems,
        k=key.k,
        program=key.program,
        encoder=key.encoder,
        data_revision=key.data_revision,
        judges=tuple(_filled(judge) for judge in judges),
        outcomes=tuple(outcomes(key, judges, seed)),
        agreements=tuple(agreements(judges)),
    )


def _filled(judge: Judge) -> Filled:
    grades = list(judge.grades.values())
    return Filled(
        judge=judge.name,
        graded=len(grades),
        unsure=len(judge.unsure),
        empty=len(judge.empty),
        mean=statistics.fmean(grades) if grades else None,
        comments=judge.comments,
    )


def outcomes(key: Key, judges: Sequence[Judge], seed: int = 0) -> list[Outcome]:
    """Compare the systems by nDCG@k, the mean grade and the share of good suggestions.

    A request's value is the mean over the judges who graded it: requests, not grades, are what
    is drawn anew for interval and test. Suggestions without a grade are left out of the rankings
    ("condensed lists", Sakai 2007, doi 10.1145/1277741.1277756). nDCG leaves out requests in
    which a judge finds nothing better than 0; its ideal is the best order of all pooled rows.
    """
    metrics = {f"ndcg@{key.k}": _ndcg, "grade": _grade, "good": _good}
    found = []
    for metric, measure in metrics.items():
        by_judge = [measure(key, judge) for judge in judges]
        values = {system: _mean_of([some[system] for some in by_judge]) for system in key.systems}
        found.append(_outcome(metric, values, seed))
    return [outcome for outcome in found if outcome.requests]


def _mean_of(by_judge: Sequence[Values]) -> Values:
    requests = dict.fromkeys(request for values in by_judge for request in values)
    return {
        request: statistics.fmean(values[request] for values in by_judge if request in values)
        for request in requests
    }


def _outcome(metric: str, values: Mapping[str, Values], seed: int) -> Outcome:
    first, second = values.values()
    requests = [request for request in first if request in second]
    deltas = np.array([second[r] - first[r] for r in requests]).round(DECIMALS)
    means = {}
    for system, found in values.items():
        some = [found[request] for request in requests]
        means[system] = Mean(float(np.mean(some)) if some else 0.0, interval(some, seed))
    return Outcome(
        metric=metric,
        requests=len(requests),
        means=means,
        difference=float(deltas.mean()) if len(deltas) else 0.0,
        interval=interval(deltas, seed),
        # One request alone is as likely to fall the other way: no test is needed to say so.
        p=randomisation_p(deltas, seed) if np.count_nonzero(deltas) > 1 else 1.0,
        wins=int((deltas > 0).sum()),
        ties=int((deltas == 0).sum()),
        losses=int((deltas < 0).sum()),
    )


def _ndcg(key: Key, judge: Judge) -> dict[str, Values]:
    graded = _graded(key, judge)
    qrels = {
        request: {row.profile: judge.grades[row.id] for row in rows}
        for request, rows in graded.items()
        if any(judge.grades[row.id] for row in rows)
    }
    measure = nDCG @ key.k
    values: dict[str, Values] = {}
    for system in key.systems:
        run = {
            request: {row.profile: -float(row.ranks[system]) for row in rows if system in row.ranks}
            for request, rows in graded.items()
        }
        known = {request: qrels[request] for request in qrels if run[request]}
        found = ir_measures.iter_calc([measure], known, {r: run[r] for r in known})
        values[system] = {metric.query_id: float(metric.value) for metric in found}
    return values


def _grade(key: Key, judge: Judge) -> dict[str, Values]:
    return _per_request(key, judge, {grade: float(grade) for grade in GRADES})


def _good(key: Key, judge: Judge) -> dict[str, Values]:
    return _per_request(key, judge, {grade: float(grade >= GOOD) for grade in GRADES})


def _per_request(key: Key, judge: Judge, worth: Mapping[int, float]) -> dict[str, Values]:
    """Return the mean worth of each system's graded suggestions, request by request."""
    values: dict[str, Values] = {system: {} for system in key.systems}
    for request, rows in _graded(key, judge).items():
        for system in key.systems:
            some = [worth[judge.grades[row.id]] for row in rows if system in row.ranks]
            if some:
                values[system][request] = statistics.fmean(some)
    return values


def _graded(key: Key, judge: Judge) -> dict[str, list[KeyRow]]:
    """Return request -> rows that the judge graded."""
    rows: dict[str, list[KeyRow]] = {}
    for row in key.rows:
        if row.id in judge.grades:
            rows.setdefault(row.request, []).append(row)
    return rows


def agreements(judges: Sequence[Judge]) -> list[Agreement]:
    """Return how far each two judges agree (Cohen 1960, doi 10.1177/001316446002000104).

    The weighted forms forgive near misses (Cohen 1968, doi 10.1037/h0026256).
    """
    return [_agreement(a, b) for a, b in combinations(judges, 2)]


def _agreement(a: Judge, b: Judge) -> Agreement:
    shared = sorted(a.grades.keys() & b.grades.keys())
    first, second = [a.grades[row] for row in shared], [b.grades[row] for row in shared]
    equal = sum(x == y for x, y in zip(first, second, strict=True))
    kappas: list[float | None] = [None, None, None]
    if len({*first, *second}) > 1:
        kappas = [
            float(cohen_kappa_score(first, second, labels=GRADES, weights=weights))
            for weights in (None, "linear", "quadratic")
        ]
    names = (a.name, b.name)
    return Agreement(names, len(shared), equal / len(shared) if shared else None, *kappas)


def final_grades(judges: Sequence[Judge]) -> dict[str, int]:
    """Return row -> the median of its grades, the lower middle one if they are even in number."""
    rows = dict.fromkeys(row for judge in judges for row in judge.grades)
    return {
        row: statistics.median_low(j.grades[row] for j in judges if row in j.grades) for row in rows
    }


def write_qrels(key: Key, judges: Sequence[Judge], path: Path) -> int:
    """Write the judged pairs as a set's ``qrels.tsv`` and return how many there are."""
    grades = final_grades(judges)
    judged = [row for row in key.rows if row.id in grades]
    lines = [f"{row.request}\t{row.profile}\t{grades[row.id]}\n" for row in judged]
    with replacing(path) as part:
        part.write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), encoding="utf-8")
    return len(judged)
