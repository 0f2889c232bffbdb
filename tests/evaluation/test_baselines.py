"""The yardsticks stay plain."""

from __future__ import annotations

import numpy as np

from data.files import SAMPLE
from evaluation.baselines import dense
from evaluation.datasets import load_dataset
from models.encoders.adapter import AdaptedEncoder, Adapter, base_of
from models.testing import HashingEncoder


def test_the_dense_baseline_does_without_the_adapter() -> None:
    plain = HashingEncoder(32)
    matrix = np.random.default_rng(0).normal(scale=0.05, size=(32, 32)).astype(np.float32)
    adapted = AdaptedEncoder(plain, Adapter("test", base_of(plain), matrix))
    dataset = load_dataset(SAMPLE)
    texts = ["Laserschweißen von Aluminium"]
    expected, found = (dense(dataset, texts, encoder)(0) for encoder in (plain, adapted))
    np.testing.assert_array_equal(found, expected)
