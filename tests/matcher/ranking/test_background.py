import numpy as np
import pytest

from matcher.ranking.background import SIZE, Z_FULL, Background, background_of, background_texts
from models.encoder import Vectors
from models.testing import HashingEncoder


def unit(*rows: tuple[float, float]) -> Vectors:
    vectors = np.array(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


class Plane:
    """An encoder whose background is a handful of directions in the plane."""

    fingerprint = "plane"
    dim = 2

    def encode(self, texts: object, *, as_query: bool = False, progress: object = None) -> Vectors:
        return unit((1, 0), (0.6, 0.8), (0.8, 0.6), (0, 1))


def test_strength_counts_standard_deviations_above_the_background() -> None:
    background = Background(Plane(), ["a", "b", "c", "d"])
    query = unit((1, 0))
    # Cosines with the background: 1, .6, .8, 0: mean .6, population deviation .374.
    spread = np.std([1, 0.6, 0.8, 0])
    found = background.strength(unit((1, 0), (0.6, 0.8), (0, 1)), query)[:, 0]
    assert found == pytest.approx([(1 - 0.6) / spread / Z_FULL, 0, 0], abs=1e-6)


def test_what_is_near_to_everything_loses() -> None:
    background = Background(Plane(), ["a", "b", "c", "d"])
    query = unit((1, 1))
    hub, loner = unit((0.75, 0.66)), unit((1, -0.15))
    gain = [
        background.strength(v, query, hubs=True)[0, 0] - background.strength(v, query)[0, 0]
        for v in (hub, loner)
    ]
    assert gain[0] < 0 <= gain[1]


def test_the_background_is_fixed_and_of_all_trades() -> None:
    texts = background_texts()
    assert len(set(texts)) == SIZE
    assert texts == background_texts()


def test_one_background_per_encoder() -> None:
    small, large = HashingEncoder(dim=64), HashingEncoder(dim=128)
    assert background_of(small) is background_of(HashingEncoder(dim=64))
    assert background_of(small) is not background_of(large)


def test_too_few_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="got 1"):
        Background(HashingEncoder(), ["one"])
