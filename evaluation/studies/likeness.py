"""Whether likes and dislikes help: ``python -m evaluation.studies.likeness [SPLIT]``.

For each question with two or more known-good partners one of them, the first in the list, is
liked, and the first of the list that is not known to be good is not. What counts is how the
remaining good partners rank among the remaining candidates (residual collection: Salton and
Buckley 1990, doi 10.1002/(SICI)1097-4571(199006)41:4<288::AID-ASI8>3.0.CO;2-H), so that nothing
is gained by the answer that was given away.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product

import numpy as np

from data.files import SAMPLE
from evaluation.compare import interval
from evaluation.datasets import Dataset, load_dataset
from evaluation.metrics import HEADLINE, query_metrics
from evaluation.setting import VIEWER, Options, Setting
from matcher.engine import Matcher
from matcher.explain.answer import Ranking
from matcher.ranking.background import background_of
from matcher.ranking.features import LIKE, UNLIKE, likeness_of
from matcher.request import MAX_K, MatchRequest
from matcher.search.ingest import corpus_of
from models.encoder import Encoder
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

LIKES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8)
UNLIKES = (0.0, 0.1, 0.2, 0.3, 0.4)


@dataclass(frozen=True)
class Case:
    """One question with the two profiles that somebody judged."""

    query: str
    request: MatchRequest
    """As it was put at first."""
    first: Ranking
    graded: dict[str, int]
    """The good partners that are left to be found."""
    liked: str
    unliked: str

    def value(self, ids: Sequence[str]) -> float:
        """Return nDCG@10 of a ranking without the two, 0..1."""
        left = [id for id in ids if id not in (self.liked, self.unliked)]
        ranking = {id: float(len(left) - place) for place, id in enumerate(left)}
        metrics = query_metrics({self.query: self.graded}, {self.query: ranking})
        return metrics[HEADLINE][self.query]


def cases_of(dataset: Dataset, matcher: Matcher) -> list[Case]:
    """Return the questions of a set that have two known-good partners in their list."""
    setting = Setting(dataset, Options(), matcher)
    found = []
    for query in dataset.queries:
        graded = dataset.qrels.get(query.id, {})
        request = setting.request(query, MAX_K)
        first = matcher.rank(request, VIEWER)
        good = [id for id in first.ids if id in graded]
        others = [id for id in first.ids if id not in graded]
        if len(good) >= 2 and others:
            left = {id: grade for id, grade in graded.items() if id != good[0]}
            found.append(Case(query.id, request, first, left, good[0], others[0]))
    return found


def grid(cases: Sequence[Case], matcher: Matcher) -> Iterator[tuple[float, float, float]]:
    """Yield weights of likes and dislikes with the mean nDCG@10: sums and addends are linear."""
    snapshot, background = matcher.snapshot, background_of(matcher.corpus.encoder)
    moved = []
    for case in cases:
        named = case.request.model_copy(update={"like": (case.liked,), "unlike": (case.unliked,)})
        examples = likeness_of(snapshot.catalog, named, VIEWER)
        slots = np.array([snapshot.catalog.slot(id) for id in case.first.ids])
        addends = examples.addends(snapshot, background, slots, 1.0, 1.0)
        moved.append((np.array(case.first.sums), *addends.values()))
    for like, unlike in product(LIKES, UNLIKES):
        values = []
        for case, (sums, nearer, further) in zip(cases, moved, strict=True):
            order = np.argsort(-(sums + like * nearer + unlike * further), kind="stable")
            values.append(case.value([case.first.ids[i] for i in order]))
        yield like, unlike, float(np.mean(values))


def report(dataset: Dataset, encoder: Encoder, *, weights: bool) -> Iterator[str]:
    """Yield what likes and dislikes change, and with ``weights`` the mean of each pair of them."""
    matcher = Matcher(corpus_of([d.profile for d in dataset.documents], encoder))
    cases = cases_of(dataset, matcher)
    before = np.array([case.value(case.first.ids) for case in cases])
    yield f"{len(cases)} questions, nDCG@10 without: {before.mean():.3f}"
    for name, change in _changes():
        after = np.array([case.value(matcher.rank(change(case), VIEWER).ids) for case in cases])
        low, high = interval(after - before) or (0.0, 0.0)
        wins, losses = int((after > before).sum()), int((after < before).sum())
        yield (
            f"{name:24} {after.mean():.3f} ({after.mean() - before.mean():+.3f}, "
            f"95 % {low:+.3f} to {high:+.3f}; better {wins}, worse {losses})"
        )
    if weights:
        for like, unlike, value in grid(cases, matcher):
            yield f"like {like:.1f} unlike {unlike:.1f}: {value:.3f}"


def _changes() -> list[tuple[str, Callable[[Case], MatchRequest]]]:
    return [
        (f"like {LIKE:g}", lambda c: c.request.model_copy(update={"like": (c.liked,)})),
        (f"unlike {UNLIKE:g}", lambda c: c.request.model_copy(update={"unlike": (c.unliked,)})),
        (
            f"like {LIKE:g}, unlike {UNLIKE:g}",
            lambda c: c.request.model_copy(update={"like": (c.liked,), "unlike": (c.unliked,)}),
        ),
    ]


if __name__ == "__main__":
    split = sys.argv[1] if len(sys.argv) > 1 else "dev"
    with closing(default_cache()) as cache:
        encoder = open_encoder(EncoderSettings.from_environment(), cache)
        sample = load_dataset(SAMPLE).part(split)
        for line in report(sample, encoder, weights=split == "dev"):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
