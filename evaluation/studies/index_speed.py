"""How fast the vector index answers, beside the two plain ways, and what it misses.

Run ``python -m evaluation.studies.index_speed`` (add ``1000000`` for a million rows: 8 GB,
minutes).
All methods answer the same queries in turn, on one thread, evaluation of the filter included.
Absolute times depend on the machine; compare the ratios of one run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import faiss
import numpy as np

from models.encoder import Vectors
from models.index import Ids, Mask, best
from models.indexes.faiss_index import FaissIndex

DIM = 384
HITS = 50
CLUSTERS = 500
SIZES = (20_000, 100_000)
SHARES = (1.0, 0.1, 0.01, 0.001)
SHAPES = ("clustered", "smooth")
Search = Callable[[Vectors, Mask | None], Ids]


@dataclass(frozen=True)
class SpeedRow:
    """One method on one task.

    Attributes:
        shape: How the vectors lie: in clusters, or without any (the hard case for lists).
        rows: Number of vectors.
        share: Share of rows that are allowed; 1 means that no filter is given.
        method: ``adaptive`` (`FaissIndex` with its lists; the product searches exactly),
            ``numpy`` or ``flat`` (FAISS, filter as bitmap).
        median_us: Median time of a query in microseconds.
        ratio: Time of this method by the time of ``adaptive``.
        recall: Mean share of the true 50 nearest allowed rows that were found.
    """

    shape: str
    rows: int
    share: float
    method: str
    median_us: float
    ratio: float
    recall: float


def measure(
    sizes: Sequence[int] = SIZES, shares: Sequence[float] = SHARES, queries: int = 40
) -> list[SpeedRow]:
    """Time every method on every task; the same arguments give the same vectors."""
    found = []
    for shape in SHAPES:
        for size in sizes:
            vectors = make_vectors(shape, size + queries)
            asked, vectors = vectors[size:], vectors[:size]
            methods = build(vectors)
            for share in shares:
                found += measure_task(shape, share, vectors, asked, methods)
    return found


def make_vectors(shape: str, rows: int) -> Vectors:
    """Return unit vectors that share a direction, as those of text encoders do."""
    rng = np.random.default_rng(7)
    falling = 1 / np.sqrt(np.arange(1, DIM + 1, dtype=np.float32))
    vectors = rng.standard_normal((rows, DIM), dtype=np.float32) * falling
    if shape == "clustered":
        centres = rng.standard_normal((CLUSTERS, DIM), dtype=np.float32) * falling
        vectors *= 0.6
        vectors += centres[rng.integers(0, CLUSTERS, rows)]
    vectors += 2 / np.sqrt(DIM)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32, copy=False)


def build(vectors: Vectors) -> dict[str, Search]:
    """Return each method's search over ``vectors``, the product's as ``adaptive``."""
    index = FaissIndex(DIM)
    index.upsert(np.arange(len(vectors)), vectors)
    flat = faiss.IndexFlatIP(DIM)
    flat.add(vectors)

    def adaptive(query: Vectors, allowed: Mask | None) -> Ids:
        return index.search(query[None], HITS, allowed).ids[0]

    def numpy(query: Vectors, allowed: Mask | None) -> Ids:
        if allowed is None:
            return best(np.arange(len(vectors)), vectors @ query, HITS)[0]
        ids = np.flatnonzero(allowed)
        return best(ids, vectors[ids] @ query, HITS)[0]

    def filtered_flat(query: Vectors, allowed: Mask | None) -> Ids:
        selector = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        ids: Ids = flat.search(query[None], HITS, params=parameters)[1][0]
        return ids[ids >= 0]

    return {"adaptive": adaptive, "numpy": numpy, "flat": filtered_flat}


def measure_task(
    shape: str, share: float, vectors: Vectors, asked: Vectors, methods: dict[str, Search]
) -> list[SpeedRow]:
    """Ask every method every query; the one that goes first, with cold caches, takes turns."""
    faiss.omp_set_num_threads(1)
    size = len(vectors)
    allowed = None if share == 1 else np.random.default_rng(3).random(size) < share
    ids = np.arange(size) if allowed is None else np.flatnonzero(allowed)
    times: dict[str, list[float]] = {name: [] for name in methods}
    recalls: dict[str, list[float]] = {name: [] for name in methods}
    names = list(methods)
    for number, query in enumerate(asked):
        truth = best(ids, (vectors @ query)[ids], HITS)[0]
        first = number % len(names)
        for name in names[first:] + names[:first]:
            start = time.perf_counter()
            answer = methods[name](query, allowed)
            times[name].append(time.perf_counter() - start)
            recalls[name].append(len(np.intersect1d(answer, truth)) / max(1, len(truth)))
    medians = {name: float(np.median(some)) * 1e6 for name, some in times.items()}
    return [
        SpeedRow(
            shape, size, share, name, us, us / medians["adaptive"], float(np.mean(recalls[name]))
        )
        for name, us in medians.items()
    ]


def table(rows: Sequence[SpeedRow]) -> str:
    """Return ``rows`` as a table of plain text."""
    lines = [
        f"{'vectors':<10} {'rows':>9} {'allowed':>8} {'method':<9} "
        f"{'median µs':>10} {'x':>6} {'recall@50':>10}"
    ]
    lines += [
        f"{row.shape:<10} {row.rows:>9,} {row.share:>8.1%} {row.method:<9} "
        f"{row.median_us:>10,.0f} {row.ratio:>6.2f} {row.recall:>10.3f}"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure the sizes given as arguments, or the usual ones, and write the table."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    sys.stdout.write(table(measure(sizes)) + "\n")


if __name__ == "__main__":
    main()
