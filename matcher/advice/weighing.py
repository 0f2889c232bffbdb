"""What a suggestion is worth on a sheet, and from which worth on it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from matcher.explain.proving import log_odds
from matcher.request import MatchRequest
from matcher.result import MatchResult, Suggestion

FLOOR = 0.28
"""Least worth (`worth`) of a suggestion. Chosen on the sample's development requests: of those
below, 1 in 20 answers the request; of those above, 2 in 5."""
RELATIVE = 0.4
"""Least share of the worth of a section's best: beside it, others would only fill the page."""
HALF_WAY_KM = 50.0
"""At this distance a network of the right field is worth half of what it would be next door."""
SAME_FIELD = 0.3
"""Where nothing is proved: what belonging to the firm's own field is worth for a network next
door."""
NEXT_DOOR = 0.1
"""What being next door is worth beside a probability."""
FIELD_ODDS = 2.0
"""What belonging to that field adds to the log-odds that a network answers the need: topic and
field together put a network that a manager would name first in 13 of 26 cases of the sample, field
and distance alone in 9 of 30 (``docs/proof.md``)."""
NEAR = 2
"""So many are offered to the adviser where nobody fits clearly."""


@dataclass
class Found:
    """How one section was searched, and what each suggestion is worth to the firm."""

    request: MatchRequest
    result: MatchResult
    worths: dict[str, float] = field(default_factory=dict)
    relative: float = RELATIVE
    by_worth: bool = False
    """Whether the worth alone decides: a network may be shown for its field."""

    def kept(self) -> list[Suggestion]:
        """Return the suggestions that are worth showing: where claims are proved, those proved."""
        if self._is_proved() and not self.by_worth:
            suited = [s for s in self.result.suggestions if self.worths.get(s.profile_id, 0) > 0]
            fitting = [s for s in suited if s.is_fitting]
            return sorted(fitting, key=lambda s: -(s.probability or 0.0))
        best = max(self.worths.values(), default=0.0)
        least = max(FLOOR, self.relative * best)
        worth = [s for s in self.result.suggestions if self.worths.get(s.profile_id, 0) >= least]
        return worth

    def near(self) -> list[Suggestion]:
        """Return who comes nearest without being worth showing, best first."""
        known = [s for s in self.result.suggestions if self.worths.get(s.profile_id, 0) > 0]
        if self._is_proved():
            return sorted(known, key=lambda s: -(s.probability or 0.0))[:NEAR]
        return sorted(known, key=lambda s: -self.worths[s.profile_id])[:NEAR]

    def _is_proved(self) -> bool:
        return self.result.versions.proof is not None


def worth(suggestion: Suggestion) -> float:
    """Return how much a suggestion is worth: its score and how plainly a sentence proves it.

    What a preference adds is left out: it says nothing about the fit.
    """
    proofs = (pair.strength for pair in suggestion.evidence if pair.gain != "theirs")
    wished = sum(term.value for term in suggestion.terms if term.name == "preference")
    return suggestion.score - wished + max(proofs, default=0.0) / 2


def network_worth(network: Suggestion, *, own_field: bool) -> float:
    """Return what a network is worth to the firm: its topic first, then its field and distance.

    Of those of the firm's own field the likeliest to answer the need comes first; whoever is of
    another field must be proved to.
    """
    if network.probability is None:
        near = worth(network)
        return max(near, FLOOR) + SAME_FIELD * _reach(network) if own_field else near
    if not own_field and not network.is_fitting:
        return 0.0
    topic = 1 / (1 + math.exp(-log_odds(network.probability) - FIELD_ODDS * own_field))
    return topic + FLOOR + NEXT_DOOR * _reach(network)


def _reach(network: Suggestion) -> float:
    """Return 1 next door, a half at `HALF_WAY_KM`, towards 0 far away or where it is unknown.

    A network that nobody can call is worth a quarter.
    """
    near = 0.0 if network.distance_km is None else 0.5 ** (network.distance_km / HALF_WAY_KM)
    return near if network.contact is not None or network.website else near / 4
