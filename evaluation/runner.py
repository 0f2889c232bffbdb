"""Offline evaluation: the engine and the baselines over one set, in one call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.beir import profile_from_beir
from data.errors import RequestError
from data.profiles import Kind, Profile
from evaluation import baselines
from evaluation.datasets import LONG_TAIL_PROJECTS, Dataset, Document, Query
from evaluation.metrics import Qrels, Run, mean_metrics
from matcher.engine import Matcher
from matcher.ingest import corpus_of
from matcher.request import MAX_K, Constraint, Goal, MatchRequest, Rule, Viewer
from models.encoder import Encoder, Progress

Mask = NDArray[np.bool_]
RUN_TAG = "partnermatch"
VIEWER = Viewer()
"""Judgements name public profiles only."""
DEPTH = 100
"""How deep the baselines are ranked: the deepest metric."""


@dataclass(frozen=True)
class Options:
    """What restricts partners in every query, as a user would."""

    where_from: str | None = None
    """``land``: the query's Land is a hard rule."""
    kind: Kind | None = None


@dataclass(frozen=True)
class Outcome:
    """Figures of one evaluation and the default system's ranking."""

    figures: dict[str, Any]
    run: Run


def evaluate(
    dataset: Dataset,
    encoder: Encoder,
    options: Options,
    progress: Progress | None = None,
) -> Outcome:
    """Run the default system and every baseline over all slices.

    The default system answers real `MatchRequest`s; a slice is one more restriction on its
    candidates and on the judged answers, and the same for the baselines.
    """
    started = time.perf_counter()
    corpus = corpus_of([d.profile for d in dataset.documents], encoder, progress)
    matcher = Matcher(corpus)
    setting = _Setting(dataset, options, matcher)
    systems: dict[str, dict[str, Any]] = {}
    full: Run = {}
    per_slice = {}
    for name, members in setting.slices.items():
        run = _default_run(matcher, setting, members, MAX_K if name == "all" else DEPTH)
        full = run if name == "all" else full
        per_slice[name] = mean_metrics(setting.qrels(members), run)
    systems["default"] = per_slice
    for name, scorer in _baselines(dataset, setting.texts(), encoder):
        runs = setting.rank(scorer)
        systems[name] = {
            s: mean_metrics(setting.qrels(m), runs[s]) for s, m in setting.slices.items()
        }
    figures = {
        "dataset": dataset.name,
        "where_from": options.where_from,
        "kind": options.kind and str(options.kind),
        "violations": setting.violations(full),
        "seconds": round(time.perf_counter() - started, 2),
        "systems": systems,
    }
    return Outcome(figures, full)


def _baselines(
    dataset: Dataset, texts: list[str], encoder: Encoder
) -> Iterator[tuple[str, baselines.Scorer]]:
    yield "popularity", baselines.popularity(dataset, texts)
    yield "bm25", baselines.bm25(dataset, texts)
    yield "char_tfidf", baselines.char_tfidf(dataset, texts)
    yield "dense", baselines.dense(dataset, texts, encoder)


class _Setting:
    """The set with the masks that the options and slices draw."""

    def __init__(self, dataset: Dataset, options: Options, matcher: Matcher) -> None:
        if options.where_from not in (None, "land"):
            raise RequestError(
                f"--where-from kennt nur 'land', gefunden: '{options.where_from}'.",
                f"--where-from knows only 'land', found: '{options.where_from}'.",
            )
        self.dataset = dataset
        self.options = options
        self._matcher = matcher
        documents = dataset.documents
        self.position = {d.profile.id: i for i, d in enumerate(documents)}
        self.ids = dataset.ids
        self.names = {d.profile.id: d.profile.name for d in documents}
        self.slices: dict[str, Mask] = {
            "all": _mask(documents, lambda d: True),
            "firms": _mask(documents, lambda d: not d.is_research),
            "research": _mask(documents, lambda d: d.is_research),
            "long_tail": _mask(documents, lambda d: d.n_projects <= LONG_TAIL_PROJECTS),
        }
        self._laender = {
            land: np.array([land in d.laender for d in documents])
            for land in {x for q in dataset.queries for x in q.laender}
        }
        self._kind = _mask(documents, lambda d: options.kind in (None, d.profile.kind))

    def allowed(self, query: Query) -> Mask:
        """Return the documents that keep every rule of the query, straight from the set."""
        mask = self._kind.copy()
        if self.options.where_from == "land" and query.laender:
            mask &= np.logical_or.reduce([self._laender[land] for land in query.laender])
        for excluded in query.exclude:
            if excluded in self.position:
                mask[self.position[excluded]] = False
        return mask

    def comparable(self, query: Query) -> Mask:
        """Return the documents a baseline may rank: the same as the default system may."""
        if not query.metadata.keys() & {"constraints", "profile_id", "goal"}:
            return self.allowed(query)
        mask = np.zeros(len(self.ids), dtype=bool)
        for profile_id in self._matcher.allowed(self.request(query, 1), VIEWER):
            mask[self.position[profile_id]] = True
        return mask

    def texts(self) -> list[str]:
        """Return what each query looks for as text: its own, or the stored seeker's."""
        requests = [self.request(query, 1) for query in self.dataset.queries]
        return [
            self._matcher.sought(request, VIEWER) if request.profile_id else query.text
            for query, request in zip(self.dataset.queries, requests, strict=True)
        ]

    def qrels(self, members: Mask) -> Qrels:
        """Return the judgements restricted to the members of a slice."""
        return {
            query: {d: g for d, g in graded.items() if members[self.position[d]]}
            for query, graded in self.dataset.qrels.items()
        }

    def rank(self, scorer: baselines.Scorer) -> dict[str, Run]:
        """Rank a baseline's scores in every slice, equal scores in corpus order."""
        runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in self.slices}
        for i, query in enumerate(self.dataset.queries):
            scores, allowed = np.asarray(scorer(i)), self.comparable(query)
            for name, members in self.slices.items():
                rows = np.flatnonzero(allowed & members)
                best = rows[np.lexsort((rows, -scores[rows]))[:DEPTH]]
                ranked = {self.ids[row]: float(len(best) - n) for n, row in enumerate(best)}
                runs[name][query.id] = ranked
        return dict(runs)

    def request(self, query: Query, k: int) -> MatchRequest:
        """Return the request a user would put."""
        metadata = query.metadata
        constraints = [Constraint.model_validate(c) for c in metadata.get("constraints", ())]
        if query.exclude:
            constraints.append(Constraint(rule=Rule.EXCLUDE, values=query.exclude))
        if self.options.where_from == "land" and query.laender:
            constraints.append(Constraint(rule=Rule.REGION, values=query.laender))
        if self.options.kind is not None:
            constraints.append(Constraint(rule=Rule.KIND, values=(str(self.options.kind),)))
        goal = Goal(metadata["goal"]) if "goal" in metadata else None
        common: dict[str, Any] = {"constraints": tuple(constraints), "k": k, "goal": goal}
        if "profile_id" in metadata:
            return MatchRequest(profile_id=metadata["profile_id"], **common)
        if query.exclude:
            return MatchRequest(profile=_organisation(query, self.names), **common)
        return MatchRequest(question=query.text, **common)

    def violations(self, run: Run) -> int:
        """Count ranked documents that break a rule, checked against the set itself."""
        allowed = {q.id: self.allowed(q) for q in self.dataset.queries}
        return sum(
            not allowed[query][self.position[document]]
            for query, ranking in run.items()
            for document in ranking
        )


def requests_of(dataset: Dataset, matcher: Matcher, k: int) -> Iterator[tuple[Query, MatchRequest]]:
    """Yield each query of a set with the request a user would put."""
    setting = _Setting(dataset, Options(), matcher)
    return ((query, setting.request(query, k)) for query in dataset.queries)


def _mask(documents: tuple[Document, ...], keep: Callable[[Document], bool]) -> Mask:
    return np.array([keep(d) for d in documents], dtype=bool)


def _organisation(query: Query, names: Mapping[str, str]) -> Profile:
    """Return the organisation that a query describes as a profile outside the store."""
    name = next((names[x] for x in query.exclude if query.text.startswith(names.get(x, "\0"))), "")
    text = query.text.removeprefix(name).lstrip(". ")
    row = {"_id": f"query-{query.id}", "title": name or query.text[:100], "text": text}
    return profile_from_beir(row | {"metadata": query.metadata})[0]


def _default_run(matcher: Matcher, setting: _Setting, members: Mask, k: int) -> Run:
    within = frozenset(setting.ids[i] for i in np.flatnonzero(members))
    run: dict[str, dict[str, float]] = {}
    for query in setting.dataset.queries:
        ranked = matcher.rank(setting.request(query, k), VIEWER, within=within).ids
        run[query.id] = {document: float(len(ranked) - n) for n, document in enumerate(ranked)}
    return run


def write_trec(run: Run, path: Path) -> None:
    """Write a ranking as ``query Q0 document rank score tag``; scores fall strictly."""
    with path.open("w", encoding="utf-8") as out:
        for query, ranking in run.items():
            ordered = sorted(ranking.items(), key=lambda item: -item[1])
            for rank, (document, score) in enumerate(ordered, start=1):
                out.write(f"{query} Q0 {document} {rank} {score:g} {RUN_TAG}\n")
