"""How well plain words find their sector, on a folder in the BEIR layout such as ihk_branche_wz.

The baselines run in the same call: word BM25 and character n-gram BM25 over the texts of the
folder's own corpus. Settings were tuned on the development half of the questions, drawn with a
fixed seed; the other half was only measured.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R, Success, nDCG
from numpy.typing import NDArray

from data.sectors.search import load_sector_search
from data.text import fold

SPLIT_SEED = 20
DEPTH = 100
MEASURES = {"ndcg@10": nDCG @ 10, "recall@10": R @ 10, "success@1": Success @ 1}

Scores = NDArray[np.float64]
Scorer = Callable[[Sequence[str]], Scores]
Report = dict[str, dict[str, dict[str, float]]]
"""System, then half (``development``, ``held_out``, ``all``), then measure."""


@dataclass(frozen=True)
class Dataset:
    """Questions, the codes of the corpus with their texts, and the fitting codes per question."""

    queries: dict[str, str]
    corpus: dict[str, str]
    qrels: dict[str, dict[str, int]]

    def halves(self) -> dict[str, list[str]]:
        """Return the question ids: a random half for tuning, the rest, and all."""
        ids = sorted(self.queries)
        chosen = set(random.Random(SPLIT_SEED).sample(ids, len(ids) // 2))
        development = [i for i in ids if i in chosen]
        held_out = [i for i in ids if i not in chosen]
        return {"development": development, "held_out": held_out, "all": ids}


def read_dataset(folder: Path) -> Dataset:
    """Read ``queries.jsonl``, ``corpus.jsonl`` and ``qrels.tsv``."""

    def lines(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8") as handle:
            return [json.loads(line) for line in handle]

    qrels: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return Dataset(
        {row["_id"]: row["text"] for row in lines("queries.jsonl")},
        {row["_id"]: f"{row['title']} {row['text']}" for row in lines("corpus.jsonl")},
        qrels,
    )


def word_tokens(text: str) -> list[str]:
    """Return the folded words of a text."""
    return re.findall(r"[a-z0-9]+", fold(text))


def ngram_tokens(text: str, low: int = 3, high: int = 5) -> list[str]:
    """Return the character n-grams of each word with its borders."""
    words = [f" {word} " for word in word_tokens(text)]
    return [
        w[i : i + n] for w in words for n in range(low, high + 1) for i in range(len(w) - n + 1)
    ]


def bm25(corpus: Sequence[str], tokens: Callable[[str], list[str]]) -> Scorer:
    """Return BM25 over ``corpus`` with the given tokens."""
    import bm25s

    index = bm25s.BM25()
    index.index([tokens(text) for text in corpus], show_progress=False)

    def score(texts: Sequence[str]) -> Scores:
        known = index.vocab_dict
        read = [[t for t in tokens(text) if t in known] for text in texts]
        rows = [index.get_scores(found) if found else np.zeros(len(corpus)) for found in read]
        return np.asarray(rows, dtype=np.float64)

    return score


def evaluate(dataset: Dataset, codes: Sequence[str], scores: Scores) -> dict[str, dict[str, float]]:
    """Return the measures of one system per half; ``scores`` has a column per code."""
    run: dict[str, dict[str, float]] = {}
    for query, row in zip(sorted(dataset.queries), scores, strict=True):
        best = np.argsort(-row, kind="stable")[:DEPTH]
        run[query] = {codes[i]: float(row[i]) for i in best if row[i] > 0}
    return {
        half: _measure({q: dataset.qrels[q] for q in ids}, {q: run[q] for q in ids})
        for half, ids in dataset.halves().items()
    }


def _measure(
    qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]
) -> dict[str, float]:
    found = ir_measures.calc_aggregate(list(MEASURES.values()), qrels, run)
    return {name: round(float(found[measure]), 4) for name, measure in MEASURES.items()}


def measure_sector_search(folder: Path, more: dict[str, Scorer] | None = None) -> Report:
    """Measure the shipped search, the baselines and ``more`` systems on the set in ``folder``.

    Systems of ``more`` score the classes in the order of ``load_sector_search().classes``.
    """
    dataset = read_dataset(folder)
    texts = [dataset.queries[query] for query in sorted(dataset.queries)]
    search = load_sector_search()
    classes = [sector.code for sector in search.classes]
    documents = list(dataset.corpus.values())
    report = {
        name: evaluate(dataset, list(dataset.corpus), bm25(documents, tokens)(texts))
        for name, tokens in (("bm25_words", word_tokens), ("bm25_ngrams", ngram_tokens))
    }
    for name, scorer in {"default": search.scores, **(more or {})}.items():
        report[name] = evaluate(dataset, classes, scorer(texts))
    return report
