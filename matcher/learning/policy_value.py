"""What a ranker would have been worth on the lists that were shown, before anybody sees it.

The value of a list is the sum, over its partners, of the probability that the place is examined
times how good the partner is. Estimated from the reactions to the order that was really shown:

- naive: reactions at their new place, as if everything had been examined;
- inverse propensity (IPS): each reaction divided by the probability that its place was examined
  (position-based model, Li et al. 2018, doi 10.1145/3219819.3220028), at most `LARGEST_WEIGHT`
  times, normalised by the sum of the weights (SNIPS, Swaminathan and Joachims 2015);
- direct: what a fitted curve says about each partner;
- doubly robust: direct, corrected by the weighted rest that the reactions show (Oosterhuis 2023,
  doi 10.1145/3569453). Right if either the curve or the examination is.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.learning.examples import Curve, Estimate, Examination, Floats, Log, Prior, fit_curve
from matcher.learning.training import (
    LARGEST_WEIGHT,
    curve_of,
    fit_log,
    row_weights,
    sums,
    with_curve,
)
from matcher.ranking.ranker import RankingConfig
from matcher.request import Goal

FOLDS = 5
VALUE_SPREAD = 5.0
"""How far the curve of values may be from the present one: it describes and does not rank."""


@dataclass(frozen=True)
class Values:
    """Estimates of the mean value of a list, 0 and up."""

    naive: float
    ips: float
    snips: float
    direct: float
    doubly_robust: float
    by_list: Floats
    """Doubly robust, of each list."""


@dataclass(frozen=True)
class Check:
    """Present and learnt ranker on lists that the learnt one has not seen."""

    present: float
    """Doubly robust value of a list."""
    learnt: float
    error: float
    """Standard error of the difference."""
    lists: int


def values(log: Log, order: Floats, examination: Examination, calls: Curve, worth: Curve) -> Values:
    """Estimate what the lists would be worth in another order.

    Args:
        log: what was shown and what became of it.
        order: (rows,), partners of a list are put by it, the highest on top.
        examination: how probable it is that each place is examined.
        calls: P(reaction | examined, features).
        worth: mean value | examined, features, as `value_curve` finds it.
    """
    counted = ~np.isnan(log.value)
    value = np.nan_to_num(log.value)
    number, place = places(log, order)
    new, old = examination.at(place), examination.at(log.seen.position)
    inverse = np.minimum(1 / old, LARGEST_WEIGHT)
    looked_at = examination.examined(log.seen, calls(log.seen.x)) * inverse
    lists = number.max() + 1
    direct = worth(log.seen.x)
    rest = np.where(counted, inverse * (value - old * direct), 0.0)
    by_lists = np.bincount(number, weights=new * (direct + rest), minlength=lists)
    by_list = by_lists.astype(np.float64)
    ips = float(new @ (value * inverse)) / lists
    share = float(new @ (looked_at * counted)) / float(new @ counted)
    return Values(
        naive=float(new @ value) / lists,
        ips=ips,
        snips=ips / share,
        direct=float(new @ direct) / lists,
        doubly_robust=float(by_list.mean()),
        by_list=by_list,
    )


def value_curve(log: Log, weights: Floats, present: Curve) -> Curve:
    """Return the mean value of an examined partner by its features (`row_weights` weigh)."""
    prior = Prior(present, VALUE_SPREAD, VALUE_SPREAD)
    return fit_curve(log.seen.x, np.nan_to_num(log.value), weights, prior)


def check(logs: Mapping[Goal, Log], found: Estimate, present: RankingConfig, seed: int) -> Check:
    """Compare the present ranker with one learnt from other lists, fold by fold.

    ``seed`` deals the lists out to folds.
    """
    before: list[Floats] = []
    after: list[Floats] = []
    for (goal, log), calls in zip(logs.items(), found.calls, strict=True):
        weights = row_weights(log, found.examination, calls)
        fold = np.array([zlib.crc32(f"{seed} {name}".encode()) % FOLDS for name in log.lists])
        for held in range(FOLDS):
            rows = fold == held
            if not rows.any():
                continue
            known = weights * ~rows
            at_first = curve_of(present, goal, log.names)
            learnt = with_curve(present, goal, log, fit_log(log, known, at_first))
            part, worth = log.part(rows), value_curve(log, known, at_first)
            for config, kept in ((present, before), (learnt, after)):
                order = sums(config, goal, part)
                kept.append(values(part, order, found.examination, calls, worth).by_list)
    old, new = np.concatenate(before), np.concatenate(after)
    error = float((new - old).std(ddof=1) / np.sqrt(len(old))) if len(old) > 1 else np.inf
    return Check(float(old.mean()), float(new.mean()), error, len(old))


def places(log: Log, order: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row's list, numbered from 0, and the place that ``order`` gives it there.

    The places of a list are those at which its rows were shown; equal rows keep their order.
    """
    number = np.unique(log.lists, return_inverse=True)[1]
    shown = np.lexsort((log.seen.position, number))
    wanted = np.lexsort((log.seen.position, -order, number))
    place = np.empty(len(order), dtype=np.int64)
    place[wanted] = log.seen.position[shown]
    return number, place
