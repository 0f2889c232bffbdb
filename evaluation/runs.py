"""Runs: what a system answered, with everything needed to say where the answer comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import ir_measures

from data.errors import NotFoundError, RequestError
from evaluation.datasets import ALL, Dataset
from evaluation.metrics import Judgements, Rankings, mean_metrics, query_metrics

RUN_TAG = "partnermatch"


@dataclass(frozen=True)
class RunInfo:
    """Where a run comes from: an equal manifest gives equal rankings."""

    system: str
    ranker: str | None
    """Version of the ranker's configuration; None for a plain system."""
    encoder: str
    """Fingerprint of the weights and how they are read."""
    program: str
    dataset: str
    checksum: str
    """Of documents, queries and judgements; see `checksum`."""
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True)
class Run:
    """The rankings of one system in every slice."""

    info: RunInfo
    rankings: Mapping[str, Rankings]
    """slice -> query -> document -> score. Slice "all" holds every query, the others those with
    an answer in them."""
    calibrated: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """query -> calibrated scores (0..1) of its ranking in slice "all", best first; none for a
    plain system."""
    seconds: float = 0.0
    """Wall time of all slices."""

    @property
    def system(self) -> str:
        """The system's name."""
        return self.info.system

    def ranking(self, part: str = ALL) -> Rankings:
        """Return the rankings in a slice. Raises NotFoundError if it was not run."""
        if part not in self.rankings:
            known = ", ".join(self.rankings)
            raise NotFoundError(
                f"Lauf '{self.system}': kein Teil '{part}', vorhanden sind: {known}.",
                f"Run '{self.system}': no slice '{part}', there are: {known}.",
            )
        return self.rankings[part]

    def top(self, k: int, part: str = ALL) -> dict[str, list[str]]:
        """Return the first ``k`` documents of every query, best first."""
        return {query: best_first(found)[:k] for query, found in self.ranking(part).items()}

    def values(self, judgements: Judgements, part: str = ALL) -> dict[str, dict[str, float]]:
        """Return metric -> query -> value in a slice."""
        return query_metrics(judgements.qrels[part], self.ranking(part))

    def means(self, judgements: Judgements) -> dict[str, dict[str, float | int]]:
        """Return slice -> metric -> mean, with the number of queries."""
        return {
            part: mean_metrics(qrels, self.rankings.get(part, {}))
            for part, qrels in judgements.qrels.items()
        }


def best_first(scored: Mapping[str, float]) -> list[str]:
    """Return documents by falling score."""
    return sorted(scored, key=lambda document: -scored[document])


def checksum(dataset: Dataset) -> str:
    """Return a hash of everything in a set that a figure depends on."""
    found = sha256()
    for d in dataset.documents:
        parts = (d.profile.model_dump_json(), d.text, sorted(d.laender), d.n_projects)
        found.update(repr(parts).encode())
    for query in dataset.queries:
        graded = sorted(dataset.qrels.get(query.id, {}).items())
        found.update(repr((query.id, query.text, query.metadata, graded)).encode())
    return found.hexdigest()[:16]


def write_trec(rankings: Rankings, path: Path, tag: str = RUN_TAG) -> None:
    """Write rankings as ``query Q0 document rank score tag``; scores fall strictly."""
    with path.open("w", encoding="utf-8") as out:
        for query, scored in rankings.items():
            for rank, document in enumerate(best_first(scored), start=1):
                out.write(f"{query} Q0 {document} {rank} {scored[document]:.9g} {tag}\n")


def read_trec(path: Path) -> Rankings:
    """Read rankings that any system wrote in the TREC format.

    Raises:
        RequestError: the file cannot be read as such.
    """
    rankings: dict[str, dict[str, float]] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for found in ir_measures.read_trec_run(lines):  # type: ignore[no-untyped-call]
                rankings.setdefault(found.query_id, {})[found.doc_id] = found.score
    except (OSError, ValueError) as error:
        raise RequestError(
            f"{path}: kein Lauf im TREC-Format ({error}).",
            f"{path}: not a run in TREC format ({error}).",
        ) from error
    return rankings
