"""The judged requests of the sample: sound, and kept apart for tuning and reporting."""

from collections import Counter

import pytest

from data.files import SAMPLE
from data.profiles import Visibility
from evaluation.datasets import load_dataset
from evaluation.runner import requests_of
from matcher.engine import Matcher
from matcher.request import Viewer
from matcher.search.ingest import corpus_of
from models.testing import HashingEncoder

DATASET = load_dataset(SAMPLE)
PROFILES = {d.profile.id: d.profile for d in DATASET.documents}


def test_there_are_enough_of_each_sort() -> None:
    assert len(DATASET.queries) >= 150
    free = [q for q in DATASET.queries if "profile_id" not in q.metadata]
    assert 0.3 < len(free) / len(DATASET.queries) < 0.8
    ruled = [q for q in DATASET.queries if q.metadata.get("constraints")]
    assert len(ruled) >= 30
    assert len({q.metadata["user"] for q in DATASET.queries}) >= 4
    goals = Counter(q.metadata.get("goal") for q in DATASET.queries)
    assert {"partner", "solution", "customer", "peers", "cluster"} <= set(goals)
    split = Counter(q.metadata["split"] for q in DATASET.queries)
    assert set(split) == {"dev", "test"} and min(split.values()) >= 80


def test_grades_and_silent_requests() -> None:
    assert {g for graded in DATASET.qrels.values() for g in graded.values()} == {1, 2, 3}
    for query in DATASET.queries:
        assert bool(query.metadata.get("no_answer")) == (query.id not in DATASET.qrels), query.id


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(corpus_of(list(PROFILES.values()), HashingEncoder()))


def test_every_judged_partner_is_allowed(matcher: Matcher) -> None:
    """A judged partner that a rule forbids would punish the engine for keeping the rule."""
    for query, request in requests_of(DATASET, matcher, 1):
        allowed = matcher.allowed(request, Viewer())
        judged = set(DATASET.qrels.get(query.id, ()))
        assert judged <= set(allowed), (query.id, judged - set(allowed))


def test_nobody_hidden_or_asking_is_judged() -> None:
    for query in DATASET.queries:
        judged = set(DATASET.qrels.get(query.id, ()))
        assert query.metadata.get("profile_id") not in judged
        assert all(PROFILES[p].visibility is Visibility.PUBLIC for p in judged)
