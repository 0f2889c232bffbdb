"""The words that profiles use, and which of them a mistyped one may be."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from data.sectors.trades import load_trades
from data.sectors.wz import load_sectors
from matcher.request import Viewer
from matcher.search.corpus import Corpus
from matcher.search.rules import visible_to

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


class Vocabularies:
    """The vocabulary of each viewer: words of hidden profiles are nobody's business.

    Safe for threads; a vocabulary is made anew when profiles changed.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int, Viewer], Vocabulary] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, corpus: Corpus, viewer: Viewer) -> Vocabulary:
        """Return the words of what the profiles say that a viewer may see, as others see them.

        Names are no words: nobody is to be taken for another.
        """
        key = corpus.edition, corpus.catalog.capacity, viewer
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        slots = np.flatnonzero(visible_to(corpus.catalog, viewer)).tolist()
        profiles = (corpus.catalog.profile(slot) for slot in slots)
        said = ((s.text for s in p.statements) for p in profiles)
        made = Vocabulary(chain(said, _reference_texts()))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
