"""Cross-validation: folds over groups of queries that must not be torn apart.

Everything that is tuned is tuned on the training part of a fold and measured on its test part;
the figure reported is the mean over all queries, each measured in the fold that left it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import GroupKFold

from data.errors import RequestError
from evaluation.datasets import Dataset, Query

Fold = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids of the queries to train on, and of those to test on."""
Tie = tuple[str, ...]
"""Something that queries may have in common; its first part says of what sort."""


def folds(dataset: Dataset, k: int = 5, seed: int = 0) -> list[Fold]:
    """Return ``k`` folds; every query is tested in exactly one of them.

    Queries with the same seeker or with two judged partners in common (one consortium under two
    titles) stand in the same fold, so that a ranker cannot know an answer from its training.

    Raises:
        RequestError: ``k`` is less than 2 or more than there are groups.
    """
    ids = np.array([query.id for query in dataset.queries])
    groups = groups_of(dataset, most=max(1, len(ids) // max(k, 1)))
    count = len(np.unique(groups))
    if not 2 <= k <= count:
        raise RequestError(
            f"Die Zahl der Teile muss zwischen 2 und {count} liegen, gefunden: {k}.",
            f"The number of folds must lie between 2 and {count}, found: {k}.",
        )
    # GroupKFold deals out the largest groups first; the seed decides among those of one size.
    shuffled = np.random.default_rng(seed).permutation(count)[groups]
    parts = GroupKFold(n_splits=k).split(ids, groups=shuffled)
    return [(tuple(ids[train].tolist()), tuple(ids[test].tolist())) for train, test in parts]


def pooled(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the per-query values of all folds' test parts as one.

    Raises:
        RequestError: a query was tested twice.
    """
    values: dict[str, float] = {}
    for part in parts:
        if twice := values.keys() & part.keys():
            raise RequestError(
                f"In mehreren Teilen geprüft: {', '.join(sorted(twice))}.",
                f"Tested in several folds: {', '.join(sorted(twice))}.",
            )
        values |= part
    return values


def groups_of(dataset: Dataset, most: int) -> NDArray[np.int64]:
    """Return each query's group as a number from 0, int64 (queries,).

    Groups are the connected components of what queries share. Hubs that work with each other
    everywhere chain up half a set; a component of more than ``most`` queries is grouped anew by
    looser ties: seeker and partner the other way round, then the seeker or the rarest partner.
    """
    times = Counter(document for found in dataset.qrels.values() for document in found)
    answers = [dataset.qrels.get(query.id, {}) for query in dataset.queries]
    groups = _components(list(map(_consortium, dataset.queries, answers)))
    for ties in (_both_ways, partial(_anchor, times=times)):
        large = np.bincount(groups, minlength=1)[groups] > most
        groups = _components(
            [
                ties(query, found) if anew else {("group", str(group))}
                for query, found, anew, group in zip(
                    dataset.queries, answers, large, groups, strict=True
                )
            ]
        )
    return groups


def _seekers(query: Query) -> set[str]:
    stored = query.metadata.get("profile_id")
    return {*query.exclude, *([stored] if stored else [])}


def _consortium(query: Query, answers: Mapping[str, int]) -> set[Tie]:
    """Tie queries by their seekers and by pairs of their members."""
    partners = sorted(_seekers(query) | answers.keys())
    return _both_ways(query, answers) | {("pair", *pair) for pair in combinations(partners, 2)}


def _both_ways(query: Query, answers: Mapping[str, int]) -> set[Tie]:
    """Tie queries by seeker, by seeker and partner whoever asks, or by all their answers."""
    seekers = _seekers(query)
    ties: set[Tie] = {("seeker", seeker) for seeker in seekers}
    ties |= {("pair", *sorted((s, partner))) for s in seekers for partner in answers}
    if answers and not seekers:
        ties.add(("same", *sorted(answers)))
    return ties | {("query", query.id)}


def _anchor(query: Query, answers: Mapping[str, int], times: Mapping[str, int]) -> set[Tie]:
    """Tie queries by one thing alone."""
    if seekers := _seekers(query):
        return {("seeker", min(seekers))}
    if not answers:
        return {("query", query.id)}
    return {("partner", min(answers, key=lambda document: (times[document], document)))}


def _components(ties: Sequence[set[Tie]]) -> NDArray[np.int64]:
    """Return the connected component of each query, as numbers from 0 in order of appearance."""
    keys = {tie: n for n, tie in enumerate(dict.fromkeys(t for some in ties for t in some))}
    rows = [i for i, some in enumerate(ties) for _ in some]
    columns = [len(ties) + keys[tie] for some in ties for tie in some]
    size = len(ties) + len(keys)
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    _, numbered = np.unique(labels[: len(ties)], return_inverse=True)
    return np.asarray(numbered, dtype=np.int64)
