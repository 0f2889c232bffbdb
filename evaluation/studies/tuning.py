"""Cross-validated tuning of the shipped weights: ``python -m evaluation.studies.tuning FOLDER…``.

Weights of one goal are moved in small steps towards better rankings of the training queries of
each fold, and measured on the queries that the fold left out. The headline is the firms and the
long tail; all partners together count half. What is printed are out-of-fold figures, so a gain
that is seen only where it was looked for does not appear.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.files import SAMPLE
from evaluation.crossval import folds
from evaluation.datasets import Dataset, load_dataset
from evaluation.setting import VIEWER, Options, Setting
from matcher.engine import Matcher
from matcher.ranking.ranker import DEFAULT
from matcher.request import MAX_K, Goal
from matcher.search.ingest import corpus_of
from matcher.words import TERMS
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
SHARES = {"firms": 1.0, "long_tail": 1.0, "all": 0.5}
"""What each slice counts in the aim."""
STEPS = (-0.1, -0.05, -0.02, 0.02, 0.05, 0.1, 0.2)
CAUTION = 0.05
"""A weight must pay its way: this much relative gain per unit moved, else noise moves it."""
ROUNDS = 3
FOLDS = 5
DEPTH = 10
_DISCOUNT = 1 / np.log2(np.arange(2, DEPTH + 2))


@dataclass(frozen=True)
class Block:
    """Candidates of the queries of one set and goal in one slice, padded to equal length."""

    dataset: str
    part: str
    queries: NDArray[np.str_]
    values: Floats
    """Features in the order of `TERMS`, (queries, candidates, terms)."""
    gains: Floats
    """Grades, (queries, candidates); -1 where padded."""
    ideal: Floats
    """Best possible discounted gain, (queries,)."""

    def ndcg(self, weights: Floats) -> Floats:
        """Return nDCG@10 of each query under the weights, (queries,)."""
        sums = np.where(self.gains < 0, -np.inf, self.values @ weights)
        best = np.argsort(-sums, axis=1, kind="stable")[:, :DEPTH]
        gains = np.maximum(np.take_along_axis(self.gains, best, axis=1), 0)
        return np.asarray((gains * _DISCOUNT[: best.shape[1]]).sum(axis=1) / self.ideal)


def blocks_of(dataset: Dataset, options: Options, encoder: Encoder) -> dict[Goal, list[Block]]:
    """Return the candidates of all answered queries, by goal and slice."""
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    setting = Setting(dataset, options, matcher)
    rows: dict[tuple[Goal, str], list[tuple[str, Floats, Floats, float]]] = {}
    for query in dataset.queries:
        graded = dataset.qrels.get(query.id, {})
        request = setting.request(query, MAX_K)
        found = matcher.rank(request, VIEWER)
        absent = np.zeros(len(found.ids))
        values = np.column_stack([found.features.get(term, absent) for term in TERMS])
        gains = np.array([graded.get(profile_id, 0) for profile_id in found.ids], dtype=float)
        at = [setting.position[profile_id] for profile_id in found.ids]
        for part in SHARES:
            held = setting.slices[part]
            best = sorted((g for d, g in graded.items() if held[setting.position[d]]), reverse=True)
            if best:
                ideal = float((np.array(best[:DEPTH]) * _DISCOUNT[: len(best)]).sum())
                row = (query.id, values[held[at]], gains[held[at]], ideal)
                rows.setdefault((request.effective_goal, part), []).append(row)
    blocks: dict[Goal, list[Block]] = {}
    for (goal, part), some in rows.items():
        blocks.setdefault(goal, []).append(_padded(dataset.name, part, some))
    return blocks


def _padded(name: str, part: str, rows: list[tuple[str, Floats, Floats, float]]) -> Block:
    longest = max(DEPTH, *(len(gains) for _, _, gains, _ in rows))
    values = np.zeros((len(rows), longest, len(TERMS)))
    padded = np.full((len(rows), longest), -1.0)
    for i, (_, features, gains, _) in enumerate(rows):
        values[i, : len(gains)], padded[i, : len(gains)] = features, gains
    queries = np.array([query for query, *_ in rows])
    return Block(name, part, queries, values, padded, np.array([ideal for *_, ideal in rows]))


def climb(start: Floats, aim: Callable[[Floats], float]) -> Floats:
    """Move one weight at a time while the aim grows; weights stay at least 0."""
    best, height = start, aim(start)
    for _ in range(ROUNDS):
        before = best
        for term, step in product(range(len(start)), STEPS):
            tried = best.copy()
            tried[term] = max(0.0, tried[term] + step)
            if (reached := aim(tried) - CAUTION * abs(tried - start).sum()) > height:
                best, height = tried, reached
        if best is before:
            break
    return best


def tuned(blocks: Sequence[Block], start: Floats, training: frozenset[str]) -> Floats:
    """Return the weights that rank the training queries best, seen relative to the start."""
    used = [(b, np.isin(b.queries, list(training))) for b in blocks]
    used = [(b, mask) for b, mask in used if mask.any()]
    base = [max(float(b.ndcg(start)[mask].mean()), 1e-6) for b, mask in used]
    total = sum(SHARES[b.part] for b, _ in used)

    def aim(weights: Floats) -> float:
        gained = [
            float(b.ndcg(weights)[m].mean()) / old for (b, m), old in zip(used, base, strict=True)
        ]
        return sum(SHARES[b.part] * g for (b, _), g in zip(used, gained, strict=True)) / total

    return climb(start, aim)


def report(sets: Sequence[tuple[Dataset, Options]], encoder: Encoder) -> Iterator[str]:
    """Tune every goal on all sets together; yield out-of-fold figures, then the weights of all."""
    blocks: dict[Goal, list[Block]] = {}
    for dataset, options in sets:
        for goal, some in blocks_of(dataset, options, encoder).items():
            blocks.setdefault(goal, []).extend(some)
    parts = [folds(dataset, FOLDS, options.seed) for dataset, options in sets]
    for goal, some in blocks.items():
        start = np.array([DEFAULT.weights[goal].get(term, 0.0) for term in TERMS])
        new = {id(block): np.zeros(len(block.queries)) for block in some}
        for number in range(FOLDS):
            training = frozenset(query for fold in parts for query in fold[number][0])
            weights = tuned(some, start, training)
            for block in some:
                test = ~np.isin(block.queries, list(training))
                new[id(block)][test] = block.ndcg(weights)[test]
        for block in some:
            old, after = block.ndcg(start).mean(), new[id(block)].mean()
            count = len(block.queries)
            yield f"{goal:9} {block.dataset:20} {block.part:10} {count:4} {old:.3f} -> {after:.3f}"
        weights = tuned(some, start, frozenset(query for b in some for query in b.queries))
        moved = zip(TERMS, start, weights, strict=True)
        yield f"{goal:9} all folds: " + ", ".join(
            f"{t} {a:g} -> {b:.2f}" for t, a, b in moved if a != b
        )


def main(folders: Sequence[str], encoder: Encoder) -> Iterator[str]:
    """Tune on the sample's development split and the given sets, these with their Land as rule."""
    sets = [(load_dataset(SAMPLE).part("dev"), Options())]
    sets += [(load_dataset(Path(folder)), Options(where_from="land")) for folder in folders]
    return report(sets, encoder)


if __name__ == "__main__":
    with closing(default_cache()) as cache:
        encoder = open_encoder(EncoderSettings.from_environment(), cache)
        for line in main(sys.argv[1:], encoder):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
