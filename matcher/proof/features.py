"""What speaks for and against a claim, beside what the pair model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.proof.candidates import Candidate
from matcher.proof.coverage import Sought, parts_of
from matcher.proof.generic import commonness, phrase_share

Floats = NDArray[np.float64]

NEAREST = 12
"""So many statements, the nearest, are read word by word: institutes have hundreds."""
GENERIC = 0.5
"""From this share of phrases or this commonness on a statement is generic."""
FEATURES = (
    "pair",
    "profile",
    "offer",
    "telling_offer",
    "words",
    "field",
    "covered",
    "covered_best",
    "covered_name",
    "name_only",
    "rarest",
    "generic",
    "telling",
    "statements",
    "research",
)
"""Columns of `features`: the pair model's logit; nearness of profile, best statement and best
telling (not generic) statement; shared words; sectors; coverage of the need by all statements, by
the best one, by the name; what the name alone covers; the rarest word covered; how generic the
best statement is; share of telling statements; their number (log, 1 at 99); research."""


@dataclass(frozen=True)
class Compared:
    """A candidate's statements read for a need."""

    best: int
    """Position of the statement that speaks most for it, -1 without statements."""
    covered: Floats
    """How far each word of the need is taken up by that statement or the name, (words,)."""
    values: dict[str, float]
    """All features but ``pair``."""


def compare(need: Sought, candidate: Candidate) -> Compared:
    """Compare a candidate's nearest statements with the need, word by word."""
    near = np.argsort(-candidate.strengths, kind="stable")[:NEAREST]
    strengths = candidate.strengths[near]
    named = need.word_coverage(parts_of(candidate.name))
    each = [need.word_coverage(parts_of(candidate.statements[i])) for i in near]
    generic = np.array([_generic(candidate, int(i)) for i in near], dtype=np.float64)
    best = _best(need, strengths, each, generic)
    said = np.max(each, axis=0) if each else np.zeros_like(named)
    by_best = each[best] if each else np.zeros_like(named)
    telling = generic < GENERIC
    values = {
        "profile": candidate.profile,
        "offer": float(np.max(strengths, initial=0.0)),
        "telling_offer": float(np.max(strengths[telling], initial=0.0)),
        "words": candidate.words,
        "field": candidate.field,
        "covered": need.coverage(np.maximum(said, named)),
        "covered_best": need.coverage(by_best),
        "covered_name": need.coverage(named),
        "name_only": need.coverage(np.maximum(named - said, 0.0)),
        "rarest": need.strongest(np.maximum(said, named)),
        "generic": float(generic[best]) if each else 1.0,
        "telling": float(telling.mean()) if each else 0.0,
        "statements": float(min(np.log1p(len(candidate.statements)) / np.log(100), 1.0)),
        "research": float(candidate.is_research),
    }
    return Compared(int(near[best]) if each else -1, np.maximum(by_best, named), values)


def matrix(found: Sequence[Compared], logits: Floats) -> Floats:
    """Return the features (candidates, FEATURES), the pair model's ``logits`` among them."""
    rows = [
        [float(logit) if name == "pair" else compared.values[name] for name in FEATURES]
        for compared, logit in zip(found, logits, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def _generic(candidate: Candidate, position: int) -> float:
    said = commonness(candidate.times_said(position))
    return max(said, phrase_share(candidate.statements[position]))


def _best(need: Sought, strengths: Floats, each: Sequence[Floats], generic: Floats) -> int:
    """Return the statement that is nearest and covers most, a generic one only if none else."""
    if not each:
        return -1
    worth = strengths + 0.3 * np.array([need.coverage(covered) for covered in each])
    return int(np.argmax(worth - 0.2 * (generic >= GENERIC)))
