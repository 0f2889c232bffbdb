"""Whether what is said of suggestions is true: ``python -m evaluation.claims FOLDER [land]``.

For each query of a judged set the engine's first ten suggestions are beside the judgements. A claim
is true if the pair's grade is at least 2 ("worth a call"). Suggestions that nobody judged are
counted apart: they are neither true nor false. With ``land`` the query's Land is a hard rule.
"""

from __future__ import annotations

import csv
import math
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

from evaluation.datasets import Dataset, load_dataset
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.request import Viewer
from matcher.result import Claim, MatchResult
from matcher.search.ingest import corpus_of
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

SHOWN = 10
GOOD = 2
"""Grade from which a suggestion is worth a call."""
ANSWERS = "antwortet damit"
"""What the reason says where a statement is claimed to answer."""


@dataclass
class Truth:
    """What became of one sort of claim."""

    true: int = 0
    false: int = 0
    unjudged: int = 0

    def add(self, grade: int | None) -> None:
        """Count a claim by the pair's grade, None if nobody judged it."""
        if grade is None:
            self.unjudged += 1
        elif grade >= GOOD:
            self.true += 1
        else:
            self.false += 1

    def __str__(self) -> str:
        judged = self.true + self.false
        if not judged:
            return f"- of 0 judged ({self.unjudged} unjudged)"
        low, high = binomtest(self.true, judged).proportion_ci(method="wilson")
        rate = self.true / judged
        return f"{rate:.2f} ({low:.2f}-{high:.2f}) of {judged} judged ({self.unjudged} unjudged)"


@dataclass
class Claims:
    """All that is told of one set."""

    by_claim: dict[Claim, Truth] = field(default_factory=lambda: {c: Truth() for c in Claim})
    answering: Truth = field(default_factory=Truth)
    covered: Counter[bool] = field(default_factory=Counter)
    """Of the good ones among the first ten, how many are called at least a good fit."""
    first: list[bool] = field(default_factory=list)
    one_of_three: list[bool] = field(default_factory=list)
    nothing: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    """(something fits by the judgements, the engine says that nothing does)."""
    seconds: list[float] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    """nDCG@10 of each query that something fits (gain 2^grade - 1; unjudged counts as 0)."""

    def add(self, result: MatchResult, grades: Mapping[str, int]) -> None:
        """Count what one result claims beside the judgements of its query."""
        known = [grades.get(s.profile_id) for s in result.suggestions]
        for suggestion, grade in zip(result.suggestions, known, strict=True):
            claim = suggestion.claim or Claim.NEAR
            self.by_claim[claim].add(grade)
            if ANSWERS in suggestion.reason:
                self.answering.add(grade)
            if grade is not None and grade >= GOOD:
                self.covered[claim is not Claim.NEAR] += 1
        fits = any(grade >= GOOD for grade in grades.values())
        self.nothing[fits, result.nothing_fits] += 1
        if fits:
            good = [grade >= GOOD for grade in known if grade is not None]
            self.first.append(any(good[:1]))
            self.one_of_three.append(any(good[:3]))
            self.gains.append(ndcg([grade or 0 for grade in known], list(grades.values())))


def ndcg(order: Sequence[int], grades: Sequence[int]) -> float:
    """Return nDCG@10 of the grades in their order, of all grades of the query, 0..1."""

    def gain(some: Sequence[int]) -> float:
        return sum((2.0**g - 1) / math.log2(at + 2) for at, g in enumerate(some[:SHOWN]))

    return gain(order) / gain(sorted(grades, reverse=True))


Judged = Mapping[str, Mapping[str, int]]
"""By query: the grade of every judged document, 0 included."""


def load_judged(folder: Path) -> Judged:
    """Return all judgements of a set. `load_dataset` keeps the good ones alone.

    Where grade 0 is missing, a false claim would pass for one that nobody judged.
    """
    judged: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            judged.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return judged


def measure(dataset: Dataset, judged: Judged, matcher: Matcher, where_from: str | None) -> Claims:
    """Ask all queries of a set and hold what is said beside the judgements."""
    setting, told = Setting(dataset, Options(where_from=where_from), matcher), Claims()
    for query in dataset.queries:
        grades = judged.get(query.id, {})
        request = setting.request(query, SHOWN)
        start = time.perf_counter()
        result = matcher.suggest(request, Viewer(everything=True))
        told.seconds.append(time.perf_counter() - start)
        told.add(result, grades)
    return told


def lines(told: Claims) -> list[str]:
    """Return the measures as text."""
    quick = np.array(told.seconds) * 1000
    good = sum(told.covered.values())
    return [
        *(f"claim {claim}: true {truth}" for claim, truth in told.by_claim.items()),
        f"'{ANSWERS}': true {told.answering}",
        f"good ones called at least a good fit: {told.covered[True]} of {good}",
        f"first judged suggestion good: {np.mean(told.first):.2f} of {len(told.first)} queries",
        f"one of the first three judged good: {np.mean(told.one_of_three):.2f}",
        f"nDCG@10, unjudged as 0: {np.mean(told.gains):.3f}",
        f"'nothing fits' where nothing does: {told.nothing[False, True]} of "
        f"{told.nothing[False, True] + told.nothing[False, False]}; where something does: "
        f"{told.nothing[True, True]} of {told.nothing[True, True] + told.nothing[True, False]}",
        f"ms a question: p50 {np.median(quick):.0f}, p95 {np.quantile(quick, 0.95):.0f}",
    ]


def main(arguments: Sequence[str]) -> None:
    """Measure a set from the command line."""
    folder = Path(arguments[0])
    dataset, judged = load_dataset(folder), load_judged(folder)
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    matcher = Matcher(corpus_of([document.profile for document in dataset.documents], encoder))
    told = measure(dataset, judged, matcher, arguments[1] if len(arguments) > 1 else None)
    sys.stdout.write("\n".join(lines(told)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
