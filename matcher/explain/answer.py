"""The answer: what the steps of the engine found, and the result or ranking it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.explain.proving import Proofs
from matcher.explain.reasons import Explainer, hints
from matcher.explain.relaxation import relaxation
from matcher.ranking.features import Context, Floats, Table
from matcher.ranking.ranker import Ranked
from matcher.reading.asked import Asked
from matcher.request import Goal, MatchRequest, Viewer
from matcher.result import FITTING, Claim, MatchResult, Suggestion, Versions
from matcher.search.catalog import Catalog
from matcher.search.rules import seen
from matcher.search.snapshot import Snapshot


@dataclass(frozen=True)
class Ranking:
    """The best partners without explanations."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    sums: tuple[float, ...]
    """Weighted sums before calibration."""
    fitting: tuple[bool, ...]
    """Whether each is called at least a good fit."""
    features: Mapping[str, Floats]
    """What the ranker saw, each float64 (ids,)."""


@dataclass(frozen=True)
class Found:
    """What the steps have found of one request so far."""

    snapshot: Snapshot
    request: MatchRequest
    asked: Asked
    context: Context
    table: Table | None = None
    """None where nobody is allowed."""
    ranked: Ranked | None = None
    proofs: Proofs | None = None
    """None where no need was sought, or no prover is measured for the encoder."""
    chosen: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Positions in the table, best first."""

    @property
    def is_proved(self) -> bool:
        """Whether the order follows the proofs: for questions that ask for somebody who can."""
        asked = self.asked
        sought = asked.goal is Goal.SOLUTION or (
            asked.goal is Goal.PARTNER and asked.seeker.profile is None
        )
        return asked.read.asks and bool(self.request.question) and sought


def shown_ids(catalog: Catalog, slots: Iterable[int], viewer: Viewer) -> tuple[str, ...]:
    """Return the ids under which the viewer knows profiles."""
    return tuple(seen(catalog, int(slot), viewer).id for slot in slots)


def ranking_of(found: Found) -> Ranking:
    """Return the ranking alone."""
    if found.table is None or found.ranked is None:
        return Ranking((), (), (), (), {})
    chosen, ranked = found.chosen, found.ranked
    slots, viewer = found.table.slots[chosen], found.asked.allowed.viewer
    return Ranking(
        ids=shown_ids(found.snapshot.catalog, slots.tolist(), viewer),
        scores=tuple(ranked.scores[chosen].tolist()),
        sums=tuple(ranked.sums[chosen].tolist()),
        fitting=_fitting(found),
        features={name: values[chosen] for name, values in found.table.values.items()},
    )


def _fitting(found: Found) -> tuple[bool, ...]:
    """Return of which candidates it is said that they fit at least."""
    if found.proofs is None:
        scores = found.ranked.scores[found.chosen] if found.ranked is not None else np.zeros(0)
        return tuple((scores >= FITTING).tolist())
    best = found.proofs.by_candidate
    proofs = (best.get(position) for position in found.chosen.tolist())
    return tuple(proof is not None and proof.claim is not Claim.NEAR for proof in proofs)


def result_of(found: Found, versions: Versions) -> MatchResult:
    """Return the result with its reasons, and with what the rules cost."""
    asked, request, allowed = found.asked, found.request, found.asked.allowed
    catalog, seeker = found.snapshot.catalog, asked.seeker
    missing = request.k - int(allowed.allowed.sum())
    relax = None
    if missing > 0:
        relax = relaxation(catalog, allowed, seeker.profile, missing, request.language)
    suggestions = _suggestions(found)
    nobody_fits = not any(s.is_fitting for s in suggestions)
    return MatchResult(
        suggestions=suggestions,
        visible=int(allowed.visible.sum()),
        allowed=int(allowed.allowed.sum()),
        considered=len(found.table.slots) if found.table is not None else 0,
        constraints=tuple(rule.constraint for rule in allowed.rules),
        understood=len(allowed.rules) - len(request.constraints),
        goal=asked.goal,
        nothing_fits=found.proofs is not None and found.proofs.nothing_fits,
        needs=asked.read.needs if request.question else (),
        unsure=asked.read.unsure,
        rejected_by=allowed.rejected_by,
        relax=relax,
        hints=hints(seeker, asked.goal, nobody_fits, _is_brief(found), request.language),
        versions=versions,
    )


def _is_brief(found: Found) -> bool:
    """Return whether little can be claimed because the question is so short."""
    return found.proofs is not None and found.proofs.brief and not found.proofs.nothing_fits


def _suggestions(found: Found) -> tuple[Suggestion, ...]:
    if found.table is None or found.ranked is None:
        return ()
    explainer = Explainer(
        found.snapshot,
        found.context,
        found.asked.allowed,
        found.table,
        found.ranked,
        found.proofs,
        found.request.language,
    )
    places = enumerate(found.chosen.tolist(), start=1)
    return tuple(explainer.suggestion(place, candidate) for place, candidate in places)
