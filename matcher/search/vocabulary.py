"""The words that profiles use, and which of them a mistyped one may be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from matcher.request import Viewer
from matcher.search.catalog import Catalog
from matcher.search.rules import visible_to
from matcher.search.snapshot import Snapshot

SHORTEST = 6
"""Shorter words have too many neighbours to tell which was meant."""
CLEARLY = 5
"""The word meant is used by so many times as many profiles as any other neighbour."""
STEM = 5
"""Words that begin with so many equal letters are forms of one word."""
KEPT = 4
"""Vocabularies of so many viewers are kept."""
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


class Vocabulary:
    """Words of many texts, each with the number of profiles that use it.

    Args:
        profiles: the texts of each profile.
    """

    def __init__(self, profiles: Iterable[Iterable[str]]) -> None:
        self._count: Counter[str] = Counter()
        for texts in profiles:
            self._count.update({w.lower() for text in texts for w in _WORD.findall(text)})
        self._by_first: dict[str, list[str]] = {}
        for word in self._count:
            self._by_first.setdefault(word[0], []).append(word)

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._count

    def meant_by(self, word: str, others: Collection[str] = ()) -> str | None:
        """Return the word that an unknown one clearly is with one slip of the finger, in small.

        ``others`` are words, in small, that lie so near and exist, whether profiles use them or
        not.

        A slip is a letter too many, too few, another one, or two in the wrong order; the first
        letter is right, and an ending is no slip. None where nothing is so near, or several
        different words are.
        """
        typed = word.lower()
        if len(typed) < SHORTEST or typed in self._count:
            return None
        known = self._by_first.get(typed[0], [])
        found = extract(typed, known, scorer=OSA.distance, score_cutoff=1, limit=20)
        near = {*others, *(w for w, _, _ in found)}
        near = {w for w in near if not (w.startswith(typed) or typed.startswith(w))}
        if not near:
            return None
        # A word that exists counts once more, so that a single rare one is enough.
        uses = {w: self._count[w] + (w in others) for w in near}
        best = max(near, key=lambda w: (uses[w], w))
        rivals = [w for w in near if w[:STEM] != best[:STEM]]
        return None if any(uses[best] < CLEARLY * uses[w] for w in rivals) else best


def _reference_texts() -> Iterator[tuple[str, ...]]:
    """Yield the names of trades and sectors, which are the same for everybody."""
    for trade in load_trades().in_force:
        yield trade.label(), trade.short
    for sector in load_sectors():
        yield (sector.label(),)


def vocabulary_of(snapshot: Snapshot, viewer: Viewer) -> Vocabulary:
    """Return the words of what the profiles say that a viewer may see, as others see them.

    Names are no words: nobody is to be taken for another. Words of hidden profiles are nobody's
    business, so each viewer has a vocabulary; the last few are kept with the snapshot.
    """
    catalog = snapshot.catalog
    return snapshot.once("vocabularies", lambda: lru_cache(KEPT)(partial(_made, catalog)))(viewer)


def _made(catalog: Catalog, viewer: Viewer) -> Vocabulary:
    slots = np.flatnonzero(visible_to(catalog, viewer)).tolist()
    profiles = (catalog.profile(slot) for slot in slots)
    said = ((s.text for s in p.statements) for p in profiles)
    return Vocabulary(chain(said, _reference_texts()))
