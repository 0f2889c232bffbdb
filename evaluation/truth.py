"""Whether a ranker's claims are true less often than another's: a reason to refuse it.

False claims cost more than missed ones, so a fall refuses whatever else has risen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scipy.stats import fisher_exact

from matcher.result import Fit
from matcher.words import FITS, Two

CLAIMING = (Fit.VERY_GOOD, Fit.GOOD)
"""Words that claim something; the third says only what is nearest."""


@dataclass(frozen=True)
class Fall:
    """A word that is true less often than before."""

    word: Two
    """The word for the fit, German and English."""
    before: float
    """Its truth rate with the active ranker, 0..1."""
    after: float
    judged: tuple[int, int]
    """How many pairs were judged, before and after."""
    p: float
    """One-sided, by Fisher's exact test, corrected for the number of words (Bonferroni)."""
    significant: bool


def falls(
    active: Mapping[str, Any] | None,
    candidate: Mapping[str, Any] | None,
    *,
    alpha: float,
    margin: float,
    fewest: int,
) -> Iterator[Fall]:
    """Yield the words that are true significantly less often, or less by more than a margin.

    Args:
        active, candidate: their `evaluation.claims.Claims.as_dict`; None where a set has no grade
            that tells good from fair, and nothing is yielded.
        alpha: level of the test.
        margin: a rate may fall by so much, 0..1, unless that is significant.
        fewest: the margin holds from so many judged pairs on, on both sides.
    """
    if active is None or candidate is None:
        return
    for fit in CLAIMING:
        before, after = active["said"][str(fit)], candidate["said"][str(fit)]
        if not before["judged"] or not after["judged"] or after["true"] >= before["true"]:
            continue
        tables = [[_count(one), one["judged"] - _count(one)] for one in (after, before)]
        p = min(1.0, len(CLAIMING) * float(fisher_exact(tables, alternative="less").pvalue))
        judged = before["judged"], after["judged"]
        large = before["true"] - after["true"] > margin and min(judged) >= fewest
        if p < alpha or large:
            yield Fall(FITS[fit], before["true"], after["true"], judged, p, p < alpha)


def _count(found: Mapping[str, Any]) -> int:
    share: float = found["true"]
    judged: int = found["judged"]
    return round(share * judged)
