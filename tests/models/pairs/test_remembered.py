from collections.abc import Sequence

import numpy as np

from models.pairs.remembered import RememberedPairs
from models.pairs.testing import SharedLetters


class Counting(SharedLetters):
    """Counts the pairs that it reads."""

    def __init__(self) -> None:
        self.read = 0

    def logits(self, need: str, partners: Sequence[str]) -> np.ndarray:
        self.read += len(partners)
        return super().logits(need, partners)


def test_a_pair_is_read_once_and_says_the_same() -> None:
    scorer = Counting()
    pairs = RememberedPairs(scorer)
    first = pairs.logits("Schweißen", ["Schweißerei", "Bäckerei", "Schweißerei"])
    again = pairs.logits("Schweißen", ["Bäckerei", "Schweißerei"])
    assert scorer.read == 2
    assert first.tolist() == [again[1], again[0], again[1]]
    assert (
        again.tolist() == SharedLetters().logits("Schweißen", ["Bäckerei", "Schweißerei"]).tolist()
    )


def test_the_oldest_pairs_are_forgotten() -> None:
    scorer = Counting()
    pairs = RememberedPairs(scorer, kept=1)
    for partner in ("a", "b", "a"):
        pairs.logits("Schweißen", [partner])
    assert scorer.read == 3
