"""Learning a domain adapter from organisations' own texts, without labels.

What one organisation says about itself belongs together: two of its statements, a statement and
its name. The map is learnt so that such pairs are nearer than texts of other organisations
(InfoNCE, van den Oord et al. 2018, https://arxiv.org/abs/1807.03748, in both directions), and is
held near zero, so that what the language model knows stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from data.errors import ModelError
from models.encoder import Progress, Vectors

GENERIC = 10
"""A statement that more organisations make says nothing about one of them."""
MOST = 6
"""Pairs of one organisation, so that those with many statements do not rule."""
NEIGHBOURHOOD = 200
"""Regions with fewer pairs give no batches of their own."""
LOCAL = 0.7
"""Share of the batches that come from one region: neighbours are who must be told apart."""
WARM_UP = 50
_WORD = re.compile(r"\w{4,}")
_LEAST = 4


@dataclass(frozen=True)
class Organisation:
    """What is learnt from."""

    name: str
    statements: tuple[str, ...]
    region: str = ""


@dataclass(frozen=True)
class Pair:
    """Two texts that belong together: what is asked, and what should be found."""

    sort: str
    """``statements`` for two of them, ``name`` for one and the name, either of them asking."""
    question: str
    passage: str
    owner: int
    region: str


@dataclass(frozen=True)
class Recipe:
    """How to learn."""

    strength: float = 0.1
    """Lambda: what the squared entries of the matrix cost."""
    temperature: float = 0.03
    batch: int = 512
    steps: int = 600
    rate: float = 1e-3
    seed: int = 0


def pairs_of(organisations: Sequence[Organisation], seed: int = 0) -> list[Pair]:
    """Return the pairs, at most `MOST` of an organisation, drawn by chance."""
    rng = np.random.default_rng(seed)
    makers = Counter(text for one in organisations for text in set(one.statements))
    pairs: list[Pair] = []
    for owner, one in enumerate(organisations):
        own = [t for t in dict.fromkeys(one.statements) if makers[t] <= GENERIC and _WORD.search(t)]
        found = [("name", *texts) for t in own for texts in ((t, one.name), (one.name, t))]
        found += [("statements", *texts) for texts in permutations(own, 2)]
        if len(found) > MOST:
            found = [found[i] for i in rng.choice(len(found), MOST, replace=False)]
        pairs += [Pair(*texts, owner, one.region) for texts in found]
    return pairs


def fit(
    pairs: Sequence[Pair],
    questions: Vectors,
    passages: Vectors,
    recipe: Recipe,
    progress: Progress | None = None,
) -> Vectors:
    """Return the matrix of the adapter, float32 (dim, dim).

    The same input gives the same digits on one machine. On others sums are rounded differently:
    compare the matrices to 1e-3, or what they rank, not their checksums.

    Args:
        pairs: what belongs together.
        questions: the vectors of the pairs' questions, float32 (pairs, dim).
        passages: those of their passages.
        recipe: how to learn.
        progress: called with (steps done, steps).

    Raises:
        ModelError: there are too few pairs to tell apart.
    """
    if len(pairs) < _LEAST:
        raise ModelError(
            f"Zum Lernen sind mindestens {_LEAST} Paare von Texten nötig, gefunden: {len(pairs)}.",
            f"At least {_LEAST} pairs of texts are needed to learn, found: {len(pairs)}.",
        )
    batches = _Batches(pairs, recipe)
    matrix = torch.nn.Parameter(torch.zeros(questions.shape[1], questions.shape[1]))
    optimizer = torch.optim.Adam([matrix], lr=recipe.rate)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP) * (1 - step / recipe.steps)
    )
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # how a sum is split over threads changes its last digits
    try:
        for step in range(recipe.steps):
            rows = batches.draw()
            asked, found = (torch.from_numpy(side[rows]) for side in (questions, passages))
            loss = _confusion(matrix, asked, found, batches.same(rows), recipe.temperature)
            optimizer.zero_grad()
            torch.autograd.backward(loss + recipe.strength * matrix.square().sum())
            optimizer.step()
            pace.step()
            if progress:
                progress(step + 1, recipe.steps)
    finally:
        torch.set_num_threads(threads)
    return np.asarray(matrix.detach().numpy(), dtype=np.float32)


def _confusion(
    matrix: torch.Tensor,
    questions: torch.Tensor,
    passages: torch.Tensor,
    same: torch.Tensor,
    temperature: float,
) -> torch.Tensor:
    """Return how hard it is to find each one's other half among those of the batch."""
    asked, found = (functional.normalize(side + side @ matrix) for side in (questions, passages))
    likeness = (asked @ found.T / temperature).masked_fill(same, -1e4)
    right = torch.arange(len(same))
    both = functional.cross_entropy(likeness, right), functional.cross_entropy(likeness.T, right)
    return (both[0] + both[1]) / 2


class _Batches:
    """Draws batches, mostly from one region; each organisation weighs the root of its pairs."""

    def __init__(self, pairs: Sequence[Pair], recipe: Recipe) -> None:
        counts = Counter((pair.owner, pair.sort) for pair in pairs)
        self._weights = np.array([counts[pair.owner, pair.sort] ** -0.5 for pair in pairs])
        self._rng = np.random.default_rng(recipe.seed)
        self._size = recipe.batch
        regions = np.array([pair.region for pair in pairs])
        groups = [np.flatnonzero(regions == region) for region in sorted(set(regions))]
        self._groups = [rows for rows in groups if len(rows) >= NEIGHBOURHOOD]
        shares = np.array([self._weights[rows].sum() ** 0.5 for rows in self._groups])
        self._shares = shares / shares.sum()
        known = zip(*((str(p.owner), p.question, p.passage) for p in pairs), strict=True)
        self._codes = [np.unique(np.array(one), return_inverse=True)[1] for one in known]

    def draw(self) -> NDArray[np.int64]:
        """Return the rows of the next batch, at most half of those it is drawn from."""
        rows = np.arange(len(self._weights))
        if self._groups and self._rng.random() < LOCAL:
            rows = self._groups[self._rng.choice(len(self._groups), p=self._shares)]
        size, weights = min(self._size, len(rows) // 2), self._weights[rows]
        return self._rng.choice(rows, size, replace=False, p=weights / weights.sum())

    def same(self, rows: NDArray[np.int64]) -> torch.Tensor:
        """Return which share organisation or text, and so are no counterexample, bool (n, n)."""
        codes = [code[rows] for code in self._codes]
        same = np.logical_or.reduce([code[:, None] == code for code in codes])
        np.fill_diagonal(same, False)
        return torch.from_numpy(same)
