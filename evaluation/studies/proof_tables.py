"""The tables of the proof: order, truth of the claims, reliability, "nothing fits"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from evaluation.studies.graded import DEV_FOLD
from matcher.proof.claims import Claim
from matcher.proof.model import ProofModel

Floats = NDArray[np.float64]
GOOD = 2


@dataclass(frozen=True, eq=False)
class Graded:
    """Graded pairs with their features; all arrays (pairs, …)."""

    values: Floats
    """(pairs, FEATURES)"""
    grades: NDArray[np.int64]
    folds: NDArray[np.int64]
    questions: NDArray[Any]
    organisations: NDArray[Any]

    def only(self, mask: NDArray[np.bool_]) -> Graded:
        """Return some of the pairs."""
        return Graded(
            self.values[mask],
            self.grades[mask],
            self.folds[mask],
            self.questions[mask],
            self.organisations[mask],
        )


def ordered(rows: Graded, scores: Floats, k: int) -> NDArray[np.bool_]:
    """Return which pairs stand among the first ``k`` of their question."""
    first = np.zeros(len(scores), dtype=np.bool_)
    for question in dict.fromkeys(rows.questions):
        mine = np.flatnonzero(rows.questions == question)
        first[mine[np.argsort(-scores[mine], kind="stable")[:k]]] = True
    return first


@dataclass(frozen=True, eq=False)
class LeftOut:
    """What models say of each pair that have not seen its question; all (pairs,)."""

    alone: Floats
    """Log-odds without the pair model."""
    paired: Floats
    """Log-odds with it."""
    anything: Floats
    """Probability that anything fits the pair's question."""


def report(rows: Graded, model: ProofModel, out: LeftOut) -> Iterator[str]:
    """Yield all tables, `fragen_dev` and the left-out folds of `fragen_train` apart."""
    letters = np.array([question[0] for question in rows.questions])
    parts = {"fragen_dev": rows.folds == DEV_FOLD, "t, u": np.isin(letters, ["t", "u"])}
    for name, part in parts.items():
        if not part.any():
            continue
        some, odds = rows.only(part), out.paired[part]
        yield f"== {name}: {len(set(some.questions.tolist()))} questions, {len(odds)} pairs"
        pair = some.values[:, 0]
        for label, scores in (("pair", pair), ("alone", out.alone[part]), ("paired", odds)):
            yield f"{label:10s} {_order(some, scores)}"
        yield from _claims(some, model, odds)
        yield from _nothing(some, model, out.anything[part])
    yield from _reliability(rows, model, out.paired)


def _order(rows: Graded, scores: Floats) -> str:
    gains, firsts, threes = [], [], []
    for question in dict.fromkeys(rows.questions):
        mine = rows.questions == question
        grades = rows.grades[mine]
        best = grades[np.argsort(-scores[mine], kind="stable")]
        ideal = _gain(np.sort(grades)[::-1])
        if ideal > 0:
            gains.append(_gain(best) / ideal)
        if grades.max() >= GOOD:
            firsts.append(best[0] >= GOOD)
            threes.append((best[:3] >= GOOD).any())
    area = roc_auc_score(rows.grades >= GOOD, scores)
    return (
        f"AUC {area:.3f}  nDCG@10 {np.mean(gains):.3f}  first good {np.mean(firsts):.2f}  "
        f"one of three {np.mean(threes):.2f}"
    )


def _gain(grades: NDArray[np.int64]) -> float:
    top = grades[:10]
    return float(np.sum((2.0**top - 1) / np.log2(np.arange(2, len(top) + 2))))


def _claims(rows: Graded, model: ProofModel, odds: Floats) -> Iterator[str]:
    first = ordered(rows, odds, 10)
    good = rows.grades >= GOOD
    chances = model.probabilities(odds, rows.values)
    claims = np.array([model.claim(float(chance), read=True) for chance in chances])
    for claim in Claim:
        said = first & (claims == claim)
        true = good[said].mean() if said.any() else 0.0
        yield f"  {claim:8s} said {said.sum():4d}  true {true:.2f}"
    called = first & (claims != Claim.NEAR)
    yield f"  good ones of the first ten called so: {called[first & good].mean():.2f}"


def _nothing(rows: Graded, model: ProofModel, anything: Floats) -> Iterator[str]:
    for level in sorted({model.thresholds.anything, 0.2, 0.3, 0.4, 0.5, 0.6}):
        right = {True: [0, 0], False: [0, 0]}
        for question in dict.fromkeys(rows.questions):
            mine = rows.questions == question
            fits = bool((rows.grades[mine] >= GOOD).any())
            right[fits][0] += int(anything[mine][0] < level)
            right[fits][1] += 1
        (told, of), (wrong, other) = right[False], right[True]
        yield f"  nothing fits below {level}: {told} of {of} where nothing does, {wrong} of {other}"


def _reliability(rows: Graded, model: ProofModel, odds: Floats) -> Iterator[str]:
    yield "== reliability (probability said, share true, pairs)"
    good, chances = rows.grades >= GOOD, model.probabilities(odds, rows.values)
    edges = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.01]
    letters = np.array([question[0] for question in rows.questions])
    for name, part in (("t, u", np.isin(letters, ["t", "u"])), ("dev", letters == "f")):
        for low, high in pairwise(edges):
            mine = part & (chances >= low) & (chances < high)
            if mine.any():
                yield f"  {name:5s} {chances[mine].mean():.3f} {good[mine].mean():.3f} {mine.sum()}"
