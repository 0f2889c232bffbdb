"""Metrics from a library, per slice of the corpus."""

from __future__ import annotations

from collections.abc import Mapping

import ir_measures
from ir_measures import RR, R, nDCG

Run = Mapping[str, Mapping[str, float]]
Qrels = Mapping[str, Mapping[str, int]]

MEASURES = {"ndcg@10": nDCG @ 10, "mrr": RR, "recall@50": R @ 50, "recall@100": R @ 100}
"""Gains are the grades themselves (trec_eval); MRR and recall count every grade above 0."""


def mean_metrics(qrels: Qrels, run: Run) -> dict[str, float | int]:
    """Return the mean of each metric over the queries that have an answer, and their number.

    A query without a ranking counts 0, as in trec_eval with ``-c``. Without any query every
    metric is 0.
    """
    judged = {q: dict(docs) for q, docs in qrels.items() if docs}
    result: dict[str, float | int] = {"queries": len(judged)}
    if not judged:
        return result | dict.fromkeys(MEASURES, 0.0)
    ranked = {q: dict(run.get(q, {})) for q in judged}
    sums = dict.fromkeys(MEASURES, 0.0)
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(names), judged, ranked):
        sums[names[metric.measure]] += metric.value
    return result | {name: total / len(judged) for name, total in sums.items()}
