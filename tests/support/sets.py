"""Small sets and rankers that the tests of the evaluation share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.profiles import Kind, Place, Profile, Role, SizeClass, Statement
from evaluation.datasets import Dataset, Document, Query
from evaluation.metrics import judgements_of
from evaluation.runs import Run, RunInfo
from matcher.ranking.ranker import DEFAULT, RankingConfig


def document(
    id: str,
    text: str = "Schweißen",
    kind: Kind = Kind.COMPANY,
    projects: int = 0,
    places: Sequence[Place] = (),
    size: SizeClass | None = None,
) -> Document:
    statements = (Statement(role=Role.OFFER, text=text),)
    profile = Profile(
        id=id,
        name=f"Firma {id}",
        kind=kind,
        statements=statements,
        places=tuple(places),
        size=size,
    )
    return Document(profile, f"{profile.name}. {text}", frozenset(), projects)


def dataset(
    documents: Sequence[Document],
    qrels: Mapping[str, Mapping[str, int]],
    metadata: Mapping[str, dict[str, Any]] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Dataset:
    """Return a set whose queries are those judged, also with no answer."""
    queries = tuple(
        Query(id, (texts or {}).get(id, id), (metadata or {}).get(id, {})) for id in qrels
    )
    graded = {id: dict(answers) for id, answers in qrels.items() if answers}
    return Dataset("klein", tuple(documents), queries, graded)


def run(name: str, lists: Mapping[str, Sequence[str]], some: Dataset) -> Run:
    """Return a run with the same lists in every slice, best first."""
    rankings = {
        query: {id: float(len(ids) - n) for n, id in enumerate(ids)} for query, ids in lists.items()
    }
    info = RunInfo(name, None, "none", "0", some.name, "")
    return Run(info, dict.fromkeys(judgements_of(some).qrels, rankings))


def needles(count: int) -> Dataset:
    """Return a set in which each of ``count`` questions has one answer, in the same words."""
    words = [f"Verfahren{n:02d} für Bauteil{n:02d}" for n in range(count)]
    documents = [document(f"d{n:02d}", text) for n, text in enumerate(words)]
    qrels = {f"q{n:02d}": {f"d{n:02d}": 3} for n in range(count)}
    return dataset(documents, qrels, texts={f"q{n:02d}": text for n, text in enumerate(words)})


def ranker(version: str) -> RankingConfig:
    """Return the shipped ranker under another name."""
    return DEFAULT.model_copy(update={"version": version})


def blind_ranker(version: str) -> RankingConfig:
    """Return a ranker that sees no text."""
    weights = {goal: {"distance": 0.05} for goal in DEFAULT.weights}
    return DEFAULT.model_copy(update={"version": version, "weights": weights})


def bold_ranker(version: str) -> RankingConfig:
    """Return a ranker that orders as the shipped one and is sure of everything."""
    curve = {"middle": 0.01, "steepness": 50.0}
    return DEFAULT.model_copy(update={"version": version} | curve)
