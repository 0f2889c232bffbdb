"""Plain systems that the engine must beat, scored over the same allowed documents.

Each takes the text of every query and returns a function from a query's position to float32
scores (documents,).

A ranker trained without care: the headline it reaches, and what it does to firms.

Logistic regression over text similarity, number of projects, kind and length learns to suggest the
big institute of the region. It is measured beside the engine as the bound on "all" and as the
warning on "firms" and "long tail".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from evaluation.crossval import folds
from evaluation.datasets import Dataset
from models.encoder import Encoder
from models.encoders.adapter import without_adapter

Scores = NDArray[np.float32]
Scorer = Callable[[int], Scores]


def popularity(dataset: Dataset, texts: Sequence[str]) -> Scorer:
    """Rank by number of projects alone: the partner everybody knows."""
    counts = np.array([d.n_projects for d in dataset.documents], dtype=np.float32)
    return lambda _: counts


def bm25(dataset: Dataset, texts: Sequence[str]) -> Scorer:
    """Word BM25 (Lucene variant of bm25s) with the German Snowball stemmer."""
    stemmer = Stemmer.Stemmer("german")

    def tokens(some: Sequence[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            list(some), stopwords="de", stemmer=stemmer, return_ids=False, show_progress=False
        )
        return found

    index = bm25s.BM25()
    index.index(tokens([d.text for d in dataset.documents]), show_progress=False)
    queries = tokens(texts)
    nothing = np.zeros(len(dataset.documents), dtype=np.float32)
    return lambda i: index.get_scores(queries[i]) if queries[i] else nothing


def char_tfidf(dataset: Dataset, texts: Sequence[str]) -> Scorer:
    """Cosine of character 3- to 5-grams within words, sublinear TF-IDF."""
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
    )
    documents = vectorizer.fit_transform([d.text for d in dataset.documents]).T.tocsr()
    queries = vectorizer.transform(texts)
    return lambda i: (queries[i] @ documents).toarray()[0]


def dense(dataset: Dataset, texts: Sequence[str], encoder: Encoder) -> Scorer:
    """Cosine of the encoder's vectors of the query and of name and texts together.

    The vectors are the language model's own: the yardstick holds nothing that was learnt here.
    """
    plain = without_adapter(encoder)
    documents = plain.encode([d.text for d in dataset.documents])
    queries = plain.encode(texts, as_query=True)
    return lambda i: documents @ queries[i]


def fused(first: Scorer, second: Scorer, share: float = 0.7) -> Scorer:
    """Weighted sum of two systems' z-scores over the corpus, ``share`` for the first."""
    return lambda i: share * standardised(first(i)) + (1 - share) * standardised(second(i))


def standardised(scores: Scores) -> Scores:
    """Return z-scores, float32 (documents,); 0 where all scores are equal."""
    spread = scores.std()
    z = (scores - scores.mean()) / spread if spread > 0 else np.zeros(len(scores))
    return np.asarray(z, dtype=np.float32)


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
