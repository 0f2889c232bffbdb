from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluation.baselines import NAIVE
from evaluation.datasets import Dataset
from evaluation.report.figures import Values
from evaluation.report.targets import Measured, Target, sector_search, targets_of
from tests.support.reports import mixed, outcome
from tests.support.sets import dataset, document


def measured(name: str, ranker: str = "default", **changes: object) -> Measured:
    some = replace(mixed(), name=name)
    values = Values(some, outcome(compared=True), 0)
    base = Measured(some, values, ranker, 0, None, 0)
    return replace(base, **changes)  # type: ignore[arg-type]


def by_name(found: tuple[Target, ...]) -> dict[str, Target]:
    return {target.name[1]: target for target in found}


def test_consortia_are_held_against_the_best_plain_and_the_naive_ranker() -> None:
    found = by_name(targets_of(measured("efre_klein_dev")))
    assert found.keys() == {
        "firms: nDCG@10",
        "long tail: nDCG@10",
        "firms: Recall@100",
        "all: nDCG@10 beside naive",
        "research: nDCG@10 beside naive",
        "broken rules",
    }
    firms = found["firms: nDCG@10"]
    assert firms.means is not None and firms.figure == pytest.approx(
        firms.means[0] / firms.means[1]
    )
    assert found["all: nDCG@10 beside naive"].beside == NAIVE
    assert found["broken rules"].met


def test_a_blind_ranker_misses_them() -> None:
    found = by_name(targets_of(measured("efre_klein_dev", "blind-1", violations=2)))
    missed = {name for name, target in found.items() if not target.met}
    assert {"firms: nDCG@10", "all: nDCG@10 beside naive", "broken rules"} <= missed


def test_each_kind_of_set_has_its_own() -> None:
    assert by_name(targets_of(measured("andere"))).keys() == {"broken rules"}
    occupations = by_name(targets_of(measured("esco_def_x")))["all: over parts of words"]
    assert occupations.beside == "char_tfidf" and occupations.goal == 2.0
    found = by_name(targets_of(measured("x", calibration_error=0.04)))
    assert not found["calibration error"].met
    assert by_name(targets_of(measured("x", calibration_error=0.02)))["calibration error"].met


def test_no_ratio_is_not_met() -> None:
    assert not Target("x", ("a", "b"), "ratio", None, None, 1.4).met


def sectors() -> Dataset:
    asked = {"q1": ("Bäckerei", "10.71"), "q2": ("Dachdeckerei", "43.91")}
    codes = ("10.71", "43.91", "62.01")
    return dataset(
        [document(code) for code in codes],
        {query: {code: 1} for query, (_, code) in asked.items()},
        texts={query: text for query, (text, _) in asked.items()},
    )


def test_sectors_are_found_by_their_own_search() -> None:
    values = sector_search(sectors())
    assert values.keys() == {"q1", "q2"}
    assert np.mean(list(values.values())) > 0.8
