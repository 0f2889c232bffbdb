"""Metrics from a library, per query and as a mean."""

from __future__ import annotations

from collections.abc import Mapping

import ir_measures
from ir_measures import RR, R, Success, nDCG

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
