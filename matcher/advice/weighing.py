"""What a suggestion is worth on a sheet, and from which worth on it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.request import MatchRequest
from matcher.result import Claim, MatchResult, Suggestion

FLOOR = 0.28
"""Least worth (`worth`) of a suggestion. Chosen on the sample's development requests: of those
below, 1 in 20 answers the request; of those above, 2 in 5."""
RELATIVE = 0.4
"""Least share of the worth of a section's best: beside it, others would only fill the page."""
NEAR = 2
"""So many are offered to the adviser where nobody fits clearly."""


@dataclass
class Found:
    """How one section was searched, and what each suggestion is worth to the firm."""

    request: MatchRequest
    result: MatchResult
    worths: dict[str, float] = field(default_factory=dict)
    relative: float = RELATIVE

    def kept(self) -> list[Suggestion]:
        """Return the suggestions that are worth showing, those first of which more is proved."""
        best = max(self.worths.values(), default=0.0)
        least = max(FLOOR, self.relative * best)
        worth = [s for s in self.result.suggestions if self.worths.get(s.profile_id, 0) >= least]
        return sorted(worth, key=lambda s: not _is_claimed(s))

    def near(self) -> list[Suggestion]:
        """Return who comes nearest without being worth showing, best first."""
        known = [s for s in self.result.suggestions if self.worths.get(s.profile_id, 0) > 0]
        return sorted(known, key=lambda s: -self.worths[s.profile_id])[:NEAR]


def _is_claimed(suggestion: Suggestion) -> bool:
    return suggestion.claim is not None and suggestion.claim is not Claim.NEAR


def worth(suggestion: Suggestion) -> float:
    """Return how much a suggestion is worth: its score and how plainly a sentence proves it.

    What a preference adds is left out: it says nothing about the fit.
    """
    proofs = (pair.strength for pair in suggestion.evidence if pair.gain != "theirs")
    wished = sum(term.value for term in suggestion.terms if term.name == "preference")
    return suggestion.score - wished + max(proofs, default=0.0) / 2
