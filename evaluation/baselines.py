"""Plain systems that the engine must beat, scored over the same allowed documents.

Each takes the text of every query and returns a function from a query's position to float32
scores (documents,).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from evaluation.datasets import Dataset
from models.adapter import without_adapter
from models.encoder import Encoder

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
