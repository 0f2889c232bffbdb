"""Offline evaluation: rankers and plain systems over one set, in one call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count, islice
from typing import Any

import numpy as np

from data.errors import RequestError
from evaluation import baselines, claims
from evaluation.baselines import NAIVE, can_learn, naive_ranker
from evaluation.compare import interval
from evaluation.datasets import ALL, Dataset, Query
from evaluation.exposure import Exposure, exposure, reciprocity
from evaluation.latency import PIPELINE, latency
from evaluation.metrics import HEADLINE, Judgements, Rankings, judgements_of
from evaluation.runs import Run, RunInfo, checksum, write_trec
from evaluation.setting import VIEWER, Options, Setting, requests_of
from matcher.engine import Matcher
from matcher.ranking.ranker import DEFAULT, RankingConfig
from matcher.request import MAX_K
from matcher.search.corpus import Corpus
from matcher.search.ingest import corpus_of
from models.encoder import Encoder, Progress

__all__ = ["Options", "Outcome", "System", "evaluate", "requests_of", "write_trec"]

DEPTH = 100
"""How deep is ranked: the deepest metric."""
PLAIN = ("popularity", "bm25", "char_tfidf", "dense", PIPELINE, NAIVE)
"""Names of the plain systems."""
SHIPPED = "default"
"""Name of the ranker that comes with the program."""
Ranked = tuple[dict[str, float], tuple[float, ...]]
"""Document -> score, and the calibrated scores, both best first."""


@dataclass(frozen=True)
class System:
    """What is measured: a ranker of the engine, or a plain system by its scores."""

    name: str
    ranks: RankingConfig | baselines.Scorer


@dataclass(frozen=True)
class Outcome:
    """Judgements and runs of one evaluation, and the figures that follow from them."""

    judgements: Judgements
    runs: Mapping[str, Run]
    """By the system's name; the rankers first."""
    exposures: Mapping[str, Exposure]
    violations: Mapping[str, int]
    """Broken rules per ranker."""
    figures: dict[str, Any]

    @property
    def run(self) -> Rankings:
        """The first system's rankings among all documents."""
        return next(iter(self.runs.values())).ranking()


def evaluate(
    dataset: Dataset,
    encoder: Encoder,
    options: Options,
    progress: Progress | None = None,
    *,
    configs: Sequence[RankingConfig] = (DEFAULT,),
    plain: bool = True,
) -> Outcome:
    """Run rankers and, if ``plain``, every baseline over all slices.

    A ranker answers real `MatchRequest`s; a slice is one more restriction on its candidates and
    on the judged answers, and the same for the baselines. Of several ``configs`` each is named by
    its version, the shipped one "default".

    Raises:
        RequestError: two configurations have the same name, or an option is not known.
    """
    started = time.perf_counter()
    rankers = _named(configs)
    named = {system.name: config for system, config in zip(rankers, configs, strict=True)}
    corpus = corpus_of([d.profile for d in dataset.documents], encoder, progress)
    setting = Setting(dataset, options, Matcher(corpus, configs[0]))
    judgements = judgements_of(dataset)
    systems = len(rankers) + len(PLAIN) * plain
    steps = _steps(progress, systems * len(dataset.queries))
    bench = _Bench(setting, judgements, corpus, checksum(dataset), steps)
    runs = {system.name: bench.run(system) for system in rankers}
    violations = {name: setting.violations(run.ranking()) for name, run in runs.items()}
    others = {
        name: reciprocity(Matcher(corpus, config), dataset, run, options.seed)
        for config, (name, run) in zip(configs, runs.items(), strict=True)
    }
    if plain:
        for system in _baselines(dataset, setting, encoder):
            runs[system.name] = bench.run(system)
    exposures = {name: exposure(dataset, run) for name, run in runs.items()}
    judged = claims.tells_good(dataset)
    figures = _figures(setting, judgements, runs) | {
        "exposure": {name: found.as_dict() for name, found in exposures.items()},
        "reciprocity": others,
        "violations": sum(violations.values()),
        "claims": {
            name: claims.measure(setting, Matcher(corpus, config)).as_dict() if judged else None
            for name, config in named.items()
        },
        "latency_ms": latency(setting, corpus, named, plain=plain),
        "seconds": round(time.perf_counter() - started, 2),
    }
    return Outcome(judgements, runs, exposures, violations, figures)


def _steps(progress: Progress | None, total: int) -> Iterator[None]:
    """Count queries answered, after the encoding has counted texts."""
    for done in count():
        if progress is not None:
            progress(min(done, total), total)
        yield


def _named(configs: Sequence[RankingConfig]) -> list[System]:
    systems = [System(SHIPPED if c == DEFAULT else c.version, c) for c in configs]
    names = [system.name for system in systems]
    if not names or len(set(names)) < len(names):
        raise RequestError(
            f"Verglichen werden Rangfolgen mit verschiedenen Namen, gefunden: {names}.",
            f"Rankers to compare need different names, found: {names}.",
        )
    return systems


def _baselines(dataset: Dataset, setting: Setting, encoder: Encoder) -> Iterator[System]:
    texts = setting.texts()
    chars = baselines.char_tfidf(dataset, texts)
    dense = baselines.dense(dataset, texts, encoder)
    yield System("popularity", baselines.popularity(dataset, texts))
    yield System("bm25", baselines.bm25(dataset, texts))
    yield System("char_tfidf", chars)
    yield System("dense", dense)
    yield System(PIPELINE, baselines.fused(dense, chars))
    if can_learn(dataset):
        masks = [setting.comparable(query) for query in dataset.queries]
        naive = naive_ranker(dataset, (dense, chars), masks.__getitem__, setting.options.seed)
        yield System(NAIVE, naive)


class _Bench:
    """Where every system answers the same queries in the same slices."""

    def __init__(
        self,
        setting: Setting,
        judgements: Judgements,
        corpus: Corpus,
        fingerprint: str,
        steps: Iterator[None],
    ) -> None:
        self._setting = setting
        self._judgements = judgements
        self._corpus = corpus
        self._checksum = fingerprint
        self._steps = steps

    def run(self, system: System) -> Run:
        """Return the system's run over all slices."""
        started = time.perf_counter()
        ranks = system.ranks
        if isinstance(ranks, RankingConfig):
            answer = self._engine(Matcher(self._corpus, ranks))
        else:
            answer = self._plain(ranks)
        rankings: dict[str, dict[str, Mapping[str, float]]] = {s: {} for s in self._setting.slices}
        calibrated: dict[str, tuple[float, ...]] = {}
        for i, query in enumerate(self._setting.dataset.queries):
            next(self._steps)
            ranked, scores = answer(i, query, ALL)
            rankings[ALL][query.id] = ranked
            if scores:
                calibrated[query.id] = scores
            for part in self._parts(query):
                whole = self._setting.slices[part].all()
                found = dict(islice(ranked.items(), DEPTH)) if whole else answer(i, query, part)[0]
                rankings[part][query.id] = found
        seconds = round(time.perf_counter() - started, 2)
        return Run(self._info(system), rankings, calibrated, seconds)

    def _parts(self, query: Query) -> list[str]:
        """Return the slices beside "all" in which a query has an answer."""
        qrels = self._judgements.qrels
        return [part for part in qrels if part != ALL and query.id in qrels[part]]

    def _engine(self, matcher: Matcher) -> Callable[[int, Query, str], Ranked]:
        setting = self._setting
        within = {
            part: frozenset(setting.ids[i] for i in np.flatnonzero(held))
            for part, held in setting.slices.items()
        }

        def answer(_: int, query: Query, part: str) -> Ranked:
            request = setting.request(query, MAX_K if part == ALL else DEPTH)
            found = matcher.rank(request, VIEWER, within=None if part == ALL else within[part])
            return _falling(found.ids), found.scores

        return answer

    def _plain(self, scorer: baselines.Scorer) -> Callable[[int, Query, str], Ranked]:
        """Rank by plain scores, equal ones in corpus order; scored once per query."""
        setting = self._setting
        known: dict[int, tuple[baselines.Scores, Any]] = {}

        def answer(i: int, query: Query, part: str) -> Ranked:
            if i not in known:
                known.clear()
                known[i] = (np.asarray(scorer(i)), setting.comparable(query))
            scores, allowed = known[i]
            rows = np.flatnonzero(allowed & setting.slices[part])
            best = rows[np.lexsort((rows, -scores[rows]))[:DEPTH]]
            return _falling([setting.ids[row] for row in best]), ()

        return answer

    def _info(self, system: System) -> RunInfo:
        config = system.ranks if isinstance(system.ranks, RankingConfig) else None
        options = self._setting.options
        return RunInfo(
            system=system.name,
            ranker=config.version if config else None,
            encoder=self._corpus.encoder.fingerprint,
            program=version("partnermatch"),
            dataset=self._setting.dataset.name,
            checksum=self._checksum,
            options=options.manifest(),
            seed=options.seed,
        )


def _falling(documents: Sequence[str]) -> dict[str, float]:
    """Return scores that fall by one from place to place: no ties, whatever reads them."""
    return {document: float(len(documents) - n) for n, document in enumerate(documents)}


def _figures(setting: Setting, judgements: Judgements, runs: Mapping[str, Run]) -> dict[str, Any]:
    options, some = setting.options, next(iter(runs.values())).info
    return {
        "dataset": some.dataset,
        "checksum": some.checksum,
        "program": some.program,
        "encoder": some.encoder,
        "seed": options.seed,
        "where_from": options.where_from,
        "kind": options.kind and str(options.kind),
        "systems": {name: run.means(judgements) for name, run in runs.items()},
        "intervals": {
            name: {
                part: interval(run.values(judgements, part)[HEADLINE].values(), options.seed)
                for part in judgements.slices
            }
            for name, run in runs.items()
        },
    }
