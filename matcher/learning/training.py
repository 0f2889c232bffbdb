"""Learning a ranker from what became of its suggestions.

Shown suggestions → how probable it is that each was looked at (`matcher.learning.examples`) →
weights
of the features, fitted to what was looked at and kept near the present ones → a candidate, which
the evaluation gate judges. With little feedback little changes, with none nothing.

From the log to examples: what a reaction says about the fit of a partner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from data.errors import PartnerMatchError, RequestError
from data.feedback.outcomes import Event, EventKind, Impression, Reason, seeker_key
from data.store.feedback import TrainingRow
from matcher.learning.examples import (
    Curve,
    Estimate,
    Examination,
    Example,
    Floats,
    Log,
    Prior,
    estimate,
    fit_curve,
    logs_of,
    weights_of,
)
from matcher.ranking.ranker import RankingConfig, calibrate
from matcher.request import Goal

LARGEST_WEIGHT = 10.0
"""A row at a place that is hardly ever examined stands for at most so many."""
WEIGHT_SPREAD, INTERCEPT_SPREAD = 1.0, 5.0
"""How far the log-odds of a feature, and the share of reactions, may be from the present ones."""
HELD = frozenset({"kind", "experience"})
"""Features that say what a partner is, not whether it fits: their weights are not learnt. People
open what they have heard of, so a learnt weight would soon suggest the big institutes alone."""
LEAST_POSITIVE = 30
"""A goal with fewer rows that speak for a partner keeps its weights."""
_WIDEST_OFFSET = 10.0


class EvidenceError(PartnerMatchError):
    """There is too little feedback to learn from."""


@dataclass(frozen=True)
class Learnt:
    """What was learnt for one goal."""

    shown: int
    reacted: int
    positive: int
    effective: float
    """Rows of equal weight that would tell as much (Kish 1965)."""
    before: Mapping[str, float]
    after: Mapping[str, float]


@dataclass(frozen=True)
class Training:
    """A candidate and how it came about."""

    config: RankingConfig
    goals: Mapping[Goal, Learnt]
    """Goals with enough feedback; the others keep their weights."""
    logs: Mapping[Goal, Log]
    """What was learnt from."""
    found: Estimate
    """How probable it is that places are looked at, and that partners call for a reaction."""


def learn(
    examples: Sequence[Example],
    present: RankingConfig,
    version: str,
    examination: Examination | None = None,
) -> Training:
    """Return a candidate learnt from examples.

    Args:
        examples: what was shown, in any order.
        present: the ranker to start from, and to stay near.
        version: name of the candidate.
        examination: if it is known, e.g. from an experiment; else it is found in the log.

    Raises:
        EvidenceError: no goal has enough positive reactions.
    """
    logs = enough(logs_of(examples, present))
    found = estimate_examination(logs, present, examination)
    goals, config = {}, present
    for (goal, log), calls in zip(logs.items(), found.calls, strict=True):
        weights = row_weights(log, found.examination, calls)
        curve = fit_log(log, weights, curve_of(present, goal, log.names))
        config = with_curve(config, goal, log, curve)
        goals[goal] = Learnt(
            shown=len(log.value),
            reacted=int(log.seen.reacted.sum()),
            positive=log.positive,
            effective=float(weights.sum()),
            before=weights_of(present, goal),
            after=weights_of(config, goal),
        )
    return Training(config.model_copy(update={"version": version}), goals, logs, found)


def enough(logs: Mapping[Goal, Log]) -> dict[Goal, Log]:
    """Return the goals with enough feedback; `EvidenceError` if there is none."""
    kept = {goal: log for goal, log in logs.items() if log.positive >= LEAST_POSITIVE}
    if not kept:
        found = ", ".join(f"{goal}: {log.positive}" for goal, log in logs.items()) or "0"
        raise EvidenceError(
            f"Es gibt noch zu wenig Rückmeldungen zum Lernen: für mindestens ein Ziel müssen "
            f"{LEAST_POSITIVE} Vorschläge angesehen oder verfolgt worden sein, gefunden: {found}.",
            f"There is too little feedback to learn from: for at least one goal "
            f"{LEAST_POSITIVE} suggestions must have been opened or followed, found: {found}.",
        )
    return kept


def estimate_examination(
    logs: Mapping[Goal, Log], present: RankingConfig, known: Examination | None = None
) -> Estimate:
    """Return how probable it is that places are examined, from all reactions of any kind."""
    priors = [
        Prior(curve_of(present, goal, log.names), WEIGHT_SPREAD, INTERCEPT_SPREAD)
        for goal, log in logs.items()
    ]
    return estimate([log.seen for log in logs.values()], priors, known)


def row_weights(log: Log, examination: Examination, calls: Curve) -> Floats:
    """Return how many observations each row counts as.

    A row that was examined stands for all that were shown at its place: it is weighted by one
    over the probability that it was examined (inverse propensity, Joachims et al. 2017, doi
    10.1145/3018661.3018699), at most `LARGEST_WEIGHT`. A silent row counts as far as it was
    probably examined. The weights are normalised by their own sum (SNIPS, Swaminathan and
    Joachims 2015) so that they add up to the number of equal pairs that would tell as much (Kish
    1965, Survey Sampling): the same pair, shown again, is hardly new evidence.
    """
    at = log.seen.position
    examined = examination.examined(log.seen, calls(log.seen.x))
    raw = np.minimum(examined / examination.at(at), LARGEST_WEIGHT)
    raw[np.isnan(log.value)] = 0.0
    of_pairs = np.bincount(log.pairs, weights=raw)
    return np.asarray(raw * raw.sum() / (of_pairs @ of_pairs)) if raw.any() else raw


def fit_log(log: Log, weights: Floats, present: Curve) -> Curve:
    """Return P(good | examined, features), near the present curve.

    A partner that was followed further speaks louder: reactions weigh by their value over the
    average one, so that together they weigh as many as they are.
    """
    good = np.nan_to_num(log.value) > 0
    usual = float(log.value[good].mean()) if good.any() else 1.0
    loud = np.where(good, np.nan_to_num(log.value) / usual, 1.0)
    held = np.array([name in HELD for name in log.names])
    prior = Prior(present, WEIGHT_SPREAD, INTERCEPT_SPREAD, held)
    return fit_curve(log.seen.x, good.astype(np.float64), weights * loud, prior)


def sums(config: RankingConfig, goal: Goal, log: Log) -> Floats:
    """Return the weighted sum of each row, before calibration."""
    weights = config.weights[goal]
    raw = log.seen.x @ np.array([weights.get(name, 0.0) for name in log.names])
    return np.where(raw > 0, raw + config.offsets.get(goal, 0.0), 0.0)


def curve_of(config: RankingConfig, goal: Goal, names: Sequence[str]) -> Curve:
    """Return a goal's weighted sum and calibration as one logistic curve."""
    weights = np.array([config.weights[goal][name] for name in names], dtype=np.float64)
    middle = config.middle - config.offsets.get(goal, 0.0)
    return Curve(weights * config.steepness, -middle * config.steepness)


def with_curve(config: RankingConfig, goal: Goal, log: Log, curve: Curve) -> RankingConfig:
    """Return the configuration with a goal's weights replaced by fitted ones.

    What is learnt is which features tell good partners from others. How many of the shown are
    good cannot be read from silence: most good partners are never contacted. So the level of the
    scores stays: the offset is set such that the shown rows score the same on average. Where no
    feature tells anything, the configuration stays as it is.
    """
    scaled = curve.weights / config.steepness
    weights = dict(zip(log.names, scaled.tolist(), strict=True))
    level = calibrate(sums(config, goal, log), config).mean()
    changed = config.model_copy(update={"weights": {**config.weights, goal: weights}})

    def with_offset(offset: float) -> RankingConfig:
        return changed.model_copy(update={"offsets": {**config.offsets, goal: offset}})

    def excess(offset: float) -> float:
        moved = with_offset(offset)
        return float(calibrate(sums(moved, goal, log), moved).mean() - level)

    if excess(_WIDEST_OFFSET) <= 0:
        return config
    return with_offset(float(brentq(excess, -_WIDEST_OFFSET, _WIDEST_OFFSET)))


VALUES = {
    EventKind.OPENED: 0.25,
    EventKind.SUGGESTED: 0.25,
    EventKind.CONTACTED: 0.5,
    EventKind.MET: 0.75,
    EventKind.COOPERATION: 1.0,
}
"""How good a partner turned out: even steps, as nothing better is known.

An adviser who passes a suggestion on has looked, and found nothing against it: that counts as a
look. Whether it fits is told by what the firm then does; whoever passes on whole lists must not
teach that everything on them fits. A note says nothing of fit and counts as silence.
"""
UNFIT = frozenset({Reason.WRONG_TOPIC, Reason.TOO_FAR})
"""Reasons to decline that speak against the fit. The others speak of the moment, of what the
asker knows already, or of the profile's data: a known partner fits all the better."""


def outcome(events: Sequence[Event]) -> tuple[bool, float | None]:
    """Return whether anything became of a suggestion, and its value (see `Example`).

    The furthest step counts. Who met has judged for themselves, so a later refusal changes
    nothing; before that a reason that speaks against the fit outweighs a look or a message.
    """
    telling = _telling(events)
    best = max((VALUES.get(event.kind, 0.0) for event in telling), default=0.0)
    reasons = {event.reason for event in telling if event.reason is not None}
    if best >= VALUES[EventKind.MET] or not reasons:
        return bool(telling), best
    if reasons & UNFIT:
        return True, 0.0
    return True, best if best >= VALUES[EventKind.CONTACTED] else None


def examples(rows: Iterable[TrainingRow], encoder: str) -> list[Example]:
    """Return what can be learnt from the log.

    Left out are answers made with another encoder than ``encoder`` (a fingerprint), whose
    similarities are of another scale, and silence about a pair of which more is known from
    another list: who has called a partner does not click on it again.

    Raises:
        RequestError: a list was made for a goal that this program does not know.
    """
    kept = [row for row in rows if row.impression.versions.encoder == encoder]
    told = {_pair(row) for row in kept if _telling(row.events)}
    return [_example(row) for row in kept if _telling(row.events) or _pair(row) not in told]


def _telling(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind in VALUES or event.reason is not None]


def _example(row: TrainingRow) -> Example:
    reacted, value = outcome(row.events)
    return Example(
        impression=row.impression.id,
        pair=" ".join(_pair(row)),
        goal=_goal(row.impression),
        position=row.shown.position,
        features=row.shown.features,
        ranker=row.impression.versions.ranker,
        reacted=reacted,
        value=value,
    )


def _pair(row: TrainingRow) -> tuple[str, str]:
    asked = row.impression
    return seeker_key(asked.seeker, asked.question), row.shown.profile_id


def _goal(impression: Impression) -> Goal:
    try:
        return Goal(impression.goal)
    except ValueError as error:
        known = ", ".join(Goal)
        raise RequestError(
            f"Liste {impression.id}: das Ziel „{impression.goal}“ ist unbekannt; möglich: {known}.",
            f"List {impression.id}: the goal “{impression.goal}” is not known; possible: {known}.",
        ) from error
