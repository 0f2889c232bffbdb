"""Exposure: who is shown, to whom it matters as much as how good the lists are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python

from evaluation.datasets import Dataset, Document, is_long_tail
from evaluation.runs import Run
from evaluation.setting import VIEWER
from matcher.engine import Matcher
from matcher.request import Goal, MatchRequest

Floats = NDArray[np.float64]
SHOWN = 10
"""Suggestions a user looks at."""
MOST_PAIRS = 300
"""So many suggestions are looked at from the other side: bounds the cost of `reciprocity`."""
UNKNOWN = "unknown"
OTHER_SIDE = {
    Goal.PARTNER: Goal.PARTNER,
    Goal.SOLUTION: Goal.CUSTOMER,
    Goal.CUSTOMER: Goal.SOLUTION,
    Goal.PEERS: Goal.PEERS,
}
"""What a suggested partner would look for to meet the seeker; a network looks for nobody."""


@dataclass(frozen=True)
class Share:
    """A group's part of what is shown, of the corpus, and of the judged answers, each 0..1."""

    exposure: float
    catalogue: float
    judged: float


@dataclass(frozen=True)
class Exposure:
    """Who stands in the first ten suggestions of a run."""

    coverage: float
    """Share of the corpus that is shown at least once."""
    novelty: float | None
    """Mean self-information of what is shown, bits; None where no project is counted."""
    gini: float
    """Inequality of exposure over the corpus: 0 all alike, towards 1 always the same few."""
    kind: Mapping[str, Share]
    size: Mapping[str, Share]
    known: Mapping[str, Share]
    """``long_tail`` (at most 3 projects) and ``hub``."""

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        found: dict[str, Any] = to_jsonable_python(self)
        return found


def exposure(dataset: Dataset, run: Run) -> Exposure:
    """Measure who is shown in slice "all" of a run.

    The exposure of a suggestion falls with its rank as 1 / log2(1 + rank) (Singh and Joachims
    2018, doi 10.1145/3219819.3220088).
    """
    position = {profile_id: i for i, profile_id in enumerate(dataset.ids)}
    shown = np.zeros(len(position))
    for documents in run.top(SHOWN).values():
        for rank, document in enumerate(documents, start=1):
            shown[position[document]] += 1 / np.log2(1 + rank)
    judged = np.zeros(len(position))
    for answers in dataset.qrels.values():
        for document in answers:
            judged[position[document]] += 1

    def shares(group: Callable[[Document], str]) -> dict[str, Share]:
        return _shares([group(d) for d in dataset.documents], shown, judged)

    return Exposure(
        coverage=float(np.mean(shown > 0)) if len(shown) else 0.0,
        novelty=_novelty(dataset, run, position),
        gini=gini(shown),
        kind=shares(lambda d: str(d.profile.kind)),
        size=shares(lambda d: str(d.profile.size or UNKNOWN)),
        known=shares(lambda d: "long_tail" if is_long_tail(d) else "hub"),
    )


def gini(values: Floats) -> float:
    """Return the Gini coefficient of values of at least 0; 0 if all are 0.

    With x sorted ascending: sum of (2i - n - 1) x_i over n * sum of x (Dixon et al. 1987,
    doi 10.2307/1938238).
    """
    n, total = len(values), float(values.sum())
    if total == 0:
        return 0.0
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return float((ranks * np.sort(values)).sum() / (n * total))


def reciprocity(
    matcher: Matcher, dataset: Dataset, run: Run, seed: int = 0, most: int = MOST_PAIRS
) -> float | None:
    """Return the share of suggestions whose own first ten would hold the seeker, 0..1.

    Only queries of stored profiles with a goal that has another side count; of their suggestions
    at most ``most`` are drawn. None if there are none. The rules of the query are not carried
    over: they are the seeker's.
    """
    pairs = list(_suggested(dataset, run))
    if not pairs:
        return None
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(pairs), size=min(most, len(pairs)), replace=False)
    known: dict[tuple[str, Goal], tuple[str, ...]] = {}
    found = 0
    for at in drawn:
        seeker, partner, goal = pairs[at]
        if (partner, goal) not in known:
            request = MatchRequest(profile_id=partner, goal=goal, k=SHOWN)
            known[partner, goal] = matcher.rank(request, VIEWER).ids
        found += seeker in known[partner, goal]
    return found / len(drawn)


def _suggested(dataset: Dataset, run: Run) -> Iterator[tuple[str, str, Goal]]:
    """Yield seeker, suggested partner and what the partner would look for."""
    top = run.top(SHOWN)
    for query in dataset.queries:
        goal = OTHER_SIDE.get(Goal(query.metadata.get("goal", Goal.PARTNER)))
        seeker = query.metadata.get("profile_id")
        if seeker is not None and goal is not None:
            yield from ((seeker, partner, goal) for partner in top.get(query.id, ()))


def _novelty(dataset: Dataset, run: Run, position: Mapping[str, int]) -> float | None:
    """Return the mean of -log2 of each suggestion's share of all projects, with one added.

    Source: Zhou et al. 2010, doi 10.1073/pnas.1000488107, with projects for users.
    """
    projects = np.array([d.n_projects for d in dataset.documents], dtype=np.float64)
    suggested = [position[d] for documents in run.top(SHOWN).values() for d in documents]
    if not projects.any() or not suggested:
        return None
    popularity = (projects + 1) / (projects + 1).sum()
    return float(-np.log2(popularity[suggested]).mean())


def _shares(groups: list[str], shown: Floats, judged: Floats) -> dict[str, Share]:
    names = np.array(groups)
    totals = (max(float(shown.sum()), 1e-12), len(names), max(float(judged.sum()), 1e-12))

    def share(held: NDArray[np.bool_]) -> Share:
        parts = (float(shown[held].sum()), float(held.sum()), float(judged[held].sum()))
        return Share(*(part / total for part, total in zip(parts, totals, strict=True)))

    return {str(name): share(names == name) for name in np.unique(names)}
