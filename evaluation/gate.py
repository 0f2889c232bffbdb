"""The gate: a new ranker is refused unless it does no harm to anybody.

A mean can rise while firms or the country lose; so each slice has a say of its own, a broken rule
refuses at once, a score must keep meaning what it says, and what is said must stay as true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python

from evaluation.calibration import GOOD, SHOWN, Floats, expected_calibration_error
from evaluation.compare import Comparison, Difference, compare
from evaluation.datasets import ALL, SLICES, Dataset, members
from evaluation.runner import Options, evaluate
from evaluation.runs import Run
from evaluation.truth import falls
from matcher.ranking.ranker import RankingConfig
from models.encoder import Encoder, Progress

LEAST_P = 0.001
"""Smaller ones are not told apart."""


@dataclass(frozen=True)
class Bounds:
    """What a new ranker may not do."""

    slices: tuple[str, ...] = (ALL, "firms", "long_tail", "craft", "rural")
    alpha: float = 0.05
    """Level of the one-sided test for a loss, over all slices together (Holm)."""
    margin: float = 0.02
    """A mean nDCG@10 may not fall by more, significant or not."""
    fewest: int = 20
    """The margin holds from so many queries on: in fewer, one query alone exceeds it."""
    calibration_error: float = 0.05
    """The expected calibration error may not be higher, unless the active ranker's is."""
    untrue: float = 0.02
    """The truth rate of a claim may not fall by more, significant or not."""
    fewest_claims: int = 50
    """That margin holds from so many judged claims on."""


@dataclass(frozen=True)
class Reason:
    """Why a ranker is refused, as a person reads it."""

    german: str
    english: str


@dataclass(frozen=True)
class GateReport:
    """The verdict on a ranker and the figures behind it."""

    candidate: str
    active: str
    dataset: str
    checksum: str
    encoder: str
    seed: int
    bounds: Bounds
    comparison: Comparison
    """The active ranker is a, the candidate b."""
    violations: int
    """Suggestions of the candidate that break a rule."""
    calibration: Mapping[str, float | None]
    """Expected calibration error of ``active`` and ``candidate``; None where the set has no
    grade that tells good from fair."""
    claims: Mapping[str, Any]
    """What ``active`` and ``candidate`` claim (`evaluation.claims`); None likewise."""
    reasons: tuple[Reason, ...]
    """Why it is refused; none if it passed."""

    @property
    def passed(self) -> bool:
        """Whether the candidate may become the active ranker."""
        return not self.reasons

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        found: dict[str, Any] = to_jsonable_python(self)
        return {"passed": self.passed} | found


def gate(
    dataset: Dataset,
    candidate: RankingConfig,
    active: RankingConfig,
    encoder: Encoder,
    options: Options | None = None,
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> GateReport:
    """Measure a ranker against the active one and judge it.

    Raises:
        RequestError: both are the same ranker, or an option is not known.
    """
    bounds, options = bounds or Bounds(), options or Options()
    configs = (active, candidate)
    outcome = evaluate(dataset, encoder, options, progress, configs=configs, plain=False)
    first, second = outcome.runs.values()
    held = members(dataset)
    # A slice that holds every document would count "all" twice.
    parts = [part for part in bounds.slices if part == ALL or not held[part].all()]
    comparison = compare(outcome.judgements, first, second, parts, options.seed, alternative="less")
    errors = {
        "active": calibration_error(dataset, first),
        "candidate": calibration_error(dataset, second),
    }
    violations = outcome.violations[second.system]
    told = outcome.figures["claims"]
    claims = {"active": told[first.system], "candidate": told[second.system]}
    return GateReport(
        candidate=candidate.version,
        active=active.version,
        dataset=dataset.name,
        checksum=second.info.checksum,
        encoder=second.info.encoder,
        seed=options.seed,
        bounds=bounds,
        comparison=comparison,
        violations=violations,
        calibration=errors,
        claims=claims,
        reasons=(*_reasons(comparison, violations, errors, bounds), *_untrue(claims, bounds)),
    )


def calibration_error(dataset: Dataset, run: Run) -> float | None:
    """Return the expected calibration error of the first ten suggestions of a run.

    None where nothing is to be said, as `graded_scores` has it.
    """
    found = graded_scores(dataset, run)
    return None if found is None else expected_calibration_error(*found)


def graded_scores(dataset: Dataset, run: Run) -> tuple[Floats, NDArray[np.bool_]] | None:
    """Return the scores of the first ten suggestions of a run, and which are good.

    None where no judged answer has a grade that counts as good, or the run has no scores.
    """
    grades = (grade for answers in dataset.qrels.values() for grade in answers.values())
    if not run.calibrated or max(grades, default=0) < GOOD:
        return None
    scores: list[float] = []
    good: list[bool] = []
    for query, ranked in run.top(SHOWN).items():
        answers = dataset.qrels.get(query, {})
        scores += run.calibrated.get(query, ())[:SHOWN]
        good += [answers.get(document, 0) >= GOOD for document in ranked]
    return np.array(scores), np.array(good)


def _reasons(
    comparison: Comparison,
    violations: int,
    errors: Mapping[str, float | None],
    bounds: Bounds,
) -> Iterator[Reason]:
    if violations:
        yield Reason(
            f"Vorschläge, die eine Regel brechen: {violations}; erlaubt ist keiner.",
            f"Suggestions that break a rule: {violations}; none may.",
        )
    for part, found in comparison.slices.items():
        yield from _loss(part, found, bounds)
    before, after = errors["active"] or 0.0, errors["candidate"] or 0.0
    if after > max(bounds.calibration_error, before):
        low, high, limit = _apart(before, after, bounds.calibration_error)
        yield Reason(
            f"Die Werte sagen weniger: Der Kalibrierungsfehler steigt von {_german(low)} auf "
            f"{_german(high)}, erlaubt sind {_german(limit)}.",
            f"Scores mean less: the calibration error rises from {low} to {high}, "
            f"allowed is {limit}.",
        )


def _untrue(claims: Mapping[str, Any], bounds: Bounds) -> Iterator[Reason]:
    """Yield why claims refuse: a word that is true less often than with the active ranker."""
    margin, fewest = bounds.untrue, bounds.fewest_claims
    active, candidate = claims["active"], claims["candidate"]
    for fall in falls(active, candidate, alpha=bounds.alpha, margin=margin, fewest=fewest):
        german, english = _too_much(fall.p, margin, significant=fall.significant)
        before, after = _apart(fall.before, fall.after)
        yield Reason(
            f"„{fall.word[0]}“ stimmt seltener: Der Anteil fällt von {_german(before)} auf "
            f"{_german(after)} ({german}; beurteilt {fall.judged[0]} und {fall.judged[1]}).",
            f"“{fall.word[1]}” is true less often: the share falls from {before} to {after} "
            f"({english}; judged {fall.judged[0]} and {fall.judged[1]}).",
        )


def _loss(part: str, found: Difference, bounds: Bounds) -> Iterator[Reason]:
    """Yield why one slice refuses: a significant loss, else a large one."""
    significant = found.difference < 0 and found.p_holm < bounds.alpha
    large = -found.difference > bounds.margin and found.queries >= bounds.fewest
    if not significant and not large:
        return
    names = SLICES[part]
    german, english = _too_much(found.p_holm, bounds.margin, significant=significant)
    before, after = _apart(found.mean_a, found.mean_b)
    yield Reason(
        f"Der Teil „{names.german}“ verliert: nDCG@10 fällt von {_german(before)} auf "
        f"{_german(after)} ({german}; {found.queries} Anfragen).",
        f"The slice “{names.english}” loses: nDCG@10 falls from {before} to "
        f"{after} ({english}; {found.queries} queries).",
    )


def _too_much(p: float, margin: float, *, significant: bool) -> tuple[str, str]:
    """Return why a loss is too much: it is significant, or larger than is allowed."""
    if significant:
        said = f"p < {LEAST_P}" if p < LEAST_P else f"p = {p:.3f}"
        return _german(said), said
    allowed = f"{margin:.3f}"
    return f"mehr als die erlaubten {_german(allowed)}", f"more than the {allowed} allowed"


def _apart(*values: float) -> list[str]:
    """Return values with three digits, or up to six where different ones would read alike."""
    for digits in range(3, 7):
        texts = [f"{value:.{digits}f}" for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def _german(text: str) -> str:
    return text.replace(".", ",")
