"""Whether what is said of suggestions is true: ``python -m evaluation.claims FOLDER [land]``.

For each query of a judged set the engine's first ten suggestions are beside the judgements. A claim
is true if the pair's grade is at least 2 ("worth a call"). Suggestions that nobody judged are
counted apart: they are neither true nor false. With ``land`` the query's Land is a hard rule.
Each sentence form has a rate of its own: what the reason says without what it quotes.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest

from evaluation.datasets import Dataset, load_dataset
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.request import Viewer
from matcher.result import Fit, MatchResult, Suggestion
from matcher.search.ingest import corpus_of
from models.encoders.vector_cache import default_cache
from models.loading import EncoderSettings, open_encoder

SHOWN = 10
GOOD = 2
"""Grade from which a suggestion is worth a call."""
ANSWERS = "antwortet damit"
"""What the reason says where a statement is claimed to answer."""
_QUOTED = re.compile("„.*“", re.DOTALL)
_IN_BRACKETS = re.compile(r"\(.*\)", re.DOTALL)


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

    @property
    def judged(self) -> int:
        """How many somebody judged."""
        return self.true + self.false

    def as_dict(self) -> dict[str, float | int | None]:
        """Return rate and 95 % interval (Wilson 1927), each None without a judgement."""
        rate: float | None = None
        low: float | None = None
        high: float | None = None
        if self.judged:
            rate = self.true / self.judged
            ends = binomtest(self.true, self.judged).proportion_ci(method="wilson")
            low, high = float(ends.low), float(ends.high)
        counts = {"judged": self.judged, "unjudged": self.unjudged}
        return {"true": rate, "low": low, "high": high} | counts

    def __str__(self) -> str:
        if not self.judged:
            return f"- of 0 judged ({self.unjudged} unjudged)"
        found = self.as_dict()
        span = f"{found['true']:.2f} ({found['low']:.2f}-{found['high']:.2f})"
        return f"{span} of {self.judged} judged ({self.unjudged} unjudged)"


@dataclass
class Claims:
    """All that is told of one set."""

    by_fit: dict[Fit, Truth] = field(default_factory=lambda: {fit: Truth() for fit in Fit})
    """By the word for how well it fits."""
    by_sentence: dict[str, Truth] = field(default_factory=lambda: defaultdict(Truth))
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
            self.by_fit[suggestion.fit_level].add(grade)
            self.by_sentence[sentence_form(suggestion)].add(grade)
            if ANSWERS in suggestion.reason:
                self.answering.add(grade)
            if grade is not None and grade >= GOOD:
                self.covered[suggestion.fit_level is not Fit.POSSIBLE] += 1
        fits = any(grade >= GOOD for grade in grades.values())
        self.nothing[fits, result.nothing_fits] += 1
        if fits:
            good = [grade >= GOOD for grade in known if grade is not None]
            self.first.append(any(good[:1]))
            self.one_of_three.append(any(good[:3]))
            self.gains.append(ndcg([grade or 0 for grade in known], list(grades.values())))

    def as_dict(self) -> dict[str, Any]:
        """Return all measures as plain values; means of nothing are None."""

        def mean(some: Sequence[float]) -> float | None:
            return float(np.mean(some)) if some else None

        return {
            "said": {str(fit): truth.as_dict() for fit, truth in self.by_fit.items()},
            "sentences": {form: self.by_sentence[form].as_dict() for form in self.forms()},
            "answering": self.answering.as_dict(),
            "good_shown": sum(self.covered.values()),
            "good_called_fitting": self.covered[True],
            "answerable": len(self.first),
            "first_good": mean(self.first),
            "one_of_three_good": mean(self.one_of_three),
            "ndcg@10": mean(self.gains),
            "nothing_fits": {
                "right": self.nothing[False, True],
                "where_nothing_does": self.nothing[False, True] + self.nothing[False, False],
                "wrong": self.nothing[True, True],
                "where_something_does": self.nothing[True, True] + self.nothing[True, False],
            },
        }

    def forms(self) -> list[str]:
        """Return the sentence forms, the most often said first."""
        said = {form: t.judged + t.unjudged for form, t in self.by_sentence.items()}
        return sorted(said, key=lambda form: (-said[form], form))


def sentence_form(suggestion: Suggestion) -> str:
    """Return what is said for the asker, without what it quotes of statements and names."""
    return _IN_BRACKETS.sub("(…)", _QUOTED.sub("„…“", suggestion.for_asker))


def tells_good(dataset: Dataset) -> bool:
    """Whether some judgement of a set has a grade from which a claim is true."""
    return any(grade >= GOOD for found in dataset.qrels.values() for grade in found.values())


def ndcg(order: Sequence[int], grades: Sequence[int]) -> float:
    """Return nDCG@10 of the grades in their order, of all grades of the query, 0..1."""

    def gain(some: Sequence[int]) -> float:
        return sum((2.0**g - 1) / math.log2(at + 2) for at, g in enumerate(some[:SHOWN]))

    return gain(order) / gain(sorted(grades, reverse=True))


def measure(setting: Setting, matcher: Matcher) -> Claims:
    """Ask all queries of a set and hold what is said beside the judgements."""
    told = Claims()
    for query in setting.dataset.queries:
        request = setting.request(query, SHOWN)
        start = time.perf_counter()
        result = matcher.suggest(request, Viewer(everything=True))
        told.seconds.append(time.perf_counter() - start)
        told.add(result, setting.dataset.grades(query.id))
    return told


def lines(told: Claims) -> list[str]:
    """Return the measures as text."""
    quick = np.array(told.seconds) * 1000
    good = sum(told.covered.values())
    return [
        *(f"fit {fit}: true {truth}" for fit, truth in told.by_fit.items()),
        *(f"  {form}: true {told.by_sentence[form]}" for form in told.forms()),
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
    dataset = load_dataset(folder)
    encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
    matcher = Matcher(corpus_of([document.profile for document in dataset.documents], encoder))
    options = Options(where_from=arguments[1] if len(arguments) > 1 else None)
    told = measure(Setting(dataset, options, matcher), matcher)
    sys.stdout.write("\n".join(lines(told)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
