"""How well "nobody answers" is told: ``python -m evaluation.studies.gaps [dev|test]``.

On the sample's judged requests for a solution. Few of them have no partner, so each of the others
is asked a second time with its judged partners taken away: then nobody may answer it either. In
the same way each profile that looks for customers is asked for with and without those judged.
Not every fitting partner was judged, so a true share of false alarms lies below the one told.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.files import SAMPLE
from data.profiles import Role
from evaluation.datasets import Dataset, load_dataset
from evaluation.runner import requests_of
from matcher.engine import Matcher
from matcher.needs.answering import Answers, Side
from matcher.needs.collecting import ANSWERS
from matcher.needs.gaps import NEAR
from matcher.ranking.background import background_of
from matcher.request import Goal, MatchRequest, Viewer
from matcher.search.ingest import corpus_of
from matcher.search.rows import RowRole
from matcher.search.rules import visible_to, with_ids
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

DEPTH = 50
"""Places of the engine's list in which the best partner that is left is looked for."""
VIEWER = Viewer()
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """The strongest answer to each request, by what may answer it; each float64 (requests,)."""

    answered: Floats
    """Requests with a judged partner."""
    open: Floats
    """Requests without."""
    emptied: Floats
    """Those with a partner, asked again without their judged partners."""

    def auc(self, empty: Floats) -> float:
        """Return how often a request with a partner is stronger than one without; ties half."""
        if not len(empty) or not len(self.answered):
            return float("nan")
        difference = self.answered[:, None] - empty[None, :]
        return float(np.mean((difference > 0) + 0.5 * (difference == 0)))

    def told(self, empty: Floats, threshold: float) -> tuple[float, float]:
        """Return precision and recall of "unanswered" as if either were as frequent."""
        if not len(empty):
            return float("nan"), float("nan")
        found = float(np.mean(empty < threshold))
        wrong = float(np.mean(self.answered < threshold))
        return (found / (found + wrong) if found + wrong else float("nan")), found


class Bench:
    """The sample with its judged requests."""

    def __init__(self, dataset: Dataset, encoder: Encoder) -> None:
        self._dataset = dataset
        self._matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
        self._snapshot = self._matcher.snapshot
        visible = visible_to(self._snapshot.catalog, VIEWER)
        self._answers = Answers(self._snapshot, background_of(encoder), VIEWER, visible)
        self._needs = Side.of(self._snapshot, VIEWER, visible, RowRole.NEED)

    def solutions(self, split: str) -> Seen:
        """Return how strongly the requests of a split that look for a solution are answered."""
        found = []
        for request, good, allowed in self._requests(split, Goal.SOLUTION):
            texts = self._texts(request, Role.NEED)
            vectors = self._snapshot.encoder.encode(texts)
            strengths = self._answers.strengths(texts, vectors).max(axis=0)
            found.append((strengths, self._answers.side.slots, good, allowed))
        return _seen(found)

    def customers(self, split: str) -> Seen:
        """Return how strongly the offers of profiles that look for customers are asked for."""
        pairs = self._answers.strengths(self._needs.texts, self._needs.vectors)
        found = []
        for request, good, allowed in self._requests(split, Goal.CUSTOMER):
            slot = self._snapshot.catalog.slot(request.profile_id or "")
            mine = self._answers.side.slots == slot
            if mine.any():
                found.append((pairs[:, mine].max(axis=1), self._needs.slots, good, allowed))
        return _seen(found)

    def engine(self, split: str) -> Seen:
        """Return the weighted sums of the engine's first suggestions, for comparison."""
        found = []
        for request, good, allowed in self._requests(split, Goal.SOLUTION):
            ranking = self._matcher.rank(request, VIEWER)
            slots = [self._snapshot.catalog.slot(profile_id) for profile_id in ranking.ids]
            found.append((np.array(ranking.sums), np.array(slots, dtype=int), good, allowed))
        return _seen(found)

    def _requests(
        self, split: str, goal: Goal
    ) -> Iterator[tuple[MatchRequest, NDArray[np.bool_], NDArray[np.bool_]]]:
        """Yield the requests with their judged partners and with who may answer, by slot."""
        catalog = self._snapshot.catalog
        for query, request in requests_of(self._dataset.part(split), self._matcher, DEPTH):
            if request.effective_goal is goal:
                good = with_ids(catalog, self._dataset.qrels.get(query.id, {}), VIEWER)
                allowed = with_ids(catalog, self._matcher.allowed(request, VIEWER), VIEWER)
                yield request, good, allowed

    def _texts(self, request: MatchRequest, role: Role) -> tuple[str, ...]:
        slot = self._snapshot.catalog.slot(request.profile_id or "")
        own = self._snapshot.catalog.profile(slot).texts(role) if slot is not None else ()
        return own or (self._matcher.sought(request, VIEWER),)


Found = tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_], NDArray[np.bool_]]
"""Strengths of some statements or profiles, their slots, the judged slots, the allowed slots."""


def _seen(found: list[Found]) -> Seen:
    answered, empty, emptied = [], [], []
    for strengths, slots, good, allowed in found:
        rest = allowed[slots] & ~good[slots]
        without = float(strengths[rest].max(initial=0.0))
        if (good & allowed).any():
            answered.append(float(strengths[allowed[slots]].max(initial=0.0)))
            emptied.append(without)
        else:
            empty.append(without)
    return Seen(np.array(answered), np.array(empty), np.array(emptied))


def report(bench: Bench, split: str) -> Iterator[str]:
    """Yield lines of text."""
    yield f"{split}: AUC with a judged partner against none, against partners taken away"
    seen = {
        "needs": bench.solutions(split),
        "needs, by the engine's score": bench.engine(split),
        "offers": bench.customers(split),
    }
    for name, some in seen.items():
        counts = f"{len(some.answered)} with, {len(some.open)} without"
        yield f"  {name}: {some.auc(some.open):.3f}, {some.auc(some.emptied):.3f} ({counts})"
    for name in ("needs", "offers"):
        some = seen[name]
        for threshold in (NEAR, ANSWERS):
            yield f"  {name} below {threshold:.2f} called unanswered, as if half were"
            for label, empty in (("none", some.open), ("taken away", some.emptied)):
                precision, recall = some.told(empty, threshold)
                yield f"    {label}: precision {precision:.2f}, recall {recall:.2f}"


def main(encoder: Encoder, splits: list[str]) -> Iterator[str]:
    """Report on the splits, the development half if none is named."""
    bench = Bench(load_dataset(SAMPLE), encoder)
    for split in splits or ["dev"]:
        yield from report(bench, split)


if __name__ == "__main__":
    with closing(default_cache()) as cache:
        for line in main(open_encoder(EncoderSettings.from_environment(), cache), sys.argv[1:]):
            sys.stdout.write(line + "\n")
