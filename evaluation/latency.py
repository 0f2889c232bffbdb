"""Latency: the rankers and the plain pipeline answer the same queries in turn, texts not cached.

Both encode the query's text anew, keep its rules and return the first suggestions; they take turns
query by query, so that whatever else the machine does slows both alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace

import numpy as np

from evaluation import baselines
from evaluation.setting import VIEWER, Setting
from matcher.engine import Matcher
from matcher.ranking.ranker import RankingConfig
from matcher.search.corpus import Corpus
from models.encoders.adapter import without_adapter
from models.loading import without_cache

PIPELINE = "dense+char"
"""The plain pipeline: name and texts as one vector, character TF-IDF, their z-scores added."""
TIMED = 60
"""Queries that are timed at most, spread over the set."""
SHOWN = 10
Answer = Callable[[int], object]
"""Answers the query at a position."""


def latency(
    setting: Setting, corpus: Corpus, configs: Mapping[str, RankingConfig], *, plain: bool = True
) -> dict[str, dict[str, float]]:
    """Return each ranker's median and 95th percentile of a query, in ms.

    With ``plain`` the pipeline's as well, which must be built first.
    """
    answers = {name: _engine(setting, corpus, config) for name, config in configs.items()}
    if plain:
        answers[PIPELINE] = _pipeline(setting, corpus)
    count = len(setting.dataset.queries)
    times: dict[str, list[float]] = {name: [] for name in answers}
    for answer in answers.values():
        answer(0)  # the first answer builds what later ones share
    for i in np.unique(np.linspace(0, count - 1, min(count, TIMED)).astype(int)).tolist():
        for name, answer in answers.items():
            started = time.perf_counter()
            answer(i)
            times[name].append(1000 * (time.perf_counter() - started))
    return {name: _percentiles(some) for name, some in times.items()}


def _engine(setting: Setting, corpus: Corpus, config: RankingConfig) -> Answer:
    bare = copy(corpus)
    bare.encoder = without_cache(corpus.encoder)
    bare.snapshot = replace(corpus.snapshot, encoder=bare.encoder)
    matcher = Matcher(bare, config)
    queries = setting.dataset.queries
    return lambda i: matcher.rank(setting.request(queries[i], SHOWN), VIEWER)


def _pipeline(setting: Setting, corpus: Corpus) -> Answer:
    texts = setting.texts()
    plain = without_adapter(corpus.encoder)
    documents = plain.encode([d.text for d in setting.dataset.documents])
    bare = without_cache(plain)
    chars = baselines.char_tfidf(setting.dataset, texts)

    def dense(i: int) -> baselines.Scores:
        return np.asarray(documents @ bare.encode([texts[i]], as_query=True)[0])

    both = baselines.fused(dense, chars)

    def answer(i: int) -> object:
        rows = np.flatnonzero(setting.comparable(setting.dataset.queries[i]))
        return rows[np.argsort(-both(i)[rows])[:SHOWN]]

    return answer


def _percentiles(milliseconds: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(milliseconds, (50, 95))
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}
