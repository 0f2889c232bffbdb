"""Judgements: which answers are good, per slice, apart from any system."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from evaluation.datasets import Dataset
from evaluation.metrics import Qrels
from evaluation.slices import members


@dataclass(frozen=True)
class Judgements:
    """Graded answers of one set, restricted to each slice."""

    dataset: str
    qrels: Mapping[str, Qrels]
    """slice -> query -> document -> grade; only queries with an answer in the slice."""

    @property
    def slices(self) -> tuple[str, ...]:
        """Slices in which at least one query has an answer."""
        return tuple(name for name, qrels in self.qrels.items() if qrels)

    def count(self, part: str) -> int:
        """Return how many queries have an answer in a slice."""
        return len(self.qrels[part])

    def only(self, queries: Collection[str]) -> Judgements:
        """Return the judgements of some queries alone, e.g. of a fold."""
        kept = {
            part: {query: graded for query, graded in qrels.items() if query in queries}
            for part, qrels in self.qrels.items()
        }
        return replace(self, qrels=kept)


def judgements_of(dataset: Dataset) -> Judgements:
    """Return the judgements of a set in every slice."""
    position = {profile_id: i for i, profile_id in enumerate(dataset.ids)}
    qrels: dict[str, Qrels] = {}
    for part, held in members(dataset).items():
        graded = {
            query: {d: grade for d, grade in answers.items() if held[position[d]]}
            for query, answers in dataset.qrels.items()
        }
        qrels[part] = {query: answers for query, answers in graded.items() if answers}
    return Judgements(dataset.name, qrels)
