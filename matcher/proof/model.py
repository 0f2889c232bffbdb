"""`ProofModel`: from features to calibrated probabilities and claims; one shipped file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

import models
from data.errors import ModelError
from matcher.proof.brief import COLUMNS
from matcher.proof.claims import Claim
from matcher.proof.features import FEATURES

Floats = NDArray[np.float64]
SHIPPED = Path(models.__file__).parent / "weights" / "proof-6.json"
NAME_COVERS = 0.5
"""From this share of the need on a name alone may prove it ("Härterei Schmidt"); a name that says
less ("… Aluminium AG" for welding aluminium) is no ground to claim anything."""
NAME_ALONE = 0.58
"""Highest probability where only such a name speaks: so many of the twelve of them that the curve
called surer were good (questions left out)."""
TOP = 3
"""So many of the best candidates decide whether anything fits."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


CONTEXT = ("top", "gap")
"""Columns of `in_context`: how well the three best candidates of a need do without the pair model,
and how far behind the best of them each stands."""


class Curve(_Model):
    """A logistic curve over standardised columns."""

    columns: tuple[str, ...]
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def logits(self, values: Floats, names: tuple[str, ...]) -> Floats:
        """Return the log-odds of rows (n, len(names)), (n,)."""
        wanted = values[:, [names.index(name) for name in self.columns]]
        scaled = (wanted - np.array(self.centre)) / np.array(self.spread)
        return np.asarray(scaled @ np.array(self.weights) + self.bias)


class Thresholds(_Model):
    """The lowest probability of each claim."""

    answers: float = Field(ge=0, le=1)
    touches: float = Field(ge=0, le=1)
    anything: float = Field(ge=0, le=1)
    """Below this probability that one of the best is worth a call, nothing fits."""


class ProofModel(_Model):
    """Weights, calibration and thresholds, fitted by `evaluation.studies.fit_proof`."""

    version: str
    pair_model: str | None
    """Version of the pair model it was fitted with."""
    alone: Curve
    """Over the features but the pair model's: who is worth reading, and for what is not read."""
    paired: Curve
    """Over features and context, for candidates that the pair model has read."""
    slope: float = 1.0
    offset: float = 0.0
    """Calibration (Platt 1999): log-odds become ``slope * log-odds + offset``, fitted on questions
    left out."""
    brief: Curve | None = None
    """Over `matcher.proof.brief.COLUMNS`: the highest probability of needs of a few words."""
    anything: Curve
    """Over the log-odds of the best candidates: ``best``, ``mean`` (of the best three)."""
    thresholds: Thresholds
    training: dict[str, JsonValue] = {}

    def first_logits(self, values: Floats) -> Floats:
        """Return log-odds without the pair model, from features (candidates, FEATURES)."""
        return self.alone.logits(values, FEATURES)

    def read_logits(self, values: Floats, context: Floats) -> Floats:
        """Return log-odds of candidates the pair model has read.

        Args:
            values: their features, (candidates, FEATURES).
            context: their rows of `in_context`, (candidates, CONTEXT).
        """
        return self.paired.logits(np.hstack([values, context]), (*FEATURES, *CONTEXT))

    def probabilities(self, logits: Floats, values: Floats) -> Floats:
        """Return calibrated probabilities, (candidates,), 0..1, of features (., FEATURES)."""
        chances = 1 / (1 + np.exp(-(self.slope * logits + self.offset)))
        return np.asarray(np.where(_thin_name(values), np.minimum(chances, NAME_ALONE), chances))

    def brief_probabilities(self, chances: Floats, values: Floats) -> Floats:
        """Return the probabilities of a brief need's candidates, bounded by its curve.

        Args:
            chances: the calibrated probabilities, (candidates,).
            values: `matcher.proof.brief.brief_values`, (candidates, columns).
        """
        if self.brief is None or not len(chances):
            return chances
        bound = 1 / (1 + np.exp(-self.brief.logits(values, COLUMNS)))
        return np.minimum(chances, bound)

    def claim(self, probability: float, *, read: bool) -> Claim:
        """Return what may be said; only a pair that was ``read`` together may answer."""
        if read and probability >= self.thresholds.answers:
            return Claim.ANSWERS
        return Claim.TOUCHES if probability >= self.thresholds.touches else Claim.NEAR

    def anything_fits(self, logits: Floats) -> float:
        """Return the probability that one of the candidates is worth a call, 0 without any."""
        if not len(logits):
            return 0.0
        columns, values = best_columns(logits)
        odds = self.anything.logits(values, columns)[0]
        return float(1 / (1 + np.exp(-odds)))


def _thin_name(values: Floats) -> NDArray[np.bool_]:
    """Say of which candidates only a name speaks, and says little: (candidates,)."""
    best, name = (values[:, FEATURES.index(key)] for key in ("covered_best", "covered_name"))
    return np.asarray((best == 0) & (name > 0) & (name < NAME_COVERS))


def in_context(first: Floats) -> Floats:
    """Return the context of each candidate of a need, (candidates, CONTEXT).

    Args:
        first: log-odds without the pair model of all candidates of the need, (candidates,).
    """
    if not len(first):
        return np.zeros((0, len(CONTEXT)))
    best = np.sort(first)[::-1][:TOP]
    return np.stack([np.full(len(first), best.mean()), first - best[0]], axis=1)


def best_columns(logits: Floats) -> tuple[tuple[str, ...], Floats]:
    """Return names and values (1, 2) of what decides whether anything fits."""
    best = np.sort(logits)[::-1][:TOP]
    return ("best", "mean"), np.array([[best[0], best.mean()]])


@cache
def load_proof_model(path: Path = SHIPPED) -> ProofModel:
    """Return the shipped model; ModelError if it is missing or damaged."""
    try:
        return ProofModel.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelError(
            f"Die Gewichte der Belege {path} sind nicht lesbar ({error}). Bitte das Programm neu "
            "installieren.",
            f"The weights of the proofs {path} cannot be read ({error}). Please install the "
            "program again.",
        ) from error
