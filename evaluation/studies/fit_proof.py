"""Fit what may be claimed: weights, calibration and thresholds, on questions left out.

The pair model's logits are those of models that have not seen the question. Weights and
thresholds are fitted on all questions; the tables measure by leaving out one part of the questions
after the other. No pair model has seen `fragen_dev`.

    python -m evaluation.studies.fit_proof --rows rows.npz --scores served_0.json
        --pair-model pairs-2 --version proof-6 --out models/weights/proof-6.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue
from sklearn.linear_model import LogisticRegression

from evaluation.studies.proof_tables import Graded, LeftOut, ordered, report
from matcher.proof.features import FEATURES
from matcher.proof.model import (
    CONTEXT,
    Curve,
    ProofModel,
    Thresholds,
    best_columns,
    in_context,
)

Floats = NDArray[np.float64]
GOOD = 2
"""The lowest grade that is worth a call."""
PENALTY = 0.3
"""Inverse strength of the ridge; .003 to 1 measured the same."""
ANSWERS, TOUCHES = 0.92, 0.80
"""How many of the claims must be true: of those that answer, a little more than the nine in ten
that are promised, for it is chosen on few; of both claims together, which left two in three of
those that only touch on questions left out."""
ANYTHING = 0.4
CALIBRATED = ("f", "tu")
"""Calibration and thresholds are those of questions put before anybody looked at organisations;
the pools of ``v…`` and ``w…`` lack the good one by construction."""
PAIRLESS = tuple(name for name in FEATURES if name != "pair")
PARTS = 6
SHOWN = 10
"""What may be said is decided on as many as people see."""


def curve(
    values: Floats, good: NDArray[np.bool_], names: Sequence[str], columns: Sequence[str]
) -> Curve:
    """Return the ridge logistic regression of ``good`` on standardised columns."""
    chosen = values[:, [names.index(name) for name in columns]]
    centre, spread = chosen.mean(axis=0), chosen.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=PENALTY, max_iter=1000).fit((chosen - centre) / spread, good)
    return Curve(
        columns=tuple(columns),
        centre=_rounded(centre),
        spread=_rounded(spread),
        weights=_rounded(fitted.coef_[0]),
        bias=round(float(fitted.intercept_[0]), 6),
    )


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def platt(logits: Floats, good: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Return slope and offset that calibrate log-odds of questions left out."""
    fitted = LogisticRegression(C=1e6).fit(logits[:, None], good, sample_weight=weights)
    return round(float(fitted.coef_[0, 0]), 6), round(float(fitted.intercept_[0]), 6)


def balance(rows: Graded) -> Floats:
    """Return weights by which advisers' questions (f) count as much as firms' (t, u), others 0."""
    letters = np.array([question[0] for question in rows.questions])
    weights = np.zeros(len(letters))
    for group in CALIBRATED:
        mine = np.isin(letters, list(group))
        weights[mine] = 1.0 / max(mine.sum(), 1)
    return np.asarray(weights * np.count_nonzero(weights) / max(weights.sum(), 1e-9))


def threshold(
    chances: Floats, good: NDArray[np.bool_], weights: Floats, wanted: float, fewest: int = 20
) -> float:
    """Return the lowest probability from which on at least ``wanted`` of the claims are true."""
    order = np.argsort(-chances)
    weight = weights[order]
    truth = np.cumsum(good[order] * weight) / np.maximum(np.cumsum(weight), 1e-9)
    enough = np.flatnonzero((truth >= wanted) & (np.arange(len(order)) >= fewest - 1))
    return float(chances[order[enough[-1]]]) if len(enough) else 1.0


@dataclass(frozen=True)
class Fitted:
    """The weights fitted on some questions."""

    alone: Curve
    paired: Curve
    anything: Curve


def fit(rows: Graded) -> Fitted:
    """Fit the three curves."""
    good = rows.grades >= GOOD
    alone = curve(rows.values, good, FEATURES, PAIRLESS)
    context = contexts(rows, alone.logits(rows.values, FEATURES))
    names = (*FEATURES, *CONTEXT)
    values = np.hstack([rows.values, context])
    paired = curve(values, good, names, names)
    columns, best, fits = questions(rows, paired.logits(values, names))
    return Fitted(alone, paired, curve(best, fits, columns, columns))


def contexts(rows: Graded, first: Floats) -> Floats:
    """Return each pair's context among its question's pairs, (pairs, CONTEXT)."""
    found = np.zeros((len(first), len(CONTEXT)))
    for question in dict.fromkeys(rows.questions):
        mine = rows.questions == question
        found[mine] = in_context(first[mine])
    return found


def questions(rows: Graded, logits: Floats) -> tuple[tuple[str, ...], Floats, NDArray[np.bool_]]:
    """Return names and values of what decides whether anything fits, and whether it does."""
    names: tuple[str, ...] = ()
    values, fits = [], []
    for question in dict.fromkeys(rows.questions):
        mine = rows.questions == question
        names, found = best_columns(logits[mine])
        values.append(found[0])
        fits.append(bool((rows.grades[mine] >= GOOD).any()))
    return names, np.array(values), np.array(fits)


def left_out(rows: Graded) -> tuple[Floats, Floats, Floats]:
    """Return each row's log-odds alone and paired, and its question's chance that anything fits.

    All by what has not seen the row's part of the questions.
    """
    alone, paired, anything = np.zeros((3, len(rows.grades)))
    parts = np.array([part_of(question) for question in rows.questions])
    for part in sorted(set(parts.tolist())):
        out = parts == part
        fitted, some = fit(rows.only(~out)), rows.only(out)
        alone[out] = fitted.alone.logits(some.values, FEATURES)
        values = np.hstack([some.values, contexts(some, alone[out])])
        paired[out] = fitted.paired.logits(values, (*FEATURES, *CONTEXT))
        names, best, _ = questions(some, paired[out])
        chances = dict(
            zip(dict.fromkeys(some.questions), fitted.anything.logits(best, names), strict=True)
        )
        anything[out] = [1 / (1 + np.exp(-chances[q])) for q in some.questions]
    return alone, paired, anything


def part_of(question: str, salt: str = "y") -> int:
    """Return the part of the questions that is left out together with a question."""
    digest = hashlib.md5(f"{question}{salt}".encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % PARTS


def build(rows: Graded, version: str, pair_model: str) -> tuple[ProofModel, LeftOut]:
    """Return the model, and what was left out of each part of it."""
    out = LeftOut(*left_out(rows))
    good = rows.grades >= GOOD
    weights = balance(rows)
    slope, offset = platt(out.paired, good, weights)
    fitted = fit(rows)
    level = Thresholds(answers=1.0, touches=1.0, anything=ANYTHING)
    model = ProofModel(
        version=version,
        pair_model=pair_model,
        alone=fitted.alone,
        paired=fitted.paired,
        slope=slope,
        offset=offset,
        anything=fitted.anything,
        thresholds=level,
    )
    chances = model.probabilities(out.paired, rows.values)
    seen = (weights > 0) & ordered(rows, out.paired, SHOWN)
    training: dict[str, JsonValue] = {
        "questions": len(set(rows.questions.tolist())),
        "pairs": len(rows.grades),
        "command": "python -m evaluation.studies.fit_proof",
    }
    answers, touches = (
        threshold(chances[seen], good[seen], weights[seen], wanted) for wanted in (ANSWERS, TOUCHES)
    )
    bounds = level.model_copy(update={"answers": answers, "touches": touches})
    model = model.model_copy(update={"thresholds": bounds, "training": training})
    return model, out


def read_rows(path: Path, scores: Iterable[Path]) -> Graded:
    """Return the graded rows that have a logit of a pair model that has not seen them.

    Where several models have not seen a row (`fragen_dev`), their mean.
    """
    found: dict[tuple[str, str], list[float]] = {}
    for file in scores:
        for question, organisation, _, logit in json.loads(file.read_text("utf-8")):
            found.setdefault((question, organisation), []).append(logit)
    with np.load(path, allow_pickle=False) as file_:
        rows = Graded(
            values=file_["values"].astype(np.float64),
            grades=file_["grades"],
            folds=file_["folds"],
            questions=file_["questions"],
            organisations=file_["organisations"],
        )
    keys = list(zip(rows.questions.tolist(), rows.organisations.tolist(), strict=True))
    known = np.array([key in found for key in keys])
    rows.values[known, FEATURES.index("pair")] = [
        np.mean(found[key]) for key in keys if key in found
    ]
    return rows.only(known)


def main() -> None:
    """Fit, write and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--scores", type=Path, nargs="+", required=True)
    parser.add_argument("--pair-model", required=True)
    parser.add_argument("--version", default="proof-6")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = read_rows(given.rows, given.scores)
    model, out = build(rows, given.version, given.pair_model)
    if given.out:
        given.out.write_text(f"{model.model_dump_json(indent=1)}\n", encoding="utf-8")
    for line in report(rows, model, out):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
