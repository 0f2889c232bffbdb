"""A ranker trained without care: the headline it reaches, and what it does to firms.

Logistic regression over text similarity, number of projects, kind and length learns to suggest the
big institute of the region. It is measured beside the engine as the bound on "all" and as the
warning on "firms" and "long tail".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from evaluation.baselines import Scorer, Scores, standardised
from evaluation.crossval import folds
from evaluation.datasets import Dataset

Mask = NDArray[np.bool_]
NAIVE = "naive ranker"
"""Its name: the one baseline that is no plain system, for it was trained on the set itself."""
FOLDS = 5
LEAST = 20
"""Fewer answered queries than this teach nothing."""
NEGATIVES = 300
"""Unjudged partners drawn per query."""


def can_learn(dataset: Dataset) -> bool:
    """Return whether the set has enough answered queries to train on."""
    return len(dataset.qrels) >= LEAST


def naive_ranker(
    dataset: Dataset, texts: tuple[Scorer, ...], allowed: Callable[[int], Mask], seed: int
) -> Scorer:
    """Return log odds by a model that was trained on the other folds' queries.

    Args:
        dataset: queries and judgements; the queries of one fold never train their own model.
        texts: plain systems whose z-scores are features.
        allowed: the documents that the query at a position may be answered with.
        seed: draws folds and negatives.
    """
    known = _of_documents(dataset)
    ids = dataset.ids
    position = {query.id: i for i, query in enumerate(dataset.queries)}
    models: dict[int, Pipeline] = {}

    def rows(i: int) -> NDArray[np.float32]:
        return np.column_stack([*(standardised(scorer(i)) for scorer in texts), known])

    examples = {
        query.id: _examples(dataset.qrels.get(query.id, {}), ids, rows(i), allowed(i), [seed, i])
        for i, query in enumerate(dataset.queries)
    }
    for train, test in folds(dataset, FOLDS, seed):
        features = np.concatenate([examples[query][0] for query in train])
        labels = np.concatenate([examples[query][1] for query in train])
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
        models |= dict.fromkeys((position[query] for query in test), model.fit(features, labels))

    def scores(i: int) -> Scores:
        return np.asarray(models[i].decision_function(rows(i)), dtype=np.float32)

    return scores


def _of_documents(dataset: Dataset) -> NDArray[np.float32]:
    """Return what is known of each document whatever the query, float32 (documents, 3)."""
    return np.array(
        [(np.log1p(d.n_projects), d.is_research, np.log1p(len(d.text))) for d in dataset.documents],
        dtype=np.float32,
    )


def _examples(
    graded: dict[str, int],
    ids: tuple[str, ...],
    rows: NDArray[np.float32],
    allowed: Mask,
    seed: list[int],
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return the features of a query's partners and of others drawn at random, and which is which.

    A query without an answer teaches nothing: no rows.
    """
    partner = allowed & np.isin(ids, list(graded))
    others = np.flatnonzero(allowed & ~partner)
    if not partner.any():
        others = others[:0]
    drawn = np.random.default_rng(seed).permutation(others)[:NEGATIVES]
    chosen = np.concatenate([np.flatnonzero(partner), drawn])
    return rows[chosen], partner[chosen]
