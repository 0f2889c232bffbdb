"""Print what the sectors of two texts add to a plain fusion of meaning and letters.

    python scripts/measure_sector_bridge.py ../shared/eval/ihk_branche_wz data/sample:dev

A set's name may end in ``:split``. The base is .5 dense + .3 char TF-IDF, both z-normalised per
query; the sector similarity is added with a weight that is chosen on one half of the queries, in
the slice of all documents, and measured on the other half. Sets whose queries name a Land are
measured with that rule.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from evaluation import baselines
from evaluation.datasets import Dataset, load_dataset
from evaluation.metrics import query_metrics
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder
from models.sectors.prediction import SectorPredictor

DENSE, LETTERS = 0.5, 0.3
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Standard deviations that a sector similarity of 1 adds."""
DEPTH = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bench:
    """A set with what the base and the sectors say of it."""

    setting: Setting
    base: tuple[Floats, ...]
    """Scores of all documents, one array (documents,) per query."""
    documents: sp.csr_matrix
    queries: Mapping[str, sp.csr_matrix]
    """How the asking side is read -> rows of sectors."""

    def ndcg(self, reading: str, weight: float, name: str) -> dict[str, float]:
        """Return nDCG@10 per query within the slice ``name``."""
        setting, members = self.setting, self.setting.slices[name]
        judged = {
            query: {d: g for d, g in grades.items() if members[setting.position[d]]}
            for query, grades in setting.dataset.qrels.items()
        }
        rankings = {}
        for i, query in enumerate(setting.dataset.queries):
            rows = np.flatnonzero(setting.comparable(query) & members)
            near = (self.documents[rows] @ self.queries[reading][i].T).toarray()[:, 0]
            scores = self.base[i][rows] + weight * near
            best = rows[np.lexsort((rows, -scores))[:DEPTH]]
            rankings[query.id] = {setting.ids[row]: -float(n) for n, row in enumerate(best)}
        return query_metrics(judged, rankings)["ndcg@10"]


def bench(dataset: Dataset, encoder: Encoder, predictor: SectorPredictor) -> tuple[Bench, float]:
    """Score a set by base and sectors; return it and the seconds the documents' sectors took."""
    corpus = corpus_of([d.profile for d in dataset.documents], encoder)
    land = "land" if any(query.laender for query in dataset.queries) else None
    setting = Setting(dataset, Options(where_from=land), Matcher(corpus))
    texts = setting.texts()
    scorers = baselines.dense(dataset, texts, encoder), baselines.char_tfidf(dataset, texts)
    base = tuple(_fused(scorers, i) for i in range(len(texts)))
    written = [document.text for document in dataset.documents]
    vectors, asked = encoder.encode(written), encoder.encode(texts, as_query=True)
    started = time.process_time()
    documents = predictor.predict(written, vectors)
    seconds = time.process_time() - started
    queries = {
        "letters": predictor.predict(texts),
        "both": predictor.predict(texts, asked),
        "both, weighted": predictor.predict(texts, asked, weighted=True),
    }
    return Bench(setting, base, documents, queries), seconds


def _fused(scorers: tuple[baselines.Scorer, baselines.Scorer], query: int) -> Floats:
    dense, letters = (np.asarray(scorer(query), dtype=np.float64) for scorer in scorers)
    return DENSE * _standard(dense) + LETTERS * _standard(letters)


def _standard(scores: Floats) -> Floats:
    return np.asarray((scores - scores.mean()) / (scores.std() + 1e-9))


def _mean(values: Mapping[str, float], keep: Callable[[str], bool]) -> float:
    return float(np.mean([value for query, value in values.items() if keep(query)] or [0.0]))


def _tuning(query: str) -> bool:
    return sha256(query.encode()).digest()[0] % 2 == 0


def _held(query: str) -> bool:
    return not _tuning(query)


def report(name: str, found: Bench, table: Table) -> None:
    """Add one row per reading and slice to the table."""
    for reading in found.queries:
        runs = {weight: found.ndcg(reading, weight, "all") for weight in WEIGHTS}
        chosen = max(runs, key=lambda weight: _mean(runs[weight], _tuning))
        for part in found.setting.slices:
            plain, helped = (found.ndcg(reading, weight, part) for weight in (0.0, chosen))
            if not plain:
                continue
            figures = [_mean(run, half) for half in (_tuning, _held) for run in (plain, helped)]
            cells = [f"{figure:.3f}" for figure in figures]
            table.add_row(name, reading, part, str(len(plain)), f"{chosen:g}", *cells)


def main() -> None:
    """Print one table over all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", help="folder or folder:split")
    arguments = parser.parse_args()
    console = Console(width=140)
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    started = time.process_time()
    predictor = SectorPredictor(encoder)
    console.print(f"built in {time.process_time() - started:.1f} s of processor time")
    table = Table(
        *("set", "asked by", "slice", "queries", "weight"),
        *("tuning: base", "+ sector", "held out: base", "+ sector"),
    )
    for wanted in arguments.sets:
        folder, _, split = wanted.partition(":")
        dataset = load_dataset(Path(folder))
        dataset = dataset.part(split) if split else dataset
        found, seconds = bench(dataset, encoder, predictor)
        count = len(dataset.documents)
        console.print(f"{wanted}: {count} documents, {1000 * seconds / count:.2f} ms each")
        report(dataset.name, found, table)
    console.print(table)


if __name__ == "__main__":
    main()
