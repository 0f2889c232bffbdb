"""The targets of matching quality, each with its figure, interval and whether it is met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.sectors.search import load_sector_search
from evaluation.baselines import NAIVE
from evaluation.compare import interval
from evaluation.datasets import ALL, Dataset
from evaluation.metrics import HEADLINE, query_metrics
from evaluation.report.figures import Interval, Values
from matcher.result import Fit
from matcher.words import FITS, Two

CONSORTIA, SECTORS, OCCUPATIONS = "efre_", "ihk_branche_wz", "esco_def"
"""How the names of sets begin that a target is set for."""
RECALL = "recall@100"
TIMES_PLAIN = 1.4
"""nDCG@10 on firms and on the long tail, over the best plain system."""
TIMES_RECALL = 1.25
BELOW_LEARNT = -0.02
"""How far "all" and "research" may lie below a ranker trained without care."""
SECTOR_NDCG = 0.60
TIMES_CHARS = 2.0
CALIBRATION_ERROR = 0.03
TRUE: dict[Fit, float] = {Fit.VERY_GOOD: 0.9, Fit.GOOD: 0.65}
"""Share of suggestions called so that are worth a call."""
FIRST_GOOD: dict[str, tuple[Two, float]] = {
    "first_good": (("erster Vorschlag gut", "first suggestion good"), 0.7),
    "one_of_three_good": (("einer von dreien gut", "one of three good"), 0.85),
}
TIMES_LATENCY = 2.0
DEPTH = 100


@dataclass(frozen=True)
class Target:
    """One target on one set."""

    dataset: str
    name: Two
    """What is measured, German and English."""
    form: str
    """How the figure reads: ``ratio``, ``difference``, ``value`` or ``count``."""
    figure: float | None
    """None where the other system's mean is 0: no ratio."""
    interval: Interval
    goal: float
    at_most: bool = False
    """Whether the figure may not exceed the goal; otherwise it must reach it."""
    beside: str = ""
    """The system it is compared with, where there is one."""
    means: tuple[float, float] | None = None
    """Of the ranker and of that system."""

    @property
    def met(self) -> bool:
        """Whether the figure itself meets the goal; the interval says how sure that is."""
        if self.figure is None:
            return False
        return self.figure <= self.goal if self.at_most else self.figure >= self.goal


@dataclass(frozen=True)
class Measured:
    """What targets are read from."""

    dataset: Dataset
    values: Values
    ranker: str
    violations: int
    calibration_error: float | None
    seed: int
    claims: Mapping[str, Any] | None = None
    """`evaluation.claims.Claims.as_dict`, None where no grade tells good from fair."""


def targets_of(measured: Measured) -> tuple[Target, ...]:
    """Return the targets that a set's name and judgements call for."""
    name = measured.dataset.name
    found: list[Target] = []
    if name.startswith(CONSORTIA):
        found += _consortia(measured)
    if name.startswith(SECTORS):
        found += _sectors(measured)
    if name.startswith(OCCUPATIONS):
        words = ("alle: über Wortteilen", "all: over parts of words")
        found.append(_ratio(measured, words, ALL, HEADLINE, TIMES_CHARS, other="char_tfidf"))
    if measured.calibration_error is not None:
        error = measured.calibration_error
        words = ("Kalibrierungsfehler", "calibration error")
        found.append(Target(name, words, "value", error, None, CALIBRATION_ERROR, at_most=True))
    if measured.claims is not None:
        found += _claims(name, measured.claims)
    broken = float(measured.violations)
    words = ("gebrochene Regeln", "broken rules")
    return (*found, Target(name, words, "count", broken, None, 0.0, at_most=True))


def _consortia(measured: Measured) -> Iterator[Target]:
    values = measured.values
    wanted: tuple[tuple[str, Two, str, float], ...] = (
        ("firms", ("Firmen: nDCG@10", "firms: nDCG@10"), HEADLINE, TIMES_PLAIN),
        ("long_tail", ("wenig bekannt: nDCG@10", "long tail: nDCG@10"), HEADLINE, TIMES_PLAIN),
        ("firms", ("Firmen: Recall@100", "firms: Recall@100"), RECALL, TIMES_RECALL),
    )
    for part, words, metric, goal in wanted:
        if part in values.parts:
            yield _ratio(measured, words, part, metric, goal)
    names = {ALL: ("alle", "all"), "research": ("Forschung", "research")}
    for part, (german, english) in names.items():
        if NAIVE not in values.systems or part not in values.parts:
            continue
        words = (f"{german}: nDCG@10 neben sorglos gelernt", f"{english}: nDCG@10 beside naive")
        found = values.against(measured.ranker, NAIVE, part, HEADLINE)
        yield Target(
            measured.dataset.name,
            words,
            "difference",
            found.difference,
            found.difference_interval,
            BELOW_LEARNT,
            beside=NAIVE,
            means=_means(measured, NAIVE, part, HEADLINE),
        )


def _claims(name: str, told: Mapping[str, Any]) -> Iterator[Target]:
    for fit, goal in TRUE.items():
        truth, (german, english) = told["said"][str(fit)], FITS[fit]
        if truth["judged"]:
            words = (f"„{german}“ ist wahr", f"“{english}” is true")
            ends = truth["low"], truth["high"]
            yield Target(name, words, "value", truth["true"], ends, goal)
    for key, (words, goal) in FIRST_GOOD.items():
        if told[key] is not None:
            yield Target(name, words, "value", told[key], None, goal)


def _ratio(
    measured: Measured, words: Two, part: str, metric: str, goal: float, other: str | None = None
) -> Target:
    values = measured.values
    other = other or values.best_plain(part, metric)
    found = values.against(measured.ranker, other, part, metric)
    return Target(
        measured.dataset.name,
        words,
        "ratio",
        found.ratio,
        found.ratio_interval,
        goal,
        beside=other,
        means=_means(measured, other, part, metric),
    )


def _means(measured: Measured, other: str, part: str, metric: str) -> tuple[float, float]:
    mean = measured.values.mean
    return mean(measured.ranker, part, metric), mean(other, part, metric)


def _sectors(measured: Measured) -> Iterator[Target]:
    """Yield the same target for the ranker and for the search of sectors, which has its own way."""
    name, seed = measured.dataset.name, measured.seed
    ranked = measured.values.of(measured.ranker, ALL)
    words = ("Ranker: nDCG@10", "ranker: nDCG@10")
    yield _value(name, words, ranked, seed)
    words = ("Branchensuche: nDCG@10", "sector search: nDCG@10")
    yield _value(name, words, sector_search(measured.dataset), seed)


def _value(name: str, words: Two, values: Mapping[str, float], seed: int) -> Target:
    mean = float(np.mean(list(values.values())))
    return Target(name, words, "value", mean, interval(values.values(), seed), SECTOR_NDCG)


def sector_search(dataset: Dataset) -> dict[str, float]:
    """Return query -> nDCG@10 of the search that turns plain words into WZ classes."""
    search = load_sector_search()
    codes = np.array([sector.code for sector in search.classes])
    found = search.scores([query.text for query in dataset.queries])
    rankings = {}
    for query, scores in zip(dataset.queries, found, strict=True):
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        rankings[query.id] = {str(codes[i]): float(DEPTH - n) for n, i in enumerate(best)}
    return query_metrics(dataset.qrels, rankings)[HEADLINE]
