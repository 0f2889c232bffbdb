"""Latency: rankers and pipeline answer the same queries, each text encoded anew."""

import pytest

from data.files import SAMPLE
from evaluation.datasets import load_dataset
from evaluation.latency import PIPELINE, TIMED, latency
from evaluation.setting import Options, Setting
from matcher.engine import Matcher
from matcher.ranking.ranker import DEFAULT
from matcher.search.ingest import corpus_of
from models.encoders.vector_cache import CachedEncoder, VectorCache
from models.testing import HashingEncoder


def test_both_answer_without_the_cache(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = HashingEncoder()
    cache = VectorCache(tmp_path_factory.mktemp("cache") / "vectors.sqlite")
    dataset = load_dataset(SAMPLE).part("dev")
    corpus = corpus_of([d.profile for d in dataset.documents], CachedEncoder(plain, cache))
    encoded: list[bool] = []
    encode = HashingEncoder.encode

    def counted(self: HashingEncoder, texts: list[str], **options: bool) -> object:
        encoded.append(bool(options.get("as_query")))
        return encode(self, texts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(HashingEncoder, "encode", counted)
    found = latency(Setting(dataset, Options(), Matcher(corpus)), corpus, {"default": DEFAULT})
    assert found.keys() == {"default", PIPELINE}
    assert all(0 < one["p50"] <= one["p95"] for one in found.values())
    # Both systems encode each timed query, and the first one once more.
    assert sum(encoded) == 2 * (TIMED + 1)
