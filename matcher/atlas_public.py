"""What topics are learned from: the different texts of public profiles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.atlas_clusters import near_classes
from matcher.atlas_texts import clean, speaks
from matcher.atlas_topics import Vectors
from matcher.constraints import visible_to
from matcher.corpus import Corpus
from matcher.request import Viewer
from matcher.rows import RowRole


@dataclass(frozen=True, eq=False)
class Texts:
    """Different texts of public profiles that say something, ordered by their words."""

    texts: tuple[str, ...]
    near: Vectors
    """float32 (texts, classes)."""
    weights: NDArray[np.float64]
    """What each counts for: a text of many profiles more than one, but not as many times."""
    profiles: int
    statements: int


def public_texts(corpus: Corpus) -> Texts:
    """Return what topics are learned from."""
    with corpus.lock:
        visible = visible_to(corpus.catalog, Viewer())
        mask = corpus.rows.mask(visible, RowRole.OFFER, RowRole.NEED, RowRole.ABOUT)
        owners: dict[str, dict[str, int]] = defaultdict(dict)
        for row in np.flatnonzero(mask).tolist():
            profile = corpus.catalog.profile(int(corpus.rows.slot[row]))
            text = clean(profile.statements[corpus.rows.position[row]].text)
            owners[text].setdefault(profile.id, row)
        texts = tuple(sorted(text for text in owners if speaks(text)))
        # The first profile's by id, lest the last bits of a vector depend on who came first.
        rows = [owners[text][min(owners[text])] for text in texts]
        vectors = corpus.vectors.vectors(np.array(rows, dtype=np.int64))
    weights = np.array([1 / np.sqrt(len(owners[text])) for text in texts])
    near = near_classes(corpus.predictor, vectors)
    return Texts(texts, near, weights, int(visible.sum()), int(mask.sum()))
