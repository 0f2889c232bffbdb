"""A small set and its outcome that the tests of the report share."""

from __future__ import annotations

from functools import cache

from data.profiles import Kind
from evaluation.datasets import Dataset
from evaluation.report.cases import Wanted
from evaluation.report.report import SetReport, set_report
from evaluation.report.texts import Language, Speech
from evaluation.runner import Outcome, evaluate
from evaluation.setting import Options
from matcher.ranking.ranker import DEFAULT, RankingConfig
from models.testing import HashingEncoder
from tests.support.sets import blind_ranker, dataset, document

EVIL = '<script>alert("x")</script> | *GmbH* $\\frac{1}{2}$'
BLIND = blind_ranker("blind-1")


@cache
def mixed() -> Dataset:
    """Return 24 questions with one answer each: firms and institutes, known and unknown."""
    words = [f"Verfahren{n:02d} für Bauteil{n:02d}" for n in range(24)]
    documents = [
        document(f"d{n:02d}", text, Kind.RESEARCH if n % 3 == 0 else Kind.COMPANY, projects=n)
        for n, text in enumerate(words)
    ]
    named = documents[1].profile.model_copy(update={"name": EVIL})
    documents[1] = type(documents[1])(named, f"{EVIL}. {words[1]}", frozenset(), 1)
    qrels = {f"q{n:02d}": {f"d{n:02d}": 3} for n in range(24)}
    return dataset(documents, qrels, texts={f"q{n:02d}": text for n, text in enumerate(words)})


@cache
def outcome(*, compared: bool = False) -> Outcome:
    """Return the outcome of the shipped ranker, after a blind one if two are compared."""
    return evaluate(mixed(), HashingEncoder(), Options(), configs=configs(compared))


def configs(compared: bool) -> tuple[RankingConfig, ...]:
    """Return the rankers that are measured."""
    return (BLIND, DEFAULT) if compared else (DEFAULT,)


@cache
def told(*, compared: bool = False, part: str = "all", language: Language = "de") -> SetReport:
    """Return the report of the small set."""
    found, options = outcome(compared=compared), Options()
    return set_report(mixed(), found, configs(compared), options, Wanted(part), Speech(language))
