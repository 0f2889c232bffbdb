"""`Proof`: what may be said of a partner and a need, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.result import Claim

__all__ = ["Claim", "Proof", "Proved"]


@dataclass(frozen=True)
class Proof:
    """For one need and one partner: what answers it, and how surely. Facts, no sentences."""

    partner: str
    """The candidate's id."""
    need: str
    statement: int
    """Position among the candidate's statements of the one that speaks most for it; -1 if it has
    none, or if its name alone speaks."""
    text: str | None
    """That statement as it stands, None without one."""
    covered: tuple[str, ...]
    """Words of the need, folded, that this statement or the name takes up."""
    missing: tuple[str, ...]
    """The other words of the need."""
    name_only: bool
    """Whether only the name takes up words of the need."""
    probability: float
    """That a person would call this partner for the need, 0..1, calibrated."""
    claim: Claim
    order: float
    """By which proofs are put in order, 0..1: the probability before it was bounded for a need of
    a few words, among which the bound does not tell better from worse."""


@dataclass(frozen=True)
class Proved:
    """The proofs of one need."""

    proofs: tuple[Proof, ...]
    """In the order of the candidates."""
    anything: float
    """Probability that at least one candidate is worth a call, 0..1, calibrated."""
    nothing_fits: bool
    brief: bool
    """Whether the need is of a few words, of which nothing is said to answer."""
    version: str
    """Changes whenever the same texts may get another probability."""
