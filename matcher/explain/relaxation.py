"""Which single change of a rule would let most further partners in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.places.regions import Level, load_regions
from data.profiles import Profile
from matcher.request import Constraint, Rule
from matcher.result import Relaxation
from matcher.search.catalog import Catalog, Mask
from matcher.search.rules import Allowed, Applied, kept_by
from matcher.words import pick, rule_label

WIDER = (1.6, 2.0, 3.0, 5.0)
"""Factors by which a radius is widened."""
FIXED = (Rule.EXCLUDE,)
"""Rules nobody should be invited to drop."""


def relaxation(
    catalog: Catalog, allowed: Allowed, seeker: Profile | None, missing: int, language: str
) -> Relaxation | None:
    """Return the smallest single change that brings ``missing`` partners, else the best one.

    Returns None where no change of a single rule brings anybody.
    """
    found = []
    for rule in allowed.rules:
        if not rule.is_must or rule.constraint.rule in FIXED:
            continue
        others = _all_but(allowed, rule)
        for step in _steps(rule.constraint):
            kept = (
                others if step is None else others & kept_by(catalog, step, seeker, allowed.viewer)
            )
            gain = int(kept.sum() - allowed.allowed.sum())
            if gain > 0:
                found.append(_describe(rule, step, gain, language))
            if gain >= missing:
                break
    enough = [r for r in found if r.gain >= missing]
    if enough:
        return min(enough, key=lambda r: (r.gain, r.constraint))
    return max(found, key=lambda r: (r.gain, -r.constraint), default=None)


def _all_but(allowed: Allowed, rule: Applied) -> Mask:
    masks = [r.kept for r in allowed.rules if r.is_must and r is not rule]
    return np.asarray(np.logical_and.reduce([allowed.standing, *masks]))


def _steps(constraint: Constraint) -> Iterator[Constraint | None]:
    """Yield ever weaker forms of a rule, the last one None: the rule dropped."""
    if constraint.rule is Rule.RADIUS and constraint.km is not None and constraint.match != "none":
        for factor in WIDER:
            yield constraint.model_copy(update={"km": _rounded(constraint.km * factor)})
        return
    if constraint.rule is Rule.REGION and constraint.match == "any":
        laender = _laender(constraint)
        if laender and set(laender) != set(constraint.values):
            yield constraint.model_copy(update={"values": laender})
    yield None


def _rounded(km: float) -> float:
    step = 5 if km >= 20 else 1
    return float(max(step, round(km / step) * step))


def _laender(constraint: Constraint) -> tuple[str, ...]:
    """Return the names of the Länder around finer regions; () where all are Länder or larger."""
    regions = load_regions()
    asked = [regions.resolve(value) for value in constraint.values]
    fine = (Level.KREIS, Level.PLACE, Level.POSTCODE)
    if not any(region.level in fine for region in asked):
        return ()
    names = [regions.resolve(region.nuts[:3]).name for region in asked if region.nuts]
    return tuple(dict.fromkeys(names))


def _describe(rule: Applied, step: Constraint | None, gain: int, language: str) -> Relaxation:
    if step is None:
        change = pick((f"ohne „{rule.label}“", f"without “{rule.label}”"), language)
    elif step.km is not None:
        change = pick(("Umkreis", "radius"), language) + f" {rule.constraint.km:g} → {step.km:g} km"
    else:
        change = f"{rule.label} → {rule_label(step, language)}"
    more = pick((f"{gain} weitere", f"{gain} more"), language)
    return Relaxation(
        text=f"{change}: {more}",
        constraint=rule.position,
        gain=gain,
        values=step.values if step is not None else (),
        km=step.km if step is not None else None,
    )
