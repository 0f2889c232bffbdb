"""Blind judging: pool what two systems suggest, shuffle it, and keep the key apart.

The sheet (`evaluation.judging.sheet`) holds only what a judge may see; the key
(`evaluation.judging.key`) maps each of its rows to the systems that suggested it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import NotFoundError, RequestError
from evaluation import baselines
from evaluation.baselines import Scorer
from evaluation.datasets import Dataset
from evaluation.judging.cases import Case, candidate_cells, chosen, request_cells
from evaluation.judging.key import Key, KeyRow, checksum
from evaluation.latency import PIPELINE
from matcher.engine import Matcher
from matcher.ranking.ranker import RankingConfig
from matcher.request import Viewer

PLAIN: tuple[str, ...] = ("popularity", "bm25", "char_tfidf", "dense", PIPELINE)
"""Plain systems that can be judged like a ranker."""

Answer = Callable[[Sequence[Case], int], list[tuple[str, ...]]]
"""From requests and ``k`` to the ids of the first ``k`` suggestions of each, best first."""


@dataclass(frozen=True)
class System:
    """Something that suggests partners."""

    version: str
    """Of the ranker, or the name of a plain system."""
    answer: Answer


def pool(lists: Mapping[str, Sequence[str]], request: str, seed: int) -> list[str]:
    """Return each candidate of the lists once, in an order that says nothing of them.

    The order depends on ``seed`` and the request's id alone: not on the systems' names or ranks.
    """
    found = sorted({candidate for ranked in lists.values() for candidate in ranked})
    random.Random(f"{seed}:{request}").shuffle(found)
    return found


def ranks(lists: Mapping[str, Sequence[str]], candidate: str) -> dict[str, int]:
    """Return system -> rank (from 1) for the systems that suggest a candidate."""
    return {
        name: ranked.index(candidate) + 1 for name, ranked in lists.items() if candidate in ranked
    }


def make_key(
    cases: Sequence[Case],
    systems: Mapping[str, System],
    matcher: Matcher,
    *,
    k: int,
    seed: int,
    source: str,
) -> Key:
    """Ask both systems, and return the shuffled rows with their key.

    Requests that nobody may be suggested to get no rows.

    Raises:
        RequestError: there are not two systems, or no request has a candidate.
    """
    versions = {name: system.version for name, system in systems.items()}
    if len(set(versions.values())) != 2:
        found = ", ".join(f"{name} ({version})" for name, version in versions.items())
        raise RequestError(
            f"Verglichen werden zwei verschiedene Verfahren, gefunden: {found}.",
            f"Two different systems are compared, found: {found}.",
        )
    answers = {name: system.answer(cases, k) for name, system in systems.items()}
    rows: list[KeyRow] = []
    for i, case in enumerate(cases):
        lists = {name: answer[i] for name, answer in answers.items()}
        rows += _rows(f"F{i + 1:02}", case, lists, matcher, seed)
    if not rows:
        raise RequestError(
            f"{source}: Zu keiner Anfrage gibt es einen Vorschlag; erwartet wird mindestens einer.",
            f"{source}: no request has a suggestion; expected is at least one.",
        )
    made_with = matcher.versions(Viewer(everything=True))
    return Key(
        checksum=checksum(rows),
        source=source,
        systems=versions,
        k=k,
        seed=seed,
        program=made_with.program,
        encoder=made_with.encoder,
        data_revision=matcher.corpus.snapshot.revision,
        rows=tuple(rows),
    )


def _rows(
    number: str, case: Case, lists: Mapping[str, Sequence[str]], matcher: Matcher, seed: int
) -> Iterator[KeyRow]:
    known = matcher.corpus.snapshot.catalog
    request = case.request
    seeker = request.profile
    if request.profile_id is not None and (slot := known.slot(request.profile_id)) is not None:
        seeker = known.profile(slot)
    asked = request_cells(case, seeker)
    for place, candidate in enumerate(pool(lists, case.id, seed), start=1):
        slot = known.slot(candidate)
        if slot is None:
            raise KeyError(candidate)
        profile = known.profile(slot)
        told = chosen(profile, case.text or asked[0], matcher.corpus.encoder)
        yield KeyRow(
            id=f"{number}-{place:02}",
            request=case.id,
            profile=candidate,
            ranks=ranks(lists, candidate),
            cells=(*asked, *candidate_cells(profile, told)),
        )


def ranker(matcher: Matcher, config: RankingConfig, viewer: Viewer) -> System:
    """Return the engine with a configuration as a system."""
    engine = Matcher(matcher.corpus, config)

    def answer(cases: Sequence[Case], k: int) -> list[tuple[str, ...]]:
        requests = (case.request.model_copy(update={"k": k}) for case in cases)
        return [engine.rank(request, viewer).ids for request in requests]

    return System(config.version, answer)


def plain(name: str, dataset: Dataset, matcher: Matcher, viewer: Viewer) -> System:
    """Return a plain system of `PLAIN` over the profiles that the same rules allow.

    Raises:
        NotFoundError: there is none of that name.
    """
    if name not in PLAIN:
        known = ", ".join(PLAIN)
        raise NotFoundError(
            f"Das Verfahren '{name}' gibt es nicht; erwartet: {known}.",
            f"There is no system '{name}'; expected: {known}.",
        )
    position = {profile_id: i for i, profile_id in enumerate(dataset.ids)}

    def answer(cases: Sequence[Case], k: int) -> list[tuple[str, ...]]:
        score = _scorer(name, dataset, matcher, [_searched(c, matcher, viewer) for c in cases])
        answers = []
        for i, case in enumerate(cases):
            allowed = matcher.allowed(case.request, viewer)
            rows = np.array(sorted(position[profile] for profile in allowed), dtype=np.int64)
            best = rows[np.lexsort((rows, -np.asarray(score(i))[rows]))[:k]]
            answers.append(tuple(dataset.ids[row] for row in best))
        return answers

    return System(name, answer)


def _scorer(name: str, dataset: Dataset, matcher: Matcher, texts: list[str]) -> Scorer:
    makers = {
        "popularity": baselines.popularity,
        "bm25": baselines.bm25,
        "char_tfidf": baselines.char_tfidf,
    }
    if name in makers:
        return makers[name](dataset, texts)
    dense = baselines.dense(dataset, texts, matcher.corpus.encoder)
    if name == PIPELINE:
        return baselines.fused(dense, baselines.char_tfidf(dataset, texts))
    return dense


def _searched(case: Case, matcher: Matcher, viewer: Viewer) -> str:
    """Return the text a plain system searches by: the question, or what the seeker wants."""
    return case.text or matcher.sought(case.request, viewer)
