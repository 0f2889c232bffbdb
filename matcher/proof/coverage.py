"""Coverage: which words of a need a text takes up, by their German word parts and rarity.

German writes "Edelstahlgeländer" and "Geländer aus Edelstahl" for the same thing, so words are
compared by the runs of six letters that they share, not as wholes. How rare a run is among the
profiles says how much it proves: "entwicklung" is in a third of them, "elektropol" in three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import models
from matcher.proof.function_words import FUNCTION_WORDS
from models.indexes.files import read_arrays
from models.indexes.german import fold

RUN = 6
"""Letters in a row from which two German words count as related."""
SHORTEST = 3
"""Shorter words say nothing alone, but for those written in capitals: KI, VR, 3D."""
_ABBREVIATION = re.compile(r"\b[0-9A-ZÄÖÜ]{2}\b")
COVERED = 0.5
"""Share of a word's runs from which the word counts as taken up."""

Parts = frozenset[str]
Floats = NDArray[np.float64]


def runs(word: str) -> list[str]:
    """Return the runs of six letters of a folded word; a shorter word with its borders."""
    if len(word) < RUN:
        return [f" {word} "]
    return [word[i : i + RUN] for i in range(len(word) - RUN + 1)]


@lru_cache(maxsize=65_536)
def parts_of(text: str) -> Parts:
    """Return all runs of a text's words, and the short words and beginnings of words."""
    found: set[str] = set()
    for word in fold(text).split():
        found.update(runs(word))
        if len(word) >= RUN:
            found.update(f" {word[:n]} " for n in (4, 5))  # "Stahl" begins "Stahlbau"
    return frozenset(found)


class Rarity:
    """How rare runs of letters are among the profiles searched."""

    def __init__(self, frequency: Counter[str], size: int) -> None:
        """``frequency``: in how many of ``size`` texts a run occurs."""
        self._frequency = frequency
        self._size = size

    @classmethod
    def of(cls, texts: Iterable[str]) -> Rarity:
        """Count the runs of texts, one a profile."""
        frequency: Counter[str] = Counter()
        size = 0
        for text in texts:
            frequency.update(parts_of.__wrapped__(text))
            size += 1
        return cls(frequency, size)

    def of_run(self, run: str) -> float:
        """Return ``log((1 + size) / (1 + texts with the run))`` scaled to 0..1."""
        rare = np.log((1 + self._size) / (1 + self._frequency[run]))
        return float(rare / np.log(2 + self._size))

    def of_word(self, word: str) -> float:
        """Return the mean rarity of a folded word's runs, 0..1."""
        return float(np.mean([self.of_run(run) for run in runs(word)]))


@cache
def load_rarity() -> Rarity:
    """Return the shipped rarities, counted once over 18,415 organisations.

    They are the same for everybody, so that no answer tells of profiles its reader may not see.
    """
    path = Path(models.__file__).parent / "weights" / "rarity-1.npz"
    found = read_arrays(path, ("size", "runs", "counts"))
    runs = found["runs"].tobytes().decode().split("\n")
    return Rarity(
        Counter(dict(zip(runs, found["counts"].tolist(), strict=True))), int(found["size"])
    )


@dataclass(frozen=True)
class Sought:
    """What is sought, as its content words with their weights."""

    text: str
    words: tuple[str, ...]
    """Folded, without function words, in their order."""
    weights: Floats
    """Rarity of each word squared, so that common words hardly count: (words,), 0..1."""
    shares: Mapping[str, tuple[tuple[int, float], ...]]
    """Run -> the words that hold it, and what share of each (by rarity of its runs) it is."""

    @classmethod
    def read(cls, text: str, rarity: Rarity) -> Sought:
        """Take a need apart."""
        words = content_words(text)
        weights = np.array([rarity.of_word(word) ** 2 for word in words])
        shares: dict[str, list[tuple[int, float]]] = {}
        for position, word in enumerate(words):
            by_run = {run: rarity.of_run(run) + 1e-6 for run in runs(word)}
            total = sum(by_run.values())
            for run, weight in by_run.items():
                shares.setdefault(run, []).append((position, weight / total))
        return cls(text, words, weights, {run: tuple(some) for run, some in shares.items()})

    def word_coverage(self, parts: Parts) -> Floats:
        """Return to what share (by rarity of its runs) each word is taken up, (words,), 0..1."""
        covered = np.zeros(len(self.words))
        for run in self.shares.keys() & parts:
            for position, share in self.shares[run]:
                covered[position] += share
        return np.minimum(covered, 1.0)

    def coverage(self, covered: Floats) -> float:
        """Return the weighted share of the need that the words' coverage amounts to, 0..1."""
        total = float(self.weights.sum())
        return float(covered @ self.weights) / total if total > 0 else 0.0

    def strongest(self, covered: Floats) -> float:
        """Return the weight of the rarest word taken up, times how far it is, 0..1."""
        return float(np.max(covered * self.weights, initial=0.0))

    def taken_up(self, covered: Floats) -> tuple[str, ...]:
        """Return the words of which at least half is taken up."""
        pairs = zip(self.words, covered, strict=True)
        return tuple(word for word, share in pairs if share >= COVERED)


def content_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a need that can be covered, each once."""
    short = {fold(word) for word in _ABBREVIATION.findall(text)}
    found = [
        w
        for w in fold(text).split()
        if (len(w) >= SHORTEST or w in short) and w not in FUNCTION_WORDS
    ]
    return tuple(dict.fromkeys(found))
