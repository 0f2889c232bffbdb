"""Metrics from a library, per query and as a mean.

Judgements: which answers are good, per slice, apart from any system.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import ir_measures
from ir_measures import RR, R, Success, nDCG

from evaluation.datasets import Dataset, members

Rankings = Mapping[str, Mapping[str, float]]
"""query id -> document id -> score; the higher, the nearer to the top."""
Qrels = Mapping[str, Mapping[str, int]]
"""query id -> document id -> grade, above 0."""

MEASURES = {
    "ndcg@10": nDCG @ 10,
    "mrr": RR,
    "recall@50": R @ 50,
    "recall@100": R @ 100,
    "success@1": Success @ 1,
    "success@5": Success @ 5,
    "success@10": Success @ 10,
}
"""Gains are the grades themselves (trec_eval); all others count every grade above 0."""
HEADLINE = "ndcg@10"
"""What systems are compared by unless another metric is named."""


def query_metrics(qrels: Qrels, rankings: Rankings) -> dict[str, dict[str, float]]:
    """Return metric -> query -> value, 0..1, for the queries that have an answer.

    A query without a ranking counts 0, as in trec_eval with ``-c``. Queries stand in the order of
    the judgements.
    """
    judged = {query: dict(graded) for query, graded in qrels.items() if graded}
    values = {name: dict.fromkeys(judged, 0.0) for name in MEASURES}
    if not judged:
        return values
    ranked = {query: dict(rankings.get(query, {})) for query in judged}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(names), judged, ranked):
        values[names[metric.measure]][metric.query_id] = metric.value
    return values


def mean_metrics(qrels: Qrels, rankings: Rankings) -> dict[str, float | int]:
    """Return the mean of each metric over the queries that have an answer, and their number.

    Without any such query every metric is 0.
    """
    values = query_metrics(qrels, rankings)
    count = len(values[HEADLINE])
    means = {name: sum(each.values()) / max(count, 1) for name, each in values.items()}
    return {"queries": count} | means


@dataclass(frozen=True)
class Judgements:
    """Graded answers of one set, restricted to each slice."""

    dataset: str
    qrels: Mapping[str, Qrels]
    """slice -> query -> document -> grade; only queries with an answer in the slice."""

    @property
    def slices(self) -> tuple[str, ...]:
        """Slices in which at least one query has an answer."""
        return tuple(name for name, qrels in self.qrels.items() if qrels)

    def count(self, part: str) -> int:
        """Return how many queries have an answer in a slice."""
        return len(self.qrels[part])

    def only(self, queries: Collection[str]) -> Judgements:
        """Return the judgements of some queries alone, e.g. of a fold."""
        kept = {
            part: {query: graded for query, graded in qrels.items() if query in queries}
            for part, qrels in self.qrels.items()
        }
        return replace(self, qrels=kept)


def judgements_of(dataset: Dataset) -> Judgements:
    """Return the judgements of a set in every slice."""
    position = {profile_id: i for i, profile_id in enumerate(dataset.ids)}
    qrels: dict[str, Qrels] = {}
    for part, held in members(dataset).items():
        graded = {
            query: {d: grade for d, grade in answers.items() if held[position[d]]}
            for query, answers in dataset.qrels.items()
        }
        qrels[part] = {query: answers for query, answers in graded.items() if answers}
    return Judgements(dataset.name, qrels)
