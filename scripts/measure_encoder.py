"""Measure each runtime of the default encoder: speed, memory, and what it costs in fidelity.

    python scripts/measure_encoder.py [--eval ../shared/eval] [--runtimes onnx-int8 onnx torch]

Each runtime runs in a process of its own. Texts come from the shipped sample; the evaluation
sets are used where the folder exists.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from data.profiles import Profile
from evaluation.datasets import load_dataset
from evaluation.metrics import mean_metrics
from models.encoder import Encoder, Vectors
from models.loading import EncoderSettings, Runtime, load_encoder

SETS = ("foerder_kurz_voll_de", "ihk_branche_wz")
SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SENTENCES, LONG_TEXTS, QUERIES = 200, 96, 60


def main() -> None:
    """Print one table, a row for each runtime."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, default=SAMPLE.parents[2] / "shared" / "eval")
    parser.add_argument("--runtimes", nargs="+", default=[str(runtime) for runtime in Runtime])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        figures, vectors = measure(Runtime(arguments.one), arguments.eval)
        np.save(sys.stdin.readline().strip(), vectors)
        print(json.dumps(figures))
        return
    rows = {name: _in_own_process(name, arguments.eval) for name in arguments.runtimes}
    exact = rows.get("torch", rows[arguments.runtimes[-1]])[1]
    for figures, vectors in rows.values():
        cosines = (vectors * exact).sum(axis=1)
        figures |= {"cos mean": cosines.mean(), "cos min": cosines.min()}
    _print({name: figures for name, (figures, _) in rows.items()})


def measure(runtime: Runtime, folder: Path) -> tuple[dict[str, float], Vectors]:
    """Return the figures of one runtime and the vectors of the sample's sentences."""
    sentences = _sentences()
    words = " ".join(sentences).split()
    long_texts = [" ".join(words[i * 60 : i * 60 + 60]) for i in range(LONG_TEXTS)]
    queries = [" ".join(words[i * 12 : i * 12 + 12]) for i in range(QUERIES)]
    started = time.perf_counter()
    threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
    encoder = load_encoder(EncoderSettings(runtime=runtime, threads=threads))
    encoder.encode(queries[:1], as_query=True)
    figures = {"load s": time.perf_counter() - started}
    started = time.perf_counter()
    encoder.encode(long_texts)
    figures["60-word texts/s"] = LONG_TEXTS / (time.perf_counter() - started)
    times = [_seconds(encoder, query) for query in queries]
    figures["12-word query p50 ms"] = 1000 * float(np.median(times))
    figures["RSS MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    vectors = encoder.encode(sentences[:SENTENCES])
    for name in SETS:
        if (folder / name).is_dir():
            figures[f"nDCG@10 {name}"] = _ndcg(encoder, folder / name)
    return figures, vectors


def _seconds(encoder: Encoder, query: str) -> float:
    started = time.perf_counter()
    encoder.encode([query], as_query=True)
    return time.perf_counter() - started


def _sentences() -> list[str]:
    lines = [
        line
        for path in sorted(SAMPLE.glob("*.jsonl"))
        if path.name != "queries.jsonl"
        for line in path.read_text("utf-8").splitlines()
    ]
    profiles = [Profile.model_validate_json(line) for line in lines]
    texts = sorted({statement.text for profile in profiles for statement in profile.statements})
    order = np.random.default_rng(1).permutation(len(texts))
    return [texts[i] for i in order]


def _ndcg(encoder: Encoder, folder: Path) -> float:
    dataset = load_dataset(folder)
    documents = encoder.encode([document.text for document in dataset.documents])
    queries = encoder.encode([query.text for query in dataset.queries], as_query=True)
    run: dict[str, dict[str, float]] = {}
    for query, scores in zip(dataset.queries, queries @ documents.T, strict=True):
        best = np.argsort(-scores, kind="stable")[:100]
        run[query.id] = {dataset.ids[i]: float(scores[i]) for i in best}
    return float(mean_metrics(dataset.qrels, run)["ndcg@10"])


def _in_own_process(runtime: str, folder: Path) -> tuple[dict[str, float], Vectors]:
    command = [sys.executable, __file__, "--one", runtime, "--eval", str(folder)]
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "vectors.npy"
        run = subprocess.run(
            command, input=f"{target}\n", stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(run.stdout.splitlines()[-1]), np.load(target)


def _print(rows: dict[str, dict[str, float]]) -> None:
    table = Table("runtime", *next(iter(rows.values())))
    for name, figures in rows.items():
        table.add_row(name, *(f"{value:.4g}" for value in figures.values()))
    Console(width=200).print(table)


if __name__ == "__main__":
    main()
